"""`tanxun extract`: for a person, for machines, and for a manifest."""

import json
from pathlib import Path

import pytest

from demo.loopback import Web
from tests.support.forked import command
from tests.support.notices import NOTICE, made_pdf
from tests.support.pages import SENTENCE, article_html

URL = "http://hb.example/a/202605/t20260512_1.html"
PAGE = f"<html><head><title>东海省部署碳市场核查工作</title></head><body>{article_html()}</body></html>"
TITLE = "关于二〇二六年度碳排放权配额预分配的通知"
ROW = {"id", "title", "date", "source", "text", "images", "attachments", "rejected", "seconds"}


def tanxun(folder: Path, *arguments: str, proxy: str = "", status: int = 0) -> str:
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "http_proxy": proxy, "COLUMNS": "120"}
    done = command("extract", *arguments, folder=folder, environment=environment)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    (tmp_path / "p.html").write_text(PAGE)
    return tmp_path


def test_a_person_sees_the_fields_with_their_rules(saved: Path) -> None:
    shown = tanxun(saved, "p.html", "--url", URL)
    for part in (
        "东海省部署碳市场核查工作",
        "heading as in <title>",
        "2026-05-12",
        "东海日报",
        "visible line",
        "paragraph",
    ):
        assert part in shown


def test_json(saved: Path) -> None:
    found = json.loads(tanxun(saved, "p.html", "--url", URL, "--json"))
    assert (found["title"], found["published"], found["source"]) == (
        "东海省部署碳市场核查工作",
        "2026-05-12",
        "东海日报",
    )
    assert found["found_by"].keys() == found["confidence"].keys()


def test_an_address_is_fetched(saved: Path) -> None:
    with Web() as web:
        web.put(URL, PAGE)
        assert json.loads(tanxun(saved, URL, "--json", proxy=web.address))["url"] == URL
        assert "地址不存在" in tanxun(saved, "http://hb.example/none.html", proxy=web.address, status=2)


THIN = f"""<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><p>2026年5月12日 来源：东海省生态环境厅</p>
<div class="TRS_Editor"><p>通知全文见附件。</p><p>附件：<a href="./1.pdf">{TITLE}.pdf</a></p></div></body></html>"""


def test_the_attachment_of_an_address_is_read_and_a_saved_pages_is_said_to_wait(saved: Path) -> None:
    with Web() as web:
        web.put(URL, THIN)
        web.put(URL.replace("t20260512_1.html", "1.pdf"), made_pdf(saved, *NOTICE), content_type="application/pdf")
        found = json.loads(tanxun(saved, URL, "--json", proxy=web.address))
        shown = tanxun(saved, URL, proxy=web.address)
    assert "逾期视为无异议" in found["text"]
    assert ([file["format"] for file in found["attachments_read"]], found["attachments_awaited"]) == (["pdf"], [])
    assert "the text's" in shown
    (saved / "thin.html").write_text(THIN)
    waiting = json.loads(tanxun(saved, "thin.html", "--url", URL, "--json"))
    assert [file["name"] for file in waiting["attachments_awaited"]] == [f"{TITLE}.pdf"]
    assert "not opened" in tanxun(saved, "thin.html", "--url", URL)


def test_what_is_no_article_has_its_reason(saved: Path) -> None:
    (saved / "shell.html").write_text("<div id='app'></div><script src='/app.js'></script>")
    assert "no article: empty_shell" in tanxun(saved, "shell.html")
    assert json.loads(tanxun(saved, "shell.html", "--json"))["rejected"] == "empty_shell"


def test_a_manifest_gives_a_row_a_line_in_order(saved: Path) -> None:
    (saved / "b.html").write_text("<h1>404</h1><p>您访问的页面不存在</p>")
    lines = [{"id": "p", "url": URL, "else": [1]}, {"id": "b", "url": None}, {"id": "gone", "url": URL}]
    (saved / "list.jsonl").write_text("\n".join(json.dumps(line) for line in lines) + "\n\n")
    rows = [json.loads(line) for line in tanxun(saved, "--manifest", "list.jsonl", "--pages", ".").splitlines()]
    assert [row["id"] for row in rows] == ["p", "b", "gone"]
    assert all(set(row) == ROW for row in rows)
    assert (rows[0]["rejected"], rows[0]["date"]) == (None, "2026-05-12")
    assert rows[0]["text"].count(SENTENCE) == 3
    assert rows[0]["seconds"] > 0
    assert rows[1]["rejected"].startswith("soft_404")
    assert rows[2]["rejected"].startswith("missing")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "give pages or addresses"),
        (("--manifest", "list.jsonl"), "--pages DIR"),
        (("nothing.html",), "nothing.html: No such file"),
        (("--manifest", "bad.jsonl", "--pages", "."), "bad.jsonl, line 2"),
    ],
)
def test_bad_input_is_one_line(saved: Path, arguments: tuple[str, ...], said: str) -> None:
    (saved / "bad.jsonl").write_text('{"id": "p"}\n{"url": 3}\n')
    assert said in tanxun(saved, *arguments, status=2).replace("\n", " ")
