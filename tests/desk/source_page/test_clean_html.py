"""A foreign page costs what its first 400,000 characters cost, whatever comes after."""

from desk.source_page.clean_html import MOST_CHARACTERS, cleaned
from desk.source_page.extracted_marks import Taken
from tests.support.pages import page


def test_two_million_ampersands_are_shown_as_far_as_the_bound() -> None:
    (shown,) = cleaned(page(f"<p>{'&' * 2_000_000}</p>"), Taken(frozenset(), "", "", ()), {})
    assert MOST_CHARACTERS - 1000 < shown.count("&amp;") <= MOST_CHARACTERS
