"""Each kind of file that officials attach: read, or refused by its code. Those in files/ were written by LibreOffice 7.4."""

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter, Transformation
from pypdf.generic import RectangleObject

from enrich.extract.attachments.attachment_text import AttachmentText
from enrich.extract.attachments.by_format import text_of
from enrich.extract.attachments.read import BOUNDS
from pipeline.records import blocks_text
from tests.support.attachment_files import (
    Placed,
    gbk_zip,
    lettered_pdf,
    lying_zip,
    made_ofd,
    picture_pdf,
    rewritten_pdf,
    scanned,
    shifted_zip,
    with_doc_macros,
    with_macros,
    with_part_cut,
    zipped,
)

FILES = Path(__file__).parent / "files"
LETTER: list[Placed] = [
    (30, 74, 4.2, "各设区市生态环境局："),
    (38, 82, 4.2, "现将《云岭省应对气候变化工作要点》印发给你们，请结合实际，认真抓"),
    (30, 90, 4.2, "好落实。"),
    (45, 34, 7, "云岭省生态环境厅关于印发工作要点的通知"),
    (80, 50, 4, "云环气候〔2026〕21号"),
    (110, 120, 4.2, "2026年5月18日"),
    (110, 110, 4.2, "云岭省生态环境厅"),
]
LETTERHEAD: list[Placed] = [(60, 15, 9, "云岭省生态环境厅文件")]
# With a table at its end, of which recognition sees no lines: a row is a line.
SCAN = (
    "云岭省生态环境厅文件\n",
    "云环气候〔2026〕21号\n",
    "关于公布2026年第二批绿色工厂名单的通知",
    "各设区市生态环境局：\n",
    "序号 企业名称 所在地区\n",
    "1 白川水泥股份公司 白川市\n",
    "2 临海造纸公司 临海县\n",
)
NOTICE = (
    "云环气候〔2026〕18号",
    "一、工作范围。本次配额预分配的范围为2025年度",
    "2026年5月12日",
    "电解铝\t历史强度法\t85%",
)
MERGED = (
    "公示期为2026年4月8日至4月14日。",
    "临海县\t东海纸业余热回收\t120\t3400",
    "\t望潮化工电机系统\t85.5\t1960",
    "合计\t\t465.5\t15160",
)
TRACKED = (
    "自2026年7月1日起施行",
    "详见市机关事务管理局网站。",
    "2. 用能管理",
    "内容控件里的一段：能耗限额按年度下达。",
)
NOT_TRACKED = ("2026年1月1日", "隐藏", "HYPERLINK", "页眉")
LIST = ("2026年度云岭省重点排放单位名单", "2\t白川水泥股份公司\t白川市\t845000\t2026-03-02", "数据来源：核查报告")
OFD = (
    "云岭省生态环境厅关于印发工作要点的通知\n云环气候〔2026〕21号\n各设区市生态环境局：\n",
    "认真抓好落实。",
    "云岭省生态环境厅\n2026年5月18日",
)
WORD_MACRO, EXCEL_MACRO = (
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
)


@cache
def file(name: str) -> bytes:
    return (FILES / name).read_bytes()


@cache
def scan() -> bytes:
    return scanned([line.strip().replace(" ", "　" * 4) for line in SCAN])


def cut(name: str, share: float) -> bytes:
    return file(name)[: int(share * len(file(name)))]


def png_bomb() -> bytes:
    made = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(made, "PNG")
    return made.getvalue()


def numbered_docx() -> bytes:
    """Paragraphs that Word numbers: 第%1条 and （%2） below it, bullets; a text box in both of its forms."""
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    levels = ((0, "chineseCountingThousand", "第%1条"), (1, "chineseCounting", "（%2）"), (2, "bullet", "●"))
    numbering = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, kind, text in levels
    )
    texts = ((0, "总则"), (1, "范围"), (1, "对象"), (0, "要求"), (1, "期限"), (2, "无号"))
    body = "".join(
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{n}"/><w:numId w:val="7"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
        for n, text in texts
    )
    box = "<w:txbxContent><w:p><w:r><w:t>文本框里的字</w:t></w:r></w:p></w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    markup = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    return zipped(
        {
            "word/document.xml": f'<w:document {word} xmlns:mc="{markup}"><w:body>{body}<w:p><w:r>{both}</w:r></w:p></w:body></w:document>',
            "word/numbering.xml": f'<w:numbering {word}><w:abstractNum w:abstractNumId="3">{numbering}</w:abstractNum>'
            '<w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num></w:numbering>',
        }
    )


