"""What a printed page shows and where: the common form of PDF, OFD and scans. Any unit of length; y grows downwards."""

from dataclasses import dataclass

# The first of the Chinese, Japanese and Korean signs.
_WIDE = "\u2e80"


@dataclass(frozen=True)
class Piece:
    """Text in one line, a letter or several: from `left` to `right` on the baseline `base`; `size` is the letters' height."""

    left: float
    right: float
    base: float
    size: float
    text: str


@dataclass(frozen=True)
class RuledLine:
    """A ruled line, along x or along y: it stands at `at` of the other axis, from `start` to `end`."""

    across: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True)
class PrintedPage:
    """A page's pieces in their reading order, and the lines that are ruled on it; `width` is 0 where it is not known."""

    pieces: tuple[Piece, ...]
    width: float = 0.0
    rules: tuple[RuledLine, ...] = ()

    @property
    def text(self) -> str:
        """All of its text, without lines."""
        return "".join(piece.text for piece in self.pieces)


def width_of(text: str) -> float:
    """How wide a text is in letters' sizes: Chinese is as wide as high, all else half of it."""
    return sum(1.0 if letter >= _WIDE else 0.5 for letter in text)
