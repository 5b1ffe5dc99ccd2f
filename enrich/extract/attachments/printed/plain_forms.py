"""Characters as people type them, and whether a text is one at all: fonts of PDF and OFD map glyphs as they please."""

import re
import unicodedata
from dataclasses import replace

from enrich.extract.attachments.printed.placed import PrintedPage

# Kangxi and supplementary radicals and compatibility ideographs, for which fonts map the plain character's glyph;
# ligatures of Latin (ﬁ). Circled numbers, ㎡ and full-width forms stay: they are what is printed.
_COMPATIBLE = re.compile(r"[\u2e80-\u2fd5\uf900-\ufaff\ufb00-\ufb06]|[\U0002f800-\U0002fa1f]")
# Supplementary radicals without a compatibility mapping, by the characters that they stand for in running text
# (Unicode's EquivalentUnifiedIdeograph.txt; those of simplified Chinese).
_RADICALS = str.maketrans(
    "⺁⺄⺊⺌⺍⺗⺝⺟⺠⺢⺥⺧⺩⺫⺭⺮⺰⺳⺶⺷⺻⺼⻁⻄⻅⻆⻉⻊⻋⻌⻍⻐⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻠⻢⻥⻦⻨⻩⻪⻬⻮⻰⻳",
    "厂乙卜小小心月母民水爫牛王目示竹纟网羊羊聿肉虎西见角贝足车辶辶钅镸长门阝雨青韦页风飞食饣马鱼鸟麦黄黾齐齿龙龟",
)
# Of a text's characters, at most so many may be no character of a language.
_MOST_ODD = 0.02
# Of its letters, so many of Latin-1's upper half, without a Chinese character, are bytes read in the wrong encoding
# (¹ØÓÚ): French and German have less than one in ten.
_MOST_UPPER_HALF = 0.3
_CHINESE = re.compile(r"[\u3400-\u9fff]")


def plain(text: str) -> str:
    """The text with radicals, compatibility ideographs and ligatures as plain characters."""
    return _COMPATIBLE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text.translate(_RADICALS))


def plain_page(page: PrintedPage) -> PrintedPage:
    """The page with its text in plain characters."""
    return replace(page, pieces=tuple(replace(piece, text=plain(piece.text)) for piece in page.pieces))


def is_garbled(text: str) -> bool:
    """Whether a text is none: characters that are none, private or of no script, or an encoding read as another."""
    letters = [letter for letter in text if not letter.isspace()]
    if not letters:
        return False
    odd = sum(letter == "\ufffd" or unicodedata.category(letter) in {"Cc", "Co", "Cn", "Cs"} for letter in letters)
    upper = sum("\xa1" <= letter <= "\xff" for letter in letters)
    return odd > _MOST_ODD * len(letters) or (upper > _MOST_UPPER_HALF * len(letters) and _CHINESE.search(text) is None)
