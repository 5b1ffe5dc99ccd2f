"""What the writers of the demo's articles meant: for tests, never for the pipeline."""

from dataclasses import dataclass
from datetime import date

from demo.sites import sites
from demo.texts import texts


@dataclass(frozen=True)
class Truth:
    """An article's column (or "off-topic"), the address it repeats ("" for an original), and its printed fields."""

    column: str
    duplicate_of: str
    title: str
    published: date | None
    source: str | None


def truth() -> list[tuple[str, Truth]]:
    """Every article's address with what was meant, in the order of the files."""
    known = sites()
    addresses = {text.key: known[text.publisher].address(text) for text in texts()}
    return [
        (
            addresses[text.key],
            Truth(
                column=text.column,
                duplicate_of=addresses[text.duplicate_of] if text.duplicate_of else "",
                title=text.title,
                published=text.day,
                source=text.source,
            ),
        )
        for text in texts()
    ]
