"""What happens to an issue, told to everybody who has it open: one reader of its operations for all listeners."""

import asyncio
from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass, field

import msgspec
from starlette.concurrency import run_in_threadpool

from bulletin.issue import IssueReading, Journal, edit_of, operation_kinds
from index.store import Operation
from pipeline.errors import BackendError

# Other processes write, too (the command line, a second desk): the store is asked this often. Two seconds are promised.
POLL_SECONDS = 0.8
# Proxies cut connections that are silent for a minute; a page notices a dead one after two missed beats.
BEAT_SECONDS = 15.0
# What a page that reconnects waits for; browsers' own default is 3 s and more.
RETRY_MS = 1000

LiveMessage = bytes | None


@dataclass(eq=False)
class Listener:
    """One open page: whose it is, the item that it has open for editing ("": none), and what it has not been told yet.

    It lasts as long as its connection, and is kept nowhere else.
    """

    who: str
    item: str = ""
    queue: asyncio.Queue[LiveMessage] = field(default_factory=asyncio.Queue)


@dataclass(eq=False)
class Channel:
    """One issue's listeners and the task that reads its operations for them."""

    listeners: list[Listener] = field(default_factory=list)
    told: int = 0
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.get_running_loop)
    task: asyncio.Task[None] | None = None

    def tell(self, message: bytes) -> None:
        """To all."""
        for listener in self.listeners:
            listener.queue.put_nowait(message)


class Live:
    """All issues' channels of this process; lives in its event loop."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._channels: dict[int, Channel] = {}

    def wake(self, number: int) -> None:
        """Something was written just now, by whatever thread: no need to wait for the next look."""
        channel = self._channels.get(number)
        if channel is not None:
            channel.loop.call_soon_threadsafe(channel.wake.set)

    async def listen(
        self, number: int, who: str, after: int, reading: IssueReading, item: str = ""
    ) -> AsyncGenerator[LiveMessage, None]:
        """Messages from version `after` of the issue on; None at every beat without one. Ends with its consumer.

        `item` is what the page has open for editing; all listeners are told.
        """
        channel = self._channels.setdefault(number, Channel(told=reading.version))
        listener = Listener(who, item)
        channel.listeners.append(listener)
        if channel.task is None:
            channel.task = asyncio.create_task(self._read(number, channel))
        try:
            yield f"retry: {RETRY_MS}\n\n".encode()
            missed = [one for one in reading.operations if after < one.number <= channel.told]
            if missed:
                yield changed(reading.operations, missed)
            self._here(channel)
            while True:
                try:
                    message = await asyncio.wait_for(listener.queue.get(), BEAT_SECONDS)
                except TimeoutError:
                    message = None
                yield message
        finally:
            self._leave(number, channel, listener)

    def _here(self, channel: Channel) -> None:
        names = sorted({one.who for one in channel.listeners})
        items = dict[str, list[str]]()
        for who, item in sorted({(one.who, one.item) for one in channel.listeners if one.item}):
            items.setdefault(item, []).append(who)
        channel.tell(_message("here", {"here": names, "items": items}))

    def _leave(self, number: int, channel: Channel, listener: Listener) -> None:
        channel.listeners.remove(listener)
        if channel.listeners:
            self._here(channel)
            return
        if channel.task is not None:
            channel.task.cancel()
        self._channels.pop(number, None)

    async def _read(self, number: int, channel: Channel) -> None:
        while True:
            try:
                reading = await run_in_threadpool(self._journal.reading, number)
            except BackendError:
                # The store is away: those who edit are told so; here we only wait until it is back.
                reading = None
            if reading is not None and reading.version > channel.told:
                new = reading.operations[channel.told :]
                channel.told = reading.version
                channel.tell(changed(reading.operations, new))
            channel.wake.clear()
            try:
                await asyncio.wait_for(channel.wake.wait(), POLL_SECONDS)
            except TimeoutError:
                continue


def changed(operations: tuple[Operation, ...], new: Iterable[Operation]) -> bytes:
    """A message on new operations: the version that they lead to, who made the last, the items and kinds."""
    items, kinds, last = dict[str, None](), dict[str, None](), operations[-1]
    for operation in new:
        last = operation
        kinds[operation.kind] = None
        edit = edit_of(operation)
        if isinstance(edit, operation_kinds.Undo | operation_kinds.Redo):
            edit = edit_of(operations[edit.of - 1])
        if edit is not None:
            items |= dict.fromkeys(sorted(operation_kinds.items_of(edit) - {""}))
    data = {"version": last.number, "who": last.who, "items": list(items), "kinds": list(kinds)}
    return _message("change", data, last.number)


def _message(event: str, data: object, number: int | None = None) -> bytes:
    name = f"id: {number}\n" if number is not None else ""
    return f"{name}event: {event}\ndata: {msgspec.json.encode(data).decode()}\n\n".encode()
