"""What may be printed: an article with its printings, and a report of an event with those that give way to it."""

from dataclasses import dataclass

from index.store import Stored


@dataclass(frozen=True)
class Candidate:
    """An article fit to print: its printings in the window, best first, and the earlier issues that printed it."""

    printings: tuple[Stored, ...]
    issues: tuple[int, ...] = ()

    @property
    def head(self) -> Stored:
        """The printing that is printed."""
        return self.printings[0]


@dataclass(frozen=True)
class Report:
    """A candidate, the id of its event ("" if alone), and the reports of the event that give way to it."""

    candidate: Candidate
    event: str = ""
    yielding: tuple[Candidate, ...] = ()

    @property
    def head(self) -> Stored:
        """The article that is printed."""
        return self.candidate.head

    @property
    def column(self) -> str:
        """The column it is for."""
        return self.head.enriched.column

    @property
    def sureness(self) -> float:
        """How likely it belongs into its column: P(relevant) × P(column), 0..1, to 4 places.

        What an older version stored without scores is certain of its column.
        """
        enriched = self.head.enriched
        return round(enriched.relevance * enriched.scores.get(enriched.column, 1.0), 4)
