"""Thin pages whose text is a file: held back, then judged with that text and stored; each page ends once."""

import json
from datetime import UTC, datetime
from pathlib import Path

from demo.loopback import Web
from tests.support.notices import NOTICE, made_pdf
from tests.support.warc import warc
from tests.support.week import Home, adds_up

PAGE = "http://hb.example/tz/202605/t20260512_1.html"
FILE = "http://hb.example/tz/202605/P020260512.pdf"
HTML = """<html><head><title>关于二〇二六年度碳排放权配额预分配的通知</title></head><body><h1>关于二〇二六年度碳排放权配额预分配的通知</h1>
<p>发布时间：2026-05-12 来源：东海省生态环境厅</p><div class="TRS_Editor"><p>各重点排放单位：现将《关于二〇二六年度碳排放权配额预分配的通知》印发给你们，请遵照执行，全文见附件。</p>
<p>附件：<a href="./P020260512.pdf">关于二〇二六年度碳排放权配额预分配的通知.pdf</a></p></div></body></html>"""
# The same letter whose file cannot be had, and a page that is nothing but a link to one.
UNREAD, BARE = PAGE.replace("_1", "_2"), PAGE.replace("_1", "_3")
LOST = HTML.replace("P020260512.pdf", "lost.pdf").replace("二〇二六", "二〇二七")
LINK = "<html><head><title>关于发布配额清单的公告</title></head><body><h1>关于发布配额清单的公告</h1><a href='lost.pdf'>附件</a></body></html>"


def test_the_text_of_the_file_is_the_articles(new_home: Home, tmp_path: Path) -> None:
    pages = [(PAGE, HTML.encode()), (UNREAD, LOST.encode()), (BARE, LINK.encode())]
    with Web() as web:
        web.put(FILE, made_pdf(tmp_path, *NOTICE), content_type="application/pdf")
        new_home.run("import", str(warc(tmp_path / "n.warc.gz", *pages, at=datetime(2026, 5, 13, tzinfo=UTC))))
        new_home.run("work", "all", "--until-idle", proxy=web.address)
        new_home.run("replay")
        new_home.run("work", "all", "--until-idle", proxy=web.address)
    status = new_home.status()
    assert adds_up(status)
    assert {fate: status["total"][fate] for fate in ("fetched", "stored", "rejected", "waiting")} == {
        "fetched": 3,
        "stored": 2,
        "rejected": 1,
        "waiting": 0,
    }
    hits = json.loads(new_home.run("search", "--json"))["hits"]
    found = {hit["url"]: json.loads(new_home.run("article", hit["id"])) for hit in hits}
    text = "".join("".join(block.get("text", "").split()) for block in found[PAGE]["blocks"])
    assert "逾期视为无异议" in text
    assert "全文见附件" not in text
    assert (found[PAGE]["revisions"], found[PAGE]["attachments_read"][0]["url"]) == (1, FILE)
    assert found[UNREAD]["attachments_read"][0]["unread"]["code"] == "media_not_found"
