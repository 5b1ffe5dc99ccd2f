"""The day of a check is written into an entry's file, and nothing else of it changes."""

from datetime import date
from pathlib import Path

import pytest

from crawlers.catalogue.catalogue import read_entry
from crawlers.catalogue.verified import with_verified, write_verified
from pipeline.errors import CatalogueError

DAY = date(2026, 9, 11)
HEAD = 'id = "green"\nname = "绿地市生态环境局"  # as it prints itself\nhosts = ["green.example"]\n'
LIST = (
    "[[lists]]\nurl = \"http://green.example/\"\n# verified = what stands in a table is none of ours\narticles = '/t'\n"
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{HEAD}\n{LIST}", f"{HEAD}verified = 2026-09-11\n\n{LIST}"),
        (f"{HEAD}\n# the notices\n{LIST}", f"{HEAD}verified = 2026-09-11\n\n# the notices\n{LIST}"),
        (f"{HEAD}{LIST}", f"{HEAD}verified = 2026-09-11\n{LIST}"),
        (f"{HEAD}verified = 2025-01-02 # 值班\n\n{LIST}", f"{HEAD}verified = 2026-09-11\n\n{LIST}"),
        (HEAD, f"{HEAD}verified = 2026-09-11\n"),
        (HEAD.rstrip(), f"{HEAD}verified = 2026-09-11\n"),
    ],
)
def test_one_line_is_written(before: str, after: str) -> None:
    assert with_verified(before, DAY) == after
    assert with_verified(after, DAY) == after


def test_the_file_is_an_entry_afterwards_with_the_same_rights(tmp_path: Path) -> None:
    file = tmp_path / "green.toml"
    file.write_text(f"{HEAD}\n{LIST}", encoding="utf-8")
    file.chmod(0o640)

    write_verified(file, DAY)

    assert read_entry(file).verified == DAY
    assert file.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["green.toml"]


def test_what_is_no_entry_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "green.toml"
    file.write_text(HEAD, encoding="utf-8")

    with pytest.raises(CatalogueError):
        write_verified(file, DAY)

    assert file.read_text(encoding="utf-8") == HEAD
