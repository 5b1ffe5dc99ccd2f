"""The command line, `tanxun …`, its commands grouped by user."""

import sys
from collections.abc import Callable

from rich.console import Console

from pipeline.errors import TanxunError
from tanxun.cli.app import app

__all__ = ["app", "main", "report"]


def main() -> None:
    """Run one command of `tanxun`."""
    # They register their commands.
    from tanxun.cli import articles, classify, desk, draft, extract, issue, learn, operations  # noqa: F401

    report(app)


def report(command: Callable[[], object]) -> None:
    """Run a command; a TanxunError, or an error of the operating system, is one line and exit status 2."""
    try:
        command()
    except TanxunError as problem:
        _fail(str(problem))
    except OSError as problem:
        where = f"{problem.filename}: " if problem.filename else ""
        _fail(f"{where}{problem.strerror or problem}; free space, mend the permissions or choose another folder")
    except KeyboardInterrupt:
        sys.exit(130)


def _fail(line: str) -> None:
    Console(stderr=True, soft_wrap=True, highlight=False).print(f"[bold red]tanxun:[/] {_plain(line)}")
    sys.exit(2)


def _plain(line: str) -> str:
    return " ".join(line.split()).replace("[", "\\[")
