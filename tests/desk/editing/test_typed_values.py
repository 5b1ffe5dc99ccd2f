"""What editors type, read: figures in every form that spreadsheets and input methods give them."""

import json

import pytest

from desk.editing.typed_values import Unclear, figure_of, typed_figure
from tests.support.paths import ROOT

# The page's script reads figures by the same table (tests/desk/static/grid.test.mjs).
CASES = json.loads((ROOT / "tests/desk/prices/figures.json").read_text())


@pytest.mark.parametrize(("text", "value"), CASES["read"])
def test_a_figure_is_read(text: str, value: float | None) -> None:
    assert figure_of(text) == value


@pytest.mark.parametrize(("text", "said"), CASES["refused"])
def test_what_is_no_figure_is_refused_in_words(text: str, said: str) -> None:
    with pytest.raises(Unclear, match=said):
        figure_of(text)


@pytest.mark.parametrize(("value", "text"), [(None, ""), (77.0, "77"), (69.5, "69.5"), (1234567.25, "1234567.25")])
def test_a_figure_is_shown_as_it_would_be_typed(value: float | None, text: str) -> None:
    assert typed_figure(value) == text
    assert figure_of(text) == value
