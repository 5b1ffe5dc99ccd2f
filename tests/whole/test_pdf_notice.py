"""A notice whose text is a PDF: imported, fetched, and stored again as a revision with that text."""

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


def test_the_text_of_the_pdf_is_a_revision(new_home: Home, tmp_path: Path) -> None:
    with Web() as web:
        web.put(FILE, made_pdf(tmp_path, *NOTICE), content_type="application/pdf")
        new_home.run(
            "import", str(warc(tmp_path / "n.warc.gz", (PAGE, HTML.encode()), at=datetime(2026, 5, 13, tzinfo=UTC)))
        )
        new_home.run("work", "all", "--until-idle", proxy=web.address)
        new_home.run("replay")
        new_home.run("work", "all", "--until-idle", proxy=web.address)
    status = new_home.status()
    assert adds_up(status)
    assert status["total"]["fetched"] == status["total"]["stored"] == 1
    (hit,) = json.loads(new_home.run("search", "--json"))["hits"]
    stored = json.loads(new_home.run("article", hit["id"]))
    assert "逾期视为无异议" in "".join("".join(block.get("text", "").split()) for block in stored["blocks"])
    assert stored["revisions"] == 2
    assert stored["changes"][-1]["fields"] == ["blocks"]
