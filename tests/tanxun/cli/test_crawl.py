"""`tanxun import` as a person meets it."""

from pathlib import Path

from tests.support.week import Home


def test_an_archive_that_cannot_be_read_is_told_by_the_exit_status(tmp_path: Path) -> None:
    home = Home(tmp_path)
    (home.folder / "a.warc.gz").write_bytes(b"no archive at all\n")
    (home.folder / "b.warc.gz").write_bytes(b"")
    printed = home.run("import", "a.warc.gz", "b.warc.gz", status=2)
    assert "no record could be read of a.warc.gz, b.warc.gz" in " ".join(printed.split())
