"""Days in every form that lists print them, read in the afternoon of 15 May 2026 in Beijing."""

from datetime import UTC, date, datetime

import pytest

from crawlers.pages.days import day_in, printed_day

NOW = datetime(2026, 5, 15, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2017-09-08", date(2017, 9, 8)),
        ("（2017/9/8）", date(2017, 9, 8)),
        ("发布时间：2017年9月8日 10:30", date(2017, 9, 8)),
        ("2017.09.08", date(2017, 9, 8)),
        ("20170908", date(2017, 9, 8)),
        ("News — 8 September 2017", date(2017, 9, 8)),
        ("08.09.2017 – Farmers would save water, a study finds.", date(2017, 9, 8)),
        ("By the press office | Sept. 8th, 2017", date(2017, 9, 8)),
        ("[09-08]", None),
        ("2017-13-40", None),
        ("31 June 2017", None),
        ("Issue 8, September 2017", None),
        ("", None),
    ],
)
def test_full_days_in_texts(text: str, day: date | None) -> None:
    assert day_in(text) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("[05-14]", date(2026, 5, 14)),
        ("（5月14日）", date(2026, 5, 14)),
        ("05.14", date(2026, 5, 14)),
        ("26-05-08", date(2026, 5, 8)),
        ("26/5/8", date(2026, 5, 8)),
        ("115-05-08", date(2026, 5, 8)),
        ("115/5/8", date(2026, 5, 8)),
        ("發布日期：115.05.08", date(2026, 5, 8)),
        ("中華民國114年12月8日", date(2025, 12, 8)),
        ("令和8年5月8日", date(2026, 5, 8)),
        ("令和8年5月8日発表", date(2026, 5, 8)),
        ("2026-05-08 发布", date(2026, 5, 8)),
        ("今天 12:00", date(2026, 5, 15)),
        ("昨天 23:10", date(2026, 5, 14)),
        ("前天", date(2026, 5, 13)),
        ("刚刚", date(2026, 5, 15)),
        ("3小时前", date(2026, 5, 15)),
        ("16 小时前", date(2026, 5, 14)),
        ("45分钟前", date(2026, 5, 15)),
        ("2天前", date(2026, 5, 13)),
        ("an hour ago", date(2026, 5, 15)),
        ("3 days ago", date(2026, 5, 12)),
        ("2 weeks ago", date(2026, 5, 1)),
        ("yesterday", date(2026, 5, 14)),
        ("5 May 2026", date(2026, 5, 5)),
        ("Tuesday, 5 May 2026", date(2026, 5, 5)),
        ("May 5th, 2026", date(2026, 5, 5)),
        ("Sept. 5, 2025", date(2025, 9, 5)),
        ("Published on 05 May 2026", date(2026, 5, 5)),
        ("05/03/2026", date(2026, 3, 5)),
        ("03/25/2026", date(2026, 3, 25)),
        ("更新时间: 2026-05-14 08:30:00", date(2026, 5, 14)),
        ("2026.05.14 星期四", date(2026, 5, 14)),
        ("14 2026-05", date(2026, 5, 14)),
        ("14 五月", date(2026, 5, 14)),
        ("05-14 2026", date(2026, 5, 14)),
        ("2026 05-14", date(2026, 5, 14)),
        ("14 May", date(2026, 5, 14)),
        ("十二月 30", date(2025, 12, 30)),
        ("2026-05-14T22:30:00+02:00", date(2026, 5, 15)),
        ("2026-05-14T10:30:00Z", date(2026, 5, 14)),
        ("Thu, 14 May 2026 16:00:00 GMT", date(2026, 5, 15)),
    ],
)
def test_what_is_a_day(text: str, day: date) -> None:
    assert printed_day(text, NOW) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1/12",
        "9-8",
        "25.60",
        "2019-2026",
        "第14号",
        "2026",
        "15:30",
        "2026-05-14至2026-05-20",
        "31-02",
        "May",
        "100-05-08",
        "138-01-02",
    ],
)
def test_what_is_none(text: str) -> None:
    assert printed_day(text, NOW) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("05-15", date(2026, 5, 15)),
        ("05-16", date(2025, 5, 16)),
        ("12-31", date(2025, 12, 31)),
        ("02-29", date(2024, 2, 29)),
        ("16 May", date(2025, 5, 16)),
        ("2026-05-16", date(2026, 5, 16)),
        ("2026-05-17", None),
        ("17 May 2026", None),
    ],
)
def test_the_year_that_is_not_printed_never_makes_a_day_in_the_future(text: str, day: date | None) -> None:
    assert printed_day(text, NOW) == day


def test_an_entry_says_which_of_two_figures_is_the_month() -> None:
    assert printed_day("03/05/2026", NOW) == date(2026, 5, 3)
    assert printed_day("03/05/2026", NOW, "MDY") == date(2026, 3, 5)
    assert printed_day("03-05", NOW) == date(2026, 3, 5)
    assert printed_day("03-05", NOW, "DMY") == date(2026, 5, 3)


def test_where_a_date_is_known_to_stand_one_figure_is_enough() -> None:
    assert printed_day("5-8", NOW, sure=True) == date(2026, 5, 8)
