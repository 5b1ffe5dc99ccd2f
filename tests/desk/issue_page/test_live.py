"""Server-sent events on the real backends: every listener hears of a change within two seconds, and misses none."""

import contextlib
import json
import queue
import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from bulletin.issue import Journal, Retitle, write_change
from tests.support.desk_editor import Editor, version
from tests.support.desk_issues import BACKENDS, NUMBER, PLAIN, TWICE, drafted_on
from tests.support.desk_running import NAMES, Running

# What the issue promises.
SECONDS = 2.0
# For what only has to come at all.
PATIENCE = 20.0


@pytest.fixture(params=BACKENDS, scope="module")
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with drafted_on(request.param, request, tmp_path_factory.mktemp("desk")) as one:
        yield one


class Ear:
    """An open stream, read by a thread."""

    def __init__(self, editor: Editor, item: str = "", **headers: str) -> None:
        self.heard: queue.Queue[tuple[str, dict[str, Any], str]] = queue.Queue()
        self._client, self._headers, self._item = editor.client, headers, item
        self.ended = threading.Event()
        self._open: httpx.Response | None = None
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        with (
            contextlib.suppress(httpx.HTTPError, httpx.StreamError),
            self._client.stream(
                "GET", f"/issues/{NUMBER}/events?item={self._item}", headers=self._headers, timeout=60
            ) as stream,
        ):
            self._open = stream
            event: dict[str, str] = {}
            for line in stream.iter_lines():
                if line:
                    name, _, value = line.partition(": ")
                    event[name] = value
                elif "event" in event:
                    self.heard.put((event["event"], json.loads(event["data"]), event.get("id", "")))
                    event = {}
        self.ended.set()

    def hears(self, kind: str, seconds: float = SECONDS) -> tuple[dict[str, Any], str]:
        while True:
            event, data, number = self.heard.get(timeout=seconds)
            if event == kind:
                return data, number


def test_a_change_is_heard_by_everybody_within_two_seconds(desk: Running) -> None:
    one, other = Editor(desk), Editor(desk, "chief")
    ears = [Ear(one), Ear(other)]
    for ear in ears:
        ear.hears("here", PATIENCE)
    said = one.say({"kind": "title", "item": PLAIN, "value": "听得见的题目"}).json()
    for ear in ears:
        data, number = ear.hears("change")
        assert data == {"version": said["version"], "who": NAMES["editor"], "items": [PLAIN], "kinds": ["title"]}
        assert number == str(said["version"])


def test_who_is_there(desk: Running) -> None:
    first = Ear(Editor(desk))
    assert NAMES["editor"] in first.hears("here", PATIENCE)[0]["here"]
    Ear(Editor(desk, "chief"))
    while NAMES["chief"] not in first.hears("here", PATIENCE)[0]["here"]:
        pass


def test_who_has_which_item_open(desk: Running) -> None:
    before = version(desk)
    ear = Ear(Editor(desk))
    ear.hears("here", PATIENCE)
    for chief_s in (PLAIN, TWICE):
        Ear(Editor(desk, "chief"), chief_s)
    wanted = {PLAIN: [NAMES["chief"]], TWICE: [NAMES["chief"]]}
    while ear.hears("here", PATIENCE)[0]["items"] != wanted:
        pass
    # A reader edits nothing, and what is not in the issue is nobody's.
    Ear(Editor(desk, "reader"), PLAIN)
    Ear(Editor(desk), "没有这一条")
    assert ear.hears("here", PATIENCE)[0]["items"] == wanted
    assert ear.hears("here", PATIENCE)[0]["items"] == wanted
    assert version(desk) == before


def test_another_process_is_heard_too(desk: Running) -> None:
    ear = Ear(Editor(desk))
    ear.hears("here", PATIENCE)
    # Somebody at the command line: a journal of their own on the same store.
    write_change(
        Journal(desk.desk.store), NUMBER, Retitle(item=TWICE, value="命令行改的"), "丁", desk.clock(), version(desk)
    )
    data, _ = ear.hears("change")
    assert (data["who"], data["items"]) == ("丁", [TWICE])


def test_what_was_missed_is_told_at_once(desk: Running) -> None:
    one, before = Editor(desk), version(desk)
    one.say({"kind": "published", "item": PLAIN, "value": "2026-05-09"})
    one.say({"kind": "source", "item": TWICE, "value": "晚报"})
    ear = Ear(one, **{"last-event-id": str(before)})
    kinds, number = list[str](), ""
    while number != str(before + 2):
        # In one message, or in two where the channel's reader has not come that far.
        data, number = ear.hears("change", PATIENCE)
        kinds += data["kinds"]
    assert kinds == ["published", "source"]


def test_a_stream_ends_with_its_session(desk: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.issue_page.live.BEAT_SECONDS", 0.3)
    one = Editor(desk, "reader")
    ear = Ear(one)
    ear.hears("beat", PATIENCE)
    assert not ear.ended.is_set()
    desk.desk.data.sessions.end_all(NAMES["reader"])
    assert ear.ended.wait(PATIENCE)


def test_nobody_listens_without_a_login_or_to_what_is_not_there(desk: Running) -> None:
    assert desk.client().get(f"/issues/{NUMBER}/events", headers={"accept": "text/event-stream"}).status_code == 303
    assert Editor(desk).client.get("/issues/999/events").status_code == 404
