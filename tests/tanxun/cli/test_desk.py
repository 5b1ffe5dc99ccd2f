"""`tanxun desk` and `tanxun user` as a person types them."""

import re
import signal
import socket
from pathlib import Path
from subprocess import CompletedProcess

import httpx
import pytest

from index.sqlite.store import SqliteStore
from tests.support.articles import MODEL
from tests.support.desk_running import PASSWORD, token
from tests.support.forked import command
from tests.support.week import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "home")
    made.folder.mkdir()
    store = SqliteStore(made.folder / ".tanxun/store.sqlite")
    store.init(MODEL)
    store.close()
    return made


def tanxun(home: Home, *arguments: str, given: str = "") -> CompletedProcess[str]:
    return command(*arguments, folder=home.folder, environment=home.environment(), given=given)


def test_the_first_start_prints_a_link_that_makes_a_chief(home: Home) -> None:
    process = home.start("desk", "--port", "0")
    assert process.stdout
    address = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
    assert address
    process.stdout.readline()
    link = process.stdout.readline().strip()
    assert link.startswith(address[0])
    with httpx.Client(trust_env=False) as client:
        form = {"csrf": token(client.get(link).text), "name": "主编", "password": PASSWORD, "again": PASSWORD}
        assert client.post(link, data=form).status_code == 303
        assert client.get(f"{address[0]}/session").json()["role"] == "chief"
    process.send_signal(signal.SIGTERM)
    rest, _ = process.communicate(timeout=60)
    assert (process.returncode, rest) == (0, "")
    again = home.start("desk", "--port", "0")
    assert again.stdout
    again.stdout.readline()
    again.send_signal(signal.SIGINT)
    rest, _ = again.communicate(timeout=60)
    assert "link" not in rest
    assert again.returncode == 0


def test_a_desk_without_a_store_says_what_to_do(tmp_path: Path) -> None:
    empty = Home(tmp_path / "empty")
    empty.folder.mkdir()
    done = tanxun(empty, "desk", "--port", "0")
    assert done.returncode == 2
    assert "tanxun init" in done.stderr


def test_a_port_that_is_taken(home: Home) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = tanxun(home, "desk", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


def test_users_from_the_command_line(home: Home) -> None:
    assert tanxun(home, "user", "add", "王编辑", "--role", "editor", given=f"{PASSWORD}\n").returncode == 0
    assert tanxun(home, "user", "add", "王主编", "--role", "chief", given=f"{PASSWORD}\n").returncode == 0
    for arguments, given, said in (
        (("user", "add", "王编辑"), f"{PASSWORD}\n", "已存在"),
        (("user", "add", "某人", "--role", "king"), f"{PASSWORD}\n", "king"),
        (("user", "add", "某人"), "short\n", "太短"),
        (("user", "add", "某人"), "", "standard input"),
        (("user", "remove", "王主编"), "", "唯一的主编"),
        (("user", "password", "没有"), f"{PASSWORD}\n", "没有用户"),
    ):
        done = tanxun(home, *arguments, given=given)
        assert done.returncode == 2, arguments
        assert said in done.stderr, arguments
    assert tanxun(home, "user", "role", "王编辑", "reader").returncode == 0
    assert tanxun(home, "user", "password", "王编辑", given="另一句很长的密码话好记\n").returncode == 0
    listed = tanxun(home, "user", "list").stdout
    assert "王编辑" in listed
    assert "reader" in listed
    assert tanxun(home, "user", "remove", "王编辑").returncode == 0
    assert "王编辑" not in tanxun(home, "user", "list").stdout
