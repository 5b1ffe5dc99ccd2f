"""What the addresses of a list's articles have in common, as a regular expression that next week's will match too."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from urllib.parse import parse_qsl, urlsplit

from pipeline.addresses import TRACKING, VISIT

# A number in sixteens (of hashes and UUIDs), told from a plain one, and from one with a letter at an end, by its letters.
_HEX = r"(?=\d{0,64}[a-f])(?=[a-f]{0,64}\d)(?![a-f]{1,3}\d{1,64}(?![0-9a-f]))(?!\d{1,64}[a-f](?![0-9a-f]))[0-9a-f]{8,64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_NUMBERS = re.compile(rf"(?P<hex>{_HEX})|\d+", re.IGNORECASE)
_PIECES = re.compile(rf"{_HEX}|\d+|[^\W\d_]+|[\W_]", re.IGNORECASE)
_SUFFIX = re.compile(r"\.(?:s?html?)$", re.IGNORECASE)
# Letters and digits by chance, as short links have them: /s/q8ZxT_4kLmw.
_BY_CHANCE = re.compile(
    r"(?=.{0,200}[a-z])(?=.{0,200}[A-Z])(?=.{0,200}\d)[\w-]{10,200}|\d{0,4}(?:[a-z]{1,4}\d{1,4}){3,40}[a-z]{0,4}"
)
# Digits that say a day, a month or a year keep their number from week to week; those of a counter grow.
_DATE_LENGTHS = (4, 6, 8)
# From so many addresses on, a number that all of them have is the column's, not the month's.
_ENOUGH = 4
_MOST_PIECES = 7
# A name with more bytes outside ASCII than this is a title that was encoded.
_ENCODED = 6
# A pattern of more forms than this fits a page's links, not a list's articles.
_MOST_FORMS = 3
# So many where each is told by the list's own box as well.
_MOST_RARE_FORMS = 5
# A form that so few of the articles have is an exception that is not written down.
_LEAST_SHARE = 0.1
# Parameters whose number is an article's, whatever page shows it.
_PASSING = frozenset(TRACKING) | VISIT | {"from", "source", "ref", "t", "_t", "timestamp", "channel"}


def form_of_address(url: str) -> str:
    """What kind of address one is: digits, hex numbers and slugs each as one, by the end of the path and the query's keys."""
    parts = urlsplit(_without_visit(url))
    segments = [segment for segment in parts.path.split("/") if segment]
    last = _form(segments[-1]) if segments else ""
    before = _form(segments[-2]) if len(segments) > 1 and not set(last) & set("#~") else ""
    query = "&".join(f"{key}={_form(value)}" for key, value in _own_query(parts.query))
    return f"{before}/{last}?{query}"


def patterns(urls: Sequence[str]) -> list[str]:
    """Regular expressions that every usual address of these matches, the shortest first; the last says host and whole path.

    Addresses of several forms come as alternatives, the most usual first; forms that are hardly there are left out.
    """
    by_form: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        by_form[form_of_address(url)].append(url)
    usual = sorted(by_form.values(), key=len, reverse=True)[:_MOST_FORMS]
    usual = [form for form in usual if len(form) >= max(2, _LEAST_SHARE * len(urls))] or usual[:1]
    levels = [_levels(form) for form in usual]
    made: list[str] = []
    for level in range(max(map(len, levels), default=0)):
        parts = list(dict.fromkeys(several[min(level, len(several) - 1)] for several in levels))
        pattern = parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"
        made.append(pattern)
    folders = {urlsplit(url).path.rstrip("/").rpartition("/")[0] for url in urls}
    if len(by_form) > 1 and len(folders) == 1 and len(folder := folders.pop()) > 1:
        made.append(f"{_escaped(folder)}/[^/?]+/?$")
    return list(dict.fromkeys(made))


def patterns_of_each(urls: Sequence[str]) -> list[str]:
    """Regular expressions that each of these addresses matches, also those whose form only one has: for a list's own links.

    Slugs and words in one folder have what is common to them; other forms are alternatives. None where all are of one form.
    """
    by_form: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        by_form[form_of_address(url)].append(url)
    if len(by_form) < 2:
        return []
    made = []
    asked = {url for url in urls if _own_query(urlsplit(url).query)}
    plain = {form_of_address(url) for url in urls if url not in asked}
    # What a link from elsewhere adds to an article's address (?edition=us) makes it none of another form.
    one_depth = len({urlsplit(url).path.count("/") for url in urls}) == 1
    if one_depth and all(form_of_address(url.partition("?")[0]) in plain for url in asked):
        made += _levels(urls)
    if len(by_form) <= _MOST_RARE_FORMS:
        several = [_levels(form) for form in sorted(by_form.values(), key=len, reverse=True)]
        made += [
            f"(?:{'|'.join(dict.fromkeys(levels[min(level, len(levels) - 1)] for levels in several))})"
            for level in range(max(map(len, several)))
        ]
    return list(dict.fromkeys(made))


