"""Pages from templates: escaped, strict about what is missing, with what every page needs."""

from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from fastapi import Request
from starlette.responses import HTMLResponse

from bulletin.issue import printable_line
from bulletin.reasons import in_words
from bulletin.render.formats import format_label
from bulletin.render.html import linked
from desk.http import csrf
from desk.http.permissions import NAVIGATION, RULES, allows
from desk.http.static_files import Assets
from desk.http.visitor import Visitor, desk_of
from desk.users.users import ROLE_NAMES
from pipeline.time_zone import ZONE

TEMPLATES = Path(__file__).parents[1] / "templates"


@cache
def environment(assets: Assets) -> jinja2.Environment:
    """The templates' engine: compiling them takes half a second, so a process does it once."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["static"] = assets.address
    made.globals["role_names"] = ROLE_NAMES
    made.filters["moment"] = moment
    made.filters["when"] = when
    made.filters["day"] = day
    made.filters["link"] = linked
    made.filters["line"] = printable_line
    made.filters["format_label"] = format_label
    made.filters["in_words"] = in_words
    for name in made.list_templates():
        # Compiled now: the first view is no slower than the second.
        made.get_template(name)
    return made


def page(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """A page. Templates see `user` (or None), `csrf` (a fresh token), `may` and `known` (a route's name →
    is it allowed, is there one), and the context."""
    templates: jinja2.Environment = request.app.state.templates
    visitor: Visitor = getattr(request.state, "visitor", None) or Visitor(None, None, "")
    role = visitor.user.role if visitor.user else None
    html = templates.get_template(template).render(
        user=visitor.user,
        by_proxy=visitor.user is not None and visitor.session is None,
        csrf=context.pop("csrf", None) or csrf.token(desk_of(request).data.signatures, visitor.holder),
        may=lambda name: allows(RULES[name], role),
        known=lambda name: name in RULES,
        navigation=NAVIGATION,
        here=request.url.path,
        **context,
    )
    return HTMLResponse(html, status)


def fragment(request: Request, template: str, **context: Any) -> str:
    """A part of a page, for a script that puts it in place."""
    templates: jinja2.Environment = request.app.state.templates
    return templates.get_template(template).render(context)


def moment(value: datetime | None) -> str:
    """A moment as editors read it, in Beijing's time."""
    return f"{value.astimezone(ZONE):%Y-%m-%d %H:%M}" if value else "从未"


def when(value: datetime) -> str:
    """A moment as one says it: 今天 10:32, 5月13日 10:32, with the year where it is another."""
    local, now = value.astimezone(ZONE), datetime.now(ZONE)
    if local.date() == now.date():
        return f"今天 {local:%H:%M}"
    year = f"{local.year}年" if local.year != now.year else ""
    return f"{year}{local.month}月{local.day}日 {local:%H:%M}"


def clock_time(value: datetime) -> str:
    """The time of day in Beijing."""
    return f"{value.astimezone(ZONE):%H:%M}"


def day(value: date | None) -> str:
    """A day as the bulletin prints it."""
    return f"{value.year}-{value.month}-{value.day}" if value else "（无）"
