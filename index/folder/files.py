"""The files in a folder: <root>/<kind>/<first two digits>/<digest>."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from index.files import FileKind
from pipeline.errors import BackendError

DIGEST_LENGTH = 64


class FolderFiles:
    """See index.files.Files."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, kind: FileKind, content: bytes) -> str:
        """See Files.put: written beside its place, synced, then renamed, so that a file is whole or not there."""
        digest = hashlib.sha256(content).hexdigest()
        path = self._path(kind, digest)
        if not path.exists():
            try:
                _write(path, content)
            except OSError as problem:
                raise BackendError(
                    f"{path.parent}: cannot write: {problem.strerror}; free space or mend the permissions, "
                    "or move TANXUN_HOME"
                ) from problem
        return digest

    def get(self, kind: FileKind, digest: str) -> bytes:
        """See Files.get."""
        path = self._path(kind, digest)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            raise KeyError(digest) from None
        except OSError as problem:
            raise BackendError(f"{path}: cannot read: {problem.strerror}; mend the permissions") from problem
        if hashlib.sha256(content).hexdigest() != digest:
            raise BackendError(f"{path}: its content is not what was kept; restore it from a backup, or delete it")
        return content

    def has(self, kind: FileKind, digest: str) -> bool:
        """See Files.has."""
        return self._path(kind, digest).exists()

    def digests(self, kind: FileKind) -> Iterator[str]:
        """See Files.digests."""
        folder = self._root / kind
        for part in sorted(folder.iterdir()) if folder.exists() else []:
            yield from sorted(path.name for path in part.iterdir() if len(path.name) == DIGEST_LENGTH)

    def _path(self, kind: FileKind, digest: str) -> Path:
        return self._root / kind / digest[:2] / digest


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
