"""dedupe: is an article the same as one of these candidates, printed again?"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from hashlib import blake2b

from zhconv import convert

from index.store import Fingerprint
from pipeline.records import Article, Duplicate

# Five characters of Chinese are two to three words: rare enough to tell articles apart, short enough to survive edits.
GRAM = 5
# Winnowing (Schleimer, Wilkerson, Aiken 2003): any 5 + 8 - 1 = 12 common characters share a fingerprint.
WINDOW = 8
# Hashes kept of one article: a long report has some 2,000 windows; more would only find the same candidates.
MOST_HASHES = 1500
# Share of the shorter text that must stand in the other. Chosen on open pairs with whole kinds of edit left out.
CONTAINED = 0.6
# Below this a text is a headline or a teaser, and the titles must agree as well.
SHORT = 80
# Of a text, what is compared: no article is longer, and a bound for time.
MOST_TEXT = 60_000

_NOT_WORD = re.compile(r"[\W_]+")
# What tells two notices in the same words apart: which batch, which place, which year, which figures.
_BATCH = re.compile(r"第([一二三四五六七八九十百\d]+)(批|期|号|届|次|季度|轮)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年|\D)")
# 碳市场, 上市, 城市 and their like are no places; 园区, 社区, 地区 are too many to tell from districts.
_PLACE = re.compile(r"([\u4e00-\u9fff]{2,4})(?:省|自治区|(?<![城上股都超楼碳门入])市(?![场值民政])|(?<!各)[县州])")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
# Figures in common that two printings of one article have at least; an edited copy may have lost some.
COMMON_FIGURES = 0.5
LEAST_FIGURES = 4


def normalised(text: str) -> str:
    """Text as it is compared: NFKC, simplified characters, lower case, nothing but letters and digits."""
    return _NOT_WORD.sub("", convert(unicodedata.normalize("NFKC", text[:MOST_TEXT]), "zh-cn")).lower()


def fingerprint(article: Article) -> Fingerprint:
    """What the search for duplicates needs of an article: winnowed hashes (signed 64-bit) and the text to compare."""
    text = normalised(article.text)
    return Fingerprint(
        id=article.id,
        version=int(article.fetched_at.timestamp() * 1000),
        text_hash=article.text_hash,
        title=article.title,
        text=article.text[:MOST_TEXT],
        hashes=winnow(text or normalised(article.title)),
        published=article.published,
    )


def winnow(text: str) -> tuple[int, ...]:
    """The least hash of every WINDOW neighbouring 5-grams, each once, in ascending order."""
    grams = [text[at : at + GRAM] for at in range(max(1, len(text) - GRAM + 1))]
    hashes = [int.from_bytes(blake2b(gram.encode(), digest_size=8).digest(), signed=True) for gram in grams]
    kept = {min(hashes[at : at + WINDOW]) for at in range(max(1, len(hashes) - WINDOW + 1))}
    return tuple(sorted(kept)[:MOST_HASHES])


def dedupe(own: Fingerprint, candidates: Sequence[Fingerprint]) -> tuple[Duplicate, ...]:
    """The candidates that are the same article, by id. Symmetrical: either article finds the other, alike."""
    found = []
    for other in sorted(candidates, key=lambda one: one.id):
        score, why = compare(own.title, own.text, other.title, other.text)
        if why:
            found.append(
                Duplicate(other=other.id, score=score, why=why, own_hash=own.text_hash, other_hash=other.text_hash)
            )
    return tuple(found)


def compare(title: str, text: str, other_title: str, other_text: str) -> tuple[float, str]:
    """How much of the shorter text stands in the longer (0..1, 4 places), and why they are the same ("" if not)."""
    one, other = normalised(text), normalised(other_text)
    short, long = sorted((one, other), key=lambda side: (len(side), side))
    score = round(_contained(short, long), 4)
    same_title = _same_title(title, other_title)
    if not long and same_title and not _told_apart(title, text, other_title, other_text):
        return 1.0, "没有正文，标题相同"
    if len(short) < SHORT and not same_title:
        return score, ""
    if score < CONTAINED or _told_apart(title, text, other_title, other_text):
        return score, ""
    if one == other:
        return score, "正文相同" if same_title else "正文相同，标题不同"
    how = "正文大部分相同" if len(short) > 0.8 * len(long) else "一篇包含另一篇"
    return score, f"{how}（{score:.0%}）" + ("" if same_title else "，标题不同")


def _contained(short: str, long: str) -> float:
    grams = Counter(short[at : at + GRAM] for at in range(max(1, len(short) - GRAM + 1)))
    others = {long[at : at + GRAM] for at in range(max(1, len(long) - GRAM + 1))}
    total = sum(grams.values())
    return sum(count for gram, count in grams.items() if gram in others) / total if short else 0.0


def _by_unit(title: str) -> dict[str, set[str]]:
    """The ordinals of a title by what they count: 第三轮第五批 is {轮: 三, 批: 五}."""
    found: dict[str, set[str]] = {}
    for number, unit in _BATCH.findall(title):
        found.setdefault(unit, set()).add(number)
    return found


def _same_title(title: str, other_title: str) -> bool:
    """Whether two titles say the same; reprints leave out the issuers in front of 关于, others have other issuers."""
    (issuers, matter), (other_issuers, other_matter) = (_parted(one) for one in (title, other_title))
    same_issuers = not issuers or not other_issuers or issuers in other_issuers or other_issuers in issuers
    return matter == other_matter != "" and same_issuers


def _parted(title: str) -> tuple[str, str]:
    match = re.match(r"(.{2,60}?)(?=关于)", title)
    issuers = match[1] if match else ""
    return normalised(issuers), normalised(title[len(issuers) :])


def _told_apart(title: str, text: str, other_title: str, other_text: str) -> bool:
    """Whether the two differ in what tells notices in the same words apart."""
    one, other = (unicodedata.normalize("NFKC", part) for part in (title, other_title))
    mine_by_unit, theirs_by_unit = _by_unit(one), _by_unit(other)
    if any(mine_by_unit[unit].isdisjoint(theirs_by_unit[unit]) for unit in mine_by_unit.keys() & theirs_by_unit.keys()):
        return True
    for pattern in (_YEAR, _PLACE):
        mine, theirs = set(pattern.findall(one)), set(pattern.findall(other))
        if mine and theirs and mine.isdisjoint(theirs):
            return True
    mine, theirs = (
        set(_FIGURE.findall(unicodedata.normalize("NFKC", part[:MOST_TEXT]))) for part in (text, other_text)
    )
    fewer = min(len(mine), len(theirs))
    return fewer >= LEAST_FIGURES and len(mine & theirs) < COMMON_FIGURES * fewer
