"""What tells two articles in the same words apart: each guard says what differs, or None where nothing does."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher
from functools import cache

from enrich.duplicates.alignment import SEED, Replaced
from enrich.duplicates.consultation_drafts import other_draft
from enrich.duplicates.same_text import Ready, Shared, as_printed, rules
from enrich.duplicates.titles import ALIKE, HARDLY_DIFFERENT, LEAST_PIECE, Titles, one_sided
from pipeline.records import Reason, Value
from pipeline.text.title_names import apart, known, marks

Guard = Callable[[Titles, Shared], Reason | None]

# Letters around a replaced piece that may belong to its name.
AROUND = 4
# A text's beginning, where it says what it is about.
BEGINNING = 400
# From here on one text holds so much of the other that a title is a headline writer's own.
NEARLY_ALL = 0.95
# Digits that make a figure a count that tells articles apart; two have less than this of them in common by chance.
LEAST_COUNT = 3
MISPRINT = 0.4
# What ends a newspaper's or an agency's own first line.
_MEDIA = re.compile("(?:报|网|台|社|讯|电|消息|报道)0*$")
# A document's number in its first lines: 东工信〔2026〕18号.
_DOCUMENT = re.compile(r"[\u4e00-\u9fff]{2,12}[〔\[(【](20\d\d)[〕\])】] ?第?(\d+)号")
FIRST_LINES = 120
# Characters of a name that stands alone, without 公司 or 省 behind it.
LEAST_NAME = 3
_LEVEL = re.compile("[全我各本](国|省|区|市|县)|(国家|省|市|县)级")
# What makes a name of the letters before it.
_BODY = re.compile(
    r"省|市|县|州|区|旗|[\u4e00-\u9fff]{0,4}?(?:有限|股份|集团|公司|交易所|交易中心|环交所|委员会|协会|联盟|大学|研究院|研究所|银行|电站|电厂)"
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]{2,}")
_ORDINALS = "批期届次轮号"


def told_apart(pair: Titles, found: Shared) -> Reason | None:
    """The first guard's reason; None where the two may be one article. Titles and texts are in the same order."""
    return next((reason for guard in _GUARDS if (reason := guard(pair, found))), None)


def _marks(pair: Titles, found: Shared) -> Reason | None:
    """Both titles name a batch, a time, a place or a company, and nothing that is the same.

    Titles that are not alike are a headline writer's: then the texts alone decide, where nearly all is the same.
    """
    if pair.alike < ALIKE and found.core >= NEARLY_ALL:
        return None
    for kind, mine, theirs in apart(pair.one, pair.other):
        if not _settled(kind, mine | theirs, found):
            return _other("titles_differ_in", mine, theirs, kind=kind)
    return None


def _settled(kind: str, named: frozenset[str], found: Shared) -> bool:
    """Whether both texts begin with the same of what the titles name: then one title is off, not the article."""
    if found.core < NEARLY_ALL:
        return False
    mine, theirs = (marks(side.text[:BEGINNING]).get(kind, frozenset()) for side in (found.short, found.long))
    return bool(named & mine & theirs)


def _pieces(pair: Titles, found: Shared) -> Reason | None:
    """What the titles differ in, the texts differ in: each has its own title's piece and not the other's."""
    if pair.same or pair.alike < ALIKE:
        return None
    words, others = found.short.letters, found.long.letters
    for mine, theirs in pair.pieces:
        said = min(len(mine), len(theirs)) >= LEAST_PIECE and mine in words and theirs in others
        if said and mine not in others and theirs not in words:
            return _other("titles_and_texts_differ", [as_printed(mine)], [as_printed(theirs)])
    return None


def _one_sided(pair: Titles, found: Shared) -> Reason | None:
    """Only one title names a place or a version: a place's own edition, a draft, an interpretation."""
    if pair.same or pair.alike < HARDLY_DIFFERENT or found.core >= rules()["one_sided"]:
        return None
    said = one_sided(pair, tuple(rules()["versions"]))
    return Reason("only_one_title_says", {"said": said}) if said else None


def _drafts(pair: Titles, found: Shared) -> Reason | None:
    """One is a draft by its title, and the other says so neither in its title nor in its first lines."""
    said = other_draft(pair.one, found.short.text, pair.other, found.long.text)
    return Reason("one_is_a_draft", {"kind": said}) if said else None


def _forms(pair: Titles, found: Shared) -> Reason | None:
    """Two documents with titles of their own over a text so short that it is the form's."""
    if pair.official and not pair.same and len(found.short.letters) < rules()["short"]:
        return Reason("only_form_words")
    return None


def _figures(pair: Titles, found: Shared) -> Reason | None:
    """Other figures in the same words: another week's report, another batch's notice."""
    del pair
    told = [(mine, theirs, context) for mine, theirs, context in found.figures if theirs]
    marked = [one for one in told if _is_mark(*one)]
    counts = [
        one for one in told if not _is_mark(*one) and all(len(_digits(value)) >= LEAST_COUNT for value in one[:2])
    ]
    # By themselves: a notice has one 第三批 and many years.
    series = [one for one in marked if one[2][2:3] != "年"]
    for compared, most, code, unlike in (
        (series, "marks_differ", "other_in_series", str.__ne__),
        (marked, "marks_differ", "other_in_series_or_year", str.__ne__),
        (told, "figures_differ", "other_figures", str.__ne__),
        (counts, "counts_differ", "other_counts", _is_no_misprint),
    ):
        differ = [(mine, theirs) for mine, theirs, _ in compared if unlike(mine, theirs)]
        if differ and len(differ) >= rules()[most] * len(compared):
            return _other(code, [differ[0][0]], [differ[0][1]])
    return None


