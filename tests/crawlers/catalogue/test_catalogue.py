"""The catalogue: what an entry may say, and the one line that says what it may not."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawlers.catalogue.catalogue import BUILT_IN, due, load
from index.crawl_state import SourceState
from pipeline.errors import CatalogueError
from tests.support.small_pages import source

GOOD = {
    "id": '"green"',
    "name": '"绿"',
    "hosts": '["green.example"]',
}
LIST = "[[lists]]\nurl = 'http://green.example/'\narticles = '/t'\n"
QUOTES = """[[quotes]]
url = 'http://green.example/hq'
exchange = '东海'
product = 'DHEA'
rows = 'tr'
columns = ['day', 'close']
"""


def write(folder: Path, stem: str = "green", tail: str = LIST, **keys: str) -> Path:
    file = folder / f"{stem}.toml"
    lines = [f"{key} = {value}" for key, value in {**GOOD, **keys}.items() if value]
    file.write_text("\n".join(lines) + "\n" + tail, encoding="utf-8")
    return file


def test_the_built_in_catalogue_loads_and_says_where_its_facts_are_from() -> None:
    catalogue = load()
    assert len(catalogue.sources) >= 25
    assert [
        entry.id for entry in catalogue.sources if not entry.verified and "Not checked live" not in entry.origin
    ] == []
    assert catalogue.for_address("https://www.ndrc.gov.cn/x") == catalogue.source("ndrc")
    assert catalogue.for_address("http://nobody.example/") is None
    assert {file.stem for file in BUILT_IN.glob("*.toml")} == {entry.id for entry in catalogue.sources}


def test_an_entry_is_a_publisher(tmp_path: Path) -> None:
    write(tmp_path, authority="80", column='"政策聚焦"', region='"福建"', language='"zh"')
    publisher = load(tmp_path).source("green").publisher()
    assert (publisher.name, publisher.authority, publisher.column, publisher.listed) == ("绿", 80, "政策聚焦", True)


def test_an_unknown_source_names_what_is_near() -> None:
    with pytest.raises(CatalogueError, match="ndrc"):
        load().source("ndcr")


WRONG = [
    ({"colour": '"red"'}, LIST, ["colour", "no such key", "column"]),
    ({"name": ""}, LIST, ["name", "is missing"]),
    ({"name": "7"}, LIST, ["name", "str"]),
    ({"id": '"red"'}, LIST, ["id", "'red'", "'green'"]),
    ({"hosts": "[]"}, LIST, ["hosts", "at least one"]),
    ({"hosts": '["http://green.example/"]'}, LIST, ["hosts[0]", "host name"]),
    ({"authority": "101"}, LIST, ["authority", "0 to 100"]),
    ({"column": '"头版"'}, LIST, ["column", "市场热点", "行业公告"]),
    ({"cadence": '"monthly"'}, LIST, ["cadence", "hourly, daily, weekly"]),
    ({"home": '"green.example"'}, LIST, ["home", "absolute"]),
    ({}, "", ["lists", "at least one", "by_hand"]),
    ({"by_hand": '"公众号，编辑粘贴"'}, LIST, ["by_hand", "never crawled"]),
    ({"verified": '"2026-13-01"'}, LIST, ["verified", "date"]),
    ({}, LIST + "pagse = 2\n", ["lists[0].pagse", "paging"]),
    ({}, LIST + "pages = 0\n", ["lists[0].pages", "1 to 50"]),
    ({}, LIST + "pages = '2'\n", ["lists[0].pages", "int"]),
    ({}, LIST + "pages = 2\n", ["lists[0].paging", "{n}"]),
    ({}, LIST + "paging = 'index_{m}.html'\n", ["lists[0].paging", "{n}"]),
    ({}, LIST + "links = 'ul..a'\n", ["lists[0].links", "CSS"]),
    ({}, LIST + "date = 'span:nope'\n", ["lists[0].date", "CSS"]),
    ({}, LIST.replace("'/t'", "'['"), ["lists[0].articles", "regular expression"]),
    ({}, LIST.replace("articles = '/t'\n", ""), ["lists[0].articles", "is missing"]),
    ({}, LIST.replace("http://green.example/", "/news/"), ["lists[0].url", "absolute"]),
    ({}, "[[feeds]]\nurl = 'ftp://green.example/'\n", ["feeds[0].url", "absolute"]),
    ({}, LIST + "[article]\nnext = '>>'\n", ["article.next", "CSS"]),
    ({}, QUOTES.replace("'close'", "'closing'"), ["columns", "turnover"]),
    ({}, QUOTES.replace("'day', ", ""), ["quotes[0].columns", "day"]),
    ({}, QUOTES.replace("product = 'DHEA'\n", ""), ["quotes[0].product", "is missing"]),
    ({}, QUOTES + "day = '%Y%'\n", ["quotes[0].day", "strptime"]),
    ({}, QUOTES + "day = '%m-%d'\n", ["quotes[0].day", "strptime"]),
    ({}, QUOTES + "turnover_unit = 0\n", ["quotes[0].turnover_unit", "元"]),
    ({}, "[[lists]\n", ["TOML"]),
    ({"hosts": '["green.example:80"]'}, LIST, ["hosts[0]", "without scheme or port"]),
    ({}, LIST + "kind = 'jsno'\n", ["lists[0].kind", "'jsno'", "datasource"]),
    ({}, LIST + "kind = 'json'\nrows = 'a[['\n", ["lists[0].rows", "JMESPath"]),
    ({}, LIST + "kind = 'json'\ntitle = 'a b'\n", ["lists[0].title", "JMESPath"]),
    ({}, LIST + "rows = 'data'\n", ["lists[0].rows", "json"]),
    ({}, LIST + "date = 'time::attr(datetime)'\n", ["lists[0].date", "::"]),
    ({}, LIST + "exclude = '('\n", ["lists[0].exclude", "regular expression"]),
    ({}, LIST + "headers = {Cookie = 'a=1'}\n", ["lists[0].headers", "'Cookie'", "Referer"]),
    ({}, LIST + "form = {a = '1'}\nbody = {a = 1}\n", ["lists[0].body", "one of"]),
    ({}, LIST + "form = {a = 1}\n", ["lists[0].form.a", "string"]),
    ({}, LIST + "kind = 'jpaas'\nform = {a = '1'}\n", ["lists[0].form", "POST"]),
    ({}, LIST + "date_order = 'YMD'\n", ["lists[0].date_order", "DMY"]),
    ({}, LIST.replace("green.example/", "green.example/{month}"), ["lists[0].url", "{year}"]),
    ({}, QUOTES.replace("'东海'", "' '"), ["quotes[0].exchange", "exchange's name"]),
    ({}, QUOTES + "headings = {closing = '收'}\n", ["quotes[0].headings", "turnover"]),
]


@pytest.mark.parametrize(("keys", "tail", "says"), WRONG, ids=[" ".join(says[:2]) for _, _, says in WRONG])
def test_a_wrong_entry_is_one_line(tmp_path: Path, keys: dict[str, str], tail: str, says: list[str]) -> None:
    file = write(tmp_path, tail=tail, **keys)
    with pytest.raises(CatalogueError) as caught:
        load(tmp_path)
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(str(file))
    assert [word for word in says if word not in message] == [], message


def test_what_is_got_by_hand_is_never_crawled(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, "wechat", tail="", id='"wechat"', hosts="", by_hand='"公众号没有列表：编辑把文章地址贴到本期页面"')
    catalogue = load(tmp_path)
    assert [source.id for source in catalogue.crawled()] == ["green"]
    assert [source.id for source in catalogue.crawled(["green"])] == ["green"]
    with pytest.raises(CatalogueError, match=r"wechat .* is got by hand.*编辑把文章地址贴到本期页面"):
        catalogue.crawled(["green", "wechat"])


def test_one_host_may_have_several_publishers(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, "inner", id='"inner"', hosts='["green.example/fggz/gjhz", "green.example/gjs/"]')
    write(tmp_path, "one", id='"one"', hosts='["mp.green.example/s?__biz=MzA1=="]')
    write(tmp_path, "two", id='"two"', hosts='["mp.green.example/s?__biz=MzB2=="]')
    catalogue = load(tmp_path)

    owners = {
        "https://green.example/fggz/tz/1.html": "green",
        "https://green.example/fggz/gjhz/1.html": "inner",
        "http://green.example/fggz/gjhz": "inner",
        "http://green.example/fggz/gjhz2/1.html": "green",
        "http://green.example/gjs/1.html": "inner",
        "https://mp.green.example/s?__biz=MzA1%3D%3D&mid=7&idx=1": "one",
        "https://mp.green.example/s?mid=7&__biz=MzB2==": "two",
        "https://mp.green.example/s/abc": "mp.green.example",
    }
    assert {url: catalogue.publisher_of(url).id for url in owners} == owners
    assert catalogue.source("green").publisher_at("http://green.example/gjs/1.html").id == "inner"
    assert not catalogue.source("inner").claims("http://green.example/fggz/tz/1.html")


def test_a_host_belongs_to_one_source(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, "grey", id='"grey"')
    with pytest.raises(CatalogueError, match=r"grey\.toml: hosts\[0\]: 'green.example' is in green\.toml too"):
        load(tmp_path)


def test_an_empty_folder_is_no_catalogue(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="no source entries"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("cadence", "ago", "is_due"),
    [
        ("hourly", timedelta(minutes=59), True),
        ("hourly", timedelta(minutes=30), False),
        ("daily", timedelta(hours=23, minutes=58), True),
        ("daily", timedelta(hours=22), False),
        ("weekly", timedelta(days=7), True),
        ("weekly", timedelta(days=6), False),
    ],
)
def test_a_source_is_due_when_its_cadence_says_so(cadence: str, ago: timedelta, is_due: bool) -> None:
    moment = datetime(2017, 9, 8, 9, 0, tzinfo=UTC)
    green = source(cadence=cadence)
    state = SourceState(id="green", name="绿", last_attempt=moment - ago)
    assert (due([green], {"green": state}, moment) == [green]) is is_due


def test_a_source_whose_state_says_when_is_due_then() -> None:
    tried = datetime(2017, 9, 8, 9, 0, tzinfo=UTC)
    state = SourceState(id="green", name="绿", last_attempt=tried, due=tried + timedelta(hours=4))
    states = {"green": state}
    assert due([source()], states, tried + timedelta(hours=3)) == []
    assert due([source()], states, tried + timedelta(hours=4)) == [source()]


def test_a_source_that_was_tried_in_the_future_is_due() -> None:
    """By a crawl on a machine with a wrong clock; a clock a little ahead changes nothing."""
    moment = datetime(2017, 9, 8, 9, 0, tzinfo=UTC)
    wrong, ahead = moment.replace(year=2099), moment + timedelta(minutes=5)
    states = [SourceState(id="green", name="绿", last_attempt=at, due=at + timedelta(hours=4)) for at in (wrong, ahead)]
    assert [due([source()], {"green": state}, moment) == [source()] for state in states] == [True, False]


def test_a_source_never_tried_is_due() -> None:
    assert due([source()], {}, datetime(2017, 9, 8, tzinfo=UTC)) == [source()]
