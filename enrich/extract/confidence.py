"""How likely each field is as printed: the rule that found it and what the page says for and against it, weighed by confidence.toml."""

import math
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from enrich.extract.html_document import HtmlDocument
from enrich.extract.printed.surroundings import Surroundings
from enrich.extract.signs.body_signs import body_signs
from enrich.extract.signs.date_signs import date_signs
from enrich.extract.signs.source_signs import source_signs
from enrich.extract.signs.title_signs import title_signs
from pipeline.records import Article

FILE = Path(__file__).parent / "confidence.toml"
SIGNS: dict[str, Callable[[HtmlDocument, Surroundings, Article], Mapping[str, float]]] = {
    "title": title_signs,
    "published": date_signs,
    "source": source_signs,
    "body": body_signs,
}
# Nothing that is told from a page is certain: what 200 labelled pages can show at most.
LEAST, MOST = 0.01, 0.99


def confidences(document: HtmlDocument, around: Surroundings, article: Article) -> dict[str, float]:
    """For each field in `found_by` the probability (0..1, 2 places) that it is as printed."""
    return {
        field: probability(weights()[field], rule, SIGNS[field](document, around, article))
        for field, rule in article.found_by.items()
    }


def probability(table: Mapping[str, Any], rule: str, signs: Mapping[str, float]) -> float:
    """The logistic function of base, the rule's weight and the signs' weights; an unknown rule or sign weighs nothing."""
    logit = table["base"] + table["rules"].get(known_rule(table["rules"], rule), 0.0)
    logit += sum(value * table["signs"].get(name, 0.0) for name, value in signs.items())
    return round(min(MOST, max(LEAST, 1 / (1 + math.exp(-logit)))), 2)


def known_rule(names: Mapping[str, float], rule: str) -> str:
    """The longest name that a rule begins with; "" for none. A rule may go on with a detail (a family, an element)."""
    return max((name for name in names if rule.startswith(name)), key=len, default="")


def of_attachment(field: str) -> float:
    """The confidence of a field that was read in an attachment: no page says anything for or against it."""
    return float(weights()["attachment"][field])


@cache
def weights() -> dict[str, dict[str, Any]]:
    """confidence.toml: a field's name to its `base`, `rules` and `signs`, and `attachment`."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
