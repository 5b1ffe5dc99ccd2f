"""Pictures: ours alone, re-encoded; uploads bounded and checked by their content."""

import io
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from PIL import Image as Pillow
from PIL.PngImagePlugin import PngInfo

from tests.support.desk_running import Running, running


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("pictures"), max_media_bytes=200_000) as one:
        yield one


def picture(kind: str = "PNG", size: tuple[int, int] = (2400, 1200)) -> bytes:
    out, note = io.BytesIO(), PngInfo()
    note.add_text("place", "secret place")
    options = {"pnginfo": note} if kind == "PNG" else {}
    Pillow.new("RGB", size, "seagreen").save(out, kind, **options)
    return out.getvalue()


def upload(desk: Running, content: bytes, name: str = "x.png", accept: str = "application/json") -> httpx.Response:
    client = desk.with_session("editor")
    headers = {"X-CSRF-Token": desk.token(client), "Accept": accept, "Origin": desk.url}
    return client.post("/issues/1/pictures", files={"picture": (name, content, "image/png")}, headers=headers)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP"])
def test_a_picture_is_kept_and_shown(desk: Running, kind: str) -> None:
    size = (240, 120) if kind == "BMP" else (2400, 1200)
    answer = upload(desk, picture(kind, size))
    assert answer.status_code == 201
    made = answer.json()
    assert made["url"] == f"desk:{made['digest']}"
    (file,) = desk.desk.store.media([made["url"]]).values()
    assert (file.digest, file.content_type) == (made["digest"], f"image/{kind.lower()}")
    client = desk.with_session("reader")
    shown = client.get(made["address"])
    assert shown.headers["content-type"] in ("image/png", "image/jpeg")
    assert "immutable" in shown.headers["cache-control"]
    with Pillow.open(io.BytesIO(shown.content)) as opened:
        assert opened.size == (240, 120) if kind == "BMP" else (1000, 500)
        assert "place" not in opened.info
    with Pillow.open(io.BytesIO(client.get(made["address"] + "?size=small").content)) as small:
        assert max(small.size) <= 320


EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/tmp/owned) (w) file closefile showpage\n"


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<html><script>alert(1)</script>",
        b"GIF89a<script>alert(1)</script>",
        EPS,
        picture()[:200],
        b"",
        b"%PDF-1.7",
    ],
)
def test_what_is_no_picture_is_refused_whatever_it_calls_itself(desk: Running, content: bytes) -> None:
    before = set(desk.desk.files.digests("media"))
    answer = upload(desk, content)
    assert answer.status_code == 400
    assert "图片" in answer.json()["error"]
    assert set(desk.desk.files.digests("media")) == before


def test_a_picture_over_the_bound_is_refused(desk: Running) -> None:
    for size in (200_001, 2_000_000):
        answer = upload(desk, picture() + b"\0" * size)
        assert answer.status_code == 413
        assert "内容太大" in answer.json()["error"]


def test_a_bomb_of_pixels_is_refused(desk: Running) -> None:
    out = io.BytesIO()
    Pillow.new("1", (30_000, 30_000)).save(out, "PNG", optimize=True)
    assert upload(desk, out.getvalue()).status_code == 400


def test_a_form_too_large(desk: Running) -> None:
    client = desk.with_session("editor")
    answer = client.post("/account", data={"csrf": desk.token(client), "old": "x" * 4_100_000})
    assert answer.status_code == 413


def test_only_digests_of_kept_pictures_are_answered(desk: Running) -> None:
    client = desk.with_session("reader")
    attachment = desk.desk.files.put("media", b"%PDF-1.7 an attachment")
    page = desk.desk.files.put("pages", picture(size=(7, 7)))
    for digest in (attachment, page, "0" * 64, "..%2f..%2fetc%2fpasswd", "x", "A" * 64):
        assert client.get(f"/pictures/{digest}").status_code == 404, digest


def test_without_a_script_one_comes_back_to_the_page(desk: Running) -> None:
    client = desk.with_session("editor")
    form = {"csrf": desk.token(client), "back": "/issues/1"}
    answer = client.post("/issues/1/pictures", files={"picture": ("x.png", picture())}, data=form)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/issues/1"
    assert Path("/tmp/owned").exists() is False
