"""Which of a page's files is the document: by what they are called, beside the page's title."""

import re
from collections.abc import Sequence

from pipeline.records import Attachment

# Of two files of one name the one that surely has text is read: a PDF may be a scan, an archive holds anything.
FORMATS = ("docx", "pdf", "ofd", "doc", "wps", "rtf", "xlsx", "xls", "et", "pptx", "ppt", "zip", "rar", "7z", "csv")
_SUFFIX = re.compile(rf"\.({'|'.join(FORMATS)})(?=$|[?#\s（(])", re.IGNORECASE)
# A file that a page numbers, or calls a table of its own.
_ANNEX = re.compile(
    r"^\s{0,9}(?:附\s{0,9}[件录表图]|annex|appendix)\s{0,9}[-—]?\s{0,9}[\d一二三四五六七八九十]+|^\s{0,9}附\s{0,9}[录表图]",
    re.IGNORECASE,
)
_PREFIX = re.compile(
    r"^\s*(?:附\s*[件录表图])\s*[-—]?\s*[\d一二三四五六七八九十]*\s*[:：.、．\-—]?\s*|^\s*\d{1,2}\s*[.、．]\s*"
)
# What is to be filled in and sent back; no notice is one, unless its title says so.
_FORM = re.compile(
    r"回执|反馈[表单]|意见表|申[报请]表|申[报请]书|登记表|汇总表|统计表|推荐表|报名表|承诺书|样表|模板|空表|附表|一览表"
)
_BODY = re.compile(r"正文|全文|原文")
# Names that say nothing of what is in the file.
_NEUTRAL = re.compile(
    r"(?:附件|点击|下载|查看|浏览|打开|此处|这里|文件|原件|扫描件|pdf|ofd|word|版|[\W\da-z_])*", re.IGNORECASE
)
_QUOTED = re.compile(r"《([^《》]{4,})》")
# A shorter name stands in many a title by chance.
LEAST_NAME = 6
# From this likeness on (0..1) a name is the title's; a numbered annex is only what the title quotes or holds whole.
LIKE = 0.6


def has_format(name: str) -> bool:
    """Whether an address or a name ends as a document's or an archive's does."""
    return _SUFFIX.search(name) is not None


def likeness(name: str, title: str) -> float:
    """How like a file's name and a title are, 0..1: by the pairs of characters they share, or a name within the title."""
    one, other = _pairs(_core(name)), _pairs(_letters(title))
    if not one or not other:
        return 0.0
    shared = len(one & other)
    within = 0.9 * shared / len(one) if len(one) >= LEAST_NAME - 1 else 0.0
    return max(2 * shared / (len(one) + len(other)), within)


def is_like(file: Attachment, title: str) -> bool:
    """Whether a file is called as the title, or 正文."""
    return _tier(file, title) == _LIKE_TITLE


def documents(title: str, files: Sequence[Attachment], annexes: bool = False) -> tuple[Attachment, ...]:
    """The files that may be the document, the likeliest first; with `annexes` numbered ones too, never a form.

    By what they are called (as the title or 正文; nothing in particular; otherwise), their place on the page, and, of one
    name, their format.
    """
    least = _NUMBERED if annexes else _OTHERWISE
    tiers = [_tier(file, title) for file in files]
    places = {_core(file.name): at for at, file in reversed(list(enumerate(files)))}
    ranked = sorted(
        (-tier, -round(likeness(file.name, title), 1), places[_core(file.name)], _format(file), at)
        for at, (tier, file) in enumerate(zip(tiers, files, strict=True))
        if tier >= least
    )
    return tuple(files[at] for *_, at in ranked)


_FORM_TIER, _NUMBERED, _OTHERWISE, _NAMELESS, _LIKE_TITLE = range(5)


def _tier(file: Attachment, title: str) -> int:
    name, core = _SUFFIX.sub("", file.name), _core(file.name)
    form = _FORM.search(name)
    if form and form[0] not in title:
        return _FORM_TIER
    quoted = [_letters(one) for one in _QUOTED.findall(title)]
    whole = (len(core) >= LEAST_NAME and core in _letters(title)) or any(one in core for one in quoted)
    if _ANNEX.match(name):
        return _LIKE_TITLE if whole else _NUMBERED
    if whole or _BODY.search(core) or likeness(name, title) >= LIKE:
        return _LIKE_TITLE
    return _NAMELESS if _NEUTRAL.fullmatch(name) else _OTHERWISE


def _format(file: Attachment) -> int:
    """The place of the file's format in FORMATS, by its address or its name; behind them all where neither says."""
    found = _SUFFIX.search(file.url) or _SUFFIX.search(file.name)
    return FORMATS.index(found[1].lower()) if found else len(FORMATS)


def _core(name: str) -> str:
    """A file's name without its suffix, its number and its punctuation."""
    return _letters(_PREFIX.sub("", _SUFFIX.sub("", name)))


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}
