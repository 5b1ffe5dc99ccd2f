"""What is one line more: a format (rendered, published, offered at the desk, served), a fact below every item's title."""

from pathlib import Path

import pytest

from bulletin.issue import BULLETIN_NAME, LINE_BELOW_TITLE
from bulletin.render import formats
from bulletin.render.formats import FORMATS, Format
from bulletin.render.print_job import PrintJob
from tests.support.desk_backends import BASE, filled, send
from tests.support.desk_issues import NUMBER
from tests.support.readback import as_text, squeezed


def plain_text(job: PrintJob) -> bytes:
    titles = [item.title for column in job.edition.columns for item in column.items]
    return "\n".join([BULLETIN_NAME, *titles, job.settings.first_issue]).encode()


def test_a_format_more_is_one_line_in_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = Format("txt", "text/plain; charset=utf-8", "纯文本", plain_text, feed=True)
    monkeypatch.setattr(formats, "FORMATS", (*FORMATS, one))
    with filled(tmp_path) as desk:
        chief = desk.with_session("chief")
        assert send(chief, f"{BASE}/publish").status_code == 303
        page, name = chief.get(f"{BASE}/publish").text, f"issue-{NUMBER}.txt"
        assert f'href="{BASE}/files/{name}?edition=1"' in page
        assert "纯文本" in page
        file = chief.get(f"{BASE}/files/{name}?edition=1")
        assert file.headers["content-type"] == "text/plain; charset=utf-8"
        assert file.text.startswith(f"{BULLETIN_NAME}\n")
        assert len(file.text.splitlines()) > 3
        assert file.text.splitlines()[-1] == desk.desk.settings.first_issue
        assert desk.with_session("reader").get("/feeds/txt").text == file.text


def test_a_fact_more_is_printed_in_every_format_shown_at_the_desk_and_told_by_the_api(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LINE_BELOW_TITLE, "language", "语言")
    with filled(tmp_path) as desk:
        chief = desk.with_session("chief")
        assert "<span>语言：zh</span>" in chief.get(BASE).text
        assert send(chief, f"{BASE}/publish").status_code == 303
        for kind in ("html", "pdf", "docx", "eml"):
            content = chief.get(f"{BASE}/files/issue-{NUMBER}.{kind}?edition=1").content
            assert "语言：zh" in squeezed(as_text(kind, content)), kind
        (found,) = chief.get("/api/items", params={"limit": 1}).json()["items"]
        assert found["language"] == "zh"
