"""What English pages, and pages with a table of contents, print around their articles is no part of the text."""

from enrich.extract.extract import extract
from pipeline.records import Article
from tests.support.pages import page

HEADLINE = "Steel makers ask for a longer transition"
FIRST = (
    "Steel makers in four countries asked their governments on Tuesday for three more years before free allowances end."
)
LAST = (
    "The ministers will answer in October, after they have heard the importers and the unions of the plants concerned."
)


def article(body: str) -> Article:
    head = f"<title>{HEADLINE} | Iron Post</title>"
    return extract(page(f"<h1>{HEADLINE}</h1><div>{body}</div>", head, language="en"))


def texts(made: Article) -> list[str]:
    return [block.text or " ".join(block.items) for block in made.blocks]


def test_the_info_line_the_share_bar_and_what_follows_are_left_out() -> None:
    before = "<p>Press release</p><p>Published 09 Sep 2026 Last modified 10 Sep 2026</p><p>3 min read</p>"
    bar = "<div>Share this</div><ul><li>Facebook</li><li>X</li><li>Copy link</li></ul>"
    after = (
        "<p>Press contacts</p><p>If you are not a journalist, please send your question to the information service.</p>"
    )

    made = article(f"{before}{bar}<p>{FIRST}</p><p>{LAST}</p>{after}")

    assert texts(made) == [FIRST, LAST]


def test_a_line_that_points_to_another_page_is_left_out() -> None:
    pointer = '<p><strong>Read more: </strong><a href="/2026/ore.html">Ore exporters look for other ports</a></p>'

    made = article(f"<p>{FIRST}</p>{pointer}<p>{LAST}</p>")

    assert texts(made) == [FIRST, LAST]


def test_headings_that_the_page_s_own_contents_name_stay() -> None:
    contents = '<ul><li><a href="#1">What is asked for?</a></li><li><a href="#2">What comes next?</a></li></ul>'
    parts = f'<h3 id="1">What is asked for?</h3><p>{FIRST}</p><h3 id="2">What comes next?</h3><p>{LAST}</p>'

    made = article(contents + parts)

    assert texts(made) == ["What is asked for?", FIRST, "What comes next?", LAST]


def test_a_quotation_of_several_paragraphs_keeps_them() -> None:
    made = article(f"<p>{FIRST}</p><blockquote><p>{LAST}</p><div>A speaker of the association</div></blockquote>")

    assert [(block.kind, block.text) for block in made.blocks] == [
        ("paragraph", FIRST),
        ("quotation", LAST),
        ("quotation", "A speaker of the association"),
    ]
