"""The order within a column against two weeks' orders as an editor would print them."""

import tomllib
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from bulletin.drafting.printed_order import PrintStanding, printed_order, standing_of
from bulletin.drafting.rules import load
from index.store import Stored
from pipeline.records import Publisher
from tests.support.articles import NOON, enriched
from tests.support.paths import ROOT

PLAIN = load()
# The invented weeks' own provinces, and what they call their State Council's meeting.
PROVINCES = ("东海", "北岭", "西原", "南禾", "云泽", "青屿", "北环", "中津", "长宁江", "长岭")
RULES = replace(
    PLAIN,
    places=PLAIN.places + PROVINCES,
    rank=replace(PLAIN.rank, state=(*PLAIN.rank.state, "国务会议")),
)


@cache
def orders() -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("printed_orders.toml").read_text())["column"]
    return read


@cache
def publishers() -> dict[str, Publisher]:
    found = {}
    for file in (ROOT / "demo/sources").glob("*.toml"):
        entry = tomllib.loads(file.read_text())
        found[file.stem] = Publisher(
            id=file.stem, name=entry["name"], authority=entry["authority"], region=entry.get("region", "")
        )
    return found


def stored(column: str, publisher: str, published: str, source: str, passed_on: str, title: str) -> Stored:
    of = publishers().get(publisher) or Publisher(id=publisher, name=publisher, listed=False)
    return Stored(
        enriched(
            f"{publisher}{title}",
            column=column,
            title=title,
            publisher=of,
            source=source or None,
            repost=bool(passed_on),
            published=date.fromisoformat(published),
        ),
        NOON,
        1,
    )


def concordance(week: str) -> tuple[int, int]:
    """How many pairs of one column stand as an editor would print them, and how many there are."""
    right = every = 0
    for column in orders():
        if column["week"] == week:
            keys = [printed_order(stored(column["name"], *item), RULES) for item in column["items"]]
            pairs = [first < second for first, second in combinations(keys, 2)]
            right, every = right + sum(pairs), every + len(pairs)
    return right, every


@pytest.mark.parametrize(("week", "least"), [("demo", 0.75), ("judged", 0.75)])
def test_three_pairs_in_four_stand_as_an_editor_would_print_them(week: str, least: float) -> None:
    right, every = concordance(week)
    assert every > 90
    assert right >= least * every


@pytest.mark.parametrize(
    ("title", "source", "authority", "region", "standing"),
    [
        ("国务院常务会议研究推进节能降碳", "新华社", 70, "", PrintStanding.STATE),
        ("生态环境部召开碳市场座谈会", "某报", 40, "", PrintStanding.MINISTRY),
        ("关于印发核查指南的通知", "国家发展改革委", 95, "", PrintStanding.MINISTRY),
        ("联合国气候变化官员访问北京", "新华社", 70, "", PrintStanding.MINISTRY),
        ("全国碳市场能力建设培训在湖北举行", "新华社", 70, "", PrintStanding.NATIONAL),
        ("湖北与安徽签署碳市场合作协议", "新华社", 70, "", PrintStanding.LOCAL),
        ("会议部署三年行动", "湖北省发展改革委", 90, "湖北", PrintStanding.LOCAL),
        ("临河市首个近零碳社区建成", "临河市人民政府", 40, "", PrintStanding.LOCAL),
        ("碳市场扩围之后企业怎么办", "某网", 40, "", PrintStanding.AT_LARGE),
    ],
)
def test_whose_a_printing_is(title: str, source: str, authority: int, region: str, standing: PrintStanding) -> None:
    publisher = Publisher(id="p", name="出版者", authority=authority, region=region)
    one = Stored(enriched("a", column="国内资讯", title=title, source=source, publisher=publisher), NOON, 1)
    assert standing_of(one, PLAIN)[0] == standing


def test_originals_come_before_reprints_and_the_newest_first() -> None:
    publisher = Publisher(id="p", name="某社", authority=70)
    made = [
        Stored(
            enriched(
                name,
                column="国内资讯",
                title="全国工作会议",
                publisher=publisher,
                repost=again,
                published=date(2026, 5, day),
            ),
            NOON,
            1,
        )
        for name, again, day in (("new", False, 13), ("old", False, 9), ("again", True, 14))
    ]
    assert [one.id for one in sorted(made, key=lambda one: printed_order(one, PLAIN))] == ["new", "old", "again"]
