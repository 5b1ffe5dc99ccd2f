"""A server that nobody may ask, and a watch over all that a browser does."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Frame, Page, Request

from desk.http.visitor import COOKIE, signed
from desk.users.users import Role
from tests.support.browser import PAGE_MS
from tests.support.desk_running import NAMES, Running

# What a browser may load beside our own origin: what is in the document already.
INSIDE = ("data:", "blob:", "about:", "cid:")


@dataclass
class Canary:
    """Answers everything with a script that leaves a trace; `asked` has the paths."""

    url: str
    asked: list[str] = field(default_factory=list)


@contextmanager
def singing() -> Iterator[Canary]:
    """A canary on a port of its own: another origin."""
    canary = Canary("")

    class CanaryHandler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            canary.asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "text/javascript")
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()
            self.wfile.write(b"window.__pwned=1")

        do_POST = do_HEAD = do_OPTIONS = do_GET  # noqa: N815 - the base class's names

        def log_message(self, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), CanaryHandler) as server:
        canary.url = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield canary
        server.shutdown()


@dataclass
class CanaryWatch:
    """A page, and everything wrong that happened in its browser since the last `wrong()`.

    `opened` holds the addresses outside the desk that a test itself goes to.
    """

    page: Page
    canary: Canary
    noted: list[str] = field(default_factory=list)
    opened: set[str] = field(default_factory=set)

    def wrong(self) -> list[str]:
        """What happened that may not: scripts that ran, loads from elsewhere, windows, dialogs, errors; forgets it."""
        found = [*self.noted, *(f"the canary was asked for {path}" for path in self.canary.asked), *self._ran()]
        self.noted.clear()
        self.canary.asked.clear()
        return found

    @property
    def frames(self) -> list[Frame]:
        """The frames that hold a document; one that waits to be unfolded would never answer."""
        return [
            frame for frame in self.page.frames if not frame.is_detached() and frame.url not in ("", ":", "about:blank")
        ]

    def _ran(self) -> list[str]:
        return [f"a script ran in {one.url}" for one in self.frames if one.evaluate("() => window.__pwned === 1")]


@contextmanager
def watched(
    browser: Browser, desk: Running, canary: Canary, role: Role = "chief", **options: Any
) -> Iterator[CanaryWatch]:
    """A page logged in as this role, under watch."""
    context = browser.new_context(base_url=desk.url, locale="zh-CN", timezone_id="Asia/Shanghai", **options)
    context.set_default_timeout(PAGE_MS)
    let_in(context, desk, role)
    watch = CanaryWatch(context.new_page(), canary)
    _listen(context, watch, desk.url)
    yield watch
    context.close()


def let_in(context: BrowserContext, desk: Running, role: Role) -> None:
    """The session's cookie, as the login would set it."""
    session = desk.desk.data.sessions.begin(desk.desk.data.users.known(NAMES[role]), desk.clock())
    context.add_cookies([{"name": COOKIE, "value": signed(desk.desk, session), "url": desk.url}])


def _listen(context: BrowserContext, watch: CanaryWatch, home: str) -> None:
    noted = watch.noted

    def asked(request: Request) -> None:
        if not request.url.startswith((f"{home}/", *INSIDE)) and request.url not in watch.opened:
            noted.append(f"asked elsewhere: {request.url[:200]}")

    def said(message: ConsoleMessage) -> None:
        # A picture of ours that nobody can read is missing, and no harm.
        if message.type == "error" and not message.location["url"].startswith(f"{home}/pictures/"):
            noted.append(f"console: {message.text[:300]}")

    def asked_aloud(dialog: Dialog) -> None:
        noted.append(f"a dialog: {dialog.message[:200]}")
        dialog.dismiss()

    context.on("request", asked)
    context.on("console", said)
    context.on("weberror", lambda error: noted.append(f"error: {error.error}"))
    context.on("page", lambda page: noted.append(f"a window: {page.url[:200]}"))
    context.on("dialog", asked_aloud)
