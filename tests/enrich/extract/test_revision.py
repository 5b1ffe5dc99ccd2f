"""Corrections: revisions with the fields that changed."""

from datetime import date

import msgspec

from enrich.extract.extract import extract
from enrich.extract.revision import changed_fields
from tests.support.pages import article_html, page


def test_a_correction_names_what_changed() -> None:
    before = extract(page(article_html(info="2026年5月12日 来源：东海日报")))
    after = extract(
        page(article_html(info="2026年5月13日 来源：东海晚报", body=f"<p>{'更正后的正文，数字已经核对。' * 8}</p>"))
    )
    assert changed_fields(before, after) == ("published", "source", "blocks")
    assert changed_fields(before, before) == ()
    assert changed_fields(before, msgspec.structs.replace(before, issued=date(2026, 5, 1))) == ("issued",)
