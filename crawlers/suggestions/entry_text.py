"""An entry as the text of its TOML file."""

import json
from typing import Any

from crawlers.catalogue.entry import EntryTable, Source

# What every entry says, also where it says no more than it would without.
_ALWAYS = frozenset({"id", "name", "hosts", "home", "language", "cadence"})


def entry_text(source: Source) -> str:
    """The file of an entry: the keys that say something, in their order; addresses' patterns as they are typed."""
    return "\n".join(_keys(source, _ALWAYS)) + "\n\n" + tables_text(source)


def tables_text(source: Source) -> str:
    """Its lists and feeds alone, as they stand in a file."""
    tables = [("lists", table) for table in source.lists] + [("feeds", table) for table in source.feeds]
    return "\n".join("\n".join([f"[[{name}]]", *_keys(table, frozenset({"url"})), ""]) for name, table in tables)


def _keys(table: EntryTable, always: frozenset[str]) -> list[str]:
    lines = []
    for key, field in type(table).model_fields.items():
        value = getattr(table, key)
        plain = isinstance(value, str | int | bool) or (
            isinstance(value, tuple) and all(isinstance(v, str) for v in value)
        )
        if plain and (key in always or value != field.get_default()):
            lines.append(f"{key} = {_value(value)}")
    return lines


def _value(value: Any) -> str:
    if isinstance(value, str):
        # A pattern's backslashes stay single in TOML's literal texts, which hold no apostrophe.
        return f"'{value}'" if "\\" in value and "'" not in value else json.dumps(value, ensure_ascii=False)
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    return json.dumps(value)
