"""Pictures and attachments from a real server: kept once, bounded, and never a crash."""

import gzip
import io
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Literal

import pytest
from PIL import Image

from bulletin.reasons import in_words
from crawlers.media.download import MediaOptions, fetch, media_file
from crawlers.media.file_types import Unwanted, document_type, image_type
from demo.loopback import Web
from index.folder.files import FolderFiles
from pipeline.records import Media, Reason

OPTIONS = MediaOptions(max_bytes=100_000, timeout=1.0)
MediaKind = Literal["image", "attachment"]


def picture(form: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(out, form)
    return out.getvalue()


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


def bomb() -> bytes:
    """A PNG that says that it has 30,000 by 30,000 pixels."""
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")]
    packed = (struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


@pytest.fixture(autouse=True)
def proxied(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", web.address)
    monkeypatch.setenv("no_proxy", "")


def problem(url: str, kind: MediaKind = "image", options: MediaOptions = OPTIONS) -> str:
    with pytest.raises(Unwanted) as caught:
        fetch(url, kind, options)
    return in_words(caught.value.problem)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP", "BMP"])
def test_pictures_are_known_by_their_bytes(web: Web, form: str) -> None:
    web.put("http://pic.example/a", picture(form), content_type="text/plain")
    found = fetch("http://pic.example/a", "image", OPTIONS)
    assert found.content == picture(form)
    assert found.content_type == f"image/{form.lower()}"


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", b"%PDF-1.7 ...", "application/pdf"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "application/msword"),
        (
            "a.docx",
            zipped("word/document.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        ("a.xlsx", zipped("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("a.ofd", zipped("OFD.xml"), "application/ofd"),
        ("a.zip", zipped("a.txt"), "application/zip"),
        ("a.doc", rb"{\rtf1\ansi ...}", "application/rtf"),
        ("a.rar", b"Rar!\x1a\x07\x00...", "application/vnd.rar"),
    ],
)
def test_documents_are_known_by_their_bytes(web: Web, name: str, content: bytes, kind: str) -> None:
    web.put(f"http://doc.example/{name}", content)
    assert fetch(f"http://doc.example/{name}", "attachment", OPTIONS).content_type == kind


def test_an_attachment_may_be_a_picture_and_a_picture_no_document(web: Web) -> None:
    web.put("http://doc.example/scan", picture("PNG"))
    web.put("http://doc.example/a.pdf", b"%PDF-1.7")
    assert fetch("http://doc.example/scan", "attachment", OPTIONS).content_type == "image/png"
    assert problem("http://doc.example/a.pdf") == "不是可接受的文件类型"


def test_what_is_kept_is_kept_once(web: Web, tmp_path: Path) -> None:
    files = FolderFiles(tmp_path)
    for name in ("a", "b"):
        web.put(f"http://pic.example/{name}", picture("PNG"))
    made = [
        media_file(Media(url=f"http://pic.example/{name}", article="1", kind="image"), files, OPTIONS)
        for name in ("a", "b", "gone")
    ]
    assert made[0].digest == made[1].digest is not None
    assert files.get("media", str(made[0].digest)) == picture("PNG")
    assert (made[0].content_type, made[0].size, made[0].problem) == ("image/png", len(picture("PNG")), None)
    assert (made[2].digest, made[2].problem) == (None, Reason("media_not_found", {"status": 404}))
    assert len(list(files.digests("media"))) == 1


def test_limits_and_refusals(web: Web) -> None:
    web.put("http://pic.example/big", b"x" * 200_000)
    web.put("http://pic.example/bomb.gz", gzip.compress(b"x" * 9_000_000), content_encoding="gzip")
    web.put("http://pic.example/bomb.png", bomb())
    web.put("http://pic.example/page", "<html>404</html>")
    web.put("http://pic.example/v.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")
    web.put("http://pic.example/cut.png", picture("PNG")[:60])
    web.put("http://pic.example/empty", b"")
    web.put("http://pic.example/no", "no", status=403)
    web.put("http://pic.example/loop", status=302, location="/loop")
    web.hang("http://pic.example/slow")
    expected = {
        "big": "文件过大（超过100000字节）",
        "bomb.gz": "文件过大（超过100000字节）",
        "bomb.png": "图片过大（超过5000万像素）",
        "page": "不是文件，而是网页",
        "v.svg": "不接受SVG图片",
        "cut.png": "图片已损坏",
        "empty": "文件是空的",
        "no": "服务器拒绝（403）",
        "loop": "跳转次数过多",
        "slow": "无法连接",
    }
    assert {name: problem(f"http://pic.example/{name}") for name in expected} == expected
    assert problem("ftp://pic.example/a") == "地址无效"
    assert problem("http://[bad/a") == "地址无效"


def test_redirects_lead_to_other_hosts_but_not_inside(web: Web) -> None:
    web.put("http://pic.example/a", status=302, location="http://cdn.example/b")
    web.put("http://cdn.example/b", picture("GIF"))
    web.put("http://pic.example/in", status=302, location="http://192.168.0.1/admin.png")
    assert fetch("http://pic.example/a", "image", OPTIONS).content_type == "image/gif"
    assert problem("http://pic.example/in") == "内网地址，不予下载"
    assert problem("http://localhost/a.png") == "内网地址，不予下载"
    assert "192.168.0.1" not in web.by_host()


def test_a_server_error_is_tried_twice(web: Web) -> None:
    web.put("http://pic.example/busy", "busy", status=503)
    assert problem("http://pic.example/busy") == "服务器拒绝（503）"
    assert web.asked("http://pic.example/busy") == 2


@pytest.mark.parametrize("name", ["127.0.0.1", "own"])
def test_a_direct_connection_is_checked_at_the_other_end(web: Web, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    import socket

    monkeypatch.setenv("http_proxy", "")
    host = socket.gethostname() if name == "own" else name
    url = f"http://{host}:{web.port}/a.png"
    web.put(url, picture("PNG"))
    assert problem(url) == "内网地址，不予下载"
    assert web.requests == []
    allowed = MediaOptions(allow_private=True)
    assert fetch(url, "image", allowed).content_type == "image/png"


def test_types_by_bytes_alone() -> None:
    assert image_type(picture("JPEG")) == "image/jpeg"
    with pytest.raises(Unwanted):
        document_type(b"PK\x03\x04 not really", "http://a.example/a.docx")
    with pytest.raises(Unwanted):
        image_type(zipped("a"))
