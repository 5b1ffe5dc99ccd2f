"""A notice whose text is a PDF."""

from pathlib import Path

import typst

from bulletin.render.pdf import typst_fonts

NOTICE = (
    "各重点排放单位：现将二〇二六年度碳排放权配额预分配有关事项通知如下，请各单位于六月三十日前登录登记系统核对账户信息，逾期视为无异议。",
    "一、配额按上一年度核查排放量的百分之七十预分配，其余部分在核查结束后补发。",
)


def made_pdf(folder: Path, *paragraphs: str) -> bytes:
    source = folder / "notice.typ"
    source.write_text('#set text(font: "Noto Sans CJK SC", lang: "zh", size: 12pt)\n' + "\n\n".join(paragraphs))
    made = typst.compile(str(source), font_paths=typst_fonts())
    assert isinstance(made, bytes)
    return made
