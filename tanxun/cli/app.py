"""The application that the command modules register with, and what they share."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from pipeline.errors import SettingError
from pipeline.time_zone import ZONE
from tanxun.cli.console import PlainConsole

OPERATIONS = "Operations: run the crawls, keep the accounts"
EDITORS = "Editors: draft and print the issue"
DESK = "Desk: the editors' page and its users"
CONSUMERS = "Consumers: read what is stored"

# Within a panel of `tanxun --help`; what is not named here comes last.
HELP_ORDER = (
    "search article classify duplicates desk user draft render issue "
    "extract learn init sources crawl import work run status replay doctor repair dead"
).split()


class OrderedCommands(TyperGroup):
    """Lists commands in HELP_ORDER, whichever file registers them first."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The commands' names, in the order of `tanxun --help`."""
        del ctx
        return sorted(self.commands, key=lambda name: HELP_ORDER.index(name) if name in HELP_ORDER else len(HELP_ORDER))


app = typer.Typer(
    cls=OrderedCommands,
    name="tanxun",
    help="碳讯: from the web to a drafted weekly issue of 《节能减排信息动态》.",
    epilog="Settings: TANXUN_* in the environment or tanxun.toml; docs/operations.md lists them all.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
# Wider than any table: what a program or a file reads is not cut to a screen that is not there.
UNCUT = 100_000
out = PlainConsole(soft_wrap=True, highlight=False, width=None if sys.stdout.isatty() else UNCUT)
err = PlainConsole(stderr=True, soft_wrap=True, highlight=False)

Command = Callable[..., Any]
SourceFolder = Annotated[Path | None, typer.Option(help="Folder of source entries instead of the built-in ones.")]


def _version(asked: bool) -> None:
    if asked:
        from tanxun import __version__

        typer.echo(f"tanxun {__version__}")
        raise typer.Exit


@app.callback()
def tanxun(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """What is said before any command."""
    del version


def example(*lines: str) -> str:
    """The examples under a command's help."""
    return "Examples: " + "  ·  ".join(f"[cyan]{line}[/]" for line in lines)


def moment(text: str, option: str) -> datetime:
    """An ISO 8601 moment; without a zone it is Asia/Shanghai. Raises SettingError."""
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError as problem:
        raise SettingError(f"{option}: {text!r} is no moment; expected for example 2026-05-14T20:00") from problem
    return (parsed if parsed.tzinfo else parsed.replace(tzinfo=ZONE)).astimezone(UTC)
