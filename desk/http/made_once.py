"""Results by key: each is made once however many ask; the `most` last used are remembered."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class MadeOnce(Generic[T]):
    """The `most` last used results by key. One is made at a time: the libraries behind are not all safe in threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: OrderedDict[Hashable, T] = OrderedDict()
        self._looking, self._making = threading.Lock(), threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The result of this key; what `make` raises is raised, and nothing is kept of it."""
        found = self._look(key)
        if found is not None:
            return found
        with self._making:
            found = self._look(key)
            if found is None:
                found = make()
                self._keep(key, found)
        return found

    def _look(self, key: Hashable) -> T | None:
        with self._looking:
            if key in self._found:
                self._found.move_to_end(key)
            return self._found.get(key)

    def _keep(self, key: Hashable, made: T) -> None:
        with self._looking:
            self._found[key] = made
            while len(self._found) > self._most:
                self._found.popitem(last=False)
