"""A column is data: a seventh, its file and its rules, classifies and drafts without a line of code."""

import shutil
import tomllib
from datetime import date
from pathlib import Path

import msgspec
import pytest

from bulletin.drafting import rules
from bulletin.drafting.assemble import assemble
from crawlers.catalogue import entry
from enrich.classify.column_definitions import FOLDER, Columns
from enrich.embed.embedder import pack
from index.store import Stored
from tests.support.articles import NOON, enriched
from tests.support.classification import Hashed, decision

NAME = "海上风电"
COLUMN = """
name = "海上风电"
order = 7
definition = "海上风电的建设与并网。"
origin = "invented for this test"
exemplars = [{exemplars}]
[[rules]]
name = "讲海上风电"
where = "title"
pattern = "海上风电"
weight = 6.0
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped columns' files and one more."""
    made = tmp_path / "columns"
    shutil.copytree(FOLDER, made)
    texts = [
        f"海上风电项目{number}号机组并网。风机在离岸{number}公里处吊装，海缆已经敷设完毕。" for number in range(60)
    ]
    (made / "offshore.toml").write_text(COLUMN.format(exemplars=", ".join(f'"{text}"' for text in texts)))
    return made


def test_a_seventh_column_classifies_and_drafts(folder: Path, tmp_path: Path) -> None:
    columns = Columns.load(Hashed(), tmp_path / "home", tmp_path / "cache", lambda _: None, folder)
    assert columns.names[-1] == NAME
    assert len(columns.names) == 7
    made = decision(columns, "海上风电机组并网发电，海缆敷设完毕。" * 5, title="海上风电项目全容量并网")
    assert (made.column, len(made.scores)) == (NAME, 7)

    file = tmp_path / "rules.toml"
    file.write_text(
        rules.FILE.read_text().replace("[places]", f'[[columns]]\nname = "{NAME}"\nusual = 2\nmost = 4\n[places]')
    )
    article = msgspec.structs.replace(
        enriched("a", title="海上风电项目全容量并网", vector=pack(Hashed().encode(["海上风电"])[0])),
        column=made.column,
        scores=made.scores,
        relevance=0.9,
        reasons=made.reasons,
    )
    draft = assemble(1, date(2026, 5, 8), date(2026, 5, 14), [Stored(article, NOON, 1)], [], rules.load(file))
    assert [len(column.items) for column in draft.columns] == [0, 0, 0, 0, 0, 0, 1]
    assert draft.columns[-1].name == NAME


def test_the_lists_of_columns_agree() -> None:
    """Those of the classifier, of the drafting and of the catalogue's hints, in one order."""
    files = [tomllib.loads(file.read_text()) for file in FOLDER.glob("*.toml")]
    classified = [one["name"] for one in sorted((one for one in files if "order" in one), key=lambda one: one["order"])]
    drafted = [column.name for column in rules.load().columns]
    assert classified == drafted == list(entry.columns())
