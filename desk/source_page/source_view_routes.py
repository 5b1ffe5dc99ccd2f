"""The stored page as it was fetched, harmless, with what extraction took marked; made to stand in a frame of ours."""

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from desk.http.forms import FormRoute
from desk.http.made_once import MadeOnce
from desk.http.templates import page
from desk.http.visitor import AskedDesk
from desk.services import Desk
from desk.source_page.clean_html import cleaned, pictures_of
from desk.source_page.extracted_marks import Taken
from pipeline.encoding import SchemaError, decode
from pipeline.errors import NewerRecord
from pipeline.records import Article, Page

router = APIRouter(route_class=FormRoute)

# The frame may open a window for a link that somebody clicks, and that window is then no longer sandboxed; nothing
# else: no script, no form, no origin, no remote load.
SANDBOX = "allow-popups allow-popups-to-escape-sandbox"
HEADERS = {
    "Content-Security-Policy": (
        f"sandbox {SANDBOX}; default-src 'none'; img-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'self'"
    ),
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
    # A sandboxed document may not ask for isolation.
    "Cross-Origin-Opener-Policy": "unsafe-none",
}


# Cleaned pages, one made at a time: an editor goes to and fro between an item and its page.
_SHOWN = MadeOnce[list[str]](16)


@router.get("/articles/{article_id}/source", name="source_view")
def source_view(request: Request, desk: AskedDesk, article_id: str) -> Response:
    """The page that the article was taken from."""
    stored = desk.store.article(article_id)
    if stored is None:
        return _page(request, None, None, [], "这篇文章已经不在库里：它可能被删除了，或并入了另一篇。", 404)
    article = stored.enriched.article
    fetched = _fetched(desk, article)
    if fetched is None:
        return _page(request, article, None, [], "没有保存它的原网页；可以打开网上的原文对照。", 404)
    said = "" if fetched.fetched_at == article.fetched_at else "原网页已另抓过一次，这里显示的是最近保存的一版。"
    return _page(request, article, fetched, _parts(desk, article, fetched), said)


def _fetched(desk: Desk, article: Article) -> Page | None:
    """The page that the article was extracted from, else the newest that is kept of it; None where none is."""
    kept = desk.store.raw_pages(page=article.id)
    same = [raw for raw in kept if raw.fetched_at == article.fetched_at] or [
        raw for raw in kept if raw.account == article.account
    ]
    if not kept:
        return None
    raw = max(same or kept, key=lambda one: one.fetched_at)
    try:
        return decode(Page, desk.files.get("pages", raw.file))
    except (KeyError, SchemaError, NewerRecord):
        return None


def _parts(desk: Desk, article: Article, fetched: Page) -> list[Markup]:
    """The cleaned HTML of each part: the one place where foreign HTML is not escaped."""
    kept = desk.pictures.kept(pictures_of(fetched))
    pictures = {url: desk.pictures.open_address(digest) for url, digest in kept.items()}
    key = (fetched.account, tuple(sorted(pictures.items())), article.title, article.source, article.published)
    parts = _SHOWN.get((*key, article.text_hash), lambda: cleaned(fetched, Taken.of(article), pictures))
    return [Markup(part) for part in parts]  # noqa: S704 - nh3 cleaned it


def _page(
    request: Request, article: Article | None, fetched: Page | None, parts: list[Markup], said: str, status: int = 200
) -> Response:
    made = page(
        request,
        "source_page/source_view.html.jinja",
        status=status,
        article=article,
        fetched=fetched,
        parts=parts,
        said=said,
    )
    made.headers.update(HEADERS)
    return made
