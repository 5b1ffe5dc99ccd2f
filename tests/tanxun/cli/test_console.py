"""What a page says is printed as text: no control of a terminal's passes, no title is read as markup."""

import io
import json
import stat
from pathlib import Path

import pytest
from rich.table import Table

from tanxun.cli.console import PlainConsole, echo_json, without_controls
from tests.support.week import Home

# Sets the window's title; moves the cursor in one byte (C1); turns the order of what follows around.
HOSTILE = "碳\x1b]0;owned\x07价\x9b2J上\u202e涨"


def test_no_control_character_reaches_the_terminal_in_text_or_table() -> None:
    shown = io.StringIO()
    console = PlainConsole(file=shown, force_terminal=True, width=80, highlight=False)
    table = Table("title", title=HOSTILE)
    table.add_row(HOSTILE)
    console.print(table)
    console.print(f"[bold]{HOSTILE}[/]\ttab")
    printed = shown.getvalue()
    assert "\x1b[1m" in printed  # rich's own styles stay
    for character in "\x07\x9b\u202e":
        assert character not in printed
    assert "\x1b]" not in printed
    assert printed.count("碳]0;owned价2J上涨") == 3


def test_json_means_the_same_and_holds_no_controls(capsys: pytest.CaptureFixture[str]) -> None:
    echo_json(json.dumps({"title": HOSTILE}, ensure_ascii=False))
    printed = capsys.readouterr().out
    assert without_controls(printed) == printed
    assert json.loads(printed) == {"title": HOSTILE}


def test_an_errors_text_is_no_markup_and_the_home_is_its_users_own(tmp_path: Path) -> None:
    home = Home(tmp_path)
    printed = home.run("import", "\\[red]x[/]\x1b[2J.warc", status=2)
    assert "\\[red]x[/][2J.warc: cannot be read" in printed
    assert "\x1b" not in printed
    made = [tmp_path / ".tanxun", *(tmp_path / ".tanxun").rglob("*")]
    assert {path.name for path in made} >= {"bus.sqlite", "store.sqlite"}
    assert not [path for path in made if stat.S_IMODE(path.stat().st_mode) & 0o077]
