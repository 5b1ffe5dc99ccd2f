"""What every command of the command line has in common."""

import subprocess
import sys

import typer.main
from typer.core import TyperGroup

from tanxun import __version__
from tanxun.cli import app
from tanxun.cli.app import HELP_ORDER


def test_the_help_lists_every_command_in_the_stated_order() -> None:
    group: object = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    assert set(group.commands) == set(HELP_ORDER)
    assert group.list_commands(typer.Context(group)) == HELP_ORDER


def printed(*arguments: str) -> str:
    done = subprocess.run([sys.executable, "-m", "tanxun", *arguments], capture_output=True, text=True, check=True)
    return done.stdout


def test_the_version_is_the_packages() -> None:
    assert printed("--version") == f"tanxun {__version__}\n"


def test_the_help_begins_with_what_tanxun_is() -> None:
    assert "from the web to a drafted weekly issue" in printed("--help")
