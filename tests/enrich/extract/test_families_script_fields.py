"""Every script variable that extraction reads a field from counts when a page is compared with what it was."""

import pytest

from enrich.extract import date, source
from enrich.extract.families import marks
from pipeline.text.steady_content import SCRIPT_FIELDS, steady

NAMES = {*marks("account_script"), *marks("account_json"), "source"}


@pytest.mark.parametrize(
    "name", sorted({*NAMES, "ct", "publish_time", "writetime", "pubDate", "datePublished", "ptime"})
)
def test_another_value_is_another_page(name: str) -> None:
    page = "<html><body><p>碳市场</p><script>var %s = '%s';</script></body></html>"
    assert steady((page % (name, "1757469600")).encode()) != steady((page % (name, "1757469700")).encode())


@pytest.mark.parametrize("name", ["ct", "publish_time"])
def test_a_moment_without_quotes_is_compared_too(name: str) -> None:
    page = "<html><body><p>碳市场</p><script>var %s = %s;</script></body></html>"
    assert steady((page % (name, 1757469600)).encode()) != steady((page % (name, 1757469700)).encode())


@pytest.mark.parametrize(
    "pattern", [date._SCRIPT_STAMP, date._SCRIPT_TIME, source._SCRIPT_ACCOUNT, source._JSON_ACCOUNT]
)
def test_no_other_name_is_read(pattern: object) -> None:
    text = getattr(pattern, "pattern")  # noqa: B009
    names = next(group for group in text.split("(?:")[1:] if any(name in group for name in SCRIPT_FIELDS)).split(")")[0]
    assert set(names.split("|")) <= set(SCRIPT_FIELDS)
