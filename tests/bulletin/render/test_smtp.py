"""The e-mail sent to a real server over sockets: encrypted, logged in, refused, away."""

import socket
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from bulletin.render.mail import render_mail
from bulletin.render.smtp import SmtpSettings, send
from pipeline.errors import BackendError, SettingError, Unavailable
from pipeline.settings import Settings
from tanxun.wiring.mail_server import smtp_of
from tests.support.editions import job_of, plain
from tests.support.smtp import Mailbox, certificate, mail_server

READERS = ("a@readers.example", "b@readers.example")


@pytest.fixture(scope="module")
def message() -> bytes:
    return render_mail(job_of(plain()))


def to(box: Mailbox, **changes: Any) -> SmtpSettings:
    given = {
        "host": "127.0.0.1",
        "port": box.port,
        "tls": "none",
        "sender": "desk@bulletin.example",
        "recipients": READERS,
        "timeout": 10,
        **changes,
    }
    return SmtpSettings(**given)


def test_the_message_arrives_whole(message: bytes) -> None:
    with mail_server(Mailbox()) as box:
        assert send(message, to(box)) == ()
    (mail,) = box.taken
    assert (mail.sender, mail.recipients, mail.encrypted) == ("desk@bulletin.example", list(READERS), False)
    sent, got = message_from_bytes(message, policy=default), message_from_bytes(mail.content, policy=default)
    assert got["From"] == got["To"] == "节能减排信息动态 <desk@bulletin.example>"
    assert got["X-Unsent"] is None
    assert not any(reader.encode() in mail.content for reader in READERS)
    assert [got[name] for name in ("Subject", "Date", "Message-ID")] == [
        sent[name] for name in ("Subject", "Date", "Message-ID")
    ]
    leaves = [[part for part in whole.walk() if not part.is_multipart()] for whole in (sent, got)]
    assert [part.get_content() for part in leaves[0]] == [part.get_content() for part in leaves[1]]


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_encrypted_and_logged_in(message: bytes, tmp_path: Path, tls: str) -> None:
    file, context = certificate(tmp_path)
    with mail_server(Mailbox(tls=tls, context=context, user="desk", password="geheim 1")) as box:
        assert send(message, to(box, tls=tls, ca_file=file, user="desk", password="geheim 1")) == ()
    assert [(mail.encrypted, mail.user) for mail in box.taken] == [(True, "desk")]


def test_a_certificate_that_nobody_vouches_for(message: bytes, tmp_path: Path) -> None:
    _, context = certificate(tmp_path)
    with (
        mail_server(Mailbox(tls="starttls", context=context)) as box,
        pytest.raises(SettingError, match=r"no encrypted connection .*self-signed.*smtp_ca_file"),
    ):
        send(message, to(box, tls="starttls"))
    assert box.taken == []


def test_a_wrong_password(message: bytes) -> None:
    with (
        mail_server(Mailbox(user="desk", password="right")) as box,
        pytest.raises(SettingError, match=r"does not accept user 'desk'.*535.*mend smtp_user") as problem,
    ):
        send(message, to(box, user="desk", password="wrong-secret"))
    assert "wrong-secret" not in str(problem.value)
    assert "wrong-secret" not in repr(to(box, password="wrong-secret"))


def test_one_recipient_refused_the_other_gets_it(message: bytes) -> None:
    with mail_server(Mailbox(refuse=READERS[:1])) as box:
        (refused,) = send(message, to(box))
    assert refused.address == READERS[0]
    assert "550" in refused.why
    assert [mail.recipients for mail in box.taken] == [[READERS[1]]]


def test_all_recipients_refused(message: bytes) -> None:
    with (
        mail_server(Mailbox(refuse=READERS)) as box,
        pytest.raises(BackendError, match=r"takes no recipient, nothing was sent .*550.*mend mail_to"),
    ):
        send(message, to(box))
    assert box.taken == []


@pytest.mark.parametrize(
    ("answers", "kind", "says"),
    [
        ({"MAIL": "553 not yours"}, SettingError, "refuses the sender desk@bulletin.example.*553.*mail_from"),
        ({"DATA": "554 spam"}, BackendError, "refuses the message .554 spam.; nothing was sent"),
        ({"DATA": "451 busy"}, Unavailable, "cannot take it now .451 busy.; send again later"),
    ],
)
def test_the_server_says_no(message: bytes, answers: dict[str, str], kind: type[Exception], says: str) -> None:
    with mail_server(Mailbox(answers=answers)) as box, pytest.raises(kind, match=says):
        send(message, to(box))
    assert box.taken == []


def test_a_bad_farewell_is_no_failure(message: bytes) -> None:
    with mail_server(Mailbox(answers={"QUIT": "500 never"})) as box:
        assert send(message, to(box)) == ()
    assert len(box.taken) == 1


def test_the_server_is_away(message: bytes) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = Mailbox(port=free.getsockname()[1])
        with pytest.raises(Unavailable, match=r"does not answer .*check smtp_host and smtp_port"):
            send(message, to(nobody))


def test_the_server_hangs_up(message: bytes) -> None:
    with mail_server(Mailbox(drop_at="DATA")) as box, pytest.raises(Unavailable, match="does not answer"):
        send(message, to(box))


def test_a_server_that_says_nothing(message: bytes) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(Unavailable, match="does not answer"):
            send(message, to(Mailbox(port=silent.getsockname()[1]), timeout=0.2))


def test_tls_that_the_server_lacks(message: bytes) -> None:
    with mail_server(Mailbox()) as box:
        with pytest.raises(SettingError, match="mend smtp_tls"):
            send(message, to(box, tls="starttls"))
        with pytest.raises(SettingError, match="mend smtp_tls"):
            send(message, to(box, tls="tls"))


def test_no_password_goes_unencrypted_to_another_machine(message: bytes) -> None:
    with pytest.raises(SettingError, match="unencrypted"):
        send(message, to(Mailbox(port=25), host="mail.bulletin.example", user="desk", password="x"))


def test_a_password_that_cannot_be_sent(message: bytes) -> None:
    with pytest.raises(SettingError, match="ASCII"):
        send(message, to(Mailbox(port=25), user="desk", password="密码"))


def test_a_missing_certificate_file(message: bytes, tmp_path: Path) -> None:
    with (
        mail_server(Mailbox()) as box,
        pytest.raises(SettingError, match=r"smtp_ca_file: cannot read .*nowhere.pem"),
    ):
        send(message, to(box, tls="starttls", ca_file=tmp_path / "nowhere.pem"))


def test_no_host_no_sending() -> None:
    assert smtp_of(Settings()) is None


def test_the_settings_as_the_sender_takes_them(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("secret\n")
    smtp = smtp_of(
        Settings(
            smtp_host="mail.example",
            smtp_tls="tls",
            smtp_user="u",
            smtp_password_file=tmp_path / "password",
            mail_from="desk@x.example",
            mail_to="a@y.example, Leser <b@y.example>",
        )
    )
    assert smtp == SmtpSettings(
        host="mail.example",
        port=465,
        tls="tls",
        user="u",
        password="secret",
        sender="desk@x.example",
        recipients=("a@y.example", "b@y.example"),
    )


@pytest.mark.parametrize(
    "wrong", ["", "nobody", "a@b.example,", "a b@c.example", "a@b.example\r\nRCPT TO:<x@y.example>"]
)
def test_what_is_no_address(wrong: str) -> None:
    with pytest.raises(SettingError, match=r"setting mail_to: .* is no e-mail address"):
        smtp_of(Settings(smtp_host="mail.example", mail_from="desk@x.example", mail_to=wrong))
