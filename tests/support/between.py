"""Something between the desk and a server that can be cut, or that hangs: a TCP forwarder that a test tells so."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass
class Between:
    """Listens at `url`. With `cut_at` set, the first request that holds those bytes and all after it go nowhere.

    With `hangs` set, requests are taken and never answered; `most_waiting` is how many waited at the same time.
    """

    target: tuple[str, int]
    listener: socket.socket
    cut_at: bytes = b""
    is_cut: bool = False
    hangs: bool = False
    waiting: set[socket.socket] = field(default_factory=set)
    most_waiting: int = 0
    open: list[socket.socket] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def mend(self) -> None:
        self.cut_at, self.is_cut = b"", False

    def run(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                self.open.append(client)
                threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client: socket.socket) -> None:
        with suppress(OSError), client:
            if self.is_cut:
                return
            with socket.create_connection(self.target) as server:
                self.open.append(server)
                threading.Thread(target=self.pump, args=(server, client), daemon=True).start()
                self.pump(client, server, watched=True)

    def pump(self, source: socket.socket, sink: socket.socket, watched: bool = False) -> None:
        with suppress(OSError):
            while data := source.recv(1 << 16):
                if watched and self.cut_at and self.cut_at in data:
                    self.is_cut = True
                if self.is_cut:
                    break
                if self.hangs:
                    self.waiting.add(source)
                    self.most_waiting = max(self.most_waiting, len(self.waiting))
                    continue
                sink.sendall(data)
        self.waiting.discard(source)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def between(url: str) -> Iterator[Between]:
    """A forwarder to that address."""
    parts = urlsplit(url)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        made = Between((parts.hostname or "", parts.port or 80), listener)
        threading.Thread(target=made.run, daemon=True).start()
        yield made
        made.is_cut = True
        for one in made.open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
