"""Every reason has its sentence for the editor."""

import re

import pytest

from desk.articles.reasons import REASONS
from pipeline.errors import Reason


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_is_said_in_chinese(reason: Reason) -> None:
    assert re.match(r"[\u4e00-\u9fff]", REASONS[reason])
    assert REASONS[reason].endswith("。")
    assert len(set(REASONS.values())) == len(Reason)
