"""The issue as one HTML file: pictures inside, no scripts, text escaped."""

from datetime import date
from pathlib import Path

import jinja2

from bulletin.draft import Draft
from bulletin.prices import table
from bulletin.render.pictures import Fit, Picture, fit

TEMPLATES = Path(__file__).parent / "templates"


def render_html(draft: Draft, chart: bytes, picture: Picture) -> str:
    """The issue as a page that stands alone. Foreign text is escaped; foreign HTML is never in it."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )
    environment.filters["day"] = printed_day
    environment.filters["link"] = linked

    def shown(url: str) -> str | None:
        found = fit(picture(url))
        return found.data_uri if found else None

    return environment.get_template("issue.html.jinja").render(
        draft=draft,
        table=table(draft.prices),
        chart=Fit(chart, "png").data_uri,
        picture=shown,
        style=(TEMPLATES / "issue.css").read_text(),
    )


def linked(url: str) -> str:
    """An address that a reader may follow: http or https; anything else leads nowhere."""
    return url if url.startswith(("http://", "https://")) else "#"


def printed_day(day: date | None) -> str:
    """A day as the bulletin prints it: 2017-9-4, without leading zeros."""
    return f"{day.year}-{day.month}-{day.day}" if day else "（无）"
