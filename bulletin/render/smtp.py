"""The published e-mail sent by SMTP."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Literal

from bulletin.issue import BULLETIN_NAME
from pipeline.errors import BackendError, SettingError, Unavailable

LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class SmtpSettings:
    """Where and as whom to send; `timeout` is seconds for each answer of the server.

    `recipients` stand in the envelope only: no reader sees the others' addresses.
    """

    host: str
    sender: str
    recipients: tuple[str, ...]
    port: int = 587
    tls: Literal["none", "starttls", "tls"] = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: Path | None = None
    timeout: float = 30


@dataclass(frozen=True)
class Refused:
    """A recipient that the server would not take, and its words."""

    address: str
    why: str


def send(message: bytes, smtp: SmtpSettings) -> tuple[Refused, ...]:
    """Send the message to all recipients; returns those that were refused while others were taken.

    Raises SettingError where the settings are to be mended, Unavailable where the server does not answer, BackendError
    where it takes the message for nobody. After an error nothing was sent, except where the connection broke after the
    message's last byte.
    """
    _check_login(smtp)
    ready = _addressed(message, smtp)
    with _told(smtp), _connected(smtp) as server:
        refused = server.send_message(ready, smtp.sender, smtp.recipients)
    return tuple(Refused(address, f"{code} {_words(text)}") for address, (code, text) in sorted(refused.items()))


def _check_login(smtp: SmtpSettings) -> None:
    if smtp.user and smtp.tls == "none" and smtp.host not in LOOPBACK:
        raise SettingError(f"smtp_tls = none would send the password to {smtp.host} unencrypted; set starttls or tls")
    if not (smtp.user + smtp.password).isascii():
        # smtplib sends ASCII only (bpo-29750).
        raise SettingError("smtp_user and smtp_password can hold ASCII characters only; choose another password")


def _addressed(message: bytes, smtp: SmtpSettings) -> EmailMessage:
    ready = message_from_bytes(message, policy=SMTP)
    if not isinstance(ready, EmailMessage):
        raise TypeError("the parser made no EmailMessage")
    for name in ("X-Unsent", "From", "To"):
        del ready[name]
    ready["From"] = Address(BULLETIN_NAME, addr_spec=smtp.sender)
    ready["To"] = Address(BULLETIN_NAME, addr_spec=smtp.sender)
    return ready


@contextmanager
def _connected(smtp: SmtpSettings) -> Iterator[smtplib.SMTP]:
    """A connection that is encrypted and logged in as the settings say; closed at the end."""
    context = _context(smtp)
    if smtp.tls == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(smtp.host, smtp.port, timeout=smtp.timeout, context=context)
    else:
        server = smtplib.SMTP(smtp.host, smtp.port, timeout=smtp.timeout)
    try:
        if smtp.tls == "starttls":
            server.starttls(context=context)
        if smtp.user:
            server.login(smtp.user, smtp.password)
        yield server
        # What the server has taken stays sent, whatever it says to a farewell.
        with suppress(OSError, smtplib.SMTPException):
            server.quit()
    finally:
        server.close()


def _context(smtp: SmtpSettings) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=str(smtp.ca_file) if smtp.ca_file else None)
    except OSError as problem:
        raise SettingError(
            f"setting smtp_ca_file: cannot read {smtp.ca_file}: {problem}; give a file of PEM certificates"
        ) from problem


@contextmanager
def _told(smtp: SmtpSettings) -> Iterator[None]:
    """What can go wrong, in one line with what to do next."""
    where = f"mail server {smtp.host}:{smtp.port}"
    try:
        yield
    except smtplib.SMTPAuthenticationError as problem:
        raise SettingError(
            f"{where} does not accept user {smtp.user!r} with this password ({_answer(problem)}); mend smtp_user and smtp_password"
        ) from problem
    except smtplib.SMTPNotSupportedError as problem:
        raise SettingError(f"{where}: {problem}; mend smtp_tls, or smtp_user where it wants no password") from problem
    except smtplib.SMTPSenderRefused as problem:
        raise SettingError(
            f"{where} refuses the sender {smtp.sender} ({_answer(problem)}); mend mail_from"
        ) from problem
    except smtplib.SMTPRecipientsRefused as problem:
        told = "; ".join(f"{who}: {code} {_words(text)}" for who, (code, text) in sorted(problem.recipients.items()))
        raise BackendError(f"{where} takes no recipient, nothing was sent ({told}); mend mail_to") from problem
    except ssl.SSLError as problem:
        raise SettingError(f"{where}: no encrypted connection ({problem}); mend smtp_tls or smtp_ca_file") from problem
    except smtplib.SMTPResponseException as problem:
        if 400 <= problem.smtp_code < 500:
            raise Unavailable(f"{where} cannot take it now ({_answer(problem)}); send again later") from problem
        raise BackendError(f"{where} refuses the message ({_answer(problem)}); nothing was sent") from problem
    except (OSError, smtplib.SMTPException) as problem:
        raise Unavailable(
            f"{where} does not answer ({problem}); nothing was sent: check smtp_host and smtp_port, or send again later"
        ) from problem


def _answer(problem: smtplib.SMTPResponseException) -> str:
    return f"{problem.smtp_code} {_words(problem.smtp_error)}"


def _words(text: bytes | str) -> str:
    """A server's answer in one line."""
    shown = text.decode(errors="replace") if isinstance(text, bytes) else text
    return " ".join(shown.split())[:200]
