"""The issue as one HTML file: pictures inside, no scripts, text escaped. The only module that imports jinja2."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import jinja2

from bulletin.issue import Draft, EditionItem, Prices, price_table
from bulletin.reasons import in_words
from bulletin.render import printed_lines
from bulletin.render.pictures import LONGEST, FittedPicture, PictureLookup, fit
from bulletin.render.print_job import PrintJob

TEMPLATES = Path(__file__).parent / "templates"


def render_html(draft: Draft, chart: bytes | None, picture: PictureLookup) -> str:
    """The draft as a page for its editors. Foreign text is escaped; foreign HTML is never in it."""
    return template("draft.html.jinja").render(
        draft=draft,
        table=price_table(draft.prices),
        chart=_chart(chart),
        picture=_inside(picture),
        style=(TEMPLATES / "printed.css").read_text(),
    )


def render_edition(job: PrintJob) -> bytes:
    """The published version as a page that stands alone, for readers: UTF-8."""
    edition = job.edition
    made = template("edition.html.jinja").render(
        edition=edition,
        masthead=printed_lines.masthead(edition),
        notices=printed_lines.notices(edition),
        note=printed_lines.prices_note(job.chart is not None),
        table=price_table(edition.prices),
        chart=_chart(job.chart),
        picture=_inside(job.picture),
        style=(TEMPLATES / "printed.css").read_text(),
    )
    return made.encode()


def item_body(item: EditionItem, picture: PictureLookup, longest: int) -> str:
    """One item's body and attachments as HTML, pictures inside, at most `longest` pixels a side."""
    parts = template("parts.html.jinja").module
    return f"{parts.body(item, _inside(picture, longest, smaller=True))}{parts.attachments(item)}".strip()  # type: ignore[attr-defined]


def prices_body(prices: Prices, chart: bytes | None) -> str:
    """The price table, and the chart where there is one, as HTML."""
    shown = template("parts.html.jinja").module.prices(price_table(prices), _chart(chart))  # type: ignore[attr-defined]
    return str(shown).strip()


def template(name: str) -> jinja2.Template:
    """A template of this folder, compiled once a process: text is escaped, a name that is not there is an error."""
    return environment().get_template(name)


@cache
def environment() -> jinja2.Environment:
    """What all templates of this folder share: a feed asks for one for each of its items."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
    )
    made.filters |= {
        "day": printed_lines.printed_day,
        "meta": printed_lines.meta,
        "facts": printed_lines.facts,
        "link": linked,
        "alt": printed_lines.alt,
        "in_words": in_words,
    }
    return made


def _chart(chart: bytes | None) -> str | None:
    return FittedPicture(chart, "png").data_uri if chart else None


def _inside(picture: PictureLookup, longest: int = LONGEST, smaller: bool = False) -> Callable[[str], str | None]:
    def shown(url: str) -> str | None:
        found = fit(picture(url), longest, smaller)
        return found.data_uri if found else None

    return shown


def linked(url: str) -> str:
    """An address that a reader may follow: http or https; anything else leads nowhere."""
    return url if url.startswith(("http://", "https://")) else "#"
