"""Lines of text: squeezed, and put together again where a form broke them."""

import re
import unicodedata
from collections.abc import Sequence

_ZERO_WIDTH = re.compile(r"[\u200b-\u200f\u2060\ufeff\xad]")
# Letters, digits and the percent sign: full-width punctuation is what Chinese prints, but for a decimal point.
_NARROW = {
    code: code - 0xFEE0 for code in (0xFF05, *range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_WIDE_POINT = re.compile(r"(?<=\d)．(?=\d)")
_WIDE = "\u2e80"
_SENTENCE_END = re.compile(r"[。！？；：…”」）.!?;:]$")
# A line this full of the longest one's characters goes on in the next one.
FULL = 0.85
# Lines broken by a form: at least so many, of a width between a narrow column's and a wide page's.
LEAST_BROKEN, LEAST_WIDTH, MOST_WIDTH = 5, 16, 60

# A label in a line of its own, as in the cells of a table: what it labels is the next line.
_DATE_LABEL = re.compile(
    r"[\[【]?(?:成文|生成|印发|签发|制发|截止|施行|实施|生效|失效|废止|发布|发文|公开|更新|发表)\s*(?:日\s*期|时\s*间)[\]】]?\s*[:：]?"
)
_SOURCE_LABEL = re.compile(r"[\[【]?(?P<name>(?:信息|文章|新闻|稿件|内容)来源|来\s*源|稿源|出处)[\]】]?\s*[:：]?")
_DATE = re.compile(r"(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}")
_LONGEST_VALUE = 40

# The characters of labels, buttons and info lines that are written otherwise in traditional Chinese.
_SIMPLIFIED = str.maketrans(
    "關聞閱讀熱門點薦鏈結輯編責權聲來簡發圖獨專題條評論報導載請註轉經許擊觀視頻訂閲簽積蹤優領獲獎與們隨禮現實時錄內審稿攝譯瀏覽數間號體單聯絡頁訊讚",
    "关闻阅读热门点荐链结辑编责权声来简发图独专题条评论报导载请注转经许击观视频订阅签积踪优领获奖与们随礼现实时录内审稿摄译浏览数间号体单联络页讯赞",
)


def squeeze(text: str | None) -> str:
    """One line: runs of white space become one space, zero-width characters go, full-width letters and figures narrow."""
    return " ".join(_WIDE_POINT.sub(".", _ZERO_WIDTH.sub("", text or "").translate(_NARROW)).split())


def letters(text: str) -> str:
    """Letters and digits alone, in one width and case: what two spellings of a line have in common."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).lower()


def simplified(text: str) -> str:
    """The text with the traditional characters of labels and buttons in simplified form, to tell them by; never to print."""
    return text.translate(_SIMPLIFIED)


def labelled(lines: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The lines (each its pieces), a date or a 来源 that stands in a cell of its own put behind its label."""
    done: list[tuple[str, ...]] = []
    for pieces in lines:
        line, before = " ".join(pieces), " ".join(done[-1]) if done else ""
        is_date, source = _DATE.match(line) is not None, _SOURCE_LABEL.fullmatch(before)
        if is_date and _DATE_LABEL.fullmatch(before):
            done[-1] = (f"{before} {line}",)
        elif source and not is_date and len(line) <= _LONGEST_VALUE and not line.endswith((":", "：")):
            done[-1] = (f"{source['name']}：{pieces[0]}", *pieces[1:])
        else:
            done.append(pieces)
    return done


def joined(lines: Sequence[str]) -> list[str]:
    """Lines that a printer or a form broke at a fixed width, as paragraphs; lines of any other kind as they are.

    A line that fills the width goes on in the next one, unless a sentence ends with it.
    """
    width = max(map(len, lines), default=0)
    paragraphs: list[str] = []
    goes_on = False
    for line in lines:
        if goes_on:
            paragraphs[-1] += line if paragraphs[-1][-1] >= _WIDE else f" {line}"
        else:
            paragraphs.append(line)
        goes_on = len(line) >= FULL * width and _SENTENCE_END.search(line) is None
    return paragraphs


def is_broken(lines: Sequence[str]) -> bool:
    """Whether lines were broken at a fixed width: several, most of them full, and most of those amid a sentence."""
    width = max(map(len, lines), default=0)
    full = [line for line in lines if len(line) >= FULL * width]
    amid = [line for line in full if _SENTENCE_END.search(line) is None]
    return (
        len(lines) >= LEAST_BROKEN and LEAST_WIDTH <= width <= MOST_WIDTH and len(full) > len(lines) / 2 < 2 * len(amid)
    )
