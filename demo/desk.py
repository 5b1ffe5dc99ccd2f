"""`make desk`: the editors' page on the demo's issue, with the workers and the invented web that it needs."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from rich.markup import escape

from demo import week
from demo.pasted import addresses
from demo.web import DemoWeb
from demo.week import console, demo_settings
from desk.services import Desk
from pipeline.settings import PREFIX, Settings
from tanxun.cli import report
from tanxun.schedule.work import ended_by_signals
from tanxun.wiring.backends import init, opened
from tanxun.wiring.desk import opened_desk
from tanxun.wiring.desk_server import listening, server
from tanxun.wiring.model import model_name

CHIEF = "主编"
# The workers finish the batch in hand; a page of the invented web never takes that long.
GRACE_SECONDS = 60


def run() -> None:
    """Serve until Ctrl-C; desk, workers and the invented web end together."""
    settings = demo_settings()
    init(settings, model_name(settings))
    with opened(settings) as backends:
        drafted = week.ISSUE in backends.store.issues()
    if not drafted:
        # In a process of its own: this one would keep the model in memory as long as the desk is open.
        made_week = subprocess.run([sys.executable, "-m", "demo"], check=False)
        if made_week.returncode:
            sys.exit(made_week.returncode)
    with (
        ended_by_signals(),
        DemoWeb() as web,
        opened_desk(settings) as (desk, application),
        listening(settings) as place,
    ):
        bound, address = place
        made = server(application)
        with working(settings, web.address, made) as workers:
            announce(desk, address)
            made.run([bound])
            died = workers.poll() is not None
        console.print("the desk, its workers and the invented web have ended; everything is kept")
    if died:
        sys.exit(1)


@contextmanager
def working(settings: Settings, proxy: str, desk: uvicorn.Server) -> Iterator[subprocess.Popen[bytes]]:
    """The workers of all stages, in a process beside this one, which ask the invented web; the desk ends with them."""
    log = settings.home / "workers.log"
    with log.open("w") as printed:
        workers = subprocess.Popen(
            [sys.executable, "-m", "tanxun", "work", "all"],
            env=environment(settings, proxy),
            stdout=printed,
            stderr=printed,
            start_new_session=True,
        )
    ending = threading.Event()

    def end_desk() -> None:
        status = workers.wait()
        if not ending.is_set():
            console.print(f"[bold red]the workers ended with status {status}[/]; {escape(str(log))} says why")
            desk.should_exit = True

    guard = threading.Thread(target=end_desk)
    guard.start()
    try:
        yield workers
    finally:
        ending.set()
        workers.send_signal(signal.SIGTERM)
        try:
            workers.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            workers.kill()
        guard.join()


def environment(settings: Settings, proxy: str) -> dict[str, str]:
    """The demo's settings as a command of its own reads them."""
    own = {
        "catalogue": str(settings.catalogue),
        "delay": str(settings.delay),
        "contact": settings.contact,
        "first_issue": settings.first_issue,
    }
    named = {f"{PREFIX}{name}".upper(): value for name, value in own.items()}
    # No way past the proxy: an address of the invented web means nothing outside.
    return {**os.environ, **named, "http_proxy": proxy, "https_proxy": proxy, "no_proxy": "", "NO_PROXY": ""}


def announce(desk: Desk, address: str) -> None:
    """Where the desk is, how to come in, and what to paste."""
    console.print(f"[bold]the desk is at {address}[/]  (Ctrl-C ends it)")
    users = desk.data.users
    if users.get(CHIEF) is None:
        users.add(CHIEF, None, "chief", desk.clock())
    if users.has_chief():
        console.print(f"log in as [cyan]{CHIEF}[/] with the password you chose")
    else:
        link = f"{address}/link/{desk.data.links.make(CHIEF, desk.clock())}"
        console.print(f"user [cyan]{CHIEF}[/]; this link sets the password, once, within 24 hours:\n  {link}")
    console.print("addresses of the invented web that no list leads to, to paste into the issue:")
    for one in addresses():
        console.print(f"  {one}")


if __name__ == "__main__":
    report(run)
