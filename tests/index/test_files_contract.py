"""What the files must do: the sentences of index.files.Files."""

import hashlib
from pathlib import Path

import pytest

from index.folder.files import FolderFiles
from pipeline.errors import BackendError


@pytest.fixture
def files(tmp_path: Path) -> FolderFiles:
    return FolderFiles(tmp_path / "files")


def test_bytes_come_back_by_their_digest(files: FolderFiles) -> None:
    content = b"\x00 page \xff" * 1000
    digest = files.put("pages", content)
    assert digest == hashlib.sha256(content).hexdigest()
    assert files.get("pages", digest) == content
    assert files.has("pages", digest)
    assert not files.has("media", digest)


def test_put_is_repeatable(files: FolderFiles, tmp_path: Path) -> None:
    first = files.put("media", b"same")
    path = tmp_path / "files/media" / first[:2] / first
    before = path.stat().st_mtime_ns
    assert files.put("media", b"same") == first
    assert path.stat().st_mtime_ns == before


def test_what_is_not_there(files: FolderFiles) -> None:
    assert list(files.digests("documents")) == []
    with pytest.raises(KeyError):
        files.get("pages", "0" * 64)


def test_digests_in_order_without_half_written_files(files: FolderFiles, tmp_path: Path) -> None:
    kept = sorted(files.put("pages", str(number).encode()) for number in range(40))
    (tmp_path / "files/pages" / kept[0][:2] / ".part-abc").write_bytes(b"half")
    assert list(files.digests("pages")) == kept


def test_a_file_that_changed_on_disk_is_said(files: FolderFiles, tmp_path: Path) -> None:
    digest = files.put("pages", b"whole")
    (tmp_path / "files/pages" / digest[:2] / digest).write_bytes(b"who")
    with pytest.raises(BackendError, match="restore it from a backup"):
        files.get("pages", digest)


def test_a_place_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("a file stands where the folder should")
    with pytest.raises(BackendError, match=r"cannot write: .*TANXUN_HOME"):
        FolderFiles(tmp_path / "files").put("pages", b"x")
    assert (tmp_path / "files").read_text().startswith("a file")
