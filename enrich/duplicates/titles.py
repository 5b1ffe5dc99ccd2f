"""How two titles stand to each other: the same, alike but for a piece, or others altogether."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache

from enrich.duplicates.same_text import letters_of, rules, simplified, skeleton_of
from pipeline.text.title_names import marks, places

# Titles with at least this share of letters in common (difflib's ratio) are alike: what they differ in may be what counts.
ALIKE = 0.5
# From here on they are the same but for a name in front or a word.
HARDLY_DIFFERENT = 0.75
# Letters between two pieces that differ and are too few to part them; letters of a piece that says something.
BETWEEN, LEAST_PIECE = 2, 2
# Characters that are a title without what stands behind them.
LEAST_TITLE = 8
# A list's day behind a title.
_DAY = re.compile(r"\s{1,9}[\[(（]?(?:\d{4}[-/.])?\d{1,2}[-/.]\d{1,2}[\])）]?\s{0,9}$")
# Issuers in front of what the title is about, a 文号 behind it.
_ISSUERS = re.compile(r"(.{2,60}?)(?=关于)")
_NUMBER = re.compile(
    r"\s{0,9}[（(〔\[][^（(〔\[]{0,12}[〔\[﹝(（]?\d{4}[〕\]﹞)）]?\s{0,9}(?:第)?\d+号[）)〕\]]?\s{0,9}$"
)
_OTHERS = re.compile(r"等(?:[一二三四五六七八九十\d]*(?:部门|部委|单位|部|委|厅|局))?$")
_OFFICIAL = re.compile(r"关于.{1,300}(?:通知|公告|通告|公示|函|意见|办法|方案|批复|决定)(?:[（(].{0,12}[）)])?\s{0,9}$")


@dataclass(frozen=True)
class Titles:
    """Two titles: whether they say the same, how alike they are (0..1), and the pieces in which they differ."""

    one: str
    other: str
    same: bool
    alike: float
    pieces: tuple[tuple[str, str], ...]

    @property
    def official(self) -> bool:
        """Whether both are an official document's, by their form."""
        return bool(_OFFICIAL.search(self.one) and _OFFICIAL.search(self.other))


@lru_cache(1024)
def titles(one: str, other: str) -> Titles:
    """Compare two titles."""
    one, other = without_site(simplified(one)), without_site(simplified(other))
    mine, theirs = (letters_of(skeleton_of(title)[0]) for title in (one, other))
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    return Titles(one, other, _same(one, other), matcher.ratio(), tuple(_pieces(matcher, mine, theirs)))


def without_site(title: str) -> str:
    """The title without the site's name behind it.

    A place's site is left: where two provinces print a title in the same words, it alone tells whose the notice is.
    """
    site = _sites().search(title)
    if site is None or site.start() < LEAST_TITLE or places(site[0]):
        return title
    return title[: site.start()]


@cache
def _sites() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(rules()['sites'])})\\s{{0,9}}$")


def _pieces(matcher: "SequenceMatcher[str]", mine: str, theirs: str) -> list[tuple[str, str]]:
    """What stands in place of what, figures left out; a few equal letters between two pieces belong to them."""
    spans: list[list[int]] = []
    for kind, at, to, there, until in matcher.get_opcodes():
        if kind == "equal":
            continue
        if spans and at - spans[-1][1] <= BETWEEN:
            spans[-1][1], spans[-1][3] = to, until
        else:
            spans.append([at, to, there, until])
    return [(mine[at:to], theirs[there:until]) for at, to, there, until in spans]


def _same(one: str, other: str) -> bool:
    """Whether both are about the same by the same; reprints leave out the issuers in front of 关于, or all but the first.

    A place's own issuers are not left out: the same words are printed by the ministry and by every province.
    """
    (issuers, matter), (other_issuers, other_matter) = _parted(one), _parted(other)
    return matter == other_matter != "" and _same_issuers(issuers, other_issuers)


def _parted(title: str) -> tuple[str, str]:
    title = _NUMBER.sub("", _DAY.sub("", title))
    match = _ISSUERS.match(title)
    issuers = match[1].strip() if match else ""
    return issuers, letters_of(title[match.end() if match else 0 :])


def _same_issuers(one: str, other: str) -> bool:
    if not one or not other:
        return not places(one or other)
    first, second = (letters_of(re.split(r"[\s、,，]+", _OTHERS.sub("", issuers))[0]) for issuers in (one, other))
    shorter, longer = sorted((letters_of(one), letters_of(other)), key=len)
    return first == second or shorter in longer


def one_sided(pair: Titles, versions: tuple[str, ...]) -> str:
    """What only one of two titles that are alike says that makes it another document: a place, a version; or ""."""
    mine, theirs = marks(pair.one).get("地方", frozenset()), marks(pair.other).get("地方", frozenset())
    if bool(mine) != bool(theirs):
        return "、".join(sorted(mine or theirs))
    return next((word for word in versions if (word in pair.one) != (word in pair.other)), "")
