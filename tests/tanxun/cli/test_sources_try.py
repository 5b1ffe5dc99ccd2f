"""`tanxun sources try` as a person meets it, on a web of three articles and with saved pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.loopback import Web
from tests.support.pages import SENTENCE
from tests.support.small_pages import article
from tests.support.week import Home

SITE = "http://green.example"
ENTRY = f"""
id = "green"
name = "绿地市生态环境局"
hosts = ["green.example"]

[[lists]]
url = "{SITE}/notice/"
articles = '/t\\d+\\.html$'
exclude = "解读"
paging = "index_{{n}}.html"
pages = 2

[[lists]]
url = "{SITE}/news/"
articles = '/n\\d+\\.html$'
"""
NOTICES = [("/t3.html", "关于配额清缴的通知"), ("/t2.html", "关于核查的通知"), ("/t1.html", "关于培训的通知")]


def listing(*links: tuple[str, str]) -> str:
    items = "".join(
        f'<li><a href="{url}">{title}</a><i>2026-09-{9 - n:02d}</i></li>' for n, (url, title) in enumerate(links)
    )
    return f"<html><body><ul>{items}</ul></body></html>"


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as running:
        aside = [("/jd.html", "一图读懂：解读"), ("/about.html", "关于我们"), ("http://x.example/t7.html", "友情链接")]
        running.put(f"{SITE}/notice/", listing(*NOTICES, *aside))
        for path, title in NOTICES:
            running.put(SITE + path, article(title, "</p><p>".join([SENTENCE] * 3), "<p>来源：绿地日报</p>"))
        yield running


@pytest.fixture
def home(tmp_path: Path) -> Home:
    (tmp_path / "entries").mkdir()
    (tmp_path / "entries" / "green.toml").write_text(ENTRY)
    (tmp_path / "saved.html").write_text(listing(*NOTICES))
    return Home(tmp_path, {"TANXUN_CATALOGUE": "entries"})


def test_a_source_is_tried_and_nothing_is_kept(home: Home, web: Web) -> None:
    printed = home.run("sources", "try", "green", "--at", "2026-09-11", proxy=web.address)

    for line in (
        "green 绿地市生态环境局",
        f"lists[0]  GET {SITE}/notice/: 200, ",
        "elements (`a`): 6; articles: 3; with a date beside them: 3",
        f"2026-09-09  关于配额清缴的通知  {SITE}/t3.html",
        f"left out: 1 match `exclude`: 一图读懂：解读 {SITE}/jd.html",
        f"left out: 1 do not match `articles`: 关于我们 {SITE}/about.html",
        "left out: 1 lie on a host that `hosts` does not name: 友情链接 http://x.example/t7.html",
        f"page 2: GET {SITE}/notice/index_1.html",
        f"lists[1]  GET {SITE}/news/: 404, ",
        "  status 404",
        "  `url`: there is nothing at this address any more",
        f"article  {SITE}/t3.html",
        "  title  关于配额清缴的通知",
        "  发布日期  2026-09-09 (list page)",
        f"characters: {SENTENCE}",
        "  pictures 0, attachments 0",
    ):
        assert line in printed
    assert printed.count("\narticle  ") == 3
    assert web.asked(f"{SITE}/robots.txt") == 1
    assert sorted(path.name for path in home.folder.iterdir()) == ["entries", "saved.html"]


def test_nothing_that_comes_out_is_told_by_the_exit_status(home: Home, web: Web) -> None:
    printed = home.run("sources", "try", "green", "--list", "1", proxy=web.address, status=1)

    assert "lists[0]" not in printed
    assert "nothing comes out that a crawl would keep" in printed


def test_a_lists_address_is_tried_by_the_entry_that_has_it_or_claims_its_host(home: Home, web: Web) -> None:
    web.put(f"{SITE}/other/", listing(("/t2.html", "关于核查的通知")))
    web.put("http://blue.example/x/", listing(("http://green.example/n1.html", "要闻")))

    own = home.run("sources", "try", f"{SITE}/notice/", proxy=web.address)
    claimed = home.run("sources", "try", f"{SITE}/other/", proxy=web.address)
    given = ("--entry", "entries/green.toml", "--list", "1")
    told = home.run("sources", "try", "http://blue.example/x/", *given, proxy=web.address, status=1)
    unknown = home.run("sources", "try", "http://blue.example/x/", proxy=web.address, status=2)

    assert "lists[1]" not in own
    assert f"lists[0]  GET {SITE}/other/: 200" in claimed
    assert "lists[1]  GET http://blue.example/x/: 200" in told
    assert "no article: not_found (status 404)" in told
    assert "no entry of the catalogue has this list or claims its host" in " ".join(unknown.split())


def test_an_entrys_file_is_tried_with_a_saved_page_and_no_web(home: Home) -> None:
    printed = home.run("sources", "try", "entries/green.toml", "--page", "saved.html", "--at", "2026-09-11")
    wrong = home.run("sources", "try", "green", "--page", "saved.html", "--list", "1", status=1)

    assert f"lists[0]  GET {SITE}/notice/: a saved page" in printed
    assert "articles: 3; with a date beside them: 3" in printed
    assert "`articles`: fits none of 3 addresses; the most common forms are /t\\d+" in wrong
    assert f"(3, such as {SITE}/t3.html)" in wrong


def test_the_first_few_are_shown_and_all_where_that_is_asked_for(home: Home) -> None:
    (home.folder / "long.html").write_text(listing(*((f"/t{n}.html", f"第{n}号通知") for n in range(8))))
    few, every = (home.run("sources", "try", "green", "--page", "long.html", *more) for more in ((), ("--all",)))

    assert "… and 3 more (`--all` prints them)" in few
    assert f"第7号通知  {SITE}/t7.html" not in few
    assert f"第7号通知  {SITE}/t7.html" in every


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("gren",), "there is no source 'gren' in the catalogue; did you mean one of: green"),
        (("green", "--list", "2"), "there is no list 2; it has 0 (lists[0]), 1 (lists[1])"),
        (("green", "--page", "gone.html"), "gone.html: No such file"),
        (("hand.toml",), "got by hand, there is nothing to try: 订报"),
        (("wrong.toml",), "wrong.toml: lists[0].articles: is missing"),
    ],
)
def test_bad_input_is_one_line(home: Home, arguments: tuple[str, ...], said: str) -> None:
    (home.folder / "hand.toml").write_text('id = "hand"\nname = "只印纸的报"\nby_hand = "订报"\n')
    (home.folder / "wrong.toml").write_text(
        'id = "wrong"\nname = "x"\nhosts = ["x.example"]\n[[lists]]\nurl = "http://x.example/"\n'
    )
    assert said in " ".join(home.run("sources", "try", *arguments, status=2).split())


def test_a_table_of_prices_is_shown_row_by_row(home: Home, web: Web) -> None:
    (home.folder / "price.toml").write_text(
        'id = "price"\nname = "绿地交易所"\nhosts = ["price.example"]\n[[quotes]]\nurl = "http://price.example/"\n'
        'exchange = "绿地交易所"\nproduct = "GEA"\n'
    )
    head = "<tr><th>日期</th><th>收盘价</th><th>成交额（万元）</th></tr>"
    web.put("http://price.example/", f"<table>{head}<tr><td>2026-09-10</td><td>80.5</td><td>542.3</td></tr></table>")

    printed = home.run("sources", "try", "price.toml", proxy=web.address)

    assert "quotes[0]  GET http://price.example/: 200, " in printed
    assert "rows (`tr`): 2; with a price: 1\n    2026-09-10  GEA  close 80.5, turnover 5,423,000\n" in printed
