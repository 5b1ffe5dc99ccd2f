"""The draft as `issue-N.json`."""

import json
from typing import Any

import msgspec

from bulletin.draft import Draft

# Of a quote, what a reader of the data needs; where and when it was fetched is the store's own business.
QUOTE_FIELDS = ("exchange", "product", "day", "open", "high", "low", "close", "volume", "turnover")


def render_json(draft: Draft) -> bytes:
    """UTF-8 JSON in the form of docs/issue.schema.json; the same draft gives the same bytes."""
    data: dict[str, Any] = msgspec.to_builtins(draft)
    data["prices"]["quotes"] = [{name: quote[name] for name in QUOTE_FIELDS} for quote in data["prices"]["quotes"]]
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
