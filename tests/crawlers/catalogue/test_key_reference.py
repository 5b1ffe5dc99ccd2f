"""The reference of an entry's keys is what the models say."""

from crawlers.catalogue.catalogue import TABLES
from crawlers.catalogue.key_reference import key_reference
from tests.support.paths import ROOT


def test_the_printed_reference_is_the_models() -> None:
    printed = (ROOT / "docs" / "sources.md").read_text()
    assert printed.endswith(key_reference()), (
        "print it again: python -c 'from crawlers.catalogue.key_reference import …'"
    )


def test_every_key_says_what_it_is() -> None:
    assert [
        f"{name}.{key}"
        for name, table in TABLES.items()
        for key, field in table.model_fields.items()
        if not field.description
    ] == []
