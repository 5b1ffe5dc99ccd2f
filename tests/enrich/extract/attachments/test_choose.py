"""Of several files, which one is the document."""

import pytest

from enrich.extract.attachments.choose import documents, likeness
from pipeline.records import Attachment

NOTICE = "关于印发《东海省近零碳园区评价办法》的通知"
CALL = "关于组织申报2026年节能技术装备的通知"


def files(*names: str) -> list[Attachment]:
    """Files of these names; what follows a | is the end of its address."""
    made = [name.partition("|") for name in names]
    return [Attachment(name=name, url=f"http://x.example/{at}{url}") for at, (name, _, url) in enumerate(made)]


@pytest.mark.parametrize(
    ("title", "names", "chosen"),
    [
        # The one called as the title, wherever it stands.
        (CALL, ("附件1：申报条件.docx", f"{CALL}.pdf", "附件2：推荐汇总表.xls"), (1,)),
        (NOTICE, ("回执.doc", "东海省近零碳园区评价办法.pdf"), (1,)),
        (NOTICE, ("附件：东海省近零碳园区评价办法.doc", "解读材料.pdf"), (0, 1)),
        # A numbered annex is the document only where the title quotes it.
        (NOTICE, ("附件1：东海省近零碳园区评价办法.docx", "附件2：评价指标.xlsx"), (0,)),
        ("关于开展能效监察的通知", ("附件1：重点用能设备能效监察要点.pdf", "附件2：监察结果汇总表.xls"), ()),
        ("关于发布绿色技术推广目录（2026年版）的公告", ("附件1.绿色技术推广目录（2026年版）.pdf",), (0,)),
        # 正文, or a name that says nothing, before a name that says something else.
        (CALL, ("起草说明.pdf", "正文.pdf"), (1, 0)),
        (CALL, ("起草说明.pdf", "P020260512345.pdf"), (1, 0)),
        (CALL, ("起草说明.pdf", "点击下载|.pdf"), (1, 0)),
        # Among those that say as little, the place on the page; of one name, the format that has text.
        (CALL, ("附件|.pdf", "附件下载|.docx"), (0, 1)),
        (CALL, (f"{CALL}.pdf", f"{CALL}.ofd", f"{CALL}.docx"), (2, 0, 1)),
        (CALL, (f"{CALL}.zip", f"{CALL}.pdf"), (1, 0)),
        # Forms never are, nor annexes.
        (CALL, ("申报书模板.docx", "附表.xls", "附件3.xlsx", "意见反馈表.doc", "参会回执.doc"), ()),
        ("关于公布低碳产品认证获证企业名单的公告", ("低碳产品认证获证企业名单.xlsx",), (0,)),
        ("Consultation on the carbon levy", ("Annex 2: template.docx", "Consultation on the carbon levy.pdf"), (1,)),
    ],
)
def test_the_document_comes_first(title: str, names: tuple[str, ...], chosen: tuple[int, ...]) -> None:
    offered = files(*names)
    assert documents(title, offered) == tuple(offered[at] for at in chosen)


def test_where_the_page_says_nothing_an_annex_is_better_than_nothing_but_no_form_is() -> None:
    offered = files("附件2：工作方案.docx", "附件1：说明.pdf", "附件3：回执.doc")
    assert documents(CALL, offered, annexes=True) == (offered[0], offered[1])


@pytest.mark.parametrize(
    ("name", "title", "least", "most"),
    [
        (f"{NOTICE}.pdf", NOTICE, 0.99, 1.0),
        ("办法.pdf", NOTICE, 0.0, 0.3),
        ("东海省2026年迎峰度夏电力保供方案.pdf", NOTICE, 0.0, 0.35),
        ("", NOTICE, 0.0, 0.0),
        ("a.pdf", "", 0.0, 0.0),
    ],
)
def test_likeness(name: str, title: str, least: float, most: float) -> None:
    assert least <= likeness(name, title) <= most
