"""The numbers that Word counts itself (一、, 第三条, 1.2) and which paragraphs are headings."""

from collections import defaultdict

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "chineseLegalSimplified",
    "japaneseCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "ideographDigital",
}
# A paragraph's style chain is short; a longer one goes in a circle.
_LONGEST_CHAIN = 10


class Numbering:
    """A document's lists, counted as its paragraphs come; both parts may be missing."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._styles = {} if styles is None else {str(one.get(f"{W}styleId")): one for one in styles.iter(f"{W}style")}
        abstract = (
            {}
            if numbering is None
            else {
                one.get(f"{W}abstractNumId"): {str(level.get(f"{W}ilvl")): level for level in one.iter(f"{W}lvl")}
                for one in numbering.iter(f"{W}abstractNum")
            }
        )
        self._lists = (
            {}
            if numbering is None
            else {
                one.get(f"{W}numId"): (_value(one, "abstractNumId"), abstract.get(_value(one, "abstractNumId"), {}))
                for one in numbering.iter(f"{W}num")
            }
        )
        self._counts: dict[str | None, dict[int, int]] = defaultdict(dict)

    def is_heading(self, paragraph: etree._Element) -> bool:
        """Whether a paragraph or its style has a level in the outline."""
        return any((_value(properties, "outlineLvl") or "9") < "9" for properties in self._chain(paragraph))

    def label(self, paragraph: etree._Element) -> str:
        """The number before a paragraph, "" for none and for bullets; it is counted."""
        number = level = None
        for properties in self._chain(paragraph):
            own = properties.find(f"{W}numPr")
            if own is not None:
                number, level = number or _value(own, "numId"), level or _value(own, "ilvl")
        kind, levels = self._lists.get(number, (None, {}))
        level = level or "0"
        if level not in levels or not level.isdigit():
            return ""
        depth, counts = int(level), self._counts[kind]
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        start = _value(levels[level], "start") or "1"
        counts[depth] = counts[depth] + 1 if depth in counts else int(start) if start.isdigit() else 1
        label = _value(levels[level], "lvlText") or ""
        if _value(levels[level], "numFmt") in {"bullet", "none", None}:
            return ""
        for above in range(depth + 1):
            form = _value(levels.get(str(above), levels[level]), "numFmt")
            label = label.replace(f"%{above + 1}", _written(counts.get(above, 1), form))
        return label if label.endswith(("、", "）", ")", "】")) else f"{label} "

    def _chain(self, paragraph: etree._Element) -> list[etree._Element]:
        """The paragraph's own properties and those of its styles, nearest first."""
        own = paragraph.find(f"{W}pPr")
        chain = [] if own is None else [own]
        style = _value(own, "pStyle") if own is not None else None
        for _ in range(_LONGEST_CHAIN):
            at = self._styles.get(style or "")
            if at is None:
                break
            properties = at.find(f"{W}pPr")
            chain += [] if properties is None else [properties]
            style = _value(at, "basedOn")
        return chain


def _value(element: etree._Element, name: str) -> str | None:
    found = element.find(f"{W}{name}")
    return None if found is None else found.get(f"{W}val")


def _written(number: int, form: str | None) -> str:
    """A number in a list's form; in figures where the form is not one of Chinese documents."""
    if form in _CHINESE and 0 < number < 100:
        tens, ones = divmod(number, 10)
        return (_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (_DIGITS[ones] if ones else "")
    if form in {"decimalEnclosedCircle", "decimalEnclosedCircleChinese"} and 0 < number <= 20:
        return chr(0x245F + number)
    if form in {"lowerLetter", "upperLetter"} and 0 < number <= 26:
        return chr((0x60 if form == "lowerLetter" else 0x40) + number)
    return str(number)
