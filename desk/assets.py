"""Our own style sheets and scripts: read once, compressed once, under addresses that change with their content."""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

STATIC = Path(__file__).parent / "static"
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
    """Every file in desk/static, by name."""

    def __init__(self, folder: Path = STATIC) -> None:
        self._assets = {path.name: _asset(path) for path in sorted(folder.iterdir()) if path.is_file()}

    def address(self, name: str) -> str:
        """The address of a file; raises KeyError where there is none."""
        return self._assets[name].address

    def get(self, digest: str, name: str) -> Asset | None:
        """The file at this address; None for an old version's or an unknown one."""
        asset = self._assets.get(name)
        return asset if asset and asset.address == _address(digest, name) else None


def _asset(path: Path) -> Asset:
    content = path.read_bytes()
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Asset(
        address=_address(hashlib.sha256(content).hexdigest()[:DIGITS], path.name),
        content_type=f"{kind}; charset=utf-8" if kind.startswith("text/") else kind,
        content=content,
        compressed=gzip.compress(content, 9, mtime=0),
    )


def _address(digest: str, name: str) -> str:
    return f"/static/{digest}/{name}"
