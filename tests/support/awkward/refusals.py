"""Publishers that refuse, stall or lead elsewhere before there is anything to read."""

from demo.loopback import Reply
from tests.support.awkward.publisher import AwkwardPublisher, Expected, article, html, listing, refusing, site

ROBOTS = "/robots.txt"
LIST = "/list.html"
FIVE = (5, 4, 3, 2, 1)
PLAIN = site(*FIVE)
ALL = tuple(f"/a/{number}.html" for number in FIVE)
WALL = html(
    "<h1>访问验证</h1><p>访问过于频繁，请拖动滑块完成验证后继续浏览。</p><p>访问编号 7f3a，如有疑问请联系网站管理员。</p>",
    "<title>安全验证</title><script>var challenge = 'x1';</script>",
)
LOGIN = html(
    "<form><p>请先登录后查看</p><input name='user'><input type='password'></form>", "<title>统一身份认证</title>"
)
ROBOTS_RULES = Reply(200, {"content-type": "text/plain"}, b"User-agent: *\nCrawl-delay: 0.2\nDisallow: /a/2.html\n")
WELL = Expected(fetched=5)
NOT_ASKED = {LIST: 0}


def no_list(*says: str, **keys: object) -> Expected:
    return Expected(lists=0, says=says, **keys)  # type: ignore[arg-type]


REFUSALS = [
    AwkwardPublisher(
        "robots-busy",
        [
            (
                {**PLAIN, ROBOTS: refusing(503)},
                no_list("busy: robots-busy.example answered 503", "robots", asked=NOT_ASKED),
            )
        ],
    ),
    AwkwardPublisher("robots-refused", [({**PLAIN, ROBOTS: refusing(403, "User-agent: *\nDisallow: /")}, WELL)]),
    AwkwardPublisher(
        "robots-reset",
        [({**PLAIN, ROBOTS: Reply(how="reset")}, no_list("robots.txt, which forbids all", asked=NOT_ASKED))],
    ),
    AwkwardPublisher(
        "robots-rules",
        [
            (
                {**PLAIN, ROBOTS: ROBOTS_RULES},
                Expected(fetched=4, rejected=1, reasons={"/a/2.html": "robots"}, asked={"/a/2.html": 0}),
            )
        ],
    ),
    AwkwardPublisher(
        "list-refused", [({**PLAIN, LIST: refusing(403, "WAF")}, no_list("blocked: ", "/list.html: status 403"))]
    ),
    AwkwardPublisher(
        "list-challenge",
        [
            (
                {**PLAIN, LIST: refusing(412, "<script>document.cookie='k=1';location.reload()</script>")},
                no_list("blocked: ", "/list.html: status 412", asked={LIST: 1}),
            )
        ],
    ),
    AwkwardPublisher(
        "list-too-many",
        [
            (
                {**PLAIN, LIST: refusing(429, retry_after="3600")},
                no_list(
                    "busy: list-too-many.example answered 429 and is left alone until 2026-05-15 08:", asked={LIST: 1}
                ),
            ),
            (PLAIN, WELL),
        ],
    ),
    AwkwardPublisher(
        "busy-until-a-date",
        [
            (
                {**PLAIN, LIST: refusing(503, retry_after="Sat, 16 May 2026 07:30:00 GMT")},
                no_list("answered 503 and is left alone until 2026-05-16 "),
            ),
            (PLAIN, no_list("the host is busy, and left alone until 2026-05-16 ", asked={LIST: 0, ROBOTS: 0})),
        ],
    ),
    AwkwardPublisher(
        "too-many-articles",
        [
            (
                {**PLAIN, "/a/3.html": refusing(429, retry_after="120")},
                Expected(fetched=2, says=("busy: too-many-articles.example",), asked={"/a/2.html": 0, "/a/1.html": 0}),
            ),
            (PLAIN, Expected(fetched=3, unchanged=2)),
        ],
    ),
    AwkwardPublisher(
        "list-walled",
        [(PLAIN, WELL), ({LIST: WALL}, no_list("blocked: ", "a page that asks for a person", unchanged=5))],
    ),
    AwkwardPublisher(
        "list-behind-login",
        [
            (
                {
                    **PLAIN,
                    LIST: refusing(302, location="/login.html?back=/list.html"),
                    "/login.html?back=/list.html": LOGIN,
                },
                no_list("blocked: http://list-behind-login.example/login.html?back=/list.html"),
            )
        ],
    ),
    AwkwardPublisher(
        "articles-walled",
        [
            (
                {**PLAIN, **dict.fromkeys(ALL, WALL)},
                Expected(rejected=5, says=("blocked: all 5 articles",), reasons=dict.fromkeys(ALL, "login_wall")),
            ),
            (PLAIN, Expected(fetched=5, reasons=dict.fromkeys(ALL, "login_wall"))),
        ],
    ),
    AwkwardPublisher(
        "articles-walled-later",
        [
            (PLAIN, WELL),
            (
                dict.fromkeys(ALL, WALL),
                Expected(rejected=5, says=("blocked: all 5 articles",), reasons=dict.fromkeys(ALL, "login_wall")),
            ),
        ],
    ),
    AwkwardPublisher(
        "articles-refused",
        [
            (
                {**PLAIN, **dict.fromkeys(ALL, refusing(403, "WAF"))},
                Expected(rejected=5, says=("blocked: all 5 articles",), reasons=dict.fromkeys(ALL, "http_status")),
            )
        ],
    ),
    AwkwardPublisher(
        "list-moved",
        [
            (
                {LIST: refusing(301, location="http://list-moved-to.example/list.html")},
                no_list("/list.html: foreign_host: it leads to http://list-moved-to.example/list.html"),
            )
        ],
    ),
    AwkwardPublisher(
        "article-moved",
        [
            (
                {**PLAIN, "/a/1.html": refusing(302, location="http://article-moved-to.example/s/abc")},
                Expected(fetched=4, rejected=1, reasons={"/a/1.html": "foreign_host"}),
            )
        ],
    ),
    AwkwardPublisher(
        "list-empty", [({**PLAIN, LIST: refusing(200)}, Expected(says=("no link to an article on this list page",)))]
    ),
    AwkwardPublisher("list-cut-off", [({**PLAIN, LIST: listing(FIVE, how="cut")}, no_list("/list.html: unreachable"))]),
    AwkwardPublisher("list-drips", [({**PLAIN, LIST: listing(FIVE, how="drip")}, no_list("/list.html: unreachable"))]),
    AwkwardPublisher(
        "list-by-script",
        [
            (
                {**PLAIN, LIST: html("", "<script>window.location.href='./index2.html'</script>")},
                Expected(
                    says=("no link to an article", "a script that leads to http://list-by-script.example/index2.html")
                ),
            )
        ],
    ),
    AwkwardPublisher(
        "second-list-dead",
        [({**PLAIN, "/dead.html": refusing(404)}, Expected(fetched=5, says=("/dead.html: status 404",)))],
        lists=({}, {"url": "/dead.html"}),
    ),
    AwkwardPublisher("slow-articles", [({**PLAIN, **{path: article(int(path[3]), wait=0.3) for path in ALL}}, WELL)]),
]
