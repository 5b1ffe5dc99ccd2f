"""Where and how real pages print their date, and what counts where a mark says another day."""

from datetime import date

import pytest

from enrich.extract.extract import extract
from tests.support.pages import article_html, page


def day(
    info: str, head: str = "", url: str = "http://hb.example/a/1.html", language: str = "zh", after: str = ""
) -> str:
    title = "<title>东海省部署碳市场核查工作</title>"
    made = extract(page(article_html(info=info) + after, title + head, url=url, language=language))
    return str(made.published)


@pytest.mark.parametrize(
    ("info", "language", "wanted"),
    [
        ("http://huanjing.donghai.example.cn/ 2026年05月02日03:18 <font>东海民生信报</font>", "zh", "2026-05-02"),
        ("<div>02</div><div>2026年05月</div>", "zh", "2026-05-02"),
        ("<div>2026</div><div>05/02</div><div>16:37</div>", "zh", "2026-05-02"),
        ("<div>05-02</div><div>2026</div>", "zh", "2026-05-02"),
        ("<div>2</div><div>5月</div><div>2026</div>", "zh", "2026-05-02"),
        ("<div>2</div><div>May</div><div>2026</div>", "en", "2026-05-02"),
        ("<span>2026</span>-<span>05</span>-<span>02</span>", "zh", "2026-05-02"),
        ("二〇二六年五月二日", "zh", "2026-05-02"),
        ("二Ｏ二六年四月二十一日", "zh", "2026-04-21"),
        ("二○二六年三月三十一日", "zh", "2026-03-31"),
        ("民國115年5月2日", "zh", "2026-05-02"),
        ("2026.05.0205:39", "zh", "2026-05-02"),
        ("5/13/2026, 2:57:42 AM", "zh", "2026-05-13"),
        ("Sat May 02 09:30:00 CST 2026", "zh", "2026-05-02"),
        ("2026年5月2日 星期六 下午3:30", "zh", "2026-05-02"),
        ("2026-05-02 09:30-11:30", "zh", "2026-05-02"),
        ("<a>2026-05-02T16:30:00.000Z</a>", "zh", "2026-05-03"),
        ("Sat, 02 May 2026 16:30:00 GMT", "zh", "2026-05-03"),
        ("<p>发布日期：</p><p>2026-05-02</p>", "zh", "2026-05-02"),
        ("更新时间：2026-05-03 发布时间：2026-05-02", "zh", "2026-05-02"),
        ("来源：<a>东海商报</a> 浏览：<i>1026</i>次 更新时间：2026-05-02 08:33:16", "zh", "2026-05-02"),
        ("2. März 2026, 17:42 Uhr", "de", "2026-03-02"),
        ("Publié le 2 février 2026", "fr", "2026-02-02"),
        ("中華民國115年5月2日", "zh", "2026-05-02"),
        ("05-02 10:52 来源: 东海日报客户端", "zh", "2026-05-02"),
    ],
)
def test_printed(info: str, language: str, wanted: str) -> None:
    assert day(info, language=language) == wanted


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        ("<meta name='publishdate' content='1777690326'>", "2026-05-02"),
        ("<meta name='publishdate' content='1777690326000'>", "2026-05-02"),
        ("<meta property='article:published_time' content='2026-05-01T16:30:00.000Z'>", "2026-05-02"),
        ("<meta property='article:published_time' content='2026-05-02T01:30:00+0800'>", "2026-05-02"),
        ("<script>var ct = 1777690326;</script>", "2026-05-02"),
        ("<script>window.cfg={news_id:'9',publish_time:1777690326000}</script>", "2026-05-02"),
        ('<script type=\'application/ld+json\'>[{"datePublished":"2026-05-01T17:45:30.120Z"}]</script>', "2026-05-02"),
        (
            '<script type="application/ld+json">{"@type":"VideoObject","uploadDate":"2026-05-01T23:20:00Z"}</script>',
            "2026-05-02",
        ),
        ("<script>var u='http://a.example/?ct=1777690326';</script>", "None"),
    ],
)
def test_marks(head: str, wanted: str) -> None:
    assert day("来源：东海日报", head) == wanted


@pytest.mark.parametrize(
    ("info", "mark", "url", "wanted"),
    [
        # The day the page was built, or a wrong year: the line counts.
        ("2026-05-02 15:29 来源：东海日报", "2026-05-03 02:57", "", "2026-05-02"),
        ("2025-05-02 15:29 来源：东海日报", "2026-05-02 23:33", "2025-05/02/content_7.shtml", "2025-05-02"),
        # The address says the mark's day; the line tells of an update.
        ("2026-05-03 来源：东海日报", "2026-05-02", "202605/t20260502_7.html", "2026-05-02"),
        ("更新时间：2026-05-03 10:00", "2026-05-02", "", "2026-05-02"),
        # The same day, with the mark's time.
        ("2026-05-02", "2026-05-02 23:33", "", "2026-05-02"),
    ],
)
def test_a_mark_and_the_line_name_different_days(info: str, mark: str, url: str, wanted: str) -> None:
    head = f"<meta name='pubdate' content='{mark}'>"
    assert day(info, head, url=f"http://hb.example/{url}") == wanted


def test_an_e_papers_other_pages_name_its_day() -> None:
    links = "".join(f"<a href='/paper?publish_date=2026-05-02&page={n}'>第{n}版</a>" for n in range(4))
    assert day("东海晚报讯", after=links) == "2026-05-02"
    assert day("东海晚报讯", after=f"{links}<a href='/paper?publish_date=2026-05-01'>上一期</a>") == "None"


def test_an_address_has_the_year_of_a_line_without_one() -> None:
    assert day("05-02 10:52", url="http://hb.example/201905/share145.html") == str(date(2019, 5, 2))
    assert day("12-30 10:52") == str(date(2025, 12, 30))


def test_a_saved_page_has_the_address_that_it_gives_for_itself() -> None:
    head = "<link rel='canonical' href='http://hb.example/2026/05/02/a.html'>"
    assert day("来源：东海日报", head, url="about:blank") == "2026-05-02"
