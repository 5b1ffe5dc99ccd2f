"""`tanxun doctor` tells what is missing from what is only not set; its exit status is of the first alone."""

from pathlib import Path
from typing import Any

import pytest

from pipeline.settings import Settings
from tanxun.wiring.backends import init
from tanxun.wiring.doctor import Check, examine
from tests.support.articles import MODEL, NOON
from tests.support.week import Home
from tests.support.week_fixtures import DemoWeek


def looked_at(tmp_path: Path, **given: Any) -> dict[str, Check]:
    """What the doctor says of a home that has a bus and a store, and no model."""
    settings = Settings(home=tmp_path / "home", **given)
    init(settings, MODEL)
    return {one.what: one for one in examine(settings, NOON)}


def test_what_is_optional_and_not_set_says_what_is_off_and_which_setting(tmp_path: Path) -> None:
    found = looked_at(tmp_path)
    unset = {name: one for name, one in found.items() if one.state == "unset"}
    assert {name: one.advice for name, one in unset.items()} == {
        "contact": "optional: set TANXUN_CONTACT",
        "mail": "optional: set TANXUN_SMTP_HOST",
        "desk over TLS": "optional: set TANXUN_DESK_HTTPS",
        "desk's login": "optional: set TANXUN_DESK_PROXY_USER_HEADER",
    }
    assert "not sent" in unset["mail"].found
    assert [name for name, one in found.items() if one.state == "missing"] == ["model"]
    assert "tanxun init" in found["model"].advice


def test_what_is_set_and_good_is_ok(tmp_path: Path) -> None:
    key = tmp_path / "password"
    key.write_text("geheim\n")
    mail = {"smtp_host": "mail.example", "mail_from": "a@x.example", "mail_to": "b@x.example, c@x.example"}
    login = {"desk_https": True, "desk_proxy_user_header": "X-User", "desk_trusted_proxies": "127.0.0.1"}
    found = looked_at(tmp_path, contact="a@x.example", smtp_user="a", smtp_password_file=key, **mail, **login)
    assert {name for name, one in found.items() if one.state != "ok"} == {"model"}
    assert found["mail"].found == "mail.example:587, from a@x.example to 2 recipients"
    assert found["files"].found == "smtp_password_file"
    assert "geheim" not in str(found)


@pytest.mark.parametrize(
    ("given", "what", "advice"),
    [
        ({"smtp_host": "mail.example"}, "mail", "so give one"),
        ({"smtp_host": "m.example", "mail_from": "a@x.cn", "mail_to": "a@x.cn", "smtp_user": "a"}, "mail", "PASSWORD"),
        ({"kafka_ca_file": "/nowhere/ca.pem"}, "files", "TANXUN_KAFKA_CA_FILE"),
        ({"desk_proxy_user_header": "X-User"}, "desk's login", "TANXUN_DESK_TRUSTED_PROXIES"),
        ({"catalogue": "/nowhere"}, "catalogue", ""),
    ],
    ids=["no sender", "no password", "no file", "no proxy", "no catalogue"],
)
def test_what_is_set_and_not_there_is_missing(tmp_path: Path, given: dict[str, Any], what: str, advice: str) -> None:
    one = looked_at(tmp_path, **given)[what]
    assert one.state == "missing"
    assert advice in one.advice


def test_a_bus_and_a_store_that_were_never_made_are_missing(tmp_path: Path) -> None:
    found = {one.what: one for one in examine(Settings(home=tmp_path / "home"), NOON)}
    assert {found["bus"].state, found["store"].state} == {"missing"}
    assert not (tmp_path / "home").exists()


def test_the_exit_status_is_of_what_is_missing(week: DemoWeek, tmp_path: Path) -> None:
    printed = week.home.run("doctor")
    assert "unset" in printed
    assert "missing" not in printed
    assert "missing" in Home(tmp_path).run("doctor", status=1)


def test_it_says_how_far_trading_days_are_known(tmp_path: Path) -> None:
    found = {one.what: one for one in examine(Settings(home=tmp_path / "home"), NOON)}["holidays"]
    assert found.state == "ok"
    assert "public holidays are known until 20" in found.found
