"""Thin pages with files on a real web, bus and store: held, fetched, read, and handed on or rejected, each exactly once."""

import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import msgspec
import pytest

from demo.loopback import Reply, Web
from pipeline.bus.interface import Outgoing
from pipeline.encoding import decode, encode
from pipeline.ledger import Account
from pipeline.records import Article
from pipeline.runner import Policy
from pipeline.settings import Settings
from pipeline.topics import ARTICLES_EXTRACTED, ARTICLES_HELD, PAGES_FETCHED
from tanxun.schedule.work import work
from tanxun.wiring.backends import Backends, init, opened
from tanxun.wiring.stages import runners
from tests.support.articles import MODEL, NOON
from tests.support.notices import NOTICE, made_pdf
from tests.support.pages import page

SITE = "http://hb.example"
TITLE = "关于二〇二六年度碳排放权配额预分配的通知"
NAVIGATION = "".join(f"<li><a href='/c{n}/'>栏目之{n}：政务公开与办事指南</a></li>" for n in range(30))


@dataclass
class Place:
    """The stages extract and media on embedded backends; what they hand on, and what the ledger has of it."""

    settings: Settings
    backends: Backends

    def take(self, name: str, body: str, title: str = TITLE) -> None:
        """A page as the crawl hands it on, its account open."""
        made = page(
            f"<h1>{title}</h1><p>2026年5月12日 来源：东海省生态环境厅</p>{body}",
            head=f"<title>{title}</title>",
            url=f"{SITE}/{quote(name)}.html",
        )
        made = msgspec.structs.replace(made, id=name)
        headers = {"account": made.account, "source": "hb", "url": made.url}
        waiting = Account(topic=PAGES_FETCHED, stage="crawl", fate="waiting", at=NOON, **headers)
        self.backends.store.open_accounts([waiting])
        self.backends.bus.publish(PAGES_FETCHED, [Outgoing(name, encode(made), headers)])

    def work(self) -> None:
        made = runners(self.settings, self.backends, ["extract", "media"], threading.Event(), lambda *_: None)
        for runner in made:
            runner.policy = Policy(retries=2, backoff=0.0, outage=1.0)
        work(made, threading.Event(), until_idle=True)

    def passed(self) -> list[Article]:
        return [decode(Article, message.value) for message in self.backends.bus.read(ARTICLES_EXTRACTED)]

    def rejected(self) -> dict[str, int]:
        return self.backends.store.reasons(PAGES_FETCHED).get("hb", {})

    def held(self) -> int:
        return sum(1 for _ in self.backends.bus.read(ARTICLES_HELD))


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    with Web() as running:
        monkeypatch.setenv("http_proxy", running.address)
        monkeypatch.setenv("no_proxy", "")
        yield running


@pytest.fixture
def place(tmp_path: Path, web: Web) -> Iterator[Place]:
    del web
    settings = Settings(home=tmp_path / "home")
    init(settings, MODEL)
    with opened(settings) as backends:
        yield Place(settings, backends)


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return made_pdf(tmp_path_factory.mktemp("pdf"), *NOTICE)


def link(address: str, name: str) -> str:
    return f"<div class='article-content'><p>附件：<a href='{SITE}/{address}'>{name}</a></p></div>"


