"""`tanxun classify` and `tanxun duplicates`: a row a line, in order, and one line for bad input."""

import json
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from tests.support.forked import command
from tests.support.week import Home
from tests.support.week_fixtures import DemoWeek

TEXT = "东海碳排放权交易所公布上周行情：配额成交四十二万吨，收盘价每吨七十一元，较前一周上涨百分之二。"


def tanxun(week: DemoWeek, name: str, lines: list[dict[str, Any] | str], status: int = 0) -> list[dict[str, Any]] | str:
    return run(week.home, name, lines, status)


def run(home: Home, name: str, lines: list[dict[str, Any] | str], status: int = 0) -> list[dict[str, Any]] | str:
    given = "\n".join(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    done = command(name, folder=home.folder, environment=home.environment(), given=given)
    assert done.returncode == status, done.stderr
    return done.stderr if status else [json.loads(line) for line in done.stdout.splitlines()]


def test_classify(week: DemoWeek) -> None:
    rows = tanxun(
        week,
        "classify",
        [
            {
                "id": "m",
                "title": "东海碳市场周评：价格上行",
                "text": TEXT,
                "source": "东海碳排放权交易所",
                "date": "2026-05-12",
                "more": 1,
            },
            {"id": "x", "title": "全市中小学足球联赛开赛", "text": "三十支球队参加比赛，决赛将于下月举行。" * 3},
            {"id": "empty", "title": "", "text": ""},
            {"id": "title", "title": "关于举办碳排放核算员培训班的通知", "text": ""},
            {"id": "long", "title": "碳市场年度报告", "text": TEXT * 4000},
            {"id": "figures", "title": "2026", "text": "1 2 3 4 5 6"},
            {"id": "emoji", "title": "🌱", "text": "🌱🌍" * 30},
            {"id": "fi", "title": "Päästökauppa", "text": "Päästöoikeuden hinta nousi maanantaina."},
        ],
    )
    assert isinstance(rows, list)
    by_id = {row["id"]: row for row in rows}
    assert list(by_id) == ["m", "x", "empty", "title", "long", "figures", "emoji", "fi"]
    assert all(
        set(row) == {"id", "column", "second", "relevance", "selected", "scores", "reasons", "reason_codes"}
        for row in rows
    )
    assert (by_id["m"]["column"], by_id["m"]["selected"]) == ("市场热点", True)
    assert by_id["title"]["column"] == "行业公告"
    assert not any(by_id[name]["selected"] for name in ("x", "empty", "figures", "emoji"))
    assert all(sum(row["scores"].values()) == pytest.approx(1, abs=1e-3) for row in rows)


def test_duplicates(week: DemoWeek) -> None:
    same, other = (
        {"title": "周评", "text": TEXT * 3},
        {"title": "别的", "text": "海上风电竞价结果公布，四个项目中标。" * 6},
    )
    rows = tanxun(week, "duplicates", [{"pair_id": "1", "a": same, "b": same}, {"pair_id": "2", "a": same, "b": other}])
    assert isinstance(rows, list)
    assert [(row["pair_id"], row["duplicate"]) for row in rows] == [("1", True), ("2", False)]
    assert rows[0]["why"]
    assert rows[0]["score"] == 1


def test_pairs_of_anything(tmp_path: Path) -> None:
    """What is missing is empty, and no text is too long or too strange; only a line that is no pair is refused."""
    sides: list[dict[str, Any]] = [
        {},
        {"title": "周评"},
        {"text": TEXT},
        {"title": None, "text": None},
        {"title": "🌱", "text": "🌱🌍" * 200},
        {"title": "2026", "text": "1 2 3 4 5 " * 100},
        {"title": "长文", "text": TEXT * 4000},
        {"title": "长文", "text": "一二三四五万亿" * 30_000},
        {"title": "空", "text": "\n" * 200_000},
        {"title": "carbon", "text": "allowances fell again " * 9_000},
        {"title": "ä\u0000\u202e", "text": "\u0000" * 300},
    ]
    lines: list[dict[str, Any] | str] = [
        {"pair_id": number, "a": one, "b": other} for number, (one, other) in enumerate(combinations(sides, 2))
    ]
    rows = run(Home(tmp_path), "duplicates", [*lines, {"pair_id": "none"}, {"pair_id": "b", "a": None, "more": [1]}])
    assert isinstance(rows, list)
    assert [row["pair_id"] for row in rows] == [*range(len(lines)), "none", "b"]
    assert all(set(row) == {"pair_id", "duplicate", "score", "why", "why_code"} and row["why"] for row in rows)
    held = list(combinations(range(len(sides)), 2)).index((2, 6))
    assert [row["pair_id"] for row in rows if row["duplicate"]] == [held]


@pytest.mark.parametrize("name", ["classify", "duplicates"])
def test_bad_input_is_one_line(week: DemoWeek, name: str) -> None:
    said = tanxun(week, name, ["", "no json", "[]"], status=2)
    assert isinstance(said, str)
    assert "line 2 of the input" in said
    assert "(and 1 more)" in said


def test_an_odd_line_loses_no_other(week: DemoWeek) -> None:
    """Nulls, numbers and half an emoji are read; what is no item at all is told at the end."""
    rows = tanxun(
        week,
        "classify",
        [
            {"id": 7, "title": None, "text": TEXT},
            '{"id": "half", "title": "碳市场周评\\ud83d", "text": null, "source": null}',
        ],
    )
    assert isinstance(rows, list)
    assert [row["id"] for row in rows] == [7, "half"]
    given = "\n".join(["no json", json.dumps({"pair_id": 1, "a": {"text": TEXT}, "b": {"text": TEXT}})])
    done = subprocess.run(
        [sys.executable, "-m", "tanxun", "duplicates"],
        input=given.encode(),
        cwd=week.home.folder,
        env=week.home.environment(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert json.loads(done.stdout)["pair_id"] == 1
