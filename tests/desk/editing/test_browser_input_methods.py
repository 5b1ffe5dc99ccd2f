"""Chinese is typed in compositions: nothing of one is sent, shown or recorded before its end, and its keys do nothing."""

from playwright.sync_api import Browser, Locator, Page, Route, expect

from bulletin.issue import AnyEdit, Move, Resource, Retitle, reading_of, write_change
from tests.support.browser import opened
from tests.support.desk_fixture import desk_fixture
from tests.support.desk_issues import NUMBER, PICTURES, PLAIN, TWICE, drafted
from tests.support.desk_running import NAMES, Running
from tests.support.input_method import InputMethod, posts_of
from tests.support.issue_in_browser import HOME, card, edit, item, open_issue, saved

HERS = NAMES["chief"]
# As somebody stops over the candidates: longer than any pause after which the page saves.
LONG_MS = 30_000
# No source is kept of these articles; and the source's frame takes no script, not even the one that stops the clock.
EXPECTED = ("404", "Blocked script execution")


own = desk_fixture(drafted)


def version(desk: Running) -> int:
    return reading_of(desk.desk.journal, NUMBER).version


def kinds(desk: Running, after: int) -> list[str]:
    return [one.kind for one in reading_of(desk.desk.journal, NUMBER).operations[after:]]


def hers(desk: Running, change: AnyEdit) -> None:
    write_change(desk.desk.journal, NUMBER, change, HERS, desk.clock(), version(desk))


def open_card_title(page: Page) -> Locator:
    open_issue(page)
    page.locator(f"#i{PLAIN} [data-field='title']").click()
    return at_its_end(page.locator("#edit-title"))


def open_title(page: Page) -> Locator:
    page.goto(f"{HOME}/items/{PICTURES}")
    page.locator("html.js").wait_for()
    return at_its_end(page.locator("#f-title"))


def at_its_end(field: Locator) -> Locator:
    field.focus()
    field.press("Control+End")
    return field


def test_one_that_is_given_up_leaves_nothing(browser: Browser, own: Running) -> None:
    with opened(browser, own, "editor") as page:
        page.clock.install()
        place = open_card_title(page)
        before, stood, posts = place.input_value(), page.locator("#saved").text_content(), posts_of(page)
        hands = InputMethod(page)
        hands.compose("tan shi c")
        expect(page.locator("#saved")).to_have_text("输入中…")
        hands.compose("")
        expect(place).to_have_value(before)
        page.clock.run_for(LONG_MS)
        saved(page)
        assert page.locator("#saved").text_content() == stood
        assert (posts, version(own)) == ([], 1)


def test_keys_of_an_input_method_are_no_shortcuts(browser: Browser, own: Running) -> None:
    with opened(browser, own, "editor") as page:
        open_issue(page)
        posts, hands = posts_of(page), InputMethod(page)
        card(page, PLAIN).focus()
        for key in ("d", "e", "r", "u", "2", "Enter"):
            hands.press(key)
        expect(card(page, PLAIN)).to_be_focused()
        expect(page.get_by_role("dialog")).to_have_count(0)
        assert posts == []


def test_what_a_colleague_does_meanwhile_comes_in_afterwards(browser: Browser, own: Running) -> None:
    """Even where she moves or takes out what is being written: the composition goes on, and nothing is lost."""
    with opened(browser, own, "editor") as page:
        open_issue(page)
        edit(page, PLAIN, "title", "东海")
        saved(page)
        place, hands = page.locator("#edit-title"), InputMethod(page)
        hands.compose("tan")
        for change in (
            Retitle(item=TWICE, value="丙改的题目"),
            Move(item=PLAIN, column="推荐阅读"),
            Resource(item=PLAIN, value="丙写的来源"),
        ):
            hers(own, change)
        expect(page.locator(".toast").last).to_contain_text(HERS)
        expect(place).to_have_value("东海tan")
        expect(place).to_be_focused()
        expect(card(page, TWICE).locator("h3")).not_to_have_text("丙改的题目")
        hands.take("碳市场")
        expect(card(page, TWICE).locator("h3")).to_have_text("丙改的题目")
        expect(page.locator(".items[data-column='推荐阅读']").locator(f"#i{PLAIN}")).to_have_count(1)
        saved(page)
        expect(place).to_be_focused()
        page.keyboard.press("Enter")
        expect(card(page, PLAIN).locator("[data-field='source']")).to_have_text("丙写的来源")
        assert item(own, PLAIN).title == "东海碳市场"


def test_a_clash_is_asked_about_when_the_composition_has_ended(browser: Browser, own: Running) -> None:
    with opened(browser, own, "editor", ("409", *EXPECTED)) as page:
        place = open_title(page)
        place.fill("乙")
        hers(own, Retitle(item=PICTURES, value="丙的题目"))
        hands, waiting = InputMethod(page), list[Route]()
        page.route("**/operations", lambda route: waiting.append(route), times=1)  # noqa: PLW0108 - Playwright marks it
        with page.expect_request("**/operations"):
            page.get_by_label("来源").focus()
        place.focus()
        place.press("Control+End")
        hands.compose("de ti m")
        with page.expect_response("**/operations") as answered:
            waiting[0].continue_()
        assert answered.value.status == 409
        expect(place).to_be_focused()
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(place).to_have_value("乙de ti m")
        hands.take("的题目")
        dialog = page.get_by_role("dialog", name="两个人改了同一处")
        expect(dialog.locator("[data-mine]")).to_have_text("乙的题目")
        hands.press("1")
        expect(dialog).to_be_visible()
        page.keyboard.press("1")
        saved(page)
        expect(page.get_by_role("dialog")).to_have_count(0)
        assert item(own, PICTURES).title == "乙的题目"


def test_her_change_of_the_field_comes_in_when_it_is_left_as_it_was(browser: Browser, own: Running) -> None:
    with opened(browser, own, "editor", EXPECTED) as page:
        place, hands = open_title(page), InputMethod(page)
        before = place.input_value()
        hands.compose("tan")
        with page.expect_response(f"**/items/{PICTURES}"):
            hers(own, Retitle(item=PICTURES, value="丙的题目"))
        hands.compose("")
        expect(place).to_have_value(before)
        page.get_by_label("来源").focus()
        expect(place).to_have_value("丙的题目")
        assert kinds(own, 1) == ["title"]


def test_a_field_that_is_left_in_the_middle_keeps_what_the_browser_leaves_there(browser: Browser, own: Running) -> None:
    """Telephones compose every word: what stands in the field when it is left is the text, and it is saved as one change."""
    with opened(browser, own, "editor", EXPECTED) as page:
        place, hands = open_title(page), InputMethod(page)
        place.fill("")
        hands.compose("carbon")
        page.get_by_label("来源").click()
        saved(page)
        left = place.input_value()
        assert left
        assert kinds(own, 1) == ["title"]
        assert item(own, PICTURES).title == left


def test_a_page_that_goes_in_the_middle_of_one_keeps_what_was_written_before(browser: Browser, own: Running) -> None:
    with opened(browser, own, "editor", EXPECTED) as page:
        place, hands = open_title(page), InputMethod(page)
        place.fill("写好的")
        hands.compose("tan shi c")
        with page.expect_response("**/operations"):
            page.reload()
        saved(page)
        expect(place).to_have_value("写好的")
        expect(page.locator("[data-notice]")).to_have_count(0)
        place.focus()
        hands.compose("tan shi c")
        page.goto(HOME)
        saved(page)
        assert kinds(own, 1) == ["title"]
        assert item(own, PICTURES).title == "写好的"
        assert page.evaluate("Object.keys(localStorage)") == []
