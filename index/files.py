"""The files, interface: bytes by their SHA-256, in named kinds."""

from collections.abc import Iterator
from typing import Literal, Protocol

FileKind = Literal["pages", "media", "documents"]


class Files(Protocol):
    """Content-addressed files. Raises pipeline.errors.BackendError when the place is read-only or full."""

    def put(self, kind: FileKind, content: bytes) -> str:
        """Keep the bytes; returns their SHA-256 (64 hex digits). Durable and whole when it returns; repeatable."""

    def get(self, kind: FileKind, digest: str) -> bytes:
        """The bytes; raises KeyError where there are none, BackendError where they no longer match the digest."""

    def has(self, kind: FileKind, digest: str) -> bool:
        """Whether they are kept."""

    def digests(self, kind: FileKind) -> Iterator[str]:
        """All digests of a kind, in ascending order."""
