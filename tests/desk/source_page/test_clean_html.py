"""A foreign page costs what its first MOST_CHARACTERS cost, whatever comes after."""

from desk.source_page.clean_html import MOST_CHARACTERS, cleaned
from desk.source_page.extracted_marks import Taken
from tests.support.pages import page


def test_a_page_of_two_million_characters_is_shown_as_far_as_the_bound() -> None:
    (shown,) = cleaned(page(f"<p>{'x' * 2_000_000}</p>"), Taken(frozenset(), "", "", ()), {})
    assert MOST_CHARACTERS - 1000 < shown.count("x") <= MOST_CHARACTERS
