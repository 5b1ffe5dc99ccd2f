"""Every layout family with every kind of article: 16 sites in real markup, invented texts, all fields at once."""

from collections.abc import Callable
from datetime import date, datetime

import msgspec
import pytest

from demo.sites import Site, sites
from demo.texts import ArticleText
from enrich.extract.extract import extract
from enrich.extract.html_document import parse
from pipeline.records import Article
from tests.support.pages import demo_page

SENTENCES = {
    "zh": (
        "本报东海5月12日电 东海省生态环境厅12日通报，全省首批低碳园区建设进展顺利，十二个园区去年共减排二氧化碳九十六万吨。",
        "通报指出，各园区通过余热利用、分布式光伏和储能项目，单位产值能耗平均下降百分之八点四，三个园区实现绿色电力全覆盖。",
        "下一步，全省将扩大试点范围，把碳排放核算纳入园区考核，并为中小企业提供免费的节能诊断服务。",
    ),
    "en": (
        "Harbour City, May 12 - The provincial environment department said on Tuesday that twelve low-carbon parks cut emissions by 960,000 tonnes last year.",
        "Parks used waste heat, rooftop solar and storage to lower the energy used per unit of output by 8.4 percent on average, officials said.",
        "The programme will be widened next year, and small firms will be offered free energy audits under the new rules.",
    ),
    "nl": (
        "De provincie meldde dinsdag dat twaalf industrieparken vorig jaar samen 960 duizend ton minder broeikasgas hebben uitgestoten dan het jaar daarvoor.",
        "De parken gebruikten restwarmte, zonnepanelen en opslag, waardoor het energieverbruik per eenheid product met gemiddeld 8,4 procent is gedaald.",
        "Het programma wordt volgend jaar uitgebreid, en kleine bedrijven krijgen gratis energieadvies onder de nieuwe regeling.",
    ),
}
TITLES = {
    "zh": "东海省首批低碳园区去年减排近百万吨",
    "en": "Twelve low-carbon parks cut emissions by a tenth",
    "nl": "Twaalf industrieparken stoten een tiende minder uit",
}
SOURCES = {"zh": "东海日报", "en": "Harbour City Times", "nl": "Havenstad Courant"}
DAY = date(2026, 5, 12)
PUBLISHERS = sorted({site.id for site in sites().values() if site.path})

ArticleChange = Callable[[ArticleText, Site], ArticleText]


def body(site: Site, *more: str, first: str = "") -> str:
    lines = SENTENCES[site.language]
    return "\n\n".join([first or lines[0], *lines[1:], *more])


def with_(**changes: object) -> ArticleChange:
    return lambda text, site: msgspec.structs.replace(text, **changes)


def with_body(*more: str, first: str = "") -> ArticleChange:
    return lambda text, site: msgspec.structs.replace(text, body=body(site, *more, first=first))


