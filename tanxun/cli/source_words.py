"""What a trial of a source found, in words: the lists, the articles, and which key of the entry to change."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from rich.markup import escape

from crawlers.catalogue.entry import Feed, ListPages, QuoteTable
from crawlers.pages.links import NoArticle
from crawlers.trial.article_trial import ArticleTrial
from crawlers.trial.contract import Breach, at_least
from crawlers.trial.hints import Hint
from crawlers.trial.list_trial import EntryPart, ListTrial
from tanxun.wiring.sources.check import SourceCheck

# Articles of a list, and of each reason links that are none, that are shown.
SHOWN, SHOWN_LEFT_OUT = 5, 2
# Characters of a body that are shown.
BEGINNING = 80
# Why a link is no article: see NoArticle.
WHY = {
    "pattern": "do not match `articles`",
    "exclusion": "match `exclude`",
    "host": "lie on a host that `hosts` does not name",
    "address": "lead to no address",
}


def list_lines(trial: ListTrial, whole: bool = False) -> Iterator[str]:
    """A list, feed or table: how it was asked for, what matched, its articles or prices, what fell out, what to change.

    The first few of each, or the `whole` of them.
    """
    shown = (None, None) if whole else (SHOWN, SHOWN_LEFT_OUT)
    first, *further = trial.visits
    for visit, name in ((first, trial.key), *((visit, "  its data") for visit in further)):
        came = f"{visit.status}, {len(visit.body):,} bytes, {visit.content_type or 'no content type'}"
        answer = "a saved page" if visit.saved else came if visit.response is not None else "no answer"
        moved = f" → {visit.url}" if visit.url != visit.asked.url else ""
        yield f"[bold]{escape(name)}[/]  {visit.asked.method} {escape(visit.asked.url + moved)}: {escape(answer)}"
    if trial.problem:
        yield f"  [bold red]{escape(trial.problem)}[/]"
    elif isinstance(trial.part, QuoteTable):
        yield from _prices(trial, trial.part, shown[0])
    else:
        yield from _links(trial, *shown)
    for hint in trial.hints:
        yield f"  [yellow]{escape(f'`{hint.key}`: {hint_words(hint)}')}[/]"


def _links(trial: ListTrial, shown: int | None, shown_left_out: int | None) -> Iterator[str]:
    links = trial.reading.links
    yield escape(
        f"  {_selected(trial.part)}: {trial.reading.matched}; articles: {len(links)}; with a date beside them: {trial.dated}"
    )
    for link in links[:shown]:
        yield escape(f"    {link.published or '          '}  {link.title or '(no title)'}  {link.url}")
    if shown is not None and len(links) > shown:
        yield f"    … and {len(links) - shown} more (`--all` prints them)"
    by_reason = defaultdict[str, list[NoArticle]](list)
    for out in trial.reading.left_out:
        by_reason[out.why].append(out)
    for why, fallen in by_reason.items():
        examples = "; ".join(f"{one.title or '(no title)'} {one.url}" for one in fallen[:shown_left_out])
        yield escape(f"  left out: {len(fallen)} {WHY[why]}: {examples}")
    if trial.next is not None:
        yield escape(f"  page 2: {trial.next.method} {trial.next.url}")


def _selected(part: EntryPart) -> str:
    """What was looked at, in the words of the entry."""
    match part:
        case ListPages(kind="sitemap"):
            return "entries of the sitemap"
        case ListPages() if part.of_rows:
            return f"rows ({part.rows or 'of the array that names the most articles'})"
        case ListPages():
            return f"elements (`{part.links or 'a'}`)"
        case Feed():
            return "entries of the feed"
    return f"rows (`{part.rows}`)"


def _prices(trial: ListTrial, table: QuoteTable, shown: int | None) -> Iterator[str]:
    yield escape(f"  {_selected(table)}: {trial.reading.matched}; with a price: {len(trial.quotes)}")
    for quote in trial.quotes[:shown]:
        figures = ((name, getattr(quote, name)) for name in ("open", "close", "volume", "turnover"))
        named = ", ".join(f"{name} {figure:,.12g}" for name, figure in figures if figure is not None)
        yield escape(f"    {quote.day}  {quote.product}  {named}")
    if shown is not None and len(trial.quotes) > shown:
        yield f"    … and {len(trial.quotes) - shown} more (`--all` prints them)"
    for line in trial.contradictions[:shown]:
        yield f"  [yellow]contradicts itself: {escape(line)}[/]"


def article_lines(trial: ArticleTrial) -> Iterator[str]:
    """An article that was asked for: its fields, or why there is none."""
    yield f"[bold]article[/]  {escape(trial.url)}"
    article = trial.article
    if article is None:
        yield f"  [bold red]no article: {escape(trial.problem)}[/]"
        return
    text = article.text
    fields = {
        "title": (article.title, article.found_by.get("title", "")),
        "发布日期": (str(article.published or ""), article.found_by.get("published", "")),
        "来源": (article.source or "", article.found_by.get("source", "")),
    }
    for name, (value, rule) in fields.items():
        yield f"  {name}  {escape(f'{value} ({rule})')}" if value else f"  {name}  [yellow]none found[/]"
    cut = f"{text[:BEGINNING]}…" if len(text) > BEGINNING else text
    pages = f" on {trial.pages} pages" if trial.pages > 1 else ""
    yield f"  body  {len(text):,} characters{pages}: {escape(' '.join(cut.split()))}"
    yield f"  pictures {len(article.images)}, attachments {len(article.attachments)}"


def hint_words(hint: Hint) -> str:
    """Which key to change, and what is known of it."""
    return HINTS[hint.code].format(**_readable(hint.values))


def _readable(values: Mapping[str, Any]) -> dict[str, Any]:
    shapes = "; ".join(f"{one.pattern} ({one.count}, such as {one.example})" for one in values.get("shapes", ()))
    return {**values, "shapes": shapes, "hosts": ", ".join(values.get("hosts", ()))}


HINTS = {
    "matches_nothing": "{said!r} matches nothing on this page; without the key there are {without} {what}",
    "fits_none": "fits none of {looked} addresses; the most common forms are {shapes}",
    "hosts_fit_none": "none of these articles' hosts is the entry's; add where it is the publisher's own: {hosts}",
    "leaves_nothing": "takes all {looked} that were left, such as {example}",
    "no_address": "{looked} lead to no address, such as {example!r}; say how one is made, as in /notice/{{1}}.html",
    "other_kind": "this is no list of kind {said!r}; read as {kind!r} it has {articles} articles",
    "drawn_by_script": "there is nothing to look at for kind {said!r}, and {links} links in all; a page that a script draws gets its "
    "list as JSON: find that address in the browser's network panel, and make it a list of kind json",
    "dates_without": "{said!r} gives {dated} of {of} dates; without the key there are {found}",
    "undated": "{of} articles, {dated} with a date beside them: where the page prints dates, say where; else the articles' own stand",
    "no_next": "the page names no next one, though {pages} pages are to be read; give `paging` an address with {{n}}, or `next` a CSS",
    "no_entries": "this is no feed with entries",
    "sends_on": "the page has nothing but a script that leads to {to}; give that address",
    "not_there": "there is nothing at this address any more; find the list in a browser, from the publisher's home page",
    "no_headings": "none of {rows} rows gives a price: no column is headed as a day and a price are; say `columns` or `headings`",
}


def checked_line(check: SourceCheck) -> str:
    """What the check of a source came to."""
    lists = [one for one in check.trial.lists if not isinstance(one.part, QuoteTable)]
    prices = sum(len(one.quotes) for one in check.trial.lists)
    article = next((one.article for one in check.trial.articles if one.article), None)
    parts = [f"lists {len(lists)}, articles {sum(len(one.reading.links) for one in lists)}"] if lists else []
    parts += [f"prices {prices}"] if prices or not lists else []
    parts += [f"read: {article.published or 'no day'} {article.title}"] if article else []
    verdict = "[bold red]failed[/]" if check.breaches else "[green]holds[/]"
    return f"{escape(check.source.id)}  {verdict}  {escape(', '.join(parts))}"


def breach_words(breach: Breach) -> str:
    """Which promise is not kept, and where."""
    least = {f"least_{name}": value for name, value in asdict(at_least()).items()}
    return f"{breach.place}: {BREACHES[breach.code].format(**breach.values, **least)}"


BREACHES = {
    "unanswered": "{url}: {problem}",
    "no_articles": "{articles} articles among {looked} that were looked at, at least {least_articles} are wanted",
    "undated": "{dated} of {of} articles have a date beside them, {least_dated:.0%} are wanted where a list prints dates",
    "no_headlines": "{titled} of {of} articles have a headline on the list, {least_titled:.0%} are wanted where headlines are all there is",
    "same_content": "has the very same articles as {other}; is its address told apart by what the server ignores?",
    "no_prices": "no price in {rows} rows",
    "not_extracted": "none of the {tried} newest came out as an article; the first, {url}: {problem}",
    "untitled": "{url}: no title was found",
    "no_day": "{url}: no 发布日期 was found, neither on the page nor beside its link",
    "short_body": "{url}: {characters} characters of text, at least {least_body} are wanted",
}
