"""A real desk on a real port: uvicorn in a thread, the embedded store in a folder, a clock that a test moves."""

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import httpx

from desk.app import create_app
from desk.http.visitor import COOKIE, signed
from desk.services import Desk, DeskData
from desk.users import passwords
from desk.users.users import Role
from pipeline.settings import Settings
from pipeline.topics import TOPICS
from tanxun.wiring.backends import opened
from tanxun.wiring.desk_press import press
from tanxun.wiring.desk_server import listening, server
from tests.support.articles import MODEL

PASSWORD = "correct horse 电池"
NAMES: dict[Role, str] = {"reader": "读者甲", "editor": "编辑乙", "chief": "主编丙", "operator": "运维丁"}


@dataclass
class Clock:
    """The desk's clock: the real one, and what a test adds."""

    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def forward(self, **much: float) -> None:
        self.ahead += timedelta(**much)


@dataclass
class Running:
    """A desk that answers at `url`."""

    desk: Desk
    url: str
    clock: Clock
    clients: list[httpx.Client] = field(default_factory=list)

    def client(self, **options: Any) -> httpx.Client:
        """A browser's worth of cookies; redirects are not followed. (No TLS: certificates take longer to load than a test.)"""
        made = httpx.Client(base_url=self.url, timeout=60, trust_env=False, verify=False, **options)
        self.clients.append(made)
        return made

    def logged_in(self, role: Role = "editor", **options: Any) -> httpx.Client:
        """A client whose user has this role."""
        client = self.client(**options)
        answer = log_in(client, NAMES[role], PASSWORD)
        assert answer.status_code == 303, answer.text
        return client

    def session(self, role: Role) -> str:
        """The cookie of a session of this role, begun as the login would begin it, without a password's cost."""
        user = self.desk.data.users.known(NAMES[role])
        return signed(self.desk, self.desk.data.sessions.begin(user, self.clock()))

    def with_session(self, role: Role) -> httpx.Client:
        """A client with such a session."""
        return self.client(cookies={COOKIE: self.session(role)})

    def token(self, client: httpx.Client) -> str:
        """A fresh CSRF token of the client's session."""
        return str(client.get("/session").json()["csrf"])


def log_in(client: httpx.Client, name: str, password: str, **more: str) -> httpx.Response:
    """Fill the login form in as a browser would."""
    form = client.get("/login").text
    return client.post("/login", data={"csrf": token(form), "name": name, "password": password, **more})


def token(html: str) -> str:
    """The CSRF token of a page."""
    found = re.search(r'name="csrf" (?:value|content)="([\w-]+)"', html)
    assert found, html[:500]
    return found[1]


@contextmanager
def running(folder: Path, **settings: Any) -> Iterator[Running]:
    """A desk with one user of each role, on a port of its own."""
    made = Settings(home=folder / "home", out=folder / "out", desk_port=0, **settings)
    clock = Clock()
    with opened(made) as backends:
        backends.bus.create(TOPICS.values())
        backends.store.init(MODEL)
        data = DeskData(made.home / "desk.sqlite")
        desk = Desk.on(made, backends.store, backends.files, backends.bus, data, press(made, backends), clock)
        add_users(data, clock())
        with served(desk, clock) as one:
            yield one
        data.close()


def add_users(data: DeskData, now: datetime) -> None:
    """One user of each role, all with PASSWORD, which is hashed once a process: argon2 is slow by design."""
    for role, name in NAMES.items():
        if data.users.get(name) is None:
            data.users.add(name, None, role, now)
            with data.file.writing() as db:
                db.execute("UPDATE users SET password = ? WHERE name = ?", (password_hash(), name))


@cache
def password_hash() -> str:
    return passwords.hashed(PASSWORD)


@contextmanager
def served(desk: Desk, clock: Clock) -> Iterator[Running]:
    """The desk behind uvicorn, on a port of its own."""
    with listening(desk.settings) as (bound, url):
        serving = server(create_app(desk))
        thread = threading.Thread(target=serving.run, args=([bound],), daemon=True)
        thread.start()
        one = Running(desk, url, clock)
        while not serving.started:
            assert thread.is_alive(), "uvicorn ended"
            time.sleep(0.01)
        try:
            yield one
        finally:
            for client in one.clients:
                client.close()
            serving.should_exit = True
            thread.join()
