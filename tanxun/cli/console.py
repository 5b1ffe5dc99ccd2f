"""What is printed on a terminal: nothing that came from a page moves its cursor, sets its title or changes its text's order."""

import re
from collections.abc import Iterable

import typer
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

# C0 without tab and newline, DEL and C1 (ECMA-48), and what turns the order of text around (UAX #9, Trojan Source).
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def without_controls(text: str) -> str:
    """The text as a terminal may have it; rich's own styles are added after this."""
    return _CONTROLS.sub("", text)


class PlainConsole(Console):
    """A console whose texts hold no control characters, however they came in; its own styles and movements stay."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """See rich.console.Console.render: every text that is printed, tables' cells too, comes past here."""
        for segment in super().render(renderable, options):
            if segment.control:
                yield segment
            else:
                yield Segment(without_controls(segment.text), segment.style)


def echo_json(text: str) -> None:
    """Print JSON that was encoded already: what a terminal would take for controls goes as escapes, and means the same."""
    typer.echo(_CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text))
