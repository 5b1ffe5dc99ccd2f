"""What is suggested for an address, with whatever its page only names asked for as well: feeds, units, files of rows."""

from dataclasses import dataclass
from datetime import datetime

from crawlers.pages.list_addresses import Asked
from crawlers.suggestions.suggest import AskedPage, NothingListed, Suggestion, suggest
from crawlers.trial.visit import Ask, Visit

# A page names the file of its list, a sitemap the next one; nothing seen names more one after another.
_ROUNDS = 3


@dataclass(frozen=True)
class SuggestionTrial:
    """What came of an address, and what is suggested for it; without a suggestion `visit` says why."""

    visit: Visit
    found: Suggestion | NothingListed | None = None


async def suggest_at(ask: Ask, url: str, moment: datetime) -> SuggestionTrial:
    """Ask for an address, and for what is named there until no more is wanted."""
    visit = await ask(Asked(url))
    if visit.no_list:
        return SuggestionTrial(visit)
    page = AskedPage(visit.url, visit.body, visit.content_type)
    answers: dict[str, AskedPage | None] = {}
    wanted: list[str] = []

    def known(address: str) -> AskedPage | None:
        if address not in answers:
            wanted.append(address)
        return answers.get(address)

    found = suggest(page, moment, known)
    for _ in range(_ROUNDS):
        if not wanted:
            break
        for address in dict.fromkeys(wanted):
            came = await ask(Asked(address))
            answers[address] = None if came.no_list else AskedPage(came.url, came.body, came.content_type)
        wanted.clear()
        found = suggest(page, moment, known)
    return SuggestionTrial(visit, found)
