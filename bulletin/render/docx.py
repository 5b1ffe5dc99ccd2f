"""The issue as a Word document; the only module that imports python-docx.

How it looks lies in templates/word/, the parts of an empty document; here it gets its contents.
"""

import io
import re
from collections.abc import Callable, Iterable, Sequence
from itertools import count
from typing import Any
from unicodedata import east_asian_width

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Length, Mm
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from bulletin.issue import BULLETIN_NAME, Edition, EditionItem, price_table
from bulletin.render import printed_lines
from bulletin.render.docx_package import empty, same_each_time
from bulletin.render.pictures import FittedPicture, PictureLookup, fit
from bulletin.render.print_job import PrintJob
from pipeline.records import Block

# The text is 166 mm wide; a picture takes less, and is not made larger than 150 dpi print it.
WIDEST, HIGHEST, CHART_WIDTH = Mm(120), Mm(110), Mm(150)
EMU_A_PIXEL = 914_400 // 150
# A line of the contents is 470 points wide; there a 来源 stands behind a title where some dots fit between them.
WIDEST_ENTRY = 455
# Word opens no table of more columns.
MOST_COLUMNS = 63
# The text's width in letters of a table (9 pt, some 4.6 pt each). Word widens a column to its longest word, beyond the margin.
LETTERS_A_LINE = 100
LATIN = re.compile(r"[^\s\u2e80-\u9fff\uff00-\uffef]+")


def render_docx(job: PrintJob) -> bytes:
    """The published version as DOCX of A4 pages; the same job gives the same bytes."""
    edition = job.edition
    document = docx.Document(empty(printed_lines.running_head(edition)))
    _properties(document, edition)
    document.add_paragraph(f"《{BULLETIN_NAME}》", "Title")
    document.add_paragraph(printed_lines.masthead(edition), "Subtitle")
    for notice in printed_lines.notices(edition):
        document.add_paragraph(notice, "Notice")
    _contents(document, edition)
    marks = count(1)
    for number, column in enumerate(edition.columns):
        heading = _heading(document, f"【{column.name}】", 1, next(marks))
        if number == 0:
            heading.paragraph_format.page_break_before = True
        if number == 0 and edition.prices.quotes:
            _heading(document, edition.prices.title, 2, next(marks))
            _prices(document, edition, job.chart)
        elif not column.items:
            document.add_paragraph(printed_lines.NO_ITEMS, "Item Meta")
        for item in column.items:
            _item(document, item, next(marks), job.picture)
    made = io.BytesIO()
    document.save(made)
    return same_each_time(made)


def _properties(document: Document, edition: Edition) -> None:
    core = document.core_properties
    moment = edition.published_at.replace(tzinfo=None)
    core.title = f"《{BULLETIN_NAME}》{edition.issue}"
    core.subject = printed_lines.masthead(edition)
    core.author = core.last_modified_by = "tanxun"
    core.keywords = "，".join(column.name for column in edition.columns)[:255]
    core.comments = ""
    core.language, core.category = "zh-CN", BULLETIN_NAME
    core.created = core.modified = moment
    core.revision, core.version = edition.edition, str(edition.edition)


def _heading(document: Document, text: str, level: int, mark: int) -> Paragraph:
    """A heading with the bookmark that the contents lead to."""
    made = document.add_paragraph(style=f"Heading {level}")
    made._p.append(_element("w:bookmarkStart", id=str(mark), name=f"_Toc{mark:08}"))
    made.add_run(text)
    made._p.append(_element("w:bookmarkEnd", id=str(mark)))
    return made


def _contents(document: Document, edition: Edition) -> None:
    """The contents: a field that Word can renew, filled with a link to each heading and its 来源."""
    document.add_paragraph("目录", "TOC Heading")
    marks = count(1)
    entries: list[Paragraph] = []
    for number, column in enumerate(edition.columns):
        entries.append(_entry(document, 1, next(marks), f"【{column.name}】", ""))
        if number == 0 and edition.prices.quotes:
            entries.append(_entry(document, 2, next(marks), edition.prices.title, edition.prices.source))
        entries += [_entry(document, 2, next(marks), item.title, item.source) for item in column.items]
    if entries:
        _field(entries[0], entries[-1], r' TOC \o "1-2" \n \h \z \u ')


def _entry(document: Document, level: int, mark: int, title: str, source: str) -> Paragraph:
    made = document.add_paragraph(style=f"toc {level}")
    link = _element("w:hyperlink", anchor=f"_Toc{mark:08}", history="1")
    made._p.append(link)
    _run_in(link, made, title)
    if source and _width(title + source) <= WIDEST_ENTRY:
        made.add_run(f"\t{source}")
    return made


def _width(text: str) -> float:
    """The width of a text of the contents, in points (10 pt; a Latin letter measured 4.7 on average)."""
    return sum(10 if east_asian_width(letter) in "WF" else 4.8 for letter in text)


