"""来源 as printed, author and 责任编辑: from the marks and the info line next to the headline; whether it is a repost."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, takewhile

from lxml.html import HtmlElement

from enrich.extract.families import marks
from enrich.extract.html_document import HtmlDocument
from enrich.extract.lines import letters, squeeze
from enrich.extract.printed.info_line import ADDRESS, names_beside_date, own_name
from enrich.extract.printed.printed_name import FAMILY_NAME, MEDIUM, begins_with_label, labelled_name, named
from enrich.extract.printed.surroundings import LONGEST_INFO, Pieces, Surroundings, is_prose, is_related
from pipeline.records import Block

_AUTHOR = re.compile(
    r"(?:作\s*者|记\s*者|撰\s*文)\s*[:：]\s*(?P<value>[^\s：:|｜]{2,20}(?:\s[^\s：:|｜]{2,4}(?=\s|$))?)"
)
_EDITOR = re.compile(
    r"(?:责任编辑|责\s*编|编\s*辑)\s*[:：]\s*(?P<value>[\u4e00-\u9fffA-Za-z·]{2,12}(?:[ 、][\u4e00-\u9fff·]{2,4}(?=\s|$|[】\])）]))*)"
)
_SCRIPT_ACCOUNT = re.compile(
    rf"""\bvar\s+(?:{"|".join(marks("account_script"))})\s*=\s*(?:htmlDecode\()?["']([^"']{{2,40}})["']"""
)
# A WeChat post of pictures: window.cgiDataNew = {title: …, nick_name: JsDecode('东海观察'), …
_PICTURE_POST = re.compile(
    r"""\bcgiDataNew\s{0,9}=.{0,4000}?\bnick_name\s{0,9}:\s{0,9}(?:JsDecode\()?["']([^"']{2,40})["']""", re.DOTALL
)
_SCRIPT_SOURCE = re.compile(r"""\bvar\s+source\s*=\s*["']([^"']{2,40})["']""")
_JSON_ACCOUNT = re.compile(rf"""["'](?:{"|".join(marks("account_json"))})["']\s*:\s*["']([^"'\\]{{2,30}})["']""")
# Offices and 新浪 fill the first ones by hand for each article; the others a system may fill with the same words on every page.
_BY_HAND = ("contentsource", "mediaid")
_METAS = ("contentsource", "source", "mediaid", "article:source", "dc.source", "dcterms.source", "sourceorganization")
# E-papers by Founder keep the paper's name in a comment.
_PAPER = re.compile(r"<founder-papername>([^<]{2,40})</founder-papername>")
# Below the body's last line stand buttons, the 来源 and the editors.
_TAIL = 12
# In brackets behind the last sentence: （来源：东海日报 编辑：…）.
_IN_BRACKETS = re.compile(r"[（(【\[](?P<inside>[^（）()【】\[\]]{4,80})[）)】\]]?$")
_OF_FILM = re.compile(r"^(?:视频|音频|图文)(?=来源)")
# © 2026 Eastern Development Bank Group, All Rights Reserved
_OWNER = re.compile(
    r"(?:©|\(c\)|copyright)[\s©]{0,9}(?:(?:19|20)\d\d\s{0,9}(?:[-–—]\s{0,9}(?:19|20)?\d\d)?)?\s{0,9}(?:by\s)?(?P<name>[A-Z][^,，.|｜·©\d]{3,60})",
    re.IGNORECASE,
)
_HAN, _KANA = re.compile("[\u4e00-\u9fff]"), re.compile("[\u3041-\u30fa]")
# 文｜东海观察 is an account or a paper; 文｜李明 is a person.
_BY = re.compile(r"^(?:文|by)\s{0,9}[:：/／|｜丨 ]\s{0,9}(?P<value>\S.{1,24})$", re.IGNORECASE)
# 东海社北京5月12日电, （东海社记者李明北京十二日电）: what an agency begins with.
_DATELINE = re.compile(
    r"^[（(【\[]?(?!据|據|本|该|記者|记者|另)(?P<name>[\u4e00-\u9fff]{1,6}社)(?:[/／][\u4e00-\u9fff]{1,6})?\s{0,9}(?:[记記]者[^）)日]{0,12})?"
    r"[\u4e00-\u9fff·、]{0,10}\s{0,9}(?:\d{4}年)?\s{0,9}(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})月)?(?:\d{1,2}|[一二三四五六七八九十廿]{1,3})日"
    r"\s{0,9}(?:[（(][^）)]{2,30}[）)])?\s{0,9}[电電]"
)
# 东海2026年5月12日 /东海通讯社/ -- : a release as its wire gives it out
_RELEASE = re.compile(r"^.{0,30}\d\s*日\s*[/／(（](?P<name>[\u4e00-\u9fff]{2,10})[/／)）]\s*[-－–—]{1,2}")
# LONDON, May 12 (Reuters) - ; OSLO, Sept. 9, 2026 /GreenWire/ -- ; UN Press, 23 June –
_WIRE = re.compile(
    r"^(?:(?:[A-Z]{3}|[A-Z][A-Za-z .,']*\d)[A-Za-z .,'0-9-]{0,50}?\s?[(/](?P<name>[A-Z][A-Za-z .&-]{1,30})(?:/[A-Z]{2})?[)/]|(?P<press>[A-Z][\w .&-]{2,40}), (?:\d{1,2} [A-Z][a-z]+|[A-Z][a-z]+ \d{1,2}))\s*[-–—]"
)


def source(document: HtmlDocument, around: Surroundings, blocks: Sequence[Block]) -> tuple[str | None, str]:
    """The 来源 as printed, without labels and what follows it, and the rule; (None, "") where the page prints none.

    In order: a label beside the headline, an element that is called source there, the marks, a medium (no person) labelled
    at the body's end, WeChat's account name, a name without a label beside the date, other labels beside the body and at
    its end, an agency's dateline, an e-paper's mark, a platform's account. `blocks` are the body's. Where the label beside
    the headline says 网络 or 转载, only another label (the body's end first), a mark or a dateline gives a name.
    """
    header = around.beside(past_prose=False)
    told = False
    for line in header:
        found, is_told = labelled_name(line)
        told = told or is_told
        if found:
            return found, "visible line"
    at_the_end = list(_at_the_end(around, told))
    plain = () if told else _unlabelled(document, around)
    candidates = (
        _elements(document, header),
        at_the_end if told else (),
        _marked(document),
        [end for end in at_the_end[:1] if MEDIUM.search(end[0]) or not FAMILY_NAME.fullmatch(end[0])],
        _scripts(document),
        plain,
        ((found, "visible line") for line in around.beside() for found in [labelled_name(line)[0]] if found),
        at_the_end,
        _agency(blocks),
        () if told else _platform(document, around),
    )
    return next(chain.from_iterable(candidates), (None, ""))


def _elements(document: HtmlDocument, header: Sequence[Pieces]) -> Iterator[tuple[str, str]]:
    """Elements that a family calls source, where they stand beside the headline."""
    beside = "\n".join(" ".join(line) for line in header)
    names = marks("source")
    called: dict[str, list[HtmlElement]] = {}
    for element in document.tree.xpath("//*[@class or @id]"):
        for name in {element.get("id"), *(element.get("class") or "").split()}.intersection(names):
            called.setdefault(name, []).append(element)
    for name in names:
        for element in called.get(name, [])[:3]:
            text = squeeze(element.text_content())
            found = labelled_name((text,))[0] or named(text)
            if found and found in beside and not re.search(r"\d{4}[-年]", found):
                yield found, f"element {name}"


def _marked(document: HtmlDocument) -> Iterator[tuple[str, str]]:
    """The meta marks' name; of marks that no hand fills only where the page prints it."""
    for name in _METAS:
        marked = document.metas.get(name, "")
        found = labelled_name((marked,))[0] or named(marked)
        if found and (name in _BY_HAND or letters(found) in letters(" ".join(document.lines[1:]))):
            yield found, "meta"


def _scripts(document: HtmlDocument) -> Iterator[tuple[str, str]]:
    for pattern, rule in (
        (_SCRIPT_ACCOUNT, "account in a script"),
        (_PICTURE_POST, "account in a script"),
        (_SCRIPT_SOURCE, "script"),
    ):
        match = pattern.search(document.scripts)
        if match and (found := named(match[1])):
            yield found, rule


def _unlabelled(document: HtmlDocument, around: Surroundings) -> Iterator[tuple[str, str]]:
    """A name without a label beside the date."""
    lines = around.lines
    at = around.headline[:4]
    if not at and around.body is not None:
        at = [max(0, around.body[0] - 6)]
    own, is_chinese = _own_names(document), _is_chinese(document, around)
    for number in at:
        if name := own_name(lines, number, own):
            yield name, "name below the headline"
        # In English and Japanese another name beside the date is mostly the author's, or a column's.
        if is_chinese:
            yield from ((name, "name below the headline") for name in names_beside_date(lines, number, document.links))


def _own_names(document: HtmlDocument) -> frozenset[str]:
    """What the page calls its site or publisher, in its marks, its JSON-LD and its copyright line."""
    structured = (
        organisation.get("name")
        for thing in document.json_ld
        for organisation in (thing.get("publisher"), thing.get("sourceOrganization"), thing.get("provider"))
        if isinstance(organisation, dict)
    )
    marked = (document.metas.get(name) for name in ("og:site_name", "application-name", "sitename"))
    owners = (match["name"] for line in document.lines if len(line) <= LONGEST_INFO for match in _OWNER.finditer(line))
    said = (document.publisher.name, *structured, *marked, *owners)
    names = (squeeze(name) for name in said if isinstance(name, str))
    return frozenset(name for name in names if named(name) and not ADDRESS.search(name))


def _at_the_end(around: Surroundings, told: bool) -> Iterator[tuple[str, str]]:
    """A label at the body's end, in brackets behind its last sentence or in a line of its own; then any labelled line."""
    lines, span = around.lines, around.body
    tail = lines[max(span[0], span[1] - 2) : span[1] + 1 + _TAIL] if span is not None else ()
    for line in takewhile(lambda line: not is_related(line), tail):
        text = " ".join(line)
        brackets = _IN_BRACKETS.search(text)
        # Where the article's label names nobody, whose the film is says whose the article is.
        inside = _OF_FILM.sub("", brackets["inside"]) if brackets and told else brackets["inside"] if brackets else ""
        if begins_with_label(inside):
            yield from ((found, "end of the body") for found in [labelled_name((inside,))[0]] if found)
        elif len(text) <= LONGEST_INFO and not is_prose(text):
            yield from ((found, "end of the body") for found in [labelled_name(line)[0]] if found)
    if span is None:
        for line in lines:
            if len(" ".join(line)) < 80 and begins_with_label(" ".join(line)) and (found := labelled_name(line)[0]):
                yield found, "labelled line"
    for line in lines[max(0, span[0] - 6) : span[1] + 3] if span is not None else ():
        match = _BY.match(" ".join(line))
        if match and MEDIUM.search(match["value"]) and (found := named(match["value"])):
            yield found, "end of the body"


def _agency(blocks: Sequence[Block]) -> Iterator[tuple[str, str]]:
    """The agency in whose name the body begins."""
    for block in blocks[:3]:
        match = _DATELINE.match(block.text) or _RELEASE.match(block.text) or _WIRE.match(block.text)
        if match is None:
            continue
        name = next(value for value in match.groups() if value)
        if ("press" not in match.groupdict() or match["name"] or MEDIUM.search(name)) and (found := named(name)):
            yield found, "dateline"


def _is_chinese(document: HtmlDocument, around: Surroundings) -> bool:
    """Whether publisher and headline are: pages of unknown publishers in other languages show it by their headline."""
    headline = " ".join(" ".join(around.lines[number]) for number in around.headline[:1])
    is_other = headline and (not _HAN.search(headline) or _KANA.search(headline))
    return document.publisher.language.startswith("zh") and not is_other


def _platform(document: HtmlDocument, around: Surroundings) -> Iterator[tuple[str, str]]:
    """An e-paper's own mark, or the account on a Chinese platform: elsewhere what is marked so is the author."""
    paper = _PAPER.search(document.text)
    if paper and (found := named(squeeze(paper[1]))):
        yield found, "e-paper"
    if not _is_chinese(document, around):
        return
    for name in marks("account"):
        for element in document.tree.xpath(
            "//*[contains(concat(' ', @class, ' '), concat(' ', $name, ' '))]", name=name
        )[:1]:
            if found := named(squeeze(element.text_content())):
                yield found, "account"
    match = _JSON_ACCOUNT.search(document.scripts)
    if match and (found := named(match[1])):
        yield found, "account"


def author(document: HtmlDocument, around: Surroundings) -> str | None:
    """The author as printed next to the headline or marked, or None."""
    for line in around.beside():
        match = _AUTHOR.search(" ".join(line))
        if match:
            return match["value"].strip()
    marked = document.meta("author", "og:article:author")
    return marked if len(marked) <= 20 and named(marked) else None


def editor(document: HtmlDocument) -> str | None:
    """The 责任编辑 as printed, or None."""
    for line in document.lines:
        match = _EDITOR.search(line) if len(line) <= LONGEST_INFO else None
        if match:
            return match["value"].strip("：: ")
    return None


def is_repost(document: HtmlDocument, source: str | None) -> bool:
    """Whether the page says that the article is somebody else's: a 来源 that is not the publisher's own name."""
    own = document.publisher.name
    return source is not None and source not in own and own not in source
