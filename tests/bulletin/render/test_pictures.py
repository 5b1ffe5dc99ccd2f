"""Pictures of any size are fitted in little memory, several threads at once."""

import io
import subprocess
import sys

import pytest
from PIL import Image

from bulletin.render.pictures import LONGEST, MOST_PIXELS, fit
from tests.support.paths import ROOT

FITTED = """
import resource, sys
from concurrent.futures import ThreadPoolExecutor
from bulletin.render.pictures import fit
content = sys.stdin.buffer.read()
resource.setrlimit(resource.RLIMIT_AS, (900 << 20, 900 << 20))
with ThreadPoolExecutor(8) as threads:
    print({one.size for one in threads.map(fit, [content] * 8)})
"""


def picture(mode: str, size: tuple[int, int], kind: str) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 120 if mode in ("L", "P") else tuple([120] * len(mode))).save(out, kind)
    return out.getvalue()


def test_eight_photographs_of_59_megapixels_fit_beside_each_other() -> None:
    large = picture("RGB", (9_800, 6_000), "JPEG")
    run = subprocess.run([sys.executable, "-c", FITTED], input=large, capture_output=True, cwd=ROOT, check=False)
    assert run.stdout.decode().strip() == "{(1000, 612)}", run.stderr.decode()[-2000:]


@pytest.mark.parametrize(
    ("mode", "kind"), [("L", "JPEG"), ("CMYK", "JPEG"), ("P", "PNG"), ("RGBA", "PNG"), ("LA", "PNG")]
)
def test_pictures_of_each_mode_are_made_smaller(mode: str, kind: str) -> None:
    fitted = fit(picture(mode, (3_000, 2_000), kind))
    assert fitted is not None and max(fitted.size) == LONGEST


def test_more_pixels_than_a_photograph_has_are_no_picture() -> None:
    assert fit(picture("L", (MOST_PIXELS // 6_000 + 1, 6_000), "PNG")) is None
