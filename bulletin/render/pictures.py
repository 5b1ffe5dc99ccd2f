"""Pictures made fit for a document: bounded in size, re-encoded, the same bytes each time."""

import base64
import io
import threading
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image as Pillow

# The picture of an address as kept in the files; None where it is missing.
PictureLookup = Callable[[str], bytes | None]

# A column of the page is 82 mm wide: 1000 pixels are 300 dpi there, and more only makes the files larger.
LONGEST = 1000
# What is opened at all: other formats of Pillow's run other programs (EPS), or nobody prints them.
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "AVIF")
# Larger ones are decompression bombs rather than press photographs (Pillow warns from 89 million on).
MOST_PIXELS = 60_000_000
# Modes that can be made smaller as they are; a palette's numbers or one colour for "transparent" cannot be averaged.
_SCALABLE = ("RGB", "RGBA", "L", "LA", "CMYK", "YCbCr")
# The largest take a quarter of a gigabyte while they are opened, and an issue's are wanted by several threads.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True)
class FittedPicture:
    """A picture ready to print: its bytes and type ("png" or "jpg")."""

    content: bytes
    kind: str

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        with Pillow.open(io.BytesIO(self.content)) as opened:
            return opened.size

    @property
    def data_uri(self) -> str:
        """The picture as an address of its own."""
        mime = "image/png" if self.kind == "png" else "image/jpeg"
        return f"data:{mime};base64,{base64.b64encode(self.content).decode()}"


def fit(content: bytes | None, longest: int = LONGEST, smaller: bool = False) -> FittedPicture | None:
    """The picture, at most `longest` pixels a side, without metadata; None where it is missing or unreadable.

    What came without loss stays so, except where `smaller` is asked for and JPEG takes less.
    """
    if content is None:
        return None
    try:
        with _ONE_AT_A_TIME, Pillow.open(io.BytesIO(content), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return None
            lossless = opened.format in ("PNG", "GIF", "BMP")
            if opened.mode in _SCALABLE and "transparency" not in opened.info:
                # Before it is converted: a photograph is then never unpacked in its full size.
                opened.thumbnail((longest, longest))
            picture = opened.convert("RGBA")
            picture.thumbnail((longest, longest))
    except (OSError, ValueError, SyntaxError, Pillow.DecompressionBombError):
        return None
    ground = Pillow.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    made = [_png(ground)] if lossless else []
    made += [_jpeg(ground)] if smaller or not lossless else []
    return min(made, key=lambda one: len(one.content))


def _png(picture: Pillow.Image) -> FittedPicture:
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return FittedPicture(out.getvalue(), "png")


def _jpeg(picture: Pillow.Image) -> FittedPicture:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return FittedPicture(out.getvalue(), "jpg")
