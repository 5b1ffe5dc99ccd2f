"""Drafts and what became of them: a draft for comment is another document than the final text in nearly the same words."""

import re
from dataclasses import dataclass
from functools import cache

from enrich.duplicates.same_text import rules

# A text's first lines, where it says what it is.
FIRST_LINES = 400


@dataclass(frozen=True)
class DocumentStage:
    """What of a document's drafts a text says it is: their kinds, and which round of them."""

    kinds: frozenset[str]
    rounds: frozenset[str]


def other_draft(title: str, text: str, other_title: str, other_text: str) -> str:
    """The kind or round of a draft that one title says and the other article says nowhere; "" where there is none.

    The other says it in its title or in its first lines, under a headline writer's title.
    """
    for one, first, second in ((title, other_title, other_text), (other_title, title, text)):
        said, answered = stage(one), stage(f"{first}\n{second[:FIRST_LINES]}")
        if said.kinds and not said.kinds & answered.kinds:
            return "、".join(sorted(said.kinds))
        if said.rounds and not said.rounds & answered.rounds:
            return "、".join(sorted(said.rounds))
    return ""


def stage(text: str) -> DocumentStage:
    """What a text says of itself; comments that were asked for earlier (经公开征求意见) make no draft."""
    past, kinds, rounds = _patterns()
    now = past.sub("", text)
    return DocumentStage(
        frozenset(name for name, pattern in kinds if pattern.search(now)),
        frozenset(name for name, pattern in rounds if pattern.search(now)),
    )


@cache
def _patterns() -> tuple[re.Pattern[str], list[tuple[str, re.Pattern[str]]], list[tuple[str, re.Pattern[str]]]]:
    data = rules()["drafts"]
    kinds, rounds = (
        [(name, re.compile(pattern)) for name, pattern in data[part].items()] for part in ("kinds", "rounds")
    )
    return re.compile(data["past"]), kinds, rounds