def _levels(urls: Sequence[str]) -> list[str]:
    """The patterns of addresses of one form, from the last segment of the path backwards."""
    parts = [urlsplit(_without_visit(url)) for url in urls]
    paths = [[segment for segment in part.path.split("/") if segment] for part in parts]
    depth = min(map(len, paths))
    query = _query_pattern([part.query for part in parts])
    slash = "/?" if all(part.path.endswith("/") for part in parts) else ""
    bare = all(not part.query for part in parts) and not any(";" in urlsplit(url).path for url in urls)
    end = slash + query if query else (f"{slash}$" if bare else f"{slash}(?:[;?]|$)")
    if not depth:
        return [f"/{end}"]
    tail = [_segment([path[-back] for path in paths], last=back == 1) for back in range(1, depth + 1)]
    levels = []
    for taken in range(1, depth + 1):
        pattern = "/" + "/".join(reversed(tail[:taken])) + end
        if _tells(pattern, tail[0], taken, depth):
            levels.append(pattern)
    hosts = list(dict.fromkeys(_escaped(part.netloc) for part in parts))
    if len(hosts) <= _MOST_FORMS and len({len(path) for path in paths}) == 1:
        host = hosts[0] if len(hosts) == 1 else f"(?:{'|'.join(hosts)})"
        levels.append(f"//{host}/" + "/".join(reversed(tail)) + end)
    return levels or ["/" + "/".join(reversed(tail)) + end]


def _tells(pattern: str, last: str, taken: int, depth: int) -> bool:
    """Whether a pattern says enough: a number or a slug alone could be anything's, so it has the folder before it."""
    alone = re.fullmatch(r"(?:\\d[+\d{}]{0,200}|[^\\]{0,200}\[\^/\??\]\+|\[\\w.%-\]\+)(?:\\\.s\?html\?)?", last)
    fixed = "\\d" not in pattern and "[" not in pattern
    return depth == 1 or taken > 1 or not (alone or fixed)


def _segment(values: Sequence[str], last: bool) -> str:
    """One segment of the paths as a pattern."""
    endings = {found[0] if (found := _SUFFIX.search(value)) else "" for value in values} if last else {""}
    names, ending = list(values), ""
    if "" not in endings:
        names = [_SUFFIX.sub("", value) for value in values]
        ending = r"\.s?html?" if all(one == one.lower() for one in endings) else r"(?i:\.s?html?)"
    # A file that is a number alone counts, even where it has two digits today, or four that could be a year's.
    return (r"\d+" if last and all(name.isdigit() for name in names) else _name(names)) + ending


def _name(values: Sequence[str]) -> str:
    """What these names have in common: the same pieces of letters and digits, hex numbers, slugs, or nothing."""
    if all(value.count("%") > _ENCODED for value in values):
        return "[^/?]+"
    split = [_PIECES.findall(value) for value in values]
    alike = len({tuple(map(_kind, pieces)) for pieces in split}) == 1
    one_title = len(values) == 1 and _is_slug(values[0])
    if alike and not one_title and len({"".join(p for p in pieces if _kind(p) == "w") for pieces in split}) == 1:
        return "".join(map(_piece, zip(*split, strict=True)))
    if all(map(_is_slug, values)):
        longer = len(values) >= 2 * _ENOUGH and all(value.count("-") > 1 for value in values)
        return "[^/?]+-[^/?]+-[^/?]+" if longer else "[^/?]+-[^/?]+"
    if alike and len(split[0]) <= _MOST_PIECES and not any(map(_BY_CHANCE.fullmatch, values)):
        return "".join(map(_piece, zip(*split, strict=True)))
    endings = {value.rpartition(".")[2] for value in values}
    if len(endings) == 1 and all("." in value for value in values):
        return rf"[^/]+\.{_escaped(endings.pop())}"
    return r"[\w.%-]+" if all(re.fullmatch(r"[\w.%-]+", value) for value in values) else "[^/]+"


