"""Our own style sheets and scripts: read once, compressed once, under addresses that change with their content.

All share one digest, so that a script finds those it imports beside itself, each of the same version.
"""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parents[1] / "static"
# Of the SHA-256: 48 bits tell the versions of one file apart.
DIGITS = 12


@dataclass(frozen=True)
class Asset:
    """One file: its address, type, bytes as they are and compressed."""

    address: str
    content_type: str
    content: bytes
    compressed: bytes


class Assets:
    """Every file below desk/static, by its path there (`prices/grid.js`)."""

    def __init__(self, folder: Path = STATIC) -> None:
        files = {
            str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
        }
        total = hashlib.sha256()
        for name, content in files.items():
            total.update(f"{name} {len(content)}\n".encode() + content)
        digest = total.hexdigest()[:DIGITS]
        self._assets = {name: _asset(name, content, digest) for name, content in files.items()}

    def address(self, name: str) -> str:
        """The address of a file; raises KeyError where there is none."""
        return self._assets[name].address

    def get(self, digest: str, name: str) -> Asset | None:
        """The file at this address; None for an old version's or an unknown one."""
        asset = self._assets.get(name)
        return asset if asset and asset.address == _address(digest, name) else None


@cache
def shipped() -> Assets:
    """Our own files, read once a process."""
    return Assets()


def _asset(name: str, content: bytes, digest: str) -> Asset:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Asset(
        address=_address(digest, name),
        content_type=f"{kind}; charset=utf-8" if kind.startswith("text/") else kind,
        content=content,
        compressed=gzip.compress(content, 9, mtime=0),
    )


def _address(digest: str, name: str) -> str:
    return f"/static/{digest}/{name}"
