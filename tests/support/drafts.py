"""Drafted issues for tests."""

from datetime import date

from bulletin.drafting.assemble import assemble
from bulletin.drafting.rules import load
from bulletin.issue import Draft
from index.store import Stored
from tests.support.articles import NOON, enriched

SINCE, UNTIL = date(2026, 5, 8), date(2026, 5, 14)


def draft_of(*names: str) -> Draft:
    """Issue 1 with these articles, all in 市场热点."""
    return assemble(1, SINCE, UNTIL, [Stored(enriched(name), NOON, 1) for name in names], [], load())
