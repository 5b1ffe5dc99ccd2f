"""What a draft leaves out, in the order in which an editor would look at it, and which of it are alternates."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from bulletin.drafting.filter import Miss, Missed
from bulletin.drafting.items import left_out_of
from bulletin.drafting.rules import Rules
from bulletin.issue import LeftOut


def left_out(missed: Iterable[Missed], rules: Rules) -> tuple[LeftOut, ...]:
    """The articles that are not printed, nearest first; `near` are those that an editor would want next.

    What is fit to print and had no room, no date or no title is. What is not sure, or below the threshold, is where its
    subject is near the bulletin's, and not a third of a kind: `rules.near_of_a_kind` of a publisher in a column.
    """
    kinds = Counter[tuple[str, str]]()

    def placed(one: Missed) -> Missed:
        enriched = one.stored.enriched
        kind = enriched.column, enriched.article.publisher.id
        if one.miss not in (Miss.UNSURE, Miss.NEAR):
            return one
        if kinds[kind] >= rules.near_of_a_kind or any(reason.code == "near_off_topic" for reason in enriched.reasons):
            return replace(one, miss=Miss.FARTHER)
        kinds[kind] += 1
        return one

    found = [placed(one) for one in sorted(missed, key=lambda one: one.order)]
    return tuple(
        left_out_of(one.stored, one.why, near=one.miss <= Miss.NEAR) for one in sorted(found, key=lambda one: one.order)
    )
