"""The command line, `tanxun …`: one file a group of commands."""

import os
import sys
from collections.abc import Callable
from typing import NoReturn

from rich.text import Text

from pipeline.errors import TanxunError

# Importing a group registers its commands with the application.
from tanxun.cli import (  # noqa: F401
    classify,
    crawl,
    dead_letters,
    desk,
    draft,
    extract,
    issue,
    issue_list,
    learn,
    search,
    setup,
    sources,
    sources_add,
    status,
    work,
)
from tanxun.cli.app import app
from tanxun.cli.console import PlainConsole

__all__ = ["app", "main", "report"]


def main() -> None:
    """Run one command of `tanxun`. What it writes is its user's alone (the home holds sessions, drafts, whole pages); what is
    to be read by others, such as rendered documents, is made so where it is written."""
    os.umask(0o077)
    report(app)


def report(command: Callable[[], object]) -> None:
    """Run a command; a TanxunError, or an error of the operating system, is one line and exit status 2."""
    try:
        command()
    except TanxunError as problem:
        _end_with(str(problem))
    except OSError as problem:
        where = f"{problem.filename}: " if problem.filename else ""
        _end_with(f"{where}{problem.strerror or problem}; free space, mend the permissions or choose another folder")
    except KeyboardInterrupt:
        sys.exit(130)


def _end_with(problem: str) -> NoReturn:
    line = Text.assemble(("tanxun:", "bold red"), " ", " ".join(problem.split()))
    PlainConsole(stderr=True, soft_wrap=True, highlight=False).print(line)
    sys.exit(2)
