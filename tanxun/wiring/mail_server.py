"""The settings of the mail server, as bulletin/render/smtp.py takes them."""

from email.utils import parseaddr

from bulletin.render.smtp import SmtpSettings
from pipeline.errors import SettingError
from pipeline.settings import Settings

# smtplib's usual ports: submission with STARTTLS, submission inside TLS, a relay nearby.
PORTS = {"starttls": 587, "tls": 465, "none": 25}


def smtp_of(settings: Settings) -> SmtpSettings | None:
    """Where to send the published e-mail; None where no smtp_host is set and only the .eml is written.

    Raises SettingError where sender or recipients are missing or are no addresses.
    """
    if not settings.smtp_host:
        return None
    return SmtpSettings(
        host=settings.smtp_host,
        port=settings.smtp_port or PORTS[settings.smtp_tls],
        tls=settings.smtp_tls,
        ca_file=settings.smtp_ca_file,
        user=settings.smtp_user,
        password=settings.secret("smtp_password"),
        sender=_address("mail_from", settings.mail_from),
        recipients=tuple(_address("mail_to", one) for one in settings.mail_to.split(",")),
    )


def _address(name: str, given: str) -> str:
    address = parseaddr(given.strip())[1]
    user, _, host = address.rpartition("@")
    if not user or not host or " " in address or not address.isascii() or not given.strip().isprintable():
        raise SettingError(f"setting {name}: {given.strip()!r} is no e-mail address; smtp_host is set, so give one")
    return address