CASES: dict[str, ArticleChange] = {
    "plain": with_(),
    "a time of day": with_(published=datetime(2026, 5, 12, 17, 45)),
    "no source": with_(source=None),
    "a source with a point": with_(source="东海日报·经济周刊"),
    "a department as source": with_(source="资源节约和环境保护司"),
    "an author and an editor": with_(author="李明", editor="王芳"),
    "quotes and figures in the title": with_(title="“十五五”期间：东海省第二批12个园区，单位能耗降8.4%！"),
    "a long title": with_(title="东海省生态环境厅等六部门关于印发《推进产业园区减污降碳协同增效三年行动方案》的通知"),
    "another date first in the body": with_body(
        first="2025年1月3日，东海省启动低碳园区建设。截至2026年4月30日，十二个园区共减排二氧化碳九十六万吨，超过计划。"
    ),
    "the word 来源 in the body": with_body(
        "数据来源：东海省统计局。碳排放的主要来源：电力、钢铁和水泥三个行业，合计占全省的百分之七十以上。"
    ),
    "a heading": with_body(
        "## 下一步安排", "全省将在六月底前公布第二批园区名单，并组织第三方机构核查上一年度的排放数据。"
    ),
    "a list": with_body("- 余热利用项目三十一个\n- 分布式光伏项目一百零六个\n- 储能项目十七个"),
    "a table": with_body(
        "| 园区 | 减排量（万吨） | 降幅 |\n|---|---|---|\n| 东港园区 | 21.6 | 9.1% |\n| 北岭园区 | 14.2 | 7.7% |"
    ),
    "a quotation": with_body("> 园区的账算清楚了，企业的路才走得远，节能不是停产，而是换一种更聪明的办法生产。"),
    "pictures with captions": with_body(
        "![图为东港园区的屋顶光伏](park-roof.png)",
        "园区负责人介绍，屋顶光伏每年发电一千二百万千瓦时，可以满足园区两成的用电需求。",
        "![图为北岭园区的储能站](park-storage.png)",
    ),
    "attachments": with_(attachments=("第一批低碳园区名单.docx", "申报表.xlsx")),
    "two pages": with_body(
        "---next---",
        "第二页：各园区将在年底前完成碳排放核算，核算结果向社会公开，接受公众监督，并作为下一年度考核的依据。",
    ),
    "a document number": with_(document_number="东环发〔2026〕21号"),
}
# What is written in Chinese belongs on Chinese pages.
EVERYWHERE = ("plain", "a time of day", "no source")


def cases() -> list[tuple[str, str]]:
    return [
        (publisher, name)
        for publisher in PUBLISHERS
        for name in CASES
        if sites()[publisher].language == "zh" or name in EVERYWHERE
    ]


def made(publisher: str, name: str) -> ArticleText:
    site = sites()[publisher]
    plain = ArticleText(
        slug="case",
        publisher=publisher,
        column="国内资讯",
        title=TITLES[site.language],
        body=body(site),
        published=DAY,
        source=SOURCES[site.language],
    )
    return CASES[name](plain, site)


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(("publisher", "name"), cases())
def test_case(publisher: str, name: str) -> None:
    text = made(publisher, name)
    page = demo_page(text)
    raw = "".join(part.unpack().decode(sites()[publisher].charset) for part in page.parts)
    article = extract(page)
    assert article.title == text.title
    assert article.published == DAY
    if text.source and text.source in "\n".join(parse(page, page.parts[0]).lines):
        assert article.source == text.source
    else:
        # WeChat's account, or nothing.
        assert article.source in (None, sites()[publisher].name)
    found = squeezed(article.text)
    wanted = [
        squeezed(part)
        for page in text.pages
        for piece in page
        if piece.kind != "picture"
        for part in (piece.text, *piece.items, *(cell for row in piece.rows for cell in row))
    ]
    assert [part for part in wanted if part not in found] == []
    assert len(found) <= 1.1 * sum(map(len, wanted)) + 60
    check_parts(text, article, raw)


def check_parts(text: ArticleText, article: Article, raw: str) -> None:
    pieces = [piece for page in text.pages for piece in page]
    kinds = [str(block.kind) for block in article.blocks]
    # Some families print lists and quotations as paragraphs.
    for kind, mark in (("table", "<td"), ("list", "<li><p>"), ("quotation", "<blockquote")):
        assert kinds.count(kind) == sum(piece.kind == kind and mark in raw for piece in pieces), kind
    assert [image.caption for image in article.images] == [piece.text for piece in pieces if piece.kind == "picture"]
    assert all(image.url.startswith("http://") for image in article.images)
    assert len(article.attachments) == sum(name in raw for name in text.attachments)
    assert article.document_number == (text.document_number or None if text.document_number in raw else None)
    if text.author:
        assert article.author in (text.author, None)
    assert set(article.confidence) == set(article.found_by)


def test_there_are_enough_cases() -> None:
    assert len(cases()) >= 150
    assert len({sites()[publisher].family for publisher in PUBLISHERS}) >= 14
