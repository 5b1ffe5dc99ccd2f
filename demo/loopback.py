"""A small real web on loopback: an HTTP server that answers, as a proxy does, for whatever hosts a test invents.

with Web() as web:
    web.put("http://a.example/x.html", b"<html>…")
    environment = {"http_proxy": web.address}
"""

import hashlib
import sys
import threading
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal, Self

Manner = Literal["whole", "hang", "reset", "cut", "drip"]


@dataclass(frozen=True)
class Reply:
    """What an address answers. `etag` (made from the body) lets the server answer 304.

    `how` it answers: `whole`; `hang`, never; `reset`, by ending the connection; `cut`, with half of what it announces; `drip`, a
    byte a second. `wait` is how many seconds it takes first.
    """

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    etag: bool = False
    how: Manner = "whole"
    wait: float = 0.0

    @property
    def tag(self) -> str:
        """The body's entity tag."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64  # many hosts are asked at once, and all of them are this server

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that gives up on a slow or huge answer is what some tests are about."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Web:
    """Addresses and their replies; `requests` records (address, headers) in order of arrival."""

    def __init__(self, interface: str = "127.0.0.1") -> None:
        self.replies: dict[str, Reply | Callable[[], Reply]] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []
        self._closing = threading.Event()
        self._server = _Server((interface, 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def port(self) -> int:
        """The server's port."""
        return self._server.server_address[1]

    @property
    def address(self) -> str:
        """What `http_proxy` is set to; also the server's own address for direct requests."""
        return f"http://127.0.0.1:{self.port}"

    def put(self, url: str, body: bytes | str = b"", status: int = 200, etag: bool = False, **headers: str) -> None:
        """Answer at this address; header names are written with _ for -. HTML in UTF-8 unless a header says so."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        raw = body.encode() if isinstance(body, str) else body
        self.replies[url] = Reply(status, {"content-type": "text/html; charset=utf-8", **named}, raw, etag)

    def put_answer(self, url: str, posted: str, body: bytes | str, content_type: str = "application/json") -> None:
        """Answer a POST to this address with exactly this body; any other POST finds nothing there."""
        raw = body.encode() if isinstance(body, str) else body
        self.replies[f"POST {url} {posted}"] = Reply(200, {"content-type": content_type}, raw)

    def hang(self, url: str) -> None:
        """Accept the request and never answer."""
        self.replies[url] = Reply(how="hang")

    def asked(self, url: str) -> int:
        """How often an address was asked for."""
        return sum(1 for asked, _ in self.requests if asked == url)

    def by_host(self) -> dict[str, list[str]]:
        """The addresses asked for, by host."""
        found = defaultdict(list)
        for url, _ in self.requests:
            found[url.split("/")[2]].append(url)
        return dict(found)

    def answer(self, asked: str, headers: Mapping[str, str]) -> Reply:
        """What is answered to an address, or to `POST address body`; a web that changes by the clock answers here."""
        del headers
        found = self.replies.get(asked, Reply(404, {"content-type": "text/html"}, b"not here"))
        return found if isinstance(found, Reply) else found()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        web = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                url = self.path if "://" in self.path else f"http://{self.headers['Host']}{self.path}"
                headers = {name.lower(): value for name, value in self.headers.items()}
                web.requests.append((url, headers))
                posted = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("utf-8", "replace")
                asked = url if self.command != "POST" else f"POST {url} {posted}"
                self._answer(web.answer(asked, headers))

            do_HEAD = do_GET  # noqa: N815
            do_POST = do_GET  # noqa: N815

            def _answer(self, reply: Reply) -> None:
                web._closing.wait(60 if reply.how == "hang" else reply.wait)
                if reply.how in ("hang", "reset"):
                    self.close_connection = True
                    return
                status, body = reply.status, reply.body
                if reply.etag and self.headers.get("If-None-Match") == reply.tag:
                    status, body = 304, b""
                self.send_response(status)
                for name, value in {**reply.headers, **({"ETag": reply.tag} if reply.etag else {})}.items():
                    self.send_header(name, value)
                if reply.how != "drip":
                    self.send_header("Content-Length", str(len(body) * (2 if reply.how == "cut" else 1)))
                self.end_headers()
                self.close_connection = reply.how != "whole" or self.close_connection
                for place in range(len(body) if reply.how == "drip" else 0):
                    self.wfile.write(body[place : place + 1])
                    web._closing.wait(1)
                if self.command != "HEAD" and reply.how != "drip":
                    self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        return Handler
