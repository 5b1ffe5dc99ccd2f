"""The files of a rendered draft: written whole, and left alone while what they are made of is the same."""

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path

import bulletin
from pipeline.errors import BackendError
from pipeline.settings import Settings

KINDS = ("html", "pdf", "json")
# Another version of these may print the same issue in other bytes.
PRINTERS = ("jinja2", "matplotlib", "pillow", "typst")


class DraftDocuments:
    """`out/issue-N.html`, `.pdf` and `.json`, and the note under the home folder of what they were made of."""

    def __init__(self, settings: Settings, number: int) -> None:
        self.paths = [settings.out / f"issue-{number}.{kind}" for kind in KINDS]
        self._note = settings.home / "rendered" / f"issue-{number}.json"

    def are_made_of(self, inputs: Sequence[str]) -> bool:
        """Whether the files lie there unchanged and were made of these inputs."""
        try:
            note = json.loads(self._note.read_text())
            files = {path.name: _digest(path.read_bytes()) for path in self.paths}
        except (OSError, ValueError):
            return False
        return bool(note == {"inputs": _digest_of(inputs), "files": files})

    def write(self, inputs: Sequence[str], contents: Mapping[str, bytes]) -> None:
        """Write all of them, then the note; raises BackendError where a folder cannot be written."""
        for path in self.paths:
            write_whole(path, contents[path.suffix.removeprefix(".")])
        files = {path.name: _digest(path.read_bytes()) for path in self.paths}
        write_whole(self._note, json.dumps({"inputs": _digest_of(inputs), "files": files}).encode())


@cache
def templates_digest() -> str:
    """A digest of everything that decides how an issue looks: templates, words, code and the printing libraries."""
    code = sorted(
        path for path in Path(bulletin.__file__).parent.rglob("*") if path.is_file() and path.suffix != ".pyc"
    )
    parts = [_digest(path.read_bytes()) for path in code]
    return _digest_of([*parts, *(f"{name} {version(name)}" for name in PRINTERS)])


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _digest_of(parts: Sequence[str]) -> str:
    return _digest("\0".join(parts).encode())


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place and rename it, so that a reader never sees half a document. Raises BackendError."""
    try:
        for folder in (*reversed(path.parent.parents), path.parent):
            if not folder.exists():
                folder.mkdir(exist_ok=True)
                folder.chmod(0o755)  # whatever the umask: documents are there to be read
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as problem:
        raise BackendError(
            f"{path}: cannot write: {problem.strerror}; free space or mend the permissions, or give another --out"
        ) from problem