def _piece(column: Sequence[str]) -> str:
    """One piece of names that are alike: a number, a word that all have, or words."""
    kind, lengths = _kind(column[0]), {len(piece) for piece in column}
    if kind == "~":
        digits = "[0-9a-f-]" if all(piece == piece.lower() for piece in column) else "[0-9A-Fa-f-]"
        return f"{digits}{{{lengths.pop()}}}" if len(lengths) == 1 else f"{digits}+"
    if kind == "#":
        if len(set(column)) == 1 and len(column) >= _ENOUGH and len(column[0]) <= 4 and not _may_be_date(column[0]):
            return column[0]
        if len(lengths) == 1 and all(map(_may_be_date, column)):
            return r"\d\d" if lengths == {2} else rf"\d{{{lengths.pop()}}}"
        return r"\d+"
    if len(set(column)) == 1:
        return _escaped(column[0])
    return r"[^\W\d_]+" if kind == "w" else r"\W"


def _may_be_date(digits: str) -> bool:
    """Whether digits say a year, a month, a day, or what is put together of these."""
    if len(digits) == 2:
        return 1 <= int(digits) <= 31
    return (
        len(digits) in _DATE_LENGTHS
        and digits.startswith(("19", "20"))
        and (len(digits) == 4 or 1 <= int(digits[4:6]) <= 12)
    )


def _query_pattern(queries: Sequence[str]) -> str:
    """The parameters that name the article, in the order that the addresses have them; "" where there are none."""
    own = [_own_query(query) for query in queries]
    shared = [key for key, _ in own[0] if all(any(key == other for other, _ in pairs) for pairs in own)]
    values = {key: [dict(pairs)[key] for pairs in own] for key in shared}
    varying = [key for key in shared if len(set(values[key])) > 1 or len(queries) == 1]
    if not varying:
        return ""
    told = [key for key in shared if key in varying or len(values[key][0]) <= 24]
    pieces = [f"{_key(key)}={_value(values[key]) if key in varying else _escaped(values[key][0])}" for key in told]
    return r"\?" + ("" if own[0][:1] and own[0][0][0] == told[0] else "(?:.*&)?") + "&(?:.*&)?".join(pieces)


def _key(key: str) -> str:
    """A parameter's name; brackets (TYPO3, PHP) as they are or encoded."""
    return _escaped(key).replace(r"\[", r"(?:\[|%5B)").replace(r"\]", r"(?:\]|%5D)")


def _value(values: Iterable[str]) -> str:
    listed = list(values)
    return (
        r"\d+"
        if all(value.isdigit() for value in listed)
        else r"[\w-]+"
        if all(re.fullmatch(r"[\w-]+", v) for v in listed)
        else "[^&]+"
    )


def _own_query(query: str) -> list[tuple[str, str]]:
    """The parameters that say which page this is."""
    return [(key, value) for key, value in parse_qsl(query, keep_blank_values=True) if key.lower() not in _PASSING]


def _form(name: str) -> str:
    """A name with each number as #, each hex number and each slug as ~; a mere word is w."""
    stem = _SUFFIX.sub(".html", name)
    plain, dot, ending = stem.rpartition(".") if "." in stem else (stem, "", "")
    if _BY_CHANCE.fullmatch(plain) or _is_slug(plain):
        return f"~{dot}{ending}"
    counted = _NUMBERS.sub(lambda found: "~" if found["hex"] else "#", plain)
    return f"{counted if set(counted) & set('#~') else 'w'}{dot}{ending}"


def _is_slug(name: str) -> bool:
    """Whether a name is a title: words with hyphens between them, or percent-encoded ones."""
    numbered = re.fullmatch(r"[^\W\d_]{1,10}(?:-\d+)+", name)
    return (
        len(re.findall(r"[^\W\d_]{2,}", name)) > 1 and "-" in name and not numbered and not re.fullmatch(_HEX, name)
    ) or (name.count("%") > _ENCODED)


def _without_visit(url: str) -> str:
    """The address without what Java servers write behind the path: ;jsessionid=…, another one at the next visit."""
    return re.sub(r";[^/?#]*", "", url)


def _kind(piece: str) -> str:
    if piece.isdigit():
        return "#"
    if len(piece) >= 8 and re.fullmatch(_HEX, piece, re.IGNORECASE):
        return "~"
    return "w" if piece.isalpha() else piece


def _escaped(text: str) -> str:
    """Text as a pattern; a hyphen means nothing outside of brackets."""
    return re.escape(text).replace(r"\-", "-")
