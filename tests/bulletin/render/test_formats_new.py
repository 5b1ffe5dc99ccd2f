"""A format more is one line in the table of formats: rendered, published, offered at the desk, served with its type."""

from pathlib import Path

import pytest

from bulletin.issue import BULLETIN_NAME
from bulletin.render import formats
from bulletin.render.formats import FORMATS, Format, ToRender
from tests.support.desk_backends import BASE, filled, send
from tests.support.desk_issues import NUMBER


def plain_text(it: ToRender) -> bytes:
    titles = [item.title for column in it.edition.columns for item in column.items]
    return "\n".join([BULLETIN_NAME, *titles]).encode()


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
        assert desk.with_session("reader").get("/feeds/txt").text == file.text
