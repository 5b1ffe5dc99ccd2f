"""Who publishes a page, by its own words, and how often something new is there."""

from datetime import date, timedelta

import pytest

from crawlers.pages.markup import Markup
from crawlers.suggestions.publisher import cadence_of, id_of, language_of, name_of


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("<title>通知公告_绿地市发展和改革委员会</title>", "绿地市发展和改革委员会"),
        ("<title>绿地市生态环境局-首页</title>", "绿地市生态环境局"),
        ("<title>要闻公告 绿地省能源局门户网站</title>", "绿地省能源局"),
        ("<title>News | Green Partnership</title>", "Green Partnership"),
        ("<title>通知</title><meta name='SiteName' content='绿地交易中心'>", "绿地交易中心"),
        ("", ""),
    ],
)
def test_the_name_is_the_sites_and_not_the_columns(head: str, name: str) -> None:
    assert name_of(Markup(f"<html><head>{head}</head></html>", "", "https://a.example/")) == name


def test_an_id_is_made_of_what_tells_a_host_from_others() -> None:
    urls = (
        "https://www.ndx.gov.cn/",
        "https://fgw.lvdi.gov.cn/x",
        "https://www.gov.cn/",
        "https://climate.green.europa.eu/",
    )
    assert [id_of(url) for url in urls] == ["ndx", "fgw-lvdi", "gov-cn", "climate-green-europa"]


def test_the_language_is_the_titles() -> None:
    page = Markup("<html lang='de-DE'></html>", "", "https://a.example/")
    assert language_of(page, ["Neues Programm für den Klimaschutz"]) == "de"
    assert language_of(page, ["关于节能的通知"]) == "zh"
    assert language_of(None, ["排出量取引制度の検討会を開催しました"]) == "ja"
    assert language_of(None, ["New rules"]) == "en"


def test_the_cadence_is_that_of_the_newest_articles() -> None:
    def every(days: int) -> list[date]:
        return [date(2026, 9, 10) - timedelta(days=days * number) for number in range(12)]

    assert [cadence_of(every(days)) for days in (0, 1, 6, 20)] == ["hourly", "daily", "daily", "weekly"]
    assert cadence_of(every(1)[:2]) == "daily"
