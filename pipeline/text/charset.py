"""Bytes to text: the charset a page really has, whatever its header and its marks say."""

import codecs
import re
from collections.abc import Callable

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(
    rb"""(?:<meta[^>]{0,200}?charset|<\?xml[^>]{0,100}?encoding)\s{0,9}=\s{0,9}["']?\s{0,9}([\w-]{2,20})""",
    re.IGNORECASE,
)
_HEADER = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w-]{2,20})", re.IGNORECASE)
# gb2312 and gbk are subsets of gb18030, and pages labelled with them use characters beyond.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "iso-8859-1": "cp1252", "latin-1": "cp1252"}
# What pages are written in: the encodings of the WHATWG's standard, as Python names them. Its other codecs are no charsets of
# pages (punycode, idna, unicode_escape), and some take minutes for a hundred kilobytes.
_CHARSETS = frozenset(
    codecs.lookup(name).name
    for name in (
        "utf-8 utf-16 utf-16-le utf-16-be ascii gb2312 gbk gb18030 hz big5 big5hkscs euc-jp iso-2022-jp shift_jis "
        "cp932 euc-kr cp949 koi8-r koi8-u mac-roman mac-cyrillic cp866 cp874 tis-620 latin-1 iso8859-2 iso8859-3 "
        "iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9 iso8859-10 iso8859-13 iso8859-14 iso8859-15 "
        "iso8859-16 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258"
    ).split()
)
# A page with this share of bytes that do not decode is not in that charset; one cut in the middle has fewer.
_TOLERATED = 0.002
# Chinese text has hardly a private character; Big5 that is read as GB18030 has one in ten (of those beyond ASCII).
_PRIVATE = re.compile(r"[\ue000-\uf8ff]")
_MOST_PRIVATE = 0.02
# NUL and other control characters have no place in HTML; tabs and line ends do.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_HAN = re.compile(r"[\u4e00-\u9fff]{3}")
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
# Characters that are looked at, and the fewest that decide.
MOJIBAKE_SAMPLE, LEAST_MOJIBAKE = 2000, 30
# Genuine Chinese text read as UTF-8 loses nearly every character; mojibake through GBK loses one in three at most.
MOST_LOST = 0.5
# Charset marks stand in the first kilobytes (the HTML standard says 1024; real pages are later).
_HEAD_BYTES = 8192


def decode(raw: bytes, content_type: str = "", chinese: bool = True) -> str:
    """The page as text, without control characters, mojibake mended.

    In order: a byte order mark; UTF-8 if the bytes are (other charsets hardly ever look like it); what header and page
    declare, if it fits; GB18030 for a Chinese source, or Big5 where that gives private characters; detection. What
    does not decode becomes U+FFFD.
    """
    for mark, charset in _BOMS:
        if raw.startswith(mark):
            return _clean(raw[len(mark) :].decode(charset, "replace"))
    for charset in _candidate_charsets(raw, content_type, chinese):
        text = _fits(raw, charset)
        if text is not None:
            return _clean(_unless_big5(raw, text) if charset == "gb18030" else text)
    import charset_normalizer

    best = charset_normalizer.from_bytes(raw[:100_000]).best()
    return _clean(raw.decode(best.encoding if best else "utf-8", "replace"))


def _candidate_charsets(raw: bytes, content_type: str, chinese: bool) -> list[str]:
    """The charsets to try, in order; what header and page declare is widened by _WIDER."""
    declared = [match[1] for match in [_HEADER.search(content_type)] if match]
    declared += [match[1].decode("ascii", "replace") for match in [_DECLARED.search(raw[:_HEAD_BYTES])] if match]
    wanted = [_WIDER.get(name.lower(), name.lower()) for name in declared]
    western = [name for name in wanted if name in ("cp1252", "us-ascii", "ascii")]
    wanted = [name for name in wanted if name not in western]
    # Every byte string is some western text: such a label is believed last on a Chinese page.
    return ["utf-8", *wanted, "gb18030", *western] if chinese else ["utf-8", *wanted, *western, "cp1252"]


def _fits(raw: bytes, charset: str) -> str | None:
    """The text in that charset; None where more than _TOLERATED of it does not decode, or it is none of pages."""
    try:
        known = codecs.lookup(charset).name
    except (LookupError, ValueError):
        return None
    if known not in _CHARSETS:
        return None
    text = raw.decode(known, "replace")
    wrong = text.count("\ufffd") - raw.count("\ufffd".encode())
    return text if wrong <= max(1, _TOLERATED * len(raw)) else None


def _unless_big5(raw: bytes, text: str) -> str:
    """The text that was read as GB18030, or as Big5 where it has private characters that it then has not."""
    foreign = sum(map(len, _FOREIGN.findall(text)))
    if len(_PRIVATE.findall(text)) <= _MOST_PRIVATE * foreign:
        return text
    other = _fits(raw, "big5hkscs")
    return text if other is None or _PRIVATE.search(other) else other


def _clean(text: str) -> str:
    return mended(_CONTROLS.sub("", text))


def mended(text: str) -> str:
    """Text that was UTF-8 and went through another charset on the publisher's side (mojibake), as it was meant.

    Only where most of what is not ASCII reads as UTF-8 again: genuine text hardly ever does. What was lost on the way
    is U+FFFD.
    """
    sample = "".join(_FOREIGN.findall(text))[:MOJIBAKE_SAMPLE]
    # Chinese characters are no western mojibake, and the other way round.
    back = _as_gb18030 if _HAN.search(sample) else _as_cp1252
    if len(sample) >= LEAST_MOJIBAKE and _reads_as_utf8(back(sample)):
        return _FOREIGN.sub(lambda run: _reread(run[0], back), text)
    return text


def _as_cp1252(text: str) -> bytes:
    """The text in cp1252, whose five holes the web's form of it maps to control characters."""
    found = bytearray()
    for character in text:
        try:
            found += character.encode("cp1252")
        except UnicodeEncodeError:
            found += character.encode("latin-1", "replace")
    return bytes(found)


def _as_gb18030(text: str) -> bytes:
    return text.encode("gb18030", "replace")


def _reads_as_utf8(raw: bytes) -> bool:
    """Whether most of what is not ASCII in the bytes is UTF-8."""
    read = raw.decode("utf-8", "replace")
    foreign = sum(character > "\x7f" and character != "\ufffd" for character in read)
    return foreign >= LEAST_MOJIBAKE / 3 and read.count("\ufffd") <= MOST_LOST * foreign


def _reread(before: str, back: Callable[[str], bytes]) -> str:
    """A run of foreign characters read as UTF-8, unless it makes less sense than before: a sign that stood alone."""
    read = back(before).decode("utf-8", "replace")
    return before if len(before) < 3 and "\ufffd" in read else read
