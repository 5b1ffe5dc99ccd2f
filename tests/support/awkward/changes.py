"""Publishers that are well on the first visit, or nearly, and other than expected on the next."""

import gzip
import zlib

import brotli  # type: ignore[import-untyped]

from demo.loopback import Reply
from tests.support.awkward.publisher import (
    HTML,
    Arrivals,
    AwkwardPublisher,
    Expected,
    Served,
    article,
    html,
    listing,
    refusing,
    site,
    title,
)
from tests.support.awkward.refusals import ALL, FIVE, LIST, PLAIN, WELL

NOT_THERE = html("<h1>您访问的页面不存在</h1><a href='/a/1.html'>返回首页</a>", "<title>404</title>")
APP = html('<nav><a href="/about.html">关于我们</a></nav><div id="app"></div>', "<title>新版门户</title>")
VANISHED = {"/a/5.html": refusing(404), "/a/4.html": refusing(410), "/a/3.html": html("您访问的页面不存在或已删除！")}
GONE = {"/a/5.html": "not_found", "/a/4.html": "not_found", "/a/3.html": "soft_404"}
# Above what the crawl of the tests takes of a page: MOST_BYTES in their options.
ZEROES = bytes(20_000_000)


def packed(number: int) -> bytes:
    return gzip.compress(article(number).body)


def encoded(name: str, body: bytes) -> Reply:
    return Reply(200, {"content-type": HTML, "content-encoding": name}, body)


def bomb() -> bytes:
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    return packer.compress(ZEROES) + packer.flush()


BOMBS: dict[str, Served] = {
    "/a/5.html": encoded("gzip", bomb()),
    "/a/4.html": encoded("br", brotli.compress(ZEROES, quality=1)),
    "/a/3.html": encoded("gzip", gzip.compress(packed(3))),
    "/a/2.html": encoded("gzip", article(2).body),
    "/a/1.html": Reply(200, {"content-type": HTML}, b"<html>" + b"x" * 1_200_000),
    "/a/6.html": encoded("gzip", gzip.compress(bomb())),
    "/a/7.html": encoded("br", article(7).body),
    "/a/8.html": encoded("gzip", b"\x1f\x8b\x08" + b"\xff" * 40),
}
TOO_LARGE = ("/a/1.html", "/a/4.html", "/a/5.html", "/a/6.html")


def stamped(asked: Arrivals) -> dict[str, Served]:
    """Articles with a new clock and a new token at each request."""

    def made(number: int) -> Reply:
        count = len(asked)
        reply = article(number)
        clock = f"<div id='clock' data-now='{count}'>现在时间：2026年5月15日 10:{count % 60:02d}</div>".encode()
        return Reply(200, reply.headers, reply.body.replace(b"<body>", b"<body>" + clock))

    return {f"/a/{number}.html": lambda number=number: made(number) for number in FIVE}  # type: ignore[misc]


def wanting_cookies(asked: Arrivals, host: str) -> dict[str, Served]:
    """A site that sets a cookie and sends the visitor to the same address, until the cookie comes back."""

    def answer(path: str) -> Reply:
        last = next(headers for url, headers in reversed(asked) if url == f"http://{host}.example{path}")
        if "sid=1" in last.get("cookie", ""):
            reply = PLAIN[path]
            assert isinstance(reply, Reply)
            return reply
        return refusing(302, location=path, set_cookie="sid=1; path=/")

    return {path: lambda path=path: answer(path) for path in PLAIN}  # type: ignore[misc]


def endless(first: int) -> dict[str, Served]:
    """Sixty further pages, each with an article of its own."""
    pages: dict[str, Served] = {}
    for page in range(1, 61):
        pages |= {f"/list_{page}.html": listing([first + page]), f"/a/{first + page}.html": article(first + page)}
    return pages


