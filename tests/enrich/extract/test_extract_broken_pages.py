"""Broken pages: whatever arrives ends as an article or as a rejection, and what a field says is bounded."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from demo.texts import texts
from enrich.extract.extract import extract
from enrich.extract.title import LONGEST
from pipeline.errors import Reject, RejectCode
from pipeline.records import Article
from pipeline.text.charset import decode, mended
from tests.support.pages import SENTENCE, article_html, demo_page, page

WHOLE = [part.unpack() for text in texts()[::7] for part in demo_page(text).parts]
TAGS = (
    "p div table tr td ul li h1 h2 script style iframe svg img a br span form template noscript article figure".split()
)
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

pieces = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS]),
    st.sampled_from([f"</{tag}>" for tag in TAGS]),
    st.sampled_from(
        [
            SENTENCE,
            "来源：",
            "发布时间：",
            "2026-05-12",
            "2026-13-45",
            "&#0;",
            "&#xD800;",
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "<",
            "&",
            "\x00",
            "\ufffe",
        ]
    ),
    st.text(max_size=40),
)


def ends(raw: bytes) -> Article | RejectCode:
    try:
        article = extract(page(raw))
    except Reject as verdict:
        return verdict.reason
    assert len(article.title) <= LONGEST + 80
    assert article.source is None or len(article.source) <= 40
    assert all(image.url.startswith(("http://", "https://")) for image in article.images)
    return article


@SLOW
@given(st.lists(pieces, max_size=60))
def test_any_markup(parts: list[str]) -> None:
    ends("".join(parts).encode("utf-8", "surrogatepass"))


@SLOW
@given(st.binary(max_size=2000))
def test_any_bytes(raw: bytes) -> None:
    ends(raw)


@SLOW
@given(st.sampled_from(WHOLE), st.integers(0, 20_000), st.binary(max_size=30), st.integers(0, 200))
def test_a_page_cut_and_patched(raw: bytes, at: int, patch: bytes, lost: int) -> None:
    ends(raw[:at] + patch + raw[at + lost :])
    ends(raw[:at])


@SLOW
@given(st.text(max_size=400))
def test_mending_leaves_whole_text_alone(text: str) -> None:
    assert decode(text.encode("utf-8", "ignore")) is not None
    chinese = SENTENCE + text
    assert mended(chinese).startswith(SENTENCE[:20])


BROKEN = SENTENCE * 3


@pytest.mark.parametrize("charset", ["cp1252", "latin-1"])
def test_mojibake_is_mended(charset: str) -> None:
    garbled = "".join(_web(byte, charset) for byte in BROKEN.encode())
    assert mended(garbled) == BROKEN


def _web(byte: int, charset: str) -> str:
    try:
        return bytes([byte]).decode(charset)
    except UnicodeDecodeError:
        return chr(byte)


def test_mojibake_that_lost_too_much_is_rejected() -> None:
    garbled = article_html(body=f"<p>{BROKEN}</p>" * 3).encode().decode("gb18030", "replace")
    assert ends(f"<title>x</title>{garbled}".encode()) is RejectCode.UNREADABLE


@pytest.mark.parametrize(
    "text",
    [
        "Zürich café naïve façade €5 – ‘quoted’ " * 20,
        "繁體中文測試，減排與碳交易市場。" * 20,
        "排出量取引制度について。" * 20,
        "КВОТЫ на выбросы " * 20,
    ],
)
def test_genuine_text_is_no_mojibake(text: str) -> None:
    assert mended(text) == text


@pytest.mark.parametrize(
    ("html", "title"),
    [
        (f"<img src='/title.png' alt=''>{f'<p>{SENTENCE}</p>' * 4}", ""),
        (f"<h1></h1><h1> </h1>{f'<p>{SENTENCE}</p>' * 4}", ""),
        (f"<h1>{'很长的标题' * 200}</h1>{f'<p>{SENTENCE}</p>' * 4}", ""),
    ],
    ids=["a title in an image", "empty headings", "a title without end"],
)
def test_a_title_that_is_not_there_is_not_guessed(html: str, title: str) -> None:
    found = ends(f"<html><head><title></title></head><body>{html}</body></html>".encode())
    assert isinstance(found, Article)
    assert found.title == title
    assert "title" not in found.found_by


@pytest.mark.parametrize(
    ("info", "day"),
    [
        ("来源：东海日报", None),
        ("2026年5月12日 来源：东海日报", "2026-05-12"),
        ("发布日期：2026-05-12　更新日期：2026-05-13", "2026-05-12"),
        ("发布日期：2036-05-12", None),
        ("2026年2月30日", None),
        ("印发日期：2026年1月5日", None),
    ],
    ids=["none", "one", "two", "in the future", "no such day", "another kind"],
)
def test_dates_that_are_missing_or_wrong(info: str, day: str | None) -> None:
    found = ends(
        f"<html><head><title>东海省部署碳市场核查工作</title></head><body>{article_html(info=info)}</body></html>".encode()
    )
    assert isinstance(found, Article)
    assert (found.published.isoformat() if found.published else None) == day
