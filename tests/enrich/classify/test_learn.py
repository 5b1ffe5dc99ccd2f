"""When a challenger takes the champion's place."""

import pytest

from enrich.classify.learn import Measure, Score, verdict


def scored(right: int, loss: float, rare_right: int, rare_loss: float) -> Score:
    return Score("x", Measure(40, right, loss), Measure(10, rare_right, rare_loss))


@pytest.mark.parametrize(
    ("challenger", "promoted"),
    [
        (scored(36, 0.3, 9, 0.3), True),
        (scored(36, 0.3, 8, 0.3), True),
        (scored(36, 0.3, 8, 0.5), False),
        (scored(36, 0.3, 7, 0.1), False),
        (scored(35, 0.4, 9, 0.3), False),
        (scored(34, 0.1, 10, 0.1), False),
    ],
)
def test_only_better_overall_and_on_the_rare_columns(challenger: Score, promoted: bool) -> None:
    assert verdict(scored(35, 0.4, 8, 0.4), challenger).promote is promoted
