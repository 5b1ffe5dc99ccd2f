"""Which of a page's links are its list's: pinned ones, the lead, the publisher's other hosts; and not what only explains."""

from datetime import UTC, datetime

from crawlers.suggestions.suggest import AskedPage, Suggestion, suggest

MOMENT = datetime(2026, 9, 11, 2, tzinfo=UTC)
URL = "https://www.lvdi.example/zhengce/"


def entry(number: int, title: str = "", folder: str = "zhengce", host: str = "") -> str:
    said = title or f"关于第{number}批节能改造项目验收的通知"
    return f"<li><a href='{host}/{folder}/202609/t202609{number:02d}_{700 + number}.html'>{said}</a><span>2026-09-{number:02d}</span></li>"


def read(body: str, url: str = URL) -> tuple[list[str], Suggestion]:
    """The numbers of the articles found, and the suggestion."""
    found = suggest(AskedPage(url, f"<title>政策-绿地市节能局</title>{body}".encode()), MOMENT)
    assert isinstance(found, Suggestion)
    assert found.proven
    return [link.url.rpartition("_")[2].removesuffix(".html") for link in found.links], found


def test_a_pinned_entry_that_is_written_otherwise_is_of_the_list() -> None:
    pinned = "<li class='top'><b><font><a href='/zhengce/202601/t20260105_650.html'>关于节能降碳专项资金申报的通知</a></font></b><i>2026-01-05</i></li>"
    assert read(f"<ul class='news'>{pinned}{''.join(map(entry, range(9, 1, -1)))}</ul>")[0][0] == "650"


def test_the_lead_beside_the_list_is_of_it_and_a_carousel_is_not() -> None:
    lead = "<div class='tj'><h2><a href='/zhengce/202609/t20260910_710.html'>全市节能工作会议部署四季度重点任务</a></h2></div>"
    slides = "<div class='swiper'><h3><a href='/zhengce/202605/t20260501_501.html'>图片新闻里的一条旧闻标题在此</a></h3></div>"
    numbers, _ = read(
        f"<div class='l'>{slides}{lead}<ul class='news'>{''.join(map(entry, range(9, 1, -1)))}</ul></div>"
    )
    assert numbers == [str(700 + number) for number in range(10, 1, -1)]


def test_a_dated_lead_without_a_heading_is_of_the_list_and_a_banner_among_its_entries_is_not() -> None:
    lead = "<div class='gl-top'><a href='/zhengce/202609/t20260910_710.html'>全市节能工作会议部署四季度重点任务</a><em>2026-09-10</em></div>"
    banner = "<li><a href='/jiaru/202609/t20260901_999.html'>成为本站会员</a></li>"
    numbers, _ = read(f"<div>{lead}<ul class='news'>{banner}{''.join(map(entry, range(9, 1, -1)))}</ul></div>")
    assert numbers == [str(700 + number) for number in range(10, 1, -1)]


def test_hosts_of_the_publishers_own_name_are_its_own_and_others_are_not() -> None:
    own = entry(8, host="https://epaper.lvdi.example")
    strange = entry(7, host="https://www.linshi.example")
    numbers, found = read(f"<ul>{entry(9)}{own}{strange}{''.join(map(entry, range(6, 1, -1)))}</ul>")
    assert found.source.hosts == ("www.lvdi.example", "epaper.lvdi.example")
    assert numbers == ["709", "708", "706", "705", "704", "703", "702"]
    gov = entry(8, host="https://jtj.lvdi.gov.example")
    _, found = read(
        f"<ul>{entry(9)}{gov}{''.join(map(entry, range(7, 1, -1)))}</ul>", "https://fgj.lvdi.gov.example/zhengce/"
    )
    assert found.source.hosts == ("fgj.lvdi.gov.example",)


def test_pictures_that_explain_and_explanations_of_another_column_are_left_out() -> None:
    picture, other = entry(8, "一图读懂节能改造验收办法"), entry(7, "《节能改造验收办法》政策解读", "jiedu")
    rest = "".join(map(entry, range(6, 1, -1)))
    numbers, found = read(f"<ul>{entry(9)}{picture}{other}{rest}</ul>")
    assert numbers == ["709", "706", "705", "704", "703", "702"]
    assert "图解" in found.source.lists[0].exclude
    explaining = "".join(entry(number, f"《第{number}号办法》政策解读", "jiedu") for number in range(9, 1, -1))
    assert len(read(f"<ul>{explaining}</ul>")[0]) == 8


def test_three_tabs_of_one_page_are_read_together() -> None:
    tabs = "".join(
        f"<div id='tab{tab}'><ul>{''.join(entry(n, folder=f'zhengce/lan{tab}') for n in range(tab, tab + 4))}</ul></div>"
        for tab in (1, 11, 21)
    )
    assert len(read(f"<div class='tabs'>{tabs}</div>")[0]) == 12


def test_the_category_before_each_title_is_no_article() -> None:
    listed = "".join(
        entry(n).replace("<li>", "<li>[<a href='/zhengce/gongye/'>工业节能与绿色发展</a>] ") for n in range(9, 1, -1)
    )
    assert read(f"<ul>{listed}</ul>")[0] == [str(700 + number) for number in range(9, 1, -1)]


def test_an_odd_entry_of_a_months_short_table_is_of_the_list_and_the_box_after_the_tables_is_not() -> None:
    row = "<tr><td>{}</td><td><a href='{}'>{}</a></td></tr>".format
    listed = "".join(row(f"2026-09-{n:02d}", f"show.cfm?id={n}", f"关于第{n}批项目验收的通知") for n in range(9, 1, -1))
    last = row("2026-08-24", "show.cfm?id=1", "关于第1批项目验收的通知")
    last += row("2026-08-17", "../docs/2026/report.pdf?v=4", "关于示例补贴的年度报告")
    aside = "".join(
        f"<li><a href='/features/item.cfm?id={n}'>示例专栏的第{n}篇旧文章</a><span>2026-08-{n:02d}</span></li>"
        for n in range(5, 9)
    )
    body = f"<table class='m'>{listed}</table><h3>8</h3><table class='m'>{last}</table><aside><ul>{aside}</ul></aside>"
    _, found = read(body)
    assert [link.url.rpartition("/")[2] for link in found.links][-2:] == ["show.cfm?id=1", "report.pdf?v=4"]
    assert len(found.links) == 10
    assert found.source.lists[0].documents
