"""Requests that somebody else's page makes in a user's name; sessions that end in the middle of a save."""

import html
import re

import pytest

from desk.http import csrf
from tests.support.desk_running import NAMES, PASSWORD, Running, token

NEW = {"name": "某人", "role": "reader"}


def users(desk: Running) -> set[str]:
    return {user.name for user in desk.desk.data.users.all()}


@pytest.mark.parametrize("given", ["", "0" * 96, "a", "\u4e00"])
def test_a_missing_or_wrong_token(desk: Running, given: str) -> None:
    client = desk.with_session("chief")
    form = {**NEW, **({"csrf": given} if given else {})}
    assert client.post("/users", data=form).status_code == 403
    assert "某人" not in users(desk)


def test_a_token_of_another_session(desk: Running) -> None:
    one, other = desk.with_session("chief"), desk.with_session("chief")
    assert one.post("/users", data={**NEW, "csrf": desk.token(other)}).status_code == 403
    assert one.post("/logout", headers={"X-CSRF-Token": desk.token(other)}).status_code == 403
    assert one.post("/logout", headers={"X-CSRF-Token": desk.token(one)}).status_code == 303


def test_every_token_is_another_one_and_all_hold(desk: Running) -> None:
    client = desk.with_session("editor")
    tokens = {desk.token(client) for _ in range(5)}
    assert len(tokens) == 5
    (cookie,) = client.cookies.jar
    assert cookie.value
    holder = cookie.value.rsplit(".", 1)[0]
    assert all(csrf.is_token(desk.desk.data.signatures, holder, one) for one in tokens)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_site_is_refused_even_with_the_right_token(desk: Running, headers: dict[str, str]) -> None:
    client = desk.with_session("chief")
    answer = client.post("/users", data={**NEW, "csrf": desk.token(client)}, headers=headers)
    assert answer.status_code == 403
    assert "某人" not in answer.text, "another site's form is not offered to be sent again"
    assert "某人" not in users(desk)


def test_another_port_of_the_same_host_is_another_site(desk: Running) -> None:
    client = desk.with_session("chief")
    origin = {"Origin": "http://127.0.0.1:1"}
    assert client.post("/logout", data={"csrf": desk.token(client)}, headers=origin).status_code == 403


def test_the_login_form_needs_its_token(desk: Running) -> None:
    answer = desk.client().post("/login", data={"name": NAMES["editor"], "password": PASSWORD})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_a_session_that_ends_in_the_middle_of_a_save_keeps_the_form(own_desk: Running) -> None:
    client = own_desk.with_session("chief")
    form = {"csrf": own_desk.token(client), "name": "写到一半<b>&\"'", "role": "reader"}
    own_desk.clock.forward(hours=13)
    expired = client.post("/users", data=form, headers={"Origin": own_desk.url})
    assert expired.status_code == 401
    assert "登录已过期。登录以后接着保存，刚才写的内容不会丢。" in expired.text
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', expired.text))
    login = {name: html.unescape(value) for name, value in hidden.items()}
    wrong = client.post("/login", data={**login, "name": NAMES["chief"], "password": "wrong"})
    assert 'name="kept"' in wrong.text, "a slip of the password loses nothing either"
    again = client.post("/login", data={**login, "name": NAMES["chief"], "password": PASSWORD})
    assert again.status_code == 200
    assert "这些修改还没有保存" in again.text
    assert "写到一半&lt;b&gt;" in again.text
    assert PASSWORD not in again.text
    assert "写到一半<b>&\"'" not in users(own_desk), "nothing is done without a click"
    fields = re.findall(
        r'<input (?:type="hidden"|id="\w+") name="(\w+)" value="([^"]*)"', again.text.split('class="card')[1]
    )
    saved = client.post("/users", data={name: html.unescape(value) for name, value in fields})
    assert saved.status_code == 200
    assert "写到一半<b>&\"'" in users(own_desk)


def test_a_script_is_told_in_json_that_the_session_ended(own_desk: Running) -> None:
    client = own_desk.with_session("editor")
    headers = {"X-CSRF-Token": own_desk.token(client), "Accept": "application/json"}
    own_desk.clock.forward(hours=13)
    answer = client.post("/logout/everywhere", headers=headers)
    assert answer.status_code == 401
    assert answer.json()["error"] == "登录已过期，修改还没有保存"
    assert answer.json()["login"] == "/login"


def test_a_form_of_a_former_session_is_offered_again(desk: Running) -> None:
    """Logged in anew in another window: the old page's token is of the old session."""
    old, new = desk.with_session("chief"), desk.with_session("chief")
    form = {"csrf": desk.token(old), "name": "第二个窗口", "role": "reader"}
    answer = new.post("/users", data=form, headers={"Origin": desk.url})
    assert answer.status_code == 403
    assert "第二个窗口" in answer.text
    fresh = token(answer.text.split('class="card')[1])
    assert new.post("/users", data={**form, "csrf": fresh}).status_code == 200
    desk.desk.data.users.remove("第二个窗口")


def test_what_another_site_sent_is_not_kept_for_after_the_login(desk: Running) -> None:
    answer = desk.client().post("/users", data=NEW)
    assert answer.status_code == 401
    assert 'name="kept"' not in answer.text


def test_a_password_is_not_kept_for_after_the_login(own_desk: Running) -> None:
    client = own_desk.with_session("editor")
    form = {
        "csrf": own_desk.token(client),
        "old": PASSWORD,
        "password": "新的密码很长很长",
        "again": "新的密码很长很长",
    }
    own_desk.clock.forward(hours=13)
    answer = client.post("/account", data=form, headers={"Origin": own_desk.url})
    assert answer.status_code == 401
    assert PASSWORD not in html.unescape(answer.text)
    assert "新的密码" not in html.unescape(answer.text)
