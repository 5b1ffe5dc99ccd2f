"""The order in which a column is printed: by whose printing it is, originals before reprints, then by date."""

import re
from datetime import date
from enum import IntEnum

from bulletin.drafting.duplicates import UNLISTED, is_passed_on
from bulletin.drafting.rules import Rules
from bulletin.issue import source_of
from index.store import Stored

# A place that opens a title or a 来源: 云泽省…, 临河市…; 全国碳市场 is none.
_PLACE = re.compile(r"^[\u4e00-\u9fff]{2,4}?(?:省|自治区|自治州|市(?!场)|县(?!域))")
# An office or an exchange, as a 来源 names it: what a site passes on of it is its word, not the site's.
_OFFICE = re.compile("(?:委|委员会|局|厅|部|处|政府|办公室|交易所|交易中心)$")
# A place behind one of these is where something happens, not whose it is: 会议在湖北召开.
_WHERE = "在于"


class PrintStanding(IntEnum):
    """Whose a printing is, the first printed first. AT_LARGE: reports and essays of media and sites of little authority."""

    STATE = 0
    MINISTRY = 1
    NATIONAL = 2
    LOCAL = 3
    AT_LARGE = 4


def standing_of(stored: Stored, rules: Rules) -> tuple[PrintStanding, PrintStanding]:
    """Whose the printing is, and, of what is AT_LARGE, whom it is about.

    Leaders, State Council and the United Nations' bodies are known by the words of the title, ministries by their names or
    by their authority in the catalogue, what is local by the place that a title or a 来源 names, else by the publisher's.
    """
    article, rank = stored.enriched.article, rules.rank
    title, source, publisher = article.title, source_of(stored), article.publisher
    if any(word in title for word in rank.state):
        return PrintStanding.STATE, PrintStanding.STATE
    if any(word in title for word in rank.multilateral):
        return PrintStanding.MINISTRY, PrintStanding.MINISTRY
    about = PrintStanding.NATIONAL
    if _is_local(stored, rules):
        about = PrintStanding.LOCAL
    elif publisher.authority >= rank.ministry or any(text.startswith(rank.ministries) for text in (title, source)):
        about = PrintStanding.MINISTRY
    heeded = publisher.authority >= rank.heeded or bool(_OFFICE.search(source)) or about == PrintStanding.MINISTRY
    return (about if heeded else PrintStanding.AT_LARGE), about


def printed_order(stored: Stored, rules: Rules) -> tuple[int, int, int, bool, int, str]:
    """What a column is sorted by; of one standing the more authoritative first, by steps of `rules.rank.step`."""
    article = stored.enriched.article
    authority = article.publisher.authority if article.publisher.listed else UNLISTED
    published = article.published or date.min
    standing, about = standing_of(stored, rules)
    passed_on = is_passed_on(article)
    return standing, about, -(authority // rules.rank.step), passed_on, -published.toordinal(), stored.id


def region_of(stored: Stored, rules: Rules) -> str:
    """The province that an article is about: the first that its title or else its 来源 names, else its publisher's."""
    for text in (stored.enriched.article.title, source_of(stored)):
        named = [(text.index(place), place) for place in rules.places if place in text]
        if named:
            return min(named)[1]
    return stored.enriched.article.publisher.region


def _is_local(stored: Stored, rules: Rules) -> bool:
    article, rank = stored.enriched.article, rules.rank
    if stored.enriched.column == rank.abroad or article.title.startswith(rank.national):
        return False
    if any(_PLACE.match(text) for text in (article.title, source_of(stored))):
        return True
    at = [article.title.find(place) for place in rules.places]
    if any(one == 0 or (one > 0 and article.title[one - 1] not in _WHERE) for one in at):
        return True
    return bool(article.publisher.region) and article.publisher.authority >= rank.ministry
