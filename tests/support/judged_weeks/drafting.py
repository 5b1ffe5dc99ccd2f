"""The judged weeks driven from outside: imported from WARC files, enriched and drafted, the issue before published."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bulletin.issue import issue_of
from index.published import PublishedItem
from index.sqlite.store import SqliteStore
from tests.support.judged_weeks.pages import JudgedWeek
from tests.support.warc import warc
from tests.support.week import Home

# A week before each is fetched, where an issue before it has any page.
AGO = timedelta(days=7)


def drafted_week(week: JudgedWeek, folder: Path, model: Path) -> dict[str, Any]:
    """A judged week's issue as data, made in an empty folder with the model of another home."""
    home = Home(folder, {"TANXUN_FIRST_ISSUE": f"{week.issue} = {week.until + timedelta(days=1)}"})
    (home.folder / ".tanxun").mkdir()
    (home.folder / ".tanxun/model").symlink_to(model)
    home.run("init")
    if week.before:
        _draft(home, week.issue - 1, week.pages_before(), week.crawled - AGO)
        printed = publish_before(home.folder / ".tanxun/store.sqlite", week)
        assert len(printed) == len(week.before)
    _draft(home, week.issue, week.pages(), week.crawled)
    home.run("render", str(week.issue))
    made: dict[str, Any] = json.loads((home.folder / f"out/issue-{week.issue}.json").read_text())
    return made


def _draft(home: Home, number: int, pages: Sequence[tuple[str, bytes]], at: datetime) -> None:
    name = f"{number}.warc.gz"
    warc(home.folder / name, *pages, at=at)
    home.run("import", name)
    home.run("work", "all", "--until-idle")
    home.run("draft", "--issue", str(number))


def publish_before(path: Path, week: JudgedWeek) -> list[str]:
    """Make the draft of the issue before public as it is; returns its articles' ids."""
    store = SqliteStore(path)
    number = week.issue - 1
    columns = issue_of(store.operations(number)).draft.columns
    items = [
        PublishedItem(
            id=item.id,
            issue=number,
            edition=1,
            column=column.name,
            position=at,
            printed_at=week.crawled - AGO,
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