def _digits(value: str) -> str:
    """The digits of a figure that say how many, without the zeros of its scale."""
    return "".join(filter(str.isdecimal, value)).strip("0")


def _is_no_misprint(mine: str, theirs: str) -> bool:
    """Whether two figures are others altogether; a misprint changes, leaves out or moves a digit or the scale."""
    matching = SequenceMatcher(None, _digits(mine), _digits(theirs), autojunk=False).ratio()
    return mine != theirs and matching <= MISPRINT


def _is_mark(mine: str, theirs: str, context: str) -> bool:
    """Whether a figure says which one of a series: 第三批, 2026年."""
    before, after = context[0], context[2:3]
    year = after == "年" and all(value.isdecimal() and 1900 < int(value) < 2100 for value in (mine, theirs))
    return year or (before == "第" and after in _ORDINALS)


def _names(pair: Titles, found: Shared) -> Reason | None:
    """Another place or company in the same words."""
    del pair
    for one in found.replaced:
        if not one.before and (_MEDIA.search(one.one) or _MEDIA.search(one.other)):
            continue
        mine, theirs = (
            known(as_printed(f"{one.before[-AROUND:]}{name}{one.after[:AROUND]}")) for name in (one.one, one.other)
        )
        if mine - theirs and theirs - mine:
            return _other("other_places", mine - theirs, theirs - mine)
        body = _BODY.match(one.after)
        if body and _is_name(one.one, body[0], found.short) and _is_name(one.other, body[0], found.long):
            code = "other_places" if len(body[0]) == 1 else "other_bodies"
            return _other(code, [as_printed(one.one)], [as_printed(one.other)])
    return None


def _securities(pair: Titles, found: Shared) -> Reason | None:
    """Two companies' announcements by what they declare in front: another code or short name of a security."""
    del pair
    for declared in _declared():
        mine, theirs = (set(declared.findall(side.text)) for side in (found.short, found.long))
        if mine and theirs and mine.isdisjoint(theirs):
            return _other("other_securities", mine, theirs)
    return None


@cache
def _declared() -> list[re.Pattern[str]]:
    return [re.compile(pattern) for pattern in rules()["securities"]]


def _renamed(pair: Titles, found: Shared) -> Reason | None:
    """One name stands for another throughout: at every place where they differ so, twice or more, and in neither's other.

    Synonyms are words of two characters; a name has more.
    """
    del pair
    swaps = Counter((one.one, one.other) for one in found.replaced if _may_be_names(one))
    for (mine, theirs), count in swaps.items():
        if count > 1 and mine not in found.long.letters and theirs not in found.short.letters:
            return _other("other_names", [as_printed(mine)], [as_printed(theirs)])
    return None


def _may_be_names(one: Replaced) -> bool:
    return all(len(name) >= LEAST_NAME and _CHINESE.fullmatch(name) for name in (one.one, one.other))


def _is_name(piece: str, body: str, side: Ready) -> bool:
    """Whether the piece is the beginning of a body's name: at most a bracket stands between the two, as in 某某（集团）公司."""
    if _CHINESE.fullmatch(piece) is None or piece in rules()["no_names"]:
        return False
    return as_printed(f"{piece}{body}") in side.text.replace("(", "").replace(")", "")


def _documents(pair: Titles, found: Shared) -> Reason | None:
    """Another 文号 in the first lines: the same words, issued by another or anew."""
    del pair
    mine, theirs = (set(_DOCUMENT.findall(side.text[:FIRST_LINES])) for side in (found.short, found.long))
    if not mine or not theirs or mine & theirs:
        return None
    own, other = (f"〔{year}〕{number}号" for year, number in (min(mine), min(theirs)))
    return _other("other_document_numbers", [own], [other])


def _levels(pair: Titles, found: Shared) -> Reason | None:
    """全省 for 全国, 我市 for 我省, more than once: a lower level's edition."""
    del pair
    levels = [
        [
            {"".join(groups) for groups in _LEVEL.findall(f"{one.before[-1:]}{name}{one.after[:1]}")}
            for name in (one.one, one.other)
        ]
        for one in found.replaced
    ]
    other = [(mine, theirs) for mine, theirs in levels if mine and theirs and mine.isdisjoint(theirs)]
    return _other("other_levels", *other[0]) if len(other) > 1 else None


def _reports(pair: Titles, found: Shared) -> Reason | None:
    """One is about the other: it says 通知提出 of it and has it in pieces, while the other says so nowhere."""
    pieces = [run for run in found.runs if run.length >= 2 * SEED]
    if pair.same or len(pieces) < rules()["pieces"]:
        return None
    own = found.unmatched()
    for unmatched, document in ((own[0], found.long), (own[1], found.short)):
        said = _reporting().search(unmatched)
        if said and not _reporting().search(document.letters):
            return Reason("one_reports_the_other", {"said": said[0]})
    return None


@cache
def _reporting() -> re.Pattern[str]:
    return re.compile("|".join(rules()["reporting"]))


def _other(code: str, mine: Iterable[str], theirs: Iterable[str], **more: Value) -> Reason:
    """A reason that sets what one article says against what the other says."""
    return Reason(code, {**more, "one": tuple(sorted(mine)), "other": tuple(sorted(theirs))})


_GUARDS: tuple[Guard, ...] = (
    _drafts,
    _marks,
    _pieces,
    _one_sided,
    _forms,
    _figures,
    _names,
    _securities,
    _renamed,
    _documents,
    _levels,
    _reports,
)
