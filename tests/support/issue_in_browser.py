"""An issue's page in a real browser: its cards, and what hands do to them."""

from playwright.sync_api import Locator, Page, expect

from bulletin.issue import Item, find_item
from tests.support.desk_issues import NUMBER
from tests.support.desk_running import Running

HOME = f"/issues/{NUMBER}"


def column(desk: Running, at: int) -> list[str]:
    reading = desk.desk.journal.reading(NUMBER)
    assert reading is not None
    return [item.id for item in reading.issue.draft.columns[at].items]


def card(page: Page, name: str) -> Locator:
    return page.locator(f"#i{name}")


def saved(page: Page) -> None:
    """The page says that everything is saved."""
    expect(page.locator("#saved")).to_have_attribute("data-state", "saved")


def open_issue(page: Page) -> None:
    page.goto(HOME)
    page.locator("html.js").wait_for()


def drag(page: Page, grip: Locator, target: Locator, below: bool = True) -> None:
    """Press the handle, move in steps as a hand does, let go on the target's lower or upper quarter."""
    start, end = grip.bounding_box(), target.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + 12)
    page.mouse.down()
    height = end["y"] + end["height"] * (0.8 if below else 0.2)
    page.mouse.move(end["x"] + 60, height - 5, steps=6)
    page.mouse.move(end["x"] + 60, height, steps=2)


def item(desk: Running, name: str) -> Item:
    reading = desk.desk.journal.reading(NUMBER)
    assert reading is not None
    found = find_item(reading.issue.draft, name)
    assert found is not None
    return found[1]


def edit(page: Page, name: str, field: str, value: str) -> None:
    """Click a field of the card and type; the change is on its way when the field is left."""
    card(page, name).locator(f"[data-field='{field}']").click()
    page.locator(f"#edit-{field}").fill(value)