def changes(asked: Arrivals) -> list[AwkwardPublisher]:
    """The publishers; those whose answers depend on what was asked look at `asked`, the requests so far."""
    paged = {"paging": "list_{n}.html", "pages": 3}
    tags: dict[str, Served] = {path: Reply(200, reply.headers, reply.body, etag=True) for path, reply in PLAIN.items()}  # type: ignore[union-attr]
    links = [f"http://whole-and-relative.example{path}" for path in ALL[:2]] + list(ALL[1:3])
    mixed = html("".join(f"<li><a href='{link}'>{title(1)}</a></li>" for link in links))
    return [
        AwkwardPublisher(
            "redesigned",
            [(PLAIN, WELL), ({LIST: APP}, Expected(unchanged=5, says=("no link to an article on this list page",)))],
        ),
        AwkwardPublisher(
            "list-not-there",
            [
                (PLAIN, WELL),
                ({LIST: NOT_THERE}, Expected(unchanged=5, says=("changed: ", "the page says that there is none"))),
            ],
        ),
        AwkwardPublisher(
            "list-leads-home",
            [
                (PLAIN, WELL),
                (
                    {LIST: refusing(302, location="/"), "/": listing(FIVE)},
                    Expected(unchanged=5, tells=("changed: ", "/list.html leads to the site's front page")),
                ),
            ],
        ),
        AwkwardPublisher(
            "list-shrunk",
            [
                (PLAIN, WELL),
                (
                    {LIST: listing([1])},
                    Expected(unchanged=5, tells=("changed: ", "1 links to articles where there were 5")),
                ),
            ],
        ),
        AwkwardPublisher(
            "vanishing",
            [
                (PLAIN, WELL),
                (VANISHED, Expected(unchanged=2, rejected=3, reasons=GONE)),
                ({}, Expected(rejected=3, reasons=GONE, gone=tuple(GONE))),
            ],
        ),
        AwkwardPublisher(
            "endless",
            [
                ({**site(0), **endless(0)}, Expected(fetched=3, lists=3)),
                ({**site(100), **endless(100)}, Expected(fetched=50, lists=50, unchanged=3)),
            ],
            lists=(paged,),
        ),
        AwkwardPublisher(
            "bombs",
            [
                (
                    {**site(*FIVE, 6, 7, 8), **BOMBS},
                    Expected(
                        fetched=3,
                        rejected=5,
                        reasons={**dict.fromkeys(TOO_LARGE, "too_large"), "/a/8.html": "unreachable"},
                    ),
                )
            ],
        ),
        AwkwardPublisher("stamped", [({**PLAIN, **stamped(asked)}, WELL), ({}, Expected(unchanged=5))]),
        AwkwardPublisher("wanting-cookies", [(wanting_cookies(asked, "wanting-cookies"), WELL)]),
        AwkwardPublisher(
            "tagged", [(tags, Expected(fetched=5, conditional=0)), ({}, Expected(unchanged=5, conditional=6))]
        ),
        AwkwardPublisher(
            "second-page-missing", [(PLAIN, Expected(fetched=5, asked={"/list_1.html": 1}))], lists=(paged,)
        ),
        AwkwardPublisher(
            "second-page-empty",
            [({**PLAIN, "/list_1.html": html("<ul></ul>")}, Expected(fetched=5, lists=2))],
            lists=(paged,),
        ),
        AwkwardPublisher(
            "second-page-soft", [({**PLAIN, "/list_1.html": NOT_THERE}, Expected(fetched=5, lists=2))], lists=(paged,)
        ),
        AwkwardPublisher(
            "silent",
            [
                (
                    {**PLAIN, LIST: listing(FIVE, "2021-03-{:02d}")},
                    Expected(fetched=5, tells=("silent: ", "newer than 2021-03-06")),
                ),
                ({}, Expected(unchanged=5, tells=("silent: ",))),
            ],
        ),
        AwkwardPublisher(
            "whole-and-relative",
            [({**PLAIN, LIST: mixed}, Expected(fetched=3, asked=dict.fromkeys(ALL[:3], 1)))],
        ),
    ]
