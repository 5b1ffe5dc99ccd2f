"""No page and no file of the desk changes anything when it is looked at: every GET route is asked, and nothing is written."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from bulletin.issue import operation_kinds, publish, reading_of, write_change
from desk.app import create_app
from desk.http.permissions import PUBLIC, RULES
from desk.publishing import completion
from desk.users import sessions
from pipeline.addresses import page_id
from tests.support.desk_issues import HALL, NUMBER, PLAIN, REPRINT, TWICE, drafted
from tests.support.desk_running import Running

ADDRESS = "http://x.example/asked"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """An issue with an edition that is public, and a correction that a crash left frozen only."""
    with pytest.MonkeyPatch.context() as patch:
        # What completes editions beside the desk would write, too, where the test takes longer than it waits.
        patch.setattr(completion, "COMPLETE_SECONDS", 86_400)
        with drafted(tmp_path_factory.mktemp("desk")) as one:
            made = one.desk
            version = reading_of(made.journal, NUMBER).version
            publish(made.journal, made.files, NUMBER, "主编丙", one.clock(), version, "", made.press.documents)
            write(one, operation_kinds.Retitle(item=TWICE, value="改过的题目"))
            write(one, operation_kinds.Publish(edition=2, note="更正"))
            assert made.store.editions()[NUMBER] == 1
            yield one


@contextmanager
def unwritten(home: Path) -> Iterator[None]:
    """Fails where a database of the folder has a new commit, or a file of it is new or gone."""
    databases = sorted(home.rglob("*.sqlite"))
    assert databases

    def files() -> set[Path]:
        return {path for path in home.rglob("*") if path.is_file() and ".sqlite" not in path.name}

    with ExitStack() as stack:
        beside = [stack.enter_context(closing(sqlite3.connect(path))) for path in databases]

        def commits() -> dict[str, int]:
            # What other connections have committed changes this number.
            return {
                path.name: db.execute("PRAGMA data_version").fetchone()[0]
                for path, db in zip(databases, beside, strict=True)
            }

        before = commits(), files()
        yield
        assert (commits(), files()) == before


def given(desk: Running) -> dict[str, str]:
    """What stands in the addresses, by the name of the place."""
    (edition, *_) = reading_of(desk.desk.journal, NUMBER).issue.editions
    digest = desk.desk.store.media([HALL])[HALL].digest or ""
    return {
        "number": str(NUMBER),
        "item": PLAIN,
        "article_id": TWICE,
        "version": "1",
        "page": page_id(ADDRESS),
        "digest": digest,
        "signature": desk.desk.pictures.open_address(digest).rsplit("/", 1)[1],
        "name": next(iter(edition.files)),
        "token": desk.desk.data.links.make("编辑乙", desk.clock()),
    }


# What else makes a page do its work; and names in addresses that mean something else there.
MORE = {
    "alternates": f"?beside={REPRINT}",
    "articles": "?q=碳&scope=all",
    "request_progress": f"?url={ADDRESS}",
    "prices": "?exchange=东海&product=DHEA&day=2026-05-12&field=close",
    "api_items": "?q=碳",
    "edition_file": "?edition=1",
    "publish": "?done=published",
    "login": "?next=/issues",
}
NAMED = {"feed": "rss.xml"}
# The stream does not end by itself; test_live reads it, and it only reads the journal.
STREAMS = {"events"}
# These lead to another page, or say that there is none: the article's page is not in the files.
ELSEWHERE = {"home", "source_view"}


def routes(desk: Running) -> list[APIRoute]:
    every = [route for route in create_app(desk.desk).routes if isinstance(route, APIRoute)]
    return [route for route in every if "GET" in route.methods and route.name not in STREAMS]


def test_no_get_of_any_route_writes(desk: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    # That a session is in use is noted once a minute, whatever is asked; a slow machine takes longer than that here.
    monkeypatch.setattr(sessions, "NOTED_SECONDS", 86_400)
    names = given(desk)
    chief, anybody = desk.with_session("chief"), desk.client()
    shown, home = {"static"}, desk.desk.settings.home
    (style,) = re.findall(r'href="(/static/[^"]+\.css)"', chief.get("/issues").text)[:1]
    with unwritten(home):
        assert anybody.get(style).status_code == 200
    for route in routes(desk):
        here = names | ({"name": NAMED[route.name]} if route.name in NAMED else {})
        address = re.sub(r"{(\w+):\w+}", r"{\1}", route.path).format_map(here) + MORE.get(route.name, "")
        with unwritten(home):
            answer = (anybody if RULES[route.name] is PUBLIC else chief).get(address)
        assert answer.status_code < 500, (route.name, answer.text)
        if answer.status_code == 200:
            shown.add(route.name)
    assert {one.name for one in routes(desk)} - shown <= ELSEWHERE
    assert desk.desk.store.editions()[NUMBER] == 1


def test_the_measure_sees_a_write(desk: Running) -> None:
    with pytest.raises(AssertionError), unwritten(desk.desk.settings.home):
        write(desk, operation_kinds.Retitle(item=TWICE, value="又改过的题目"))
    with pytest.raises(AssertionError), unwritten(desk.desk.settings.home):
        desk.desk.files.put("documents", b"new")


def write(desk: Running, change: operation_kinds.AnyEdit) -> None:
    journal = desk.desk.journal
    write_change(journal, NUMBER, change, "主编丙", desk.clock(), reading_of(journal, NUMBER).version)
