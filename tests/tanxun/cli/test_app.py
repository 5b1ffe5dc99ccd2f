"""What every command of the command line has in common."""

import typer.main
from typer.core import TyperGroup

from tanxun.cli import app
from tanxun.cli.app import HELP_ORDER


def test_the_help_lists_every_command_in_the_stated_order() -> None:
    group: object = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    assert set(group.commands) == set(HELP_ORDER)
    assert group.list_commands(typer.Context(group)) == HELP_ORDER
