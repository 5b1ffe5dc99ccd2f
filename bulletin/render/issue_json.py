"""The issue as data, `issue-N.json`: a draft's, or a published version's."""

import json
from typing import Any

import msgspec

from bulletin.issue import Draft, Edition
from bulletin.reasons import code_and_values, in_words, words_and_codes
from pipeline.records import Reason

# Of a quote, what a reader of the data needs; where and when it was fetched is the store's own business.
QUOTE_FIELDS = ("exchange", "product", "day", "open", "high", "low", "close", "volume", "turnover")


def render_json(shown: Draft | Edition) -> bytes:
    """UTF-8 JSON in the form of docs/issue.schema.json (a draft) or docs/edition.schema.json; the same bytes each time."""
    data: dict[str, Any] = msgspec.to_builtins(shown)
    if isinstance(shown, Draft):
        for column in data["columns"]:
            odd = msgspec.convert(column["warning"], Reason | None)
            column["warning"] = in_words(odd)
            column["warning_code"] = code_and_values(odd) if odd else None
        items = [item for column in data["columns"] for item in column["items"]]
        for item in items:
            item.update(words_and_codes(msgspec.convert(item["warnings"], tuple[Reason, ...]), "warning"))
        alternates = [one for item in items for one in item["alternates"]]
        for entry in (*items, *alternates, *data["left_out"]):
            entry.update(words_and_codes(msgspec.convert(entry["reasons"], tuple[Reason, ...])))
    data["prices"]["quotes"] = [{name: quote[name] for name in QUOTE_FIELDS} for quote in data["prices"]["quotes"]]
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
