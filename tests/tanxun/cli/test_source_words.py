"""Whatever a trial finds has its words."""

from typing import get_args

from crawlers.pages.links import WhyNoArticle
from crawlers.trial.contract import BreachCode
from crawlers.trial.hints import HintCode
from tanxun.cli.source_words import BREACHES, HINTS, WHY


def test_every_code_has_words() -> None:
    assert set(HINTS) == set(get_args(HintCode))
    assert set(BREACHES) == set(get_args(BreachCode))
    assert set(WHY) == set(get_args(WhyNoArticle))
