"""`tanxun work` and `tanxun run`: what they refuse, in one line."""

from pathlib import Path

import pytest

from tests.support.week import Home


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("work", "everything"), "choose one of request, extract, enrich, index, media, all"),
        (("run", "--at", "2026-05-15T09:30+08:00"), "give --once too"),
        (("run", "--once", "--at", "Friday"), "--at: 'Friday' is no moment"),
    ],
)
def test_bad_input_is_one_line_and_makes_nothing(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    assert said in Home(tmp_path).run(*arguments, status=2)
    assert list(tmp_path.iterdir()) == []