def _field(first: Paragraph, last: Paragraph, code: str) -> None:
    """Make a field of the paragraphs from first to last; what they hold is its result until it is renewed."""
    instruction = OxmlElement("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = code
    begin = [_element("w:fldChar", fldCharType="begin"), instruction, _element("w:fldChar", fldCharType="separate")]
    for place, piece in enumerate(begin, 1):
        first._p.insert(place, _around(piece))
    last._p.append(_around(_element("w:fldChar", fldCharType="end")))


def _prices(document: Document, edition: Edition, chart: bytes | None) -> None:
    document.add_paragraph(printed_lines.meta(edition.prices), "Item Meta")
    document.add_paragraph(printed_lines.prices_note(chart is not None), "Body Text")
    shown = price_table(edition.prices)
    made = _table(document, [shown.heading, *shown.rows], "Price Table")
    made.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader"))
    for row in made._tbl.tr_lst:
        for cell in row.tc_lst[2:]:
            cell.p_lst[0].get_or_add_pPr().append(_element("w:jc", val="right"))
    if chart:
        _figure(document, FittedPicture(chart, "png"), CHART_WIDTH, printed_lines.CHART_ALT, "")


def _item(document: Document, item: EditionItem, mark: int, picture: PictureLookup) -> None:
    _heading(document, item.title, 2, mark)
    meta = document.add_paragraph(printed_lines.meta(item), "Item Meta")
    if item.url:
        meta.add_run("\u2003")
        _link(meta, item.url, "原文")
    for block in item.blocks:
        if block.kind == "image":
            _picture(document, item, block, picture)
        else:
            BLOCKS[block.kind](document, item, block)
    if item.attachments:
        _attachments(document.add_paragraph("附件：", "Attachments"), item)


def _attachments(line: Paragraph, item: EditionItem) -> None:
    for number, file in enumerate(item.attachments):
        if number:
            line.add_run("；")
        if file.url:
            _link(line, file.url, file.name)
        else:
            line.add_run(file.name)


def _paragraph(document: Document, item: EditionItem, block: Block) -> None:
    language = printed_lines.tongue(item)
    if language == "zh":
        document.add_paragraph(block.text, "Body Text")
        return
    run = document.add_paragraph(style="Foreign Text").add_run(block.text)
    run._r.get_or_add_rPr().append(_element("w:lang", val=language))


def _subheading(document: Document, _item: EditionItem, block: Block) -> None:
    document.add_paragraph(block.text, "Heading 3")


def _quotation(document: Document, _item: EditionItem, block: Block) -> None:
    document.add_paragraph(block.text, "Quote")


def _list(document: Document, _item: EditionItem, block: Block) -> None:
    for line in block.items:
        document.add_paragraph(line, "List Bullet")


def _table_block(document: Document, _item: EditionItem, block: Block) -> None:
    if not block.rows:
        return
    if len(block.rows[0]) > MOST_COLUMNS:
        for row in block.rows:
            document.add_paragraph("\t".join(row), "Table Text")
        return
    _table(document, block.rows, "Table Grid")
    document.add_paragraph(style="Table Text")


BLOCKS: dict[str, Callable[[Document, EditionItem, Block], None]] = {
    "paragraph": _paragraph,
    "heading": _subheading,
    "quotation": _quotation,
    "list": _list,
    "table": _table_block,
}


def _table(document: Document, rows: Sequence[Iterable[str]], style: str) -> Table:
    """A table of rows of equal length; no row breaks over two pages."""
    cells = [list(row) for row in rows]
    made: Table = document.add_table(len(cells), len(cells[0]), style)
    longest = max((len(word) for row in cells for text in row for word in LATIN.findall(text)), default=0)
    made.autofit = longest * len(cells[0]) <= LETTERS_A_LINE
    # python-docx looks through the whole table for each cell; its elements are walked instead.
    for tr, texts in zip(made._tbl.tr_lst, cells, strict=True):
        tr.get_or_add_trPr().append(_element("w:cantSplit"))
        for tc, text in zip(tr.tc_lst, texts, strict=True):
            place = _Cell(tc, made).paragraphs[0]
            place.style = document.styles["Table Text"]
            place.add_run(text)
    return made


def _picture(document: Document, item: EditionItem, block: Block, picture: PictureLookup) -> None:
    found = fit(picture(block.image))
    if found is None:
        document.add_paragraph(f"［{printed_lines.NO_PICTURE}］", "Picture")
        if block.text:
            document.add_paragraph(block.text, "Caption")
        return
    _figure(document, found, None, printed_lines.alt(block.text, item.title), block.text)


def _figure(document: Document, shown: FittedPicture, width: Length | None, alt: str, caption: str) -> None:
    """A picture in a line of its own; its caption stays on the same page."""
    place = document.add_paragraph(style="Picture")
    place.paragraph_format.keep_with_next = bool(caption) or None
    inline = place.add_run().add_picture(io.BytesIO(shown.content))
    natural = shown.size[0] * EMU_A_PIXEL, shown.size[1] * EMU_A_PIXEL
    scale = width / natural[0] if width else min(1, WIDEST / natural[0], HIGHEST / natural[1])
    inline.width, inline.height = Emu(int(natural[0] * scale)), Emu(int(natural[1] * scale))
    inline._inline.docPr.set("descr", alt)
    if caption:
        document.add_paragraph(caption, "Caption")


def _link(place: Paragraph, url: str, text: str) -> None:
    """A link to an address, in the paragraph's own size."""
    relation = place.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    place._p.append(link)
    _run_in(link, place, text).style = "Hyperlink"


def _run_in(parent: Any, place: Paragraph, text: str) -> Run:
    """A run of the paragraph's inside one of its elements."""
    run = place.add_run(text)
    parent.append(run._r)
    return run


def _around(piece: Any) -> Any:
    run = OxmlElement("w:r")
    run.append(piece)
    return run


def _element(tag: str, **attributes: str) -> Any:
    """An element of WordprocessingML with attributes of the same namespace."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made
