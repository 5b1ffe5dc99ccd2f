"""A mail server for tests: it speaks SMTP (RFC 5321, 3207, 4954) over real sockets and keeps what it is given."""

import base64
import re
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import BinaryIO, cast

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class Mail:
    """One message as received: the envelope, the bytes, and how the connection was."""

    sender: str
    recipients: list[str]
    content: bytes
    encrypted: bool
    user: str


@dataclass
class Mailbox:
    """How the server answers, and what it has taken. `refuse` are recipients, `answers` replies by command."""

    tls: str = "none"
    context: ssl.SSLContext | None = None
    user: str = ""
    password: str = ""
    refuse: tuple[str, ...] = ()
    answers: dict[str, str] = field(default_factory=dict)
    drop_at: str = ""
    taken: list[Mail] = field(default_factory=list)
    port: int = 0


class SmtpSession(socketserver.BaseRequestHandler):
    """One connection."""

    def handle(self) -> None:
        self.box: Mailbox = cast("MailServer", self.server).box
        self.encrypted, self.user, self.sender = False, "", ""
        self.recipients: list[str] = []
        try:
            if self.box.tls == "tls":
                self.encrypt()
            self.lines = cast(BinaryIO, self.request.makefile("rb"))
            self.say("220 test server ready")
            while self.command(self.lines.readline().decode().rstrip("\r\n")):
                pass
        except (OSError, ssl.SSLError):
            return
        finally:
            self.request.close()

    def encrypt(self) -> None:
        assert self.box.context
        self.request = self.box.context.wrap_socket(self.request, server_side=True)
        self.encrypted = True

    def say(self, *lines: str) -> None:
        self.request.sendall("".join(f"{line}\r\n" for line in lines).encode())

    def command(self, line: str) -> bool:
        verb = line.partition(" ")[0].upper()
        if not verb or verb == self.box.drop_at:
            return False
        if verb in self.box.answers:
            self.say(self.box.answers[verb])
            return verb != "QUIT"
        handler = getattr(self, f"do_{verb.lower()}", None)
        if handler is None:
            self.say("500 what")
            return True
        return bool(handler(line) is not False)

    def do_ehlo(self, line: str) -> None:
        offers = ["250-test", "250-8BITMIME"]
        offers += ["250-STARTTLS"] if self.box.tls == "starttls" and not self.encrypted else []
        offers += ["250-AUTH PLAIN"] if self.box.user else []
        self.say(*offers, "250 SIZE 50000000")

    def do_starttls(self, line: str) -> None:
        self.say("220 go ahead")
        self.encrypt()
        self.lines = cast(BinaryIO, self.request.makefile("rb"))

    def do_auth(self, line: str) -> None:
        _, user, password = base64.b64decode(line.split(" ")[2]).decode().split("\0")
        if (user, password) == (self.box.user, self.box.password):
            self.user = user
            self.say("235 welcome")
        else:
            self.say("535 5.7.8 authentication credentials invalid")

    def do_mail(self, line: str) -> None:
        if self.box.user and not self.user:
            self.say("530 authentication required")
            return
        self.sender = address_in(line)
        self.say("250 ok")

    def do_rcpt(self, line: str) -> None:
        if address_in(line) in self.box.refuse:
            self.say("550 5.1.1 no such user here")
        else:
            self.recipients.append(address_in(line))
            self.say("250 ok")

    def do_data(self, line: str) -> None:
        self.say("354 go on")
        content = b""
        while (got := self.lines.readline()) not in (b".\r\n", b""):
            content += got.removeprefix(b".") if got.startswith(b"..") else got
        self.box.taken.append(Mail(self.sender, self.recipients, content, self.encrypted, self.user))
        self.say("250 taken")

    def do_rset(self, line: str) -> None:
        self.recipients = []
        self.say("250 ok")

    def do_quit(self, line: str) -> bool:
        self.say("221 bye")
        return False


class MailServer(socketserver.ThreadingTCPServer):
    """Listens on a port of 127.0.0.1 that the system chooses."""

    daemon_threads = True

    def __init__(self, box: Mailbox) -> None:
        super().__init__(("127.0.0.1", 0), SmtpSession)
        self.box = box


def address_in(line: str) -> str:
    found = re.search(r"<(.*?)>", line)
    assert found, line
    return found[1]


@contextmanager
def mail_server(box: Mailbox) -> Iterator[Mailbox]:
    """A running server; `port` says where."""
    with MailServer(box) as server:
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for 127.0.0.1 that signs itself: its file, and the server's side of it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "server.pem", folder / "server.key"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return public, context