def laughing_docx() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    document = (
        f'<!DOCTYPE d [<!ENTITY l0 "哈">{entities}]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/'
        '2006/main"><w:body><w:p><w:r><w:t>一句正文。&l9;</w:t></w:r></w:p></w:body></w:document>'
    )
    return zipped({"word/document.xml": document})


@dataclass(frozen=True)
class Case:
    """A file under the name it is offered by: its code, and what its text has, in this order, and has not."""

    name: str
    made: Callable[[], bytes]
    unread: str = ""
    format: str = ""
    has: tuple[str, ...] = ()
    has_not: tuple[str, ...] = ()


def stored(name: str, kind: str, has: tuple[str, ...] = (), has_not: tuple[str, ...] = (), unread: str = "") -> Case:
    return Case(name, lambda: file(name), unread, kind, has, has_not)


CASES = [
    stored("notice.docx", "docx", has=NOTICE),
    stored("notice.doc", "doc", has=NOTICE),
    stored("notice.pdf", "pdf", has=NOTICE, has_not=("— 1 —",)),
    stored("merged.docx", "docx", has=MERGED),
    stored("merged.doc", "doc", has=MERGED),
    stored("merged.pdf", "pdf", has=MERGED),
    stored("tracked.docx", "docx", has=TRACKED, has_not=NOT_TRACKED),
    stored("tracked.doc", "doc", has=TRACKED, has_not=NOT_TRACKED),
    stored("list.xlsx", "xlsx", has=LIST, has_not=("草稿",)),
    stored("list.xls", "xls", has=LIST, has_not=("草稿",)),
    stored("list.ods", "ods", has=LIST, has_not=("草稿",)),
    stored("plan.pdf", "pdf", has=("（1）推进", "（40）推进")),
    stored("blank.docx", "docx", unread="nothing_inside"),
    stored("blank.doc", "doc", unread="nothing_inside"),
    stored("blank.xlsx", "xlsx", unread="nothing_inside"),
    stored("blank.xls", "xls", unread="nothing_inside"),
    stored("encrypted.docx", "", unread="encrypted"),
    stored("encrypted.xlsx", "", unread="encrypted"),
    stored("encrypted.doc", "doc", unread="encrypted"),
    stored("encrypted.xls", "xls", unread="encrypted"),
    # What a name says of its format, and what it is.
    Case("通知.doc", lambda: file("notice.rtf"), format="rtf", has=NOTICE),
    Case("通知.wps", lambda: file("notice.doc"), format="doc", has=NOTICE),
    Case("名单.et", lambda: file("list.xls"), format="xls", has=LIST),
    Case("通知.pdf", lambda: file("notice.docx"), format="docx", has=NOTICE),
    Case("通知.doc", lambda: file("notice.pdf"), format="pdf", has=NOTICE),
    Case("名单.xls", lambda: file("list.xlsx"), format="xlsx", has=LIST),
    Case("通知.pdf", "\ufeff<!DOCTYPE html><html><body>请先登录</body></html>".encode, "unknown_format", "html"),
    Case("通知.txt", lambda: "关于开展核查的通知\r\n\r\n各有关单位：".encode("gb18030"), "", "txt", ("通知\n各有关单位：",)),
    Case("汇报.pptx", lambda: zipped({"ppt/presentation.xml": "<p/>"}), "unknown_format", "pptx"),
    Case("工具.doc", lambda: b"MZ\x90\0" + bytes(500), "unknown_format", "program"),
    # Macros are no text, and the text beside them is.
    Case("申报书.docm", lambda: with_macros(file("notice.docx"), WORD_MACRO), "", "docx", NOTICE, ("Shell",)),
    Case("申报表.xlsm", lambda: with_macros(file("list.xlsx"), EXCEL_MACRO), "", "xlsx", LIST, ("Shell",)),
    Case("申报书.doc", lambda: with_doc_macros(file("notice.doc")), "", "doc", NOTICE, ("Shell",)),
    # OFD: order, templates, one object a letter, letters made larger by a matrix, a seal.
    Case("通知.ofd", lambda: made_ofd([LETTER], template=LETTERHEAD), "", "ofd", ("云岭省生态环境厅文件\n", *OFD), ("印章",)),
    Case("通知.ofd", lambda: made_ofd([LETTER], glyphs=True, absolute=True), "", "ofd", OFD, ("印章",)),
    Case("通知.ofd", lambda: made_ofd([LETTER, LETTER], scaled=True, namespace="http://www.ofdspec.org"), "", "ofd", OFD + OFD),
    Case("空白.ofd", lambda: made_ofd([[]]), "nothing_inside", "ofd"),
    Case("加密.ofd", lambda: zipped({"OFD.xml": "<OFD/>", "Encryptions.xml": "<a/>"}), "encrypted", "ofd"),
    Case("破损.ofd", lambda: zipped({"OFD.xml": "<OFD><DocBody><DocRoot>D.xml</DocRoot></DocBody></OFD>"}), "damaged", "ofd"),
    # PDF: passwords, many pages, a page without anything.
    Case("a.pdf", lambda: rewritten_pdf(file("notice.pdf"), password="tanxun"), "encrypted", "pdf"),
    Case("a.pdf", lambda: rewritten_pdf(file("notice.pdf"), owner="tanxun"), "", "pdf", NOTICE),
    Case("年鉴.pdf", lambda: rewritten_pdf(file("notice.pdf"), copies=500), "", "pdf", NOTICE + NOTICE),
    # A font whose letters are radicals; one that has no letters at all, which only pypdf reads; one that says nothing.
    Case("a.pdf", lambda: lettered_pdf("⼀、关于节能⽬标的通知"), "", "pdf", ("一、关于节能目标的通知",)),
    Case("a.pdf", lambda: lettered_pdf("⼀、关于节能⽬标的通知", drawn=False), "", "pdf", ("一、关于节能目标的通知",)),
    Case("a.pdf", lambda: lettered_pdf("\ufffd\ufffd"), "nothing_inside", "pdf"),
    # Word counts what is not written.
    Case("a.docx", numbered_docx, "", "docx", ("第一条 总则\n", "（一）范围\n", "（二）对象\n", "第二条 要求\n", "（一）期限\n", "无号\n", "文本框里的字\n"), ("●",)),
    # Scans.
    Case("扫描件.pdf", lambda: picture_pdf(scan()), "", "pdf", SCAN),
    Case("扫描件.jpg", scan, "", "picture", SCAN),
    Case("扫描件.ofd", lambda: made_ofd([[]], picture=scan()), "", "ofd", SCAN),
    Case("空白.png", lambda: scanned([], form="PNG"), "nothing_inside", "picture"),
    Case("炸弹.png", png_bomb, "too_large", "picture"),
    # Archives: names in China's code page, what is refused in them, and bombs.
    Case("附件.zip", lambda: gbk_zip({"附件1：通知.docx": file("notice.docx"), "附件2：名单.xls": file("list.xls")}), "", "zip", ("附件1：通知\n", *NOTICE, "附件2：名单\n", *LIST)),
    Case("附件.zip", lambda: zipped({"里层.zip": zipped({"通知.docx": file("notice.docx")})}), "unknown_format", "zip"),
    Case("空.zip", lambda: zipped({}), "nothing_inside", "zip"),
    Case("附件.rar", lambda: b"Rar!\x1a\x07\x01\0" + bytes(100), "unknown_format", "rar"),
    Case("炸弹.zip", lambda: zipped({"0.txt": bytes(40 << 20)}), "too_large", "zip"),
    Case("谎言.zip", lambda: lying_zip("0.txt", 100 << 20), "damaged", "zip"),
    Case("炸弹.xlsx", lambda: zipped({"xl/workbook.xml": "<a/>", "xl/worksheets/sheet1.xml": bytes(40 << 20)}), "too_large", "xlsx"),
    Case("炸弹.docx", lambda: zipped({"word/document.xml": b"<a>" + bytes(40 << 20)}), "too_large", "docx"),
    Case("实体.docx", laughing_docx, "damaged", "docx"),
    # Nothing, and half of it.
    Case("空.doc", lambda: b"", "empty"),
    *(Case(name, partial(cut, name, 0.5), "damaged") for name in ("notice.docx", "list.xlsx", "list.xls")),
    *(Case(name, partial(cut, name, 0.02), "damaged") for name in ("notice.pdf", "notice.doc", "list.xls")),
    # What libraries find only while they read: a sign's number too large, a sheet cut short, a member before the file's begin.
    Case("a.rtf", lambda: rb"{\rtf1\ansi \u99999999999?}", "damaged", "rtf"),
    Case("a.xlsx", lambda: with_part_cut(file("list.xlsx"), "xl/worksheets/sheet1.xml"), "damaged", "xlsx"),
    Case("a.zip", lambda: shifted_zip({"a.txt": "text"}), "damaged", "zip"),
    Case("半张.jpg", lambda: scan()[: len(scan()) // 2], "damaged", "picture"),
]  # fmt: skip


def read(case: Case) -> tuple[AttachmentText, str]:
    text = text_of(case.made(), case.name, BOUNDS)
    return text, blocks_text(text.blocks) + "\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_file_is_read_or_refused_by_its_code(case: Case) -> None:
    text, printed = read(case)
    assert (text.unread, bool(text.blocks)) == (case.unread, not case.unread)
    assert case.unread == "damaged" or text.format == case.format
    at = 0
    for piece in case.has:
        assert piece in printed[at:], f"not in its place: {piece}"
        at = printed.index(piece, at) + len(piece)
    for piece in case.has_not:
        assert piece not in printed
    assert (text.ocr_confidence is not None) == (case.has == SCAN)
    assert text.ocr_confidence is None or 0.9 < text.ocr_confidence <= 1


def test_paragraphs_are_put_together_over_lines_and_pages() -> None:
    title, *points = text_of(file("plan.pdf"), "a.pdf", BOUNDS).blocks
    assert title.kind == "heading"
    assert [(point.text.partition("）")[0], point.text[-5:]) for point in points] == [
        (f"（{n}", "报送进展。") for n in range(1, 41)
    ]


def test_what_was_left_out_is_said() -> None:
    assert text_of(rewritten_pdf(file("notice.pdf"), copies=500), "a.pdf", BOUNDS).cut == "pages"
    assert text_of(file("plan.pdf"), "a.pdf", replace(BOUNDS, characters=500)).cut == "characters"
    assert text_of(zipped({f"{n}.txt": b"a" for n in range(30)}), "a.zip", BOUNDS).cut == "members"
    assert text_of(file("notice.pdf"), "a.pdf", BOUNDS).cut == ""


def test_an_archive_says_what_became_of_each_of_its_files() -> None:
    inside = {
        "通知.docx": file("notice.docx"),
        "照片.rar": b"Rar!\x1a\x07\0",
        "密.xls": file("encrypted.xls"),
        "__MACOSX/._a": b"x",
    }
    text = text_of(zipped(inside), "附件.zip", BOUNDS)
    assert [(one.name, one.text.unread) for one in text.members] == [
        ("通知.docx", ""),
        ("照片.rar", "unknown_format"),
        ("密.xls", "encrypted"),
    ]
    assert text.blocks == text.members[0].text.blocks


def test_a_scan_is_never_silently_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra: an import of what is not installed fails as one of what is None."""
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    for content in (scan(), picture_pdf(scan()), made_ofd([[]], picture=scan())):
        assert text_of(content, "a", BOUNDS).unread == "scan_without_ocr"


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_lies_on_its_side_is_read_as_it_is_seen(turn: int) -> None:
    """As office programs print wide tables: the letters stand along the paper's other side."""
    writer = PdfWriter()
    page = writer.add_page(PdfReader(io.BytesIO(file("merged.pdf"))).pages[0])
    page.add_transformation(Transformation().rotate(turn).translate(600, 600))
    page.mediabox = RectangleObject((-300, -300, 1500, 1500))
    made = io.BytesIO()
    writer.write(made)
    assert text_of(made.getvalue(), "a.pdf", BOUNDS).blocks == text_of(file("merged.pdf"), "a.pdf", BOUNDS).blocks
