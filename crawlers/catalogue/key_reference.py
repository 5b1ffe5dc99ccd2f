"""The reference of an entry's keys, as docs/sources.md prints it: made from the models that check the entries."""

from crawlers.catalogue.catalogue import TABLES

_HEADS = {
    "": "The entry itself",
    "lists": "`[[lists]]`: lists of links",
    "feeds": "`[[feeds]]`: RSS, Atom and JSON Feed",
    "quotes": "`[[quotes]]`: tables of daily prices",
    "article": "`[article]`: how articles continue",
}


def key_reference() -> str:
    """A table of keys for each table of an entry: key, whether it must be given or what it is without, what it says."""
    parts = []
    for name, table in TABLES.items():
        rows = [f"## {_HEADS[name]}", "", "| key | without it | what |", "|---|---|---|"]
        for key, field in table.model_fields.items():
            if key in TABLES:
                continue
            default = field.get_default(call_default_factory=False)
            without = "must be given" if field.is_required() else f"`{default}`" if default else ""
            rows.append(f"| `{key}` | {without} | {str(field.description).replace('|', chr(92) + '|')} |")
        parts.append("\n".join(rows))
    return "\n\n".join(parts) + "\n"
