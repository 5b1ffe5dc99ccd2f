"""Pictures as the desk shows them: from the files only, re-encoded, so that nothing is loaded from a publisher."""

import io
import re
from collections.abc import Sequence
from functools import lru_cache

from PIL import Image as Pillow

from bulletin.render.pictures import FORMATS, LONGEST, FittedPicture, fit
from desk.http.signatures import Signatures
from index.files import Files
from index.store import MediaFile, Store
from pipeline.errors import SettingError

# A thumbnail in a list, for screens with two pixels a point.
SMALL = 320
# Re-encoded pictures kept in memory: an issue's, at some 100 KB each.
KEPT = 200
_DIGEST = re.compile(r"[0-9a-f]{64}")
# What an upload's picture is recorded under instead of an address of the web.
UPLOADED = "desk:"


class Pictures:
    """The kept pictures, made fit for a screen."""

    def __init__(self, files: Files, store: Store, signatures: Signatures) -> None:
        self._files, self._store, self._signatures = files, store, signatures
        self._fitted = lru_cache(maxsize=KEPT)(self._read)

    def kept(self, urls: Sequence[str]) -> dict[str, str]:
        """The digests of those addresses whose picture is in the files."""
        return {url: file.digest for url, file in self._store.media(urls).items() if file.digest}

    def shown(self, digest: str, small: bool = False) -> FittedPicture | None:
        """The picture; None where there is none, or it is no picture."""
        return self._fitted(digest, SMALL if small else LONGEST) if _DIGEST.fullmatch(digest) else None

    def _read(self, digest: str, longest: int) -> FittedPicture | None:
        try:
            return fit(self._files.get("media", digest), longest)
        except KeyError:
            return None

    def open_address(self, digest: str) -> str:
        """An address that needs no login: a sandboxed frame has no cookies. Its signature is only had from us."""
        return f"/source-pictures/{digest}/{self._signatures.signature('picture', digest)}"

    def is_open(self, digest: str, signature: str) -> bool:
        """Whether the address is one that we gave out."""
        return self._signatures.is_signature("picture", digest, signature)

    def upload(self, content: bytes) -> MediaFile:
        """Keep an editor's picture. Raises SettingError, in Chinese, where its content is no picture that we print."""
        if fit(content) is None:
            raise SettingError("这个文件不是能用的图片；请用 JPEG、PNG、GIF 或 WebP，不超过六千万像素")
        with Pillow.open(io.BytesIO(content), formats=FORMATS) as opened:
            kind = Pillow.MIME[str(opened.format)]
        digest = self._files.put("media", content)
        file = MediaFile(url=UPLOADED + digest, digest=digest, content_type=kind, size=len(content))
        self._store.put_media([file])
        return file
