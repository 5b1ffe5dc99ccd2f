"""What a trusted proxy says is believed, and from nobody else."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.users.users import ROLES
from pipeline.errors import SettingError
from tests.support.desk_running import NAMES, PASSWORD, Running, log_in, running

HEADER = "X-Remote-User"


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A desk behind a proxy on this machine."""
    folder = tmp_path_factory.mktemp("proxied")
    with running(folder, desk_proxy_user_header=HEADER, desk_trusted_proxies="127.0.0.0/8, ::1") as one:
        yield one


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A desk whose proxy is another machine: this one is not trusted."""
    folder = tmp_path_factory.mktemp("beside")
    with running(folder, desk_proxy_user_header=HEADER, desk_trusted_proxies="10.9.9.9") as one:
        yield one


def named(name: str, **more: str) -> dict[str, bytes]:
    return {HEADER: name.encode(), **{key: value.encode() for key, value in more.items()}}


def test_the_proxys_user_is_logged_in_with_the_accounts_role(behind: Running) -> None:
    client = behind.client(headers=named(NAMES["editor"]))
    assert client.get("/session").json()["role"] == "editor"
    assert client.get("/users").status_code == 403
    token = client.get("/session").json()["csrf"]
    assert client.post("/logout", data={"csrf": token}).status_code == 303
    assert client.post("/logout", data={"csrf": "0" * 96}).status_code == 403
    other = behind.client(headers=named(NAMES["chief"]))
    assert other.post("/logout", data={"csrf": token}).status_code == 403, "another user's token"


def test_a_user_without_account_is_refused_by_name(behind: Running) -> None:
    client = behind.client(headers=named("不认识的人"))
    answer = client.get("/")
    (style,) = re.findall(r'href="(/static/[^"]+\.css)"', answer.text)
    assert client.get(style).status_code == 200, "the refusal is a page with a style"
    assert answer.status_code == 403
    assert "不认识的人" in answer.text


def test_two_headers_or_an_empty_one_name_nobody(behind: Running) -> None:
    client = behind.client()
    twice = [(HEADER.encode(), NAMES[role].encode()) for role in ROLES[:2]]
    assert client.get("/users", headers=twice).status_code == 303
    assert client.get("/users", headers={HEADER: ""}).status_code == 303


def test_the_header_from_an_untrusted_address_is_ignored(beside: Running) -> None:
    client = beside.client(headers=named(NAMES["chief"], **{"X-Forwarded-For": "10.9.9.9"}))
    assert client.get("/users").status_code == 303
    assert log_in(client, NAMES["reader"], PASSWORD).status_code == 303
    assert client.get("/session").json()["user"] == NAMES["reader"]


def test_without_the_setting_the_header_means_nothing(desk: Running) -> None:
    assert desk.client(headers=named(NAMES["chief"])).get("/users").status_code == 303


def test_failed_logins_count_for_the_address_that_the_proxy_names(behind: Running) -> None:
    client = behind.client(headers={"X-Forwarded-For": "203.0.113.7, 127.0.0.1"})
    log_in(client, "某某某", "wrong wrong")
    with behind.desk.data.file.reading() as db:
        counted = {row[0] for row in db.execute("SELECT who FROM attempts")}
    assert "address:203.0.113.7" in counted


def test_the_address_that_an_untrusted_client_names_is_ignored(beside: Running) -> None:
    log_in(beside.client(headers={"X-Forwarded-For": "203.0.113.8"}), "某某某", "wrong wrong")
    with beside.desk.data.file.reading() as db:
        counted = {row[0] for row in db.execute("SELECT who FROM attempts")}
    assert "address:127.0.0.1" in counted
    assert "address:203.0.113.8" not in counted


def test_tls_at_the_proxy_makes_cookies_secure(behind: Running, beside: Running) -> None:
    secure = behind.client().get("/login", headers={"X-Forwarded-Proto": "https"}).headers["set-cookie"]
    assert secure.startswith("__Host-")
    assert "; Secure" in secure
    assert "Secure" not in beside.client().get("/login", headers={"X-Forwarded-Proto": "https"}).headers["set-cookie"]


def test_the_origin_is_the_one_that_the_browser_sees(behind: Running) -> None:
    host = "desk.example"
    client = behind.client(headers=named(NAMES["editor"], **{"X-Forwarded-Proto": "https", "Host": host}))
    token = client.get("/session").json()["csrf"]
    for origin, status in ((f"https://{host}", 303), (f"http://{host}", 403), ("https://other.example", 403)):
        assert client.post("/logout", data={"csrf": token}, headers={"Origin": origin}).status_code == status


def test_the_setting_for_tls(tmp_path: Path) -> None:
    with running(tmp_path, desk_https=True) as one:
        answer = one.client().get("/login")
        assert "; Secure" in answer.headers["set-cookie"]
        assert "max-age" in answer.headers["strict-transport-security"]


def test_a_misspelt_network_stops_the_start(tmp_path: Path) -> None:
    with (
        pytest.raises(SettingError, match="desk_trusted_proxies"),
        running(tmp_path, desk_trusted_proxies="10.0.0.300"),
    ):
        pass
