"""The judged weeks driven from outside: imported from WARC files, enriched and drafted, the issue before published."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bulletin.issue import issue_of
from index.published import PublishedItem
from index.sqlite.store import SqliteStore
from tests.support.judged_week import pages as judged
from tests.support.warc import warc
from tests.support.week import Home

BEFORE, CRAWLED = datetime(2026, 9, 3, 12, tzinfo=UTC), datetime(2026, 9, 10, 13, tzinfo=UTC)


def drafted_week(folder: Path, model: Path) -> dict[str, Any]:
    """The judged issue as data, made in an empty folder with the model of another home."""
    home = Home(folder, {"TANXUN_FIRST_ISSUE": "121 = 2026-09-11"})
    (home.folder / ".tanxun").mkdir()
    (home.folder / ".tanxun/model").symlink_to(model)
    home.run("init")
    weeks = [(judged.ISSUE - 1, judged.pages_before(), BEFORE), (judged.ISSUE, judged.week_pages(), CRAWLED)]
    for number, pages, at in weeks:
        name = f"{number}.warc.gz"
        warc(home.folder / name, *pages, at=at)
        home.run("import", name)
        home.run("work", "all", "--until-idle")
        home.run("draft", "--issue", str(number))
        if number < judged.ISSUE:
            assert len(publish_before(home.folder / ".tanxun/store.sqlite")) == len(judged.BEFORE)
    home.run("render", str(judged.ISSUE))
    made: dict[str, Any] = json.loads((home.folder / f"out/issue-{judged.ISSUE}.json").read_text())
    return made


def publish_before(path: Path) -> list[str]:
    """Make the draft of the issue before public as it is; returns its articles' ids."""
    store = SqliteStore(path)
    number = judged.ISSUE - 1
    columns = issue_of(store.operations(number)).draft.columns
    items = [
        PublishedItem(
            id=item.id,
            issue=number,
            edition=1,
            column=column.name,
            position=at,
            printed_at=BEFORE,
            title=item.title,
            published=item.published,
            source=item.source,
            url=item.url,
            text_hash=item.text_hash,
        )
        for column in columns
        for at, item in enumerate(column.items)
    ]
    store.publish(number, 1, items)
    store.close()
    return [item.id for item in items]
