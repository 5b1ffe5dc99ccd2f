"""What goes wrong: the page says what happened and what to do, and a script gets the same in JSON."""

import gzip
import re
from pathlib import Path

import pytest

from desk.services import Desk, DeskData
from index.elastic.store import ElasticStore
from pipeline.errors import BackendError
from pipeline.settings import Settings
from tanxun.wiring.backends import opened
from tanxun.wiring.desk_press import press
from tests.support.desk_running import Clock, Running, add_users, served

JSON = {"Accept": "application/json"}


def test_elasticsearch_is_gone(tmp_path: Path) -> None:
    """A desk whose node does not answer: nobody is logged out, everything else says 503."""
    settings = Settings(home=tmp_path / "home", desk_port=0)
    with opened(settings) as backends:
        gone = ElasticStore("http://127.0.0.1:1", "gone", None, "", 0)
        data = DeskData(settings.home / "desk.sqlite")
        desk = Desk.on(settings, gone, backends.files, backends.bus, data, press(settings, backends), Clock())
        add_users(data, Clock()())
        with served(desk, Clock()) as one:
            client = one.with_session("reader")
            page = client.get("/sources")
            assert page.status_code == 503
            assert int(page.headers["retry-after"]) > 0
            assert "已经保存的都在。请过一会儿再试" in page.text
            assert "留在页面上" not in page.text
            assert client.get("/sources", headers=JSON).json()["error"] == "存储暂时没有响应"
            assert client.get("/account").status_code == 200
        data.close()
        gone.close()


def test_a_full_disk(own_desk: Running) -> None:
    client = own_desk.with_session("chief")
    form = {"csrf": own_desk.token(client), "name": "新人" + "长" * 30, "role": "reader"}
    with own_desk.desk.data.file.reading() as db:
        (pages,) = db.execute("PRAGMA page_count").fetchone()
        db.execute(f"PRAGMA max_page_count = {pages}")
        with own_desk.desk.data.file.writing() as writing:
            writing.execute("DELETE FROM attempts")
    answers = [client.post("/users", data={**form, "name": f"{form['name']}{number}"}) for number in range(40)]
    full = [answer for answer in answers if answer.status_code == 507]
    assert full, "the disk did not fill"
    assert "磁盘满了" in full[0].text
    own_desk.clock.forward(minutes=5)
    assert client.get("/account").status_code == 200, "reading goes on, although the session's time cannot be noted"
    with own_desk.desk.data.file.reading() as db:
        db.execute("PRAGMA max_page_count = 1000000")
    assert client.post("/users", data={**form, "name": "又能写了"}).status_code == 200


def test_an_unknown_page_and_a_wrong_number(desk: Running) -> None:
    client = desk.with_session("reader")
    assert "没有这个页面" in client.get("/nowhere").text
    wrong = client.get("/sources?issue=abc")
    assert wrong.status_code == 422
    assert "issue" in wrong.text
    assert client.get("/sources?issue=99999999").status_code == 400
    assert client.get("/nowhere", headers=JSON).json()["error"] == "没有这个页面"
    assert client.delete("/sources").status_code == 405


def test_an_error_of_ours_has_every_header_and_no_traceback(own_desk: Running) -> None:
    client = own_desk.with_session("reader")
    with own_desk.desk.data.file.writing() as db:
        db.execute("ALTER TABLE users RENAME TO lost")
    answer = client.get("/account")
    assert answer.status_code == 500
    assert "系统出了错" in answer.text
    assert "no such table" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-frame-options"] == "DENY"


def test_a_file_of_a_newer_desk_is_refused(tmp_path: Path) -> None:
    data = DeskData(tmp_path / "desk.sqlite")
    with data.file.writing() as db:
        db.execute("PRAGMA user_version = 99")
    data.close()
    with pytest.raises(BackendError, match="newer"):
        DeskData(tmp_path / "desk.sqlite")


def test_static_files_have_addresses_of_their_content(desk: Running) -> None:
    client = desk.client()
    address = re.findall(r'href="(/static/[^"]+\.css)"', client.get("/login").text)[0]
    answer = client.get(address)
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "gzip"
    plain = client.get(address, headers={"Accept-Encoding": "identity"})
    assert plain.content == answer.content
    assert len(gzip.compress(plain.content)) < 8000
    for other in ("/static/000000000000/desk.css", "/static/x/..%2fapp.py", address.replace("desk.css", "app.py")):
        assert client.get(other).status_code == 404


def test_nothing_inline_and_nothing_remote_on_any_page(desk: Running) -> None:
    chief = desk.with_session("chief")
    pages = [chief.get(path).text for path in ("/account", "/users", "/sources", "/nowhere")]
    pages.append(desk.client().get("/login").text)
    for html in pages:
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:", html)
        loads = re.findall(r"<(?:link|script|img|iframe)[^>]*?(?:src|href)=\"([^\"]*)\"", html)
        assert all(address.startswith("/") and not address.startswith("//") for address in loads)


def test_what_users_are_called_is_escaped(own_desk: Running) -> None:
    own_desk.desk.data.users.add('<b onclick="x">&', None, "reader", own_desk.clock())
    html = own_desk.with_session("chief").get("/users").text
    assert "<b onclick" not in html
    assert "&lt;b onclick" in html
