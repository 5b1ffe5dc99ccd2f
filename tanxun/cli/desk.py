"""`tanxun desk` and `tanxun user`: the editors' page and who may use it."""

import sys
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from pipeline.errors import SettingError
from pipeline.settings import load
from tanxun.cli.app import DESK, app, example, out
from tanxun.schedule.work import ended_by_signals

user = typer.Typer(no_args_is_help=True, help="Who may use the desk: add, list, remove, passwords, roles.")
app.add_typer(user, name="user", rich_help_panel=DESK)

Name = Annotated[str, typer.Argument(help="The user's name.")]
RoleName = Annotated[str, typer.Option("--role", help="reader, editor, chief or operator.")]


@app.command(rich_help_panel=DESK, epilog=example("tanxun desk", "tanxun desk --host 0.0.0.0 --port 8080"))
def desk(
    host: Annotated[str, typer.Option(help="Address to listen on (default: setting desk_host).")] = "",
    port: Annotated[int, typer.Option(help="Port; 0: any free one (default: setting desk_port).")] = -1,
) -> None:
    """Serve the editors' page. SIGTERM or Ctrl-C finishes the requests in hand first."""
    from tanxun.wiring.desk import first_link, opened_desk
    from tanxun.wiring.desk_server import listening, serve

    changes = {**({"desk_host": host} if host else {}), **({"desk_port": port} if port >= 0 else {})}
    settings = load(**changes)
    with (
        ended_by_signals() as stop,
        opened_desk(settings) as (made, application),
        listening(settings) as (bound, address),
    ):
        out.print(f"the desk is at {address}")
        link = first_link(made, address)
        if link:
            out.print("no chief yet; this link makes one, once, within 24 hours:")
            out.print(f"  {escape(link)}")
        serve(application, bound, stop)


@user.command("add", epilog=example("tanxun user add 王编辑 --role editor"))
def add_user(name: Name, role: RoleName = "editor") -> None:
    """Add a user. The password is asked for, or read from standard input; it is never an argument."""
    from desk.users.users import clean_name, role_of
    from tanxun.wiring.desk_data import opened_desk_data

    name, role = clean_name(name), role_of(role)
    with opened_desk_data(load()) as data:
        data.users.add(name, _password(), role, datetime.now(UTC))
    out.print(escape(f"{name} added as {role}"))


@user.command("list", epilog=example("tanxun user list"))
def list_users() -> None:
    """All users with their roles."""
    from tanxun.wiring.desk_data import opened_desk_data

    with opened_desk_data(load()) as data:
        users, sessions = data.users.all(), data.sessions.count(datetime.now(UTC))
    table = Table("name", "role", "since", "sessions", "", title=f"{len(users)} users", title_justify="left")
    for one in users:
        state = "disabled" if one.disabled else "" if one.ready else "no password yet"
        table.add_row(escape(one.name), one.role, f"{one.created:%Y-%m-%d}", str(sessions.get(one.name, 0)), state)
    out.print(table)


@user.command("remove", epilog=example("tanxun user remove 王编辑"))
def remove_user(name: Name) -> None:
    """Delete a user and end their sessions; what they did stays in the history under their name."""
    from tanxun.wiring.desk_data import opened_desk_data

    with opened_desk_data(load()) as data:
        data.users.remove(name)
    out.print(escape(f"{name} removed"))


@user.command("password", epilog=example("tanxun user password 王编辑"))
def set_password(name: Name) -> None:
    """Set a user's password, asked for or read from standard input, and end their sessions."""
    from tanxun.wiring.desk_data import opened_desk_data

    with opened_desk_data(load()) as data:
        data.users.known(name)
        data.users.set_password(name, _password())
    out.print(escape(f"{name} has a new password; all sessions ended"))


@user.command("role", epilog=example("tanxun user role 王编辑 chief"))
def set_role(name: Name, role: Annotated[str, typer.Argument(help="reader, editor, chief or operator.")]) -> None:
    """Give a user another role, in force from the next request on."""
    from tanxun.wiring.desk_data import opened_desk_data

    with opened_desk_data(load()) as data:
        data.users.set_role(name, role)
    out.print(escape(f"{name} is {role} now"))


def _password() -> str:
    """From a person twice, unseen; from a script the first line of standard input. Raises SettingError."""
    if sys.stdin.isatty():
        return str(typer.prompt("password", hide_input=True, confirmation_prompt=True))
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise SettingError("no password on standard input; give it as one line, or run the command in a terminal")
    return password
