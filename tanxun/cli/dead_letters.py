"""`tanxun dead`: messages that could not be handled."""

from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from pipeline import dead_letters
from pipeline.errors import SettingError
from pipeline.settings import load
from tanxun.cli.app import OPERATIONS, app, example, out

dead = typer.Typer(no_args_is_help=True, help="Messages that could not be handled: look, send back, give up.")
app.add_typer(dead, name="dead", rich_help_panel=OPERATIONS)


@dead.command("list", epilog=example("tanxun dead list"))
def list_letters() -> None:
    """All dead letters."""
    from tanxun.wiring.backends import opened_to_read

    with opened_to_read(load()) as backends:
        found = dead_letters.letters(backends.bus, backends.store)
    table = Table("id", "stage", "source", "address", "attempts", "last tried", "cause", title=f"{len(found)} dead")
    for one in found:
        table.add_row(
            one.entry.account,
            one.letter.stage,
            escape(one.entry.source),
            escape(one.entry.url),
            str(one.letter.attempts),
            f"{one.letter.last_at:%Y-%m-%d %H:%M} UTC",
            escape(one.letter.cause[:200]),
        )
    out.print(table)


@dead.command("show", epilog=example("tanxun dead show 0123abcd"))
def show_letter(account: Annotated[str, typer.Argument(help="Its id, or the beginning of it.")]) -> None:
    """One letter with its traceback."""
    from tanxun.wiring.backends import opened_to_read

    with opened_to_read(load()) as backends:
        found = _chosen(dead_letters.letters(backends.bus, backends.store), account)
    for one in found:
        letter, account = one.letter, one.entry.account
        out.print(f"[bold]{account}[/] {escape(one.entry.url)}")
        out.print(f"died at {letter.stage} after {letter.attempts} attempts: {escape(letter.cause)}")
        out.print(f"topic {letter.topic}, {len(letter.value)} bytes, {letter.first_at} to {letter.last_at}")
        if letter.raw is not None:
            out.print(escape(f"key {letter.raw.key!r}, headers {letter.raw.headers!r}"[:2000]))
        out.print(escape(letter.traceback))
        out.print(f"[dim]next: tanxun dead requeue {account}, or tanxun dead drop {account}[/]")


@dead.command("requeue", epilog=example("tanxun dead requeue 0123abcd", "tanxun dead requeue all"))
def requeue_letter(account: Annotated[str, typer.Argument(help="Its id, the beginning of it, or `all`.")]) -> None:
    """Send it back to the stage where it died."""
    from tanxun.wiring.backends import opened

    with opened(load()) as backends:
        for found in _chosen(dead_letters.letters(backends.bus, backends.store), account):
            dead_letters.requeue(backends.bus, backends.store, found)
            out.print(f"{found.entry.account} waits for {found.letter.stage} again")


@dead.command("drop", epilog=example("tanxun dead drop 0123abcd"))
def drop_letter(account: Annotated[str, typer.Argument(help="Its id, the beginning of it, or `all`.")]) -> None:
    """Give it up: its page counts as rejected."""
    from tanxun.wiring.backends import opened

    with opened(load()) as backends:
        for found in _chosen(dead_letters.letters(backends.bus, backends.store), account):
            dropped = dead_letters.drop(backends.store, found)
            out.print(f"{found.entry.account} {'dropped' if dropped else 'is not dead any more: left as it is'}")


def _chosen(found: list[dead_letters.Dead], account: str) -> list[dead_letters.Dead]:
    """The letters whose account begins so, or `all`. Raises SettingError where there are none."""
    chosen = [one for one in found if account == "all" or one.entry.account.startswith(account)]
    if not chosen:
        raise SettingError(f"there is no dead letter {account!r}; `tanxun dead list` shows those there are")
    return chosen