# What the page says, what its files answer (the first is the document), the code of why it is unread ("": it is read), and
# what the page is rejected as.
CASES: dict[str, tuple[str, dict[str, bytes | Reply | Literal["pdf"]], str, str]] = {
    "read": (link("f/1.pdf", f"{TITLE}.pdf"), {"f/1.pdf": "pdf"}, "", ""),
    "among a site's links": (f"<ul>{NAVIGATION}</ul>{link('f/1.pdf', f'{TITLE}.pdf')}", {"f/1.pdf": "pdf"}, "", ""),
    "a shell": (f"<p><a href='{SITE}/f/1.pdf'>{TITLE}.pdf</a></p>", {"f/1.pdf": "pdf"}, "", ""),
    "nothing but 附件": (f"<p><a href='{SITE}/f/1.pdf'>附件</a></p>", {"f/1.pdf": "pdf"}, "", ""),
    "the second has it": (
        link("f/1.ofd", f"{TITLE}.ofd") + link("f/2.pdf", f"{TITLE}.pdf"),
        {"f/2.pdf": b"%PDF-1.4\nbroken", "f/1.ofd": "pdf"},
        "",
        "",
    ),
    "not there": (link("f/1.pdf", f"{TITLE}.pdf"), {}, "media_not_found", ""),
    "not there, and nothing else": (f"<p><a href='{SITE}/f/1.pdf'>附件</a></p>", {}, "", "too_short"),
    "no answer": (link("f/1.pdf", f"{TITLE}.pdf"), {"f/1.pdf": Reply(how="reset")}, "media_unreachable", ""),
    "a page in its place": (link("f/1.pdf", f"{TITLE}.pdf"), {"f/1.pdf": b"<html>login</html>"}, "media_is_a_page", ""),
    "damaged": (link("f/1.pdf", f"{TITLE}.pdf"), {"f/1.pdf": b"%PDF-1.7\n\xff\xff"}, "attachment_broken", ""),
    "damaged, and nothing else": (
        f"<p><a href='{SITE}/f/1.pdf'>附件</a></p>",
        {"f/1.pdf": b"%PDF-1.7\n\xff\xff"},
        "attachment_broken",
        "",
    ),
    "a format that nothing reads": (
        link("f/1.rar", f"{TITLE}.rar"),
        {"f/1.rar": b"Rar!\x1a\x07\x01\x00" + bytes(60)},
        "attachment_unknown_format",
        "",
    ),
}


def test_a_thin_page_waits_for_its_document(place: Place, web: Web, pdf: bytes) -> None:
    bodies = {name: body.replace(f"{SITE}/f", f"{SITE}/f{at}") for at, (name, (body, *_)) in enumerate(CASES.items())}
    for at, (name, (_, files, _, _)) in enumerate(CASES.items()):
        for address, answer in files.items():
            raw = pdf if answer == "pdf" else answer
            reply = raw if isinstance(raw, Reply) else Reply(body=raw)
            web.replies[f"{SITE}/f{at}{address.removeprefix('f')}"] = reply
        place.take(name, bodies[name])
    place.work()
    assert place.held() == len(CASES)
    passed = {article.id: article for article in place.passed()}
    assert set(passed) == {name for name, case in CASES.items() if not case[3]}
    for name, article in passed.items():
        unread = CASES[name][2]
        said = [one.unread.code for one in article.attachments_read if one.unread is not None]
        assert said[:1] == ([unread] if unread else said[:1]), name
        assert (article.text_from is None) == bool(unread), name
        assert ("逾期视为无异议" in "".join(article.text.split())) == (not unread), name
    # Delivered once more, nothing is another: the ids, the versions, what is said; each account has one fate.
    again = ("read", "not there", "not there, and nothing else")
    for name in again:
        place.take(name, bodies[name])
    place.work()
    assert len(place.passed()) == len(passed) + len(again) - 1
    assert all(article == passed[article.id] for article in place.passed())
    rejected = [case[3] for case in CASES.values() if case[3]]
    assert place.rejected() == dict(Counter(rejected))
    assert place.backends.store.tally(PAGES_FETCHED)["hb"] == {"rejected": len(rejected), "waiting": len(passed)}


def test_what_has_its_own_text_or_only_forms_goes_on_at_once(place: Place, web: Web) -> None:
    own = "".join(
        f"<p>{NOTICE[0]}第{n}项工作由省生态环境厅会同有关部门负责，按季度报告进展情况。</p>" for n in range(5)
    )
    place.take("own", f"<div class='article-content'>{own}</div>{link('f/1.pdf', f'{TITLE}.pdf')}")
    place.take("form", f"<div class='article-content'><p>{NOTICE[0]}</p></div>{link('f/2.doc', '附件1：申报表.doc')}")
    place.work()
    assert (place.held(), len(place.passed()), web.requests) == (0, 2, [])


def test_a_file_that_comes_later_is_a_newer_version(place: Place, web: Web, pdf: bytes) -> None:
    body = link("f/1.pdf", f"{TITLE}.pdf")
    place.take("a", body)
    place.work()
    web.replies[f"{SITE}/f/1.pdf"] = Reply(body=pdf)
    place.take("a", body)
    place.work()
    before, after = place.passed()
    assert (before.text_from, before.attachments_read[0].unread is None) == (None, False)
    assert after.text_from is not None
    assert after.fetched_at > before.fetched_at
    assert web.asked(f"{SITE}/f/1.pdf") == 2
