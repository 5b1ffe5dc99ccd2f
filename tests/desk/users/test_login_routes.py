"""Logging in and out, wrong passwords, sessions that end, one-time links."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from desk.users.login_throttle import FREE_BY_ADDRESS, FREE_BY_NAME, LONGEST_SECONDS, delay
from pipeline.errors import SettingError
from tests.support.desk_running import NAMES, PASSWORD, Running, log_in, token


def test_login_and_logout(desk: Running) -> None:
    client = desk.logged_in("editor")
    cookie = next(iter(client.cookies.jar))
    assert cookie.has_nonstandard_attr("HttpOnly")
    assert cookie.get_nonstandard_attr("SameSite") == "lax"
    page = client.get("/account")
    assert NAMES["editor"] in page.text
    assert client.post("/logout", data={"csrf": token(page.text)}).headers["location"] == "/login"
    assert client.get("/account").status_code == 303


def test_login_goes_where_one_wanted_to_and_never_to_another_site(desk: Running) -> None:
    client = desk.client()
    asked = client.get("/account?x=1")
    assert asked.headers["location"] == "/login?next=/account%3Fx%3D1"
    assert 'value="/account?x=1"' in client.get(asked.headers["location"]).text
    for target in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "/\tx"):
        answer = log_in(desk.client(), NAMES["editor"], PASSWORD, target=target)
        assert answer.headers["location"] == "/", target


def test_twenty_wrong_passwords(own_desk: Running) -> None:
    client = own_desk.client()
    answers = [log_in(client, NAMES["editor"], f"wrong {number}") for number in range(20)]
    assert [answer.status_code for answer in answers[:FREE_BY_NAME]] == [401] * FREE_BY_NAME
    assert {answer.status_code for answer in answers[FREE_BY_NAME:]} == {429}
    assert re.search(r"请在 \d\d:\d\d:\d\d（约 1 分钟后）再试", answers[-1].text)
    assert 0 < int(answers[-1].headers["retry-after"]) <= 16
    assert log_in(client, NAMES["editor"], PASSWORD).status_code == 429, "the right one has to wait, too"
    own_desk.clock.forward(seconds=16)
    assert log_in(client, NAMES["editor"], "wrong again").status_code == 401
    own_desk.clock.forward(seconds=16)
    assert log_in(client, NAMES["editor"], PASSWORD).status_code == 429, "the wait has doubled"
    own_desk.clock.forward(seconds=16)
    assert log_in(client, NAMES["editor"], PASSWORD).status_code == 303
    assert log_in(own_desk.client(), NAMES["editor"], "wrong").status_code == 401, "the name began anew"


def test_unknown_names_are_told_the_same(own_desk: Running) -> None:
    client = own_desk.client()
    known = [log_in(client, NAMES["reader"], "wrong wrong").text for _ in range(7)]
    unknown = [log_in(client, "没有这个人", "wrong wrong").text for _ in range(7)]
    said = [re.search(r'role="alert">([^<\d]+)', text) for text in known + unknown]
    assert all(said)
    words = [match[1] for match in said if match]
    assert words[:7] == words[7:]


def test_an_address_is_slowed_down_over_all_names(own_desk: Running) -> None:
    attempts, now = own_desk.desk.data.attempts, own_desk.clock()
    waits = [attempts.begin(f"name {number}", "10.1.1.1", now) for number in range(FREE_BY_ADDRESS + 1)]
    assert waits[:-1] == [None] * FREE_BY_ADDRESS
    assert waits[-1] is not None
    assert attempts.begin("another", "10.1.1.2", now) is None


def test_the_delay_grows_to_a_quarter_of_an_hour() -> None:
    assert [delay(beyond) for beyond in range(8)] == [15, 30, 60, 120, 240, 480, 900, 900]
    assert delay(1000) == LONGEST_SECONDS == 900


def test_many_guesses_at_once_are_all_counted(own_desk: Running) -> None:
    attempts, now = own_desk.desk.data.attempts, own_desk.clock()
    with ThreadPoolExecutor(16) as pool:
        waits = list(pool.map(lambda _: attempts.begin("同一个", "10.1.1.1", now), range(64)))
    assert waits.count(None) == FREE_BY_NAME


def test_a_session_ends_when_idle_and_after_a_week(own_desk: Running) -> None:
    idle, busy = own_desk.with_session("reader"), own_desk.with_session("reader")
    for _ in range(14):
        own_desk.clock.forward(hours=11)
        assert busy.get("/session").status_code == 200
    assert idle.get("/session", headers={"accept": "application/json"}).status_code == 401
    own_desk.clock.forward(hours=11, minutes=59)
    own_desk.clock.forward(hours=3)
    assert busy.get("/session", headers={"accept": "application/json"}).status_code == 401


def test_a_session_cookie_that_was_tampered_with(desk: Running) -> None:
    client = desk.with_session("chief")
    (cookie,) = client.cookies.jar
    assert cookie.value
    forged = desk.client(cookies={cookie.name: cookie.value[:-3] + "abc"})
    unsigned = desk.client(cookies={cookie.name: cookie.value.rsplit(".", 1)[0]})
    assert [one.get("/users").status_code for one in (client, forged, unsigned)] == [200, 303, 303]


def test_the_login_gives_a_new_session(desk: Running) -> None:
    """A session known before the login (fixation) is not the one after it."""
    client = desk.with_session("reader")
    (before,) = client.cookies.jar
    page = client.get("/account").text
    client.post("/login", data={"csrf": token(page), "name": NAMES["editor"], "password": PASSWORD})
    assert {cookie.value for cookie in client.cookies.jar if cookie.name == before.name} != {before.value}
    assert desk.client(cookies={before.name: before.value or ""}).get("/account").status_code == 303


def test_logout_everywhere(own_desk: Running) -> None:
    here, there, other = (own_desk.with_session(role) for role in ("editor", "editor", "chief"))
    assert here.post("/logout/everywhere", data={"csrf": own_desk.token(here)}).status_code == 303
    assert [one.get("/account").status_code for one in (here, there, other)] == [303, 303, 200]


def test_changing_the_password_ends_other_sessions(own_desk: Running) -> None:
    here, there = own_desk.with_session("editor"), own_desk.with_session("editor")

    def change(old: str, new: str, again: str) -> int:
        form = {"csrf": own_desk.token(here), "old": old, "password": new, "again": again}
        return here.post("/account", data=form).status_code

    assert change("wrong", "一个新的密码一个新的密码", "一个新的密码一个新的密码") == 400
    assert change(PASSWORD, "short", "short") == 400
    assert change(PASSWORD, "一个新的密码一个新的密码", "另一个密码") == 400
    assert change(PASSWORD, "一个新的密码一个新的密码", "一个新的密码一个新的密码") == 303
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 303
    assert log_in(own_desk.client(), NAMES["editor"], "一个新的密码一个新的密码").status_code == 303


def without_chief(desk: Running) -> None:
    with desk.desk.data.file.writing() as db:
        db.execute("DELETE FROM users WHERE role = 'chief'")


def test_the_first_link_makes_one_chief_once(own_desk: Running) -> None:
    without_chief(own_desk)
    link = f"/link/{own_desk.desk.data.links.make(None, own_desk.clock())}"
    first, second = own_desk.client(), own_desk.client()
    form = {"name": "首任主编", "password": PASSWORD, "again": PASSWORD}
    tokens = [token(client.get(link).text) for client in (first, second)]
    assert first.post(link, data={**form, "csrf": tokens[0], "again": "other"}).status_code == 400, (
        "a slip does not use it up"
    )
    assert first.post(link, data={**form, "csrf": tokens[0]}).status_code == 303
    assert "首任主编" in first.get("/account").text
    late = second.post(link, data={**form, "name": "另一个", "csrf": tokens[1]})
    assert late.status_code == 410
    assert "再提交一次" not in late.text
    assert second.get(link).status_code == 410
    assert own_desk.desk.data.users.get("另一个") is None
    assert own_desk.desk.data.users.known("首任主编").role == "chief"


def test_a_name_that_is_taken_does_not_use_the_first_link_up(own_desk: Running) -> None:
    without_chief(own_desk)
    link, client = f"/link/{own_desk.desk.data.links.make(None, own_desk.clock())}", own_desk.client()
    form = {"csrf": token(client.get(link).text), "password": PASSWORD, "again": PASSWORD}
    answer = client.post(link, data={**form, "name": NAMES["reader"]})
    assert answer.status_code == 400
    assert f"用户「{NAMES['reader']}」已存在，请换一个名字" in answer.text
    assert client.post(link, data={**form, "name": "首任主编"}).status_code == 303


def test_the_first_link_is_void_once_there_is_a_chief(own_desk: Running) -> None:
    link, client = f"/link/{own_desk.desk.data.links.make(None, own_desk.clock())}", own_desk.client()
    answer = client.get(link)
    assert answer.status_code == 410
    assert "已经有主编了" in answer.text
    form = {"csrf": token(client.get("/login").text), "name": "第二位", "password": PASSWORD, "again": PASSWORD}
    assert client.post(link, data=form).status_code == 410
    assert own_desk.desk.data.users.get("第二位") is None


def test_a_link_ends_after_a_day_and_with_the_next_one(own_desk: Running) -> None:
    without_chief(own_desk)
    links = own_desk.desk.data.links
    old, new = links.make(None, own_desk.clock()), links.make(None, own_desk.clock())
    assert own_desk.client().get(f"/link/{old}").status_code == 410
    assert own_desk.client().get(f"/link/{new}").status_code == 200
    own_desk.clock.forward(hours=25)
    assert own_desk.client().get(f"/link/{new}").status_code == 410


def test_a_chief_makes_a_user_who_sets_the_password(own_desk: Running) -> None:
    chief = own_desk.with_session("chief")
    made = chief.post("/users", data={"csrf": own_desk.token(chief), "name": "新编辑", "role": "editor"})
    link = re.search(rf'value="{own_desk.url}(/link/[^"]+)"', made.text)
    assert link, made.text
    assert log_in(own_desk.client(), "新编辑", "").status_code == 401, "no password lets nobody in"
    client = own_desk.client()
    form = {"csrf": token(client.get(link[1]).text), "password": PASSWORD, "again": PASSWORD}
    assert client.post(link[1], data=form).status_code == 303
    assert client.get("/session").json()["user"] == "新编辑"


@pytest.mark.parametrize("name", ["", "tanxun", "TanXun", "a" * 41, "零\u200b宽", "右\u202e左", "\x00"])
def test_names_that_would_confuse(desk: Running, name: str) -> None:
    with pytest.raises(SettingError):
        desk.desk.data.users.add(name, PASSWORD, "reader", desk.clock())


def test_the_last_chief_stays(desk: Running) -> None:
    users = desk.desk.data.users
    for change in (
        users.remove,
        lambda name: users.set_disabled(name, True),
        lambda name: users.set_role(name, "reader"),
    ):
        with pytest.raises(SettingError, match="唯一的主编"):
            change(NAMES["chief"])


def test_passwords_are_kept_as_argon2id_and_hashed_anew(own_desk: Running) -> None:
    from argon2 import PasswordHasher

    data = own_desk.desk.data

    def kept() -> str:
        with data.file.reading() as db:
            return str(db.execute("SELECT password FROM users WHERE name = ?", (NAMES["reader"],)).fetchone()[0])

    assert kept().startswith("$argon2id$")
    with data.file.writing() as db:
        old = PasswordHasher(time_cost=1, memory_cost=8192).hash(PASSWORD)
        db.execute("UPDATE users SET password = ? WHERE name = ?", (old, NAMES["reader"]))
    assert data.users.verify(NAMES["reader"], PASSWORD)
    assert kept() != old
    assert data.users.verify(NAMES["reader"], PASSWORD)


def test_the_desks_file_holds_no_secret_in_the_clear(own_desk: Running) -> None:
    client = own_desk.logged_in("editor")
    path = own_desk.desk.settings.home / "desk.sqlite"
    content = b"".join(file.read_bytes() for file in path.parent.glob("desk.sqlite*"))
    cookie = next(one.value for one in client.cookies.jar if one.name == "tanxun_desk")
    assert cookie
    assert cookie.rsplit(".", 1)[0].encode() not in content
    assert PASSWORD.encode() not in content
    assert path.stat().st_mode & 0o077 == 0
