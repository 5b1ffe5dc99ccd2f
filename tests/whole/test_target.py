"""The draft of the demo week corrected to a known target through the page; what it took is printed."""

import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from demo.truth import truth
from demo.week import SINCE, UNTIL
from pipeline.addresses import page_id
from tests.support.issue_in_browser import card, saved
from tests.support.office import BASE, Office, chief_of, copy_of, office
from tests.support.week_fixtures import DemoWeek

# Official texts and calls are printed all, whatever the count: an editor's rule, not the assembler's.
ALL_OF = ("政策聚焦", "行业公告")


@dataclass
class Hand:
    """Does what a hand does, and counts it."""

    page: Page
    done: int = 0

    def click(self, what: Locator) -> None:
        self.done += 1
        what.click()

    def press(self, key: str) -> None:
        self.done += 1
        self.page.keyboard.press(key)

    def choose(self, what: Locator, option: str) -> None:
        self.done += 1
        what.select_option(option)


def target(drafted: dict[str, str]) -> dict[str, str]:
    """Every article's column as its writer meant it: what was drafted, and all official texts and calls of the week."""
    meant = {page_id(address): one for address, one in truth() if not one.duplicate_of and one.column != "off-topic"}
    more = [
        name
        for name, one in meant.items()
        if one.column in ALL_OF and one.published and SINCE <= one.published <= UNTIL
    ]
    return {name: meant[name].column for name in [*drafted, *more] if name in meant}


def standing(week: Office) -> dict[str, str]:
    return {item.id: column.name for column in week.issue.draft.columns for item in column.items}


def test_to_a_known_target(
    browser: Browser, week: DemoWeek, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with office(browser, copy_of(week.home, tmp_path), with_workers=False) as one, chief_of(one) as page:
        page.locator("html.js").wait_for()
        drafted = standing(one)
        wanted = target(drafted)
        hand, first = Hand(page), one.issue.draft.version
        for name, column in drafted.items():
            put_right(hand, name, column, wanted.get(name))
        for column in ALL_OF:
            pull_in(hand, {name for name in wanted if wanted[name] == column} - set(drafted), column)
        assert standing(one) == wanted
        changes = one.issue.draft.version - first
    with capsys.disabled():
        told = f"{len(drafted)} items drafted, {len(wanted)} wanted: {changes} changes, {hand.done} clicks and keys"
        sys.stdout.write(f"\n{told}\n")
    assert changes == sum(wanted.get(name) != column for name, column in drafted.items()) + len(
        set(wanted) - set(drafted)
    )


def put_right(hand: Hand, name: str, column: str, wanted: str | None) -> None:
    """Nothing, a key for the right column, or a key to take it out."""
    if wanted == column:
        return
    hand.click(card(hand.page, name).locator(".lead"))
    names = hand.page.locator(".items").evaluate_all("all => all.map(one => one.dataset.column)")
    hand.press("d" if wanted is None else str(names.index(wanted) + 1))
    saved(hand.page)


def pull_in(hand: Hand, missing: set[str], column: str) -> None:
    """All of a column that were left out, from one page; the column that it shows first may be another."""
    page = hand.page
    if not missing:
        return
    page.goto(f"{BASE}/articles?scope=near")
    hand.done += 2  # into the field, and Enter
    for name in sorted(missing):
        hit = page.locator(f"#a{name}")
        while not hit.count():
            hand.click(page.get_by_role("link", name="下一页"))
        into = hit.get_by_label("取入的栏目")
        if into.input_value() != column:
            hand.choose(into, column)
        hand.click(hit.get_by_role("button", name="取入本期"))
        expect(page.get_by_role("status")).to_contain_text("已取入本期")
        assert_found(page, name)


def assert_found(page: Page, name: str) -> None:
    """Taken in, it is no near miss any more."""
    expect(page.locator(f"#a{name}").get_by_role("button", name="取入本期")).to_have_count(0)
