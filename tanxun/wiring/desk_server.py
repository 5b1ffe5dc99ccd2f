"""Serves the desk's application on a socket until a signal comes."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import uvicorn
from fastapi import FastAPI

from pipeline.errors import SettingError
from pipeline.settings import Settings

# Streams never end by themselves: after this the rest is cut, and pages connect anew.
GRACE_SECONDS = 5


@contextmanager
def listening(settings: Settings) -> Iterator[tuple[socket.socket, str]]:
    """A bound socket, and the address that it has; raises SettingError where it cannot be had."""
    host, port = settings.desk_host, settings.desk_port
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        bound = socket.create_server((host, port), family=family)
    except OSError as problem:
        raise SettingError(
            f"cannot listen on {host}:{port}: {problem.strerror}; end what listens there, or give another --port or --host"
        ) from problem
    with bound:
        shown = f"[{host}]" if ":" in host else host
        yield bound, f"http://{shown}:{bound.getsockname()[1]}"


def server(application: FastAPI) -> uvicorn.Server:
    """uvicorn without logs of addresses (one-time links are among them) and without believing anybody's headers."""
    config = uvicorn.Config(
        application,
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        lifespan="on",
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    return uvicorn.Server(config)


def serve(application: FastAPI, bound: socket.socket, stop: Event) -> None:
    """Answer until `stop` is set; requests that have begun are finished first."""
    serving = server(application)

    def end() -> None:
        stop.wait()
        serving.should_exit = True

    # A signal that comes before uvicorn listens for signals is not lost.
    Thread(target=end, daemon=True).start()
    serving.run([bound])
