"""Every reason has its sentence for the editor."""

import re

import pytest

from desk.articles.reasons import REASONS
from pipeline.errors import RejectCode


@pytest.mark.parametrize("reason", RejectCode)
def test_every_reason_is_said_in_chinese(reason: RejectCode) -> None:
    assert re.match(r"[\u4e00-\u9fff]", REASONS[reason])
    assert REASONS[reason].endswith("。")
    assert len(set(REASONS.values())) == len(RejectCode)
