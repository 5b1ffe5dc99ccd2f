"""The read API: published items for anybody's programs, as docs/consumers.md describes them."""

from datetime import date
from itertools import islice
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel
from starlette.responses import Response

from bulletin.issue import LINE_BELOW_TITLE
from bulletin.render.issue_json import render_json
from desk.http.cached_answers import as_json, cached, failed
from desk.http.forms import FormRoute
from desk.http.visitor import AskedDesk
from desk.issue_page.card import lead_of
from desk.public_api.public_issues import ItemHit, Public, Wanted
from index.published import PublishedItem
from pipeline.records import blocks_text

router = APIRouter(route_class=FormRoute)

MOST, USUAL = 100, 20
LONGEST_WORDS = 200


@router.get("/api/issues", name="api_issues")
def api_issues(request: Request, desk: AskedDesk, before: int = 0, limit: int = USUAL) -> Response:
    """The published issues, newest first."""
    most = _bounded(limit)
    editions = {number: one for number, one in desk.public.editions().items() if not before or number < before}
    shown = [desk.public.issue(number, edition) for number, edition in islice(editions.items(), most)]
    more = list(islice(editions, most, most + 1))
    last = shown[-1].edition.number if shown and shown[-1] else 0
    data = {
        "issues": [_summary(public) for public in shown if public is not None],
        "next": f"/api/issues?{urlencode({'before': last, 'limit': most})}" if more and last else None,
    }
    return as_json(request, data)


@router.get("/api/issues/{number}", name="api_issue")
def api_issue(request: Request, desk: AskedDesk, number: int) -> Response:
    """An issue's public edition, whole: the bytes of its published issue-N.json (docs/edition.schema.json)."""
    public = desk.public.issue(number)
    if public is None:
        return failed(404, f"issue {number} is not published")
    return cached(request, render_json(public.edition), "application/json")


class ItemsAsked(BaseModel):
    """A search as docs/consumers.md describes it."""

    q: str = ""
    column: str = ""
    since: str = ""
    until: str = ""
    limit: int = USUAL
    offset: int = 0


@router.get("/api/items", name="api_items")
def api_items(request: Request, desk: AskedDesk, asked: Annotated[ItemsAsked, Query()]) -> Response:
    """The published items with these words, newest issue first."""
    try:
        wanted = Wanted(asked.q[:LONGEST_WORDS], asked.column, _day(asked.since), _day(asked.until))
    except ValueError:
        return failed(400, "since and until are days, YYYY-MM-DD")
    most, first = _bounded(asked.limit), max(0, asked.offset)
    hits = list(islice(desk.public.search(wanted), first, first + most + 1))
    further = asked.model_dump() | {"limit": most, "offset": first + most}
    following = f"/api/items?{urlencode({name: one for name, one in further.items() if one})}"
    data = {"items": [_found(hit) for hit in hits[:most]], "next": following if len(hits) > most else None}
    return as_json(request, data)


@router.get("/api/items/{item}", name="api_item")
def api_item(request: Request, desk: AskedDesk, item: str) -> Response:
    """Where an item was printed, and as what; tombstones too."""
    printed = desk.store.printed([item]).get(item, [])
    if not printed:
        return failed(404, f"{item} was never published")
    return as_json(request, {"id": item, "printed": [_printed(one) for one in printed]})


def _summary(public: Public) -> dict[str, Any]:
    edition = public.edition
    return {
        "number": edition.number,
        "edition": edition.edition,
        "from": edition.since,
        "to": edition.until,
        "published_at": edition.published_at,
        "note": edition.note,
        "items": sum(len(column.items) for column in edition.columns),
        "withdrawn": len(edition.withdrawn),
        "url": f"/api/issues/{edition.number}",
    }


def _found(hit: ItemHit) -> dict[str, Any]:
    item, edition = hit.item, hit.public.edition
    return {
        "id": item.id,
        "issue": edition.number,
        "edition": edition.edition,
        "column": hit.column,
        "position": hit.position,
        "title": item.title,
        **{name: getattr(item, name) for name in LINE_BELOW_TITLE},
        "url": item.url,
        "language": item.language,
        "excerpt": lead_of(blocks_text(item.blocks)),
        "printed_at": edition.published_at,
    }


def _printed(one: PublishedItem) -> dict[str, Any]:
    shown = {
        "issue": one.issue,
        "edition": one.edition,
        "column": one.column,
        "position": one.position,
        "printed_at": one.printed_at,
        "withdrawn": one.withdrawn,
    }
    return shown | ({"why": one.why} if one.withdrawn else {"item": one.record})


def _bounded(limit: int) -> int:
    return min(MOST, max(1, limit))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
