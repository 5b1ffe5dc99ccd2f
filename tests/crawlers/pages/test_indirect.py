"""Pages that keep their list elsewhere: what they say of where, and what comes from there."""

import json
from urllib.parse import parse_qsl, urlsplit

from crawlers.pages.indirect import datasource_address, next_records, records, unit_address, unit_markup
from crawlers.pages.markup import Markup

HERE = "http://green.example/col/col77/index.html"
RECORDS = """<html><body><div id="5577"><script type="text/xml"><datastore><nextgroup><![CDATA[<a
href="/module/web/jpage/dataproxy.jsp?page=1&amp;columnid=77&amp;unitid=5577&amp;path=/&amp;webname="></a>]]></nextgroup><recordset>
<record><![CDATA[<li><a href="../../art/2026/5/14/art_77_9.html">节约用电的通知</a><b>2026-05-14</b></li>]]></record>
<record>
<![CDATA[<li><a href="/art/2026/5/12/art_77_8.html">用能预算的通知</a><b>2026-05-12</b></li>]]></record>
</recordset></datastore></script></div></body></html>"""


def page(text: str) -> Markup:
    return Markup(text, "", HERE)


def test_records_in_cdata_are_markup() -> None:
    links = records(page(RECORDS)).root.css("li > a")
    assert [records(page(RECORDS)).absolute(link.attrib["href"]) for link in links] == [
        "http://green.example/art/2026/5/14/art_77_9.html",
        "http://green.example/art/2026/5/12/art_77_8.html",
    ]


def test_further_records_are_where_the_page_says_with_their_number() -> None:
    address = urlsplit(next_records(page(RECORDS), 3))
    assert address.path == "/module/web/jpage/dataproxy.jsp"
    assert dict(parse_qsl(address.query, keep_blank_values=True)) == {
        "page": "3",
        "columnid": "77",
        "unitid": "5577",
        "path": "/",
        "webname": "",
    }
    assert next_records(page("<html>"), 2) == ""


def test_a_unit_is_asked_for_as_the_page_says() -> None:
    head = """<script url="/gw/unit" queryData="{'tagId':'当前位置','pageId':'77'}"></script>"""
    unit = """<script parseType="bulidstatic" url="/gw/unit" queryData="{'tagId':'通知列表','pageId':'77','tplSetId':'q&amp;1'}">"""
    address = urlsplit(unit_address(page(head + unit + "</script>" + head), 2))

    query = dict(parse_qsl(address.query))
    assert (address.netloc, address.path) == ("green.example", "/gw/unit")
    assert json.loads(query.pop("paramJson")) == {"pageNo": 2, "pageSize": 15}
    assert query == {"tagId": "通知列表", "pageId": "77", "tplSetId": "q&1"}
    assert unit_address(page("<script src=x></script>"), 1) == ""
    assert unit_address(page("<script url=/u querydata='{'></script>"), 1) == ""


def test_what_a_unit_answers_is_markup() -> None:
    answer = json.dumps({"data": {"html": "<ul><li><a href='/a/1.html'>一</a></li></ul>"}}).encode()
    assert unit_markup(answer, HERE).root.css("a::text").getall() == ["一"]
    assert [unit_markup(body, HERE).root.css("a").getall() for body in (b"", b"<html>", b'{"data": null}')] == [
        [],
        [],
        [],
    ]


def test_a_data_source_lies_beside_its_page() -> None:
    box = '<ul id="showData0" data="datasource:77ab"></ul>'
    assert datasource_address(page(box)) == "http://green.example/col/col77/ds_77ab.json"
    assert datasource_address(page("<ul data='x'></ul>")) == ""
    around = '<div class="logo" data="datasource:2c1"></div><ul data="datasource:9"><li>首页</li></ul>'
    assert datasource_address(page(around + box)) == "http://green.example/col/col77/ds_77ab.json"
