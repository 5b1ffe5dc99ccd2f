"""Who may do what: one table for every route, checked in one place (`desk.http.visitor.permitted`).

A reader sees; an editor edits too; a chief also publishes, withdraws and makes users; an operator sees the sources and
the accounts only.
"""

from collections.abc import Iterable
from typing import Final

from starlette.routing import BaseRoute

from desk.users.users import Role

AllowedRoles = frozenset[Role]

PUBLIC: Final[AllowedRoles] = frozenset()
ANYBODY: Final[AllowedRoles] = frozenset({"reader", "editor", "chief", "operator"})
READ: Final[AllowedRoles] = frozenset({"reader", "editor", "chief"})
EDIT: Final[AllowedRoles] = frozenset({"editor", "chief"})
CHIEF: Final[AllowedRoles] = frozenset({"chief"})
ACCOUNTS: Final[AllowedRoles] = frozenset({"chief", "operator"})

# Route name -> who. A route without a line here stops the start.
RULES: Final[dict[str, AllowedRoles]] = {
    "static": PUBLIC,
    "login": PUBLIC,
    "log_in": PUBLIC,
    "link": PUBLIC,
    "use_link": PUBLIC,
    "source_picture": PUBLIC,  # the address is signed: a sandboxed frame has no cookies
    "healthy": PUBLIC,
    "api_issues": PUBLIC,  # of the public editions only
    "api_issue": PUBLIC,
    "api_items": PUBLIC,
    "api_item": PUBLIC,
    "feed": PUBLIC,
    "home": ANYBODY,
    "session": ANYBODY,
    "log_out": ANYBODY,
    "log_out_everywhere": ANYBODY,
    "account": ANYBODY,
    "change_password": ANYBODY,
    "sources": ANYBODY,
    "users": ACCOUNTS,
    "add_user": CHIEF,
    "change_user": CHIEF,
    "set_keepers": CHIEF,
    "picture": READ,
    "history": READ,
    "issue_then": READ,
    "compare": READ,
    "bring_back": EDIT,
    "articles": READ,
    "take_in": EDIT,
    "alternates": READ,
    "choose_alternate": EDIT,
    "publish": READ,
    "do_publish": CHIEF,
    "pass_review": EDIT,
    "withdraw": CHIEF,
    "send_mail": CHIEF,
    "preview": READ,
    "edition_file": READ,
    "prices": READ,
    "set_price": EDIT,
    "new_item": EDIT,
    "write_item": EDIT,
    "new_item_made": EDIT,
    "requests": EDIT,
    "ask_address": EDIT,
    "request_progress": READ,
    "take_requested": EDIT,
    "source_view": READ,
    "add_picture": EDIT,
    "issues": READ,
    "delete": CHIEF,
    "do_delete": CHIEF,
    "undelete": CHIEF,
    "issue": READ,
    "issue_columns": READ,
    "chart": READ,
    "item": READ,
    "events": READ,
    "operate": EDIT,
    "replace": READ,
    "do_replace": EDIT,
    "undo": EDIT,
    "redo": EDIT,
    "edit_item": EDIT,
    "item_opened": EDIT,
    "add_item_picture": EDIT,
}


# What the head of every page leads to: route name, address, word; whoever may not open a page is not shown it.
NAVIGATION: Final = (("issues", "/issues", "各期"), ("sources", "/sources", "来源"), ("users", "/users", "用户"))


class UnruledRoute(RuntimeError):
    """A route has no rule, or a name that another one has: the desk does not start."""


def check_routes(routes: Iterable[BaseRoute]) -> None:
    """Raises UnruledRoute unless every route (a mount is one, too) has a name of its own and a rule."""
    seen: set[str] = set()
    for route in routes:
        name = getattr(route, "name", "")
        if name not in RULES or name in seen:
            why = "shares its name with another" if name in seen else "has no rule in desk/http/permissions.py"
            raise UnruledRoute(f"route {name!r} ({getattr(route, 'path', route)}) {why}")
        if getattr(route, "dependant", None) is None:
            raise UnruledRoute(f"route {name!r} is a mount: no permission would be checked for what is in it")
        seen.add(name)


def allows(rule: AllowedRoles, role: Role | None) -> bool:
    """Whether somebody of this role (None: not logged in) may come in."""
    return rule is PUBLIC or not rule or role in rule
