"""Choose what an issue prints and in which order: everything where everything fits, else by weight and with caps."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bulletin.drafting.candidates import Report
from bulletin.drafting.items import source_of
from bulletin.drafting.rules import Rules
from index.store import Stored

Allowed = Callable[[Report], bool]


@dataclass(frozen=True)
class Chosen:
    """What is printed, by column and in order, and what had to stay out for want of room, each with the reason."""

    columns: Mapping[str, list[Report]]
    crowded: Sequence[tuple[Report, str]] = ()


def choose(reports: Iterable[Report], rules: Rules) -> Chosen:
    """Order each column; where more is wanted than an issue holds, choose. The order given does not matter.

    The columns fill in proportion to their most. First what is within the caps on one 来源 and one province in a column,
    the surely relevant before the rest, then what is over them in the same order.
    """
    queues: dict[str, list[Report]] = {column.name: [] for column in rules.columns}
    for report in sorted(reports, key=lambda one: _order(one, rules)):
        queues[report.column].append(report)
    if sum(map(len, queues.values())) <= rules.most:
        return Chosen(queues)
    filling = _Filling(rules, {name: [] for name in queues})
    for capped in (True, False):
        for sure in (True, False):
            filling.fill(queues, sure=sure, capped=capped)
    taken = {report.head.id for column in filling.columns.values() for report in column}
    left = [report for queue in queues.values() for report in queue if report.head.id not in taken]
    return Chosen(filling.columns, [(report, filling.why_not(report)) for report in left])


def weight(report: Report, rules: Rules) -> float:
    """What decides the order: the relevance, more for what others print or report too and for authority (2 places)."""
    head = report.head.enriched
    heed = rules.weight.other * min(len(_others(report)), rules.weight.others)
    return round(head.relevance + heed + rules.weight.authority * head.article.publisher.authority / 100, 2)


def why_weight(report: Report, rules: Rules) -> str:
    """The weight in the editor's words."""
    head = report.head.enriched
    count, authority = len(_others(report)), head.article.publisher.authority
    parts = [f"相关度{head.relevance:.2f}"]
    if count:
        parts.append(f"另有{count}家刊登或报道+{rules.weight.other * min(count, rules.weight.others):.2f}")
    if authority:
        parts.append(f"来源权威性{authority}+{rules.weight.authority * authority / 100:.2f}")
    return f"排序分{weight(report, rules):.2f}：" + "，".join(parts)


def region_of(stored: Stored, rules: Rules) -> str:
    """The province that an article is about: the first that its title or else its 来源 names, else its publisher's."""
    for text in (stored.enriched.article.title, source_of(stored)):
        named = [(text.index(place), place) for place in rules.places if place in text]
        if named:
            return min(named)[1]
    return stored.enriched.article.publisher.region


def _others(report: Report) -> set[str]:
    """The other publishers that print the article or report its event."""
    head, *printings = report.candidate.printings
    reporting = [one for other in report.yielding for one in other.printings]
    return {one.enriched.article.publisher.id for one in (*printings, *reporting)} - {
        head.enriched.article.publisher.id
    }


def _order(report: Report, rules: Rules) -> tuple[float, int, str]:
    """The weightiest first (in tenths: finer differences mean nothing to a reader), then the newest, then by id."""
    head = report.head
    published = head.enriched.article.published or date.min
    return -round(weight(report, rules), 1), -published.toordinal(), head.id


@dataclass
class _Filling:
    """An issue while it fills: its columns, and how often each 来源 and province stands in each."""

    rules: Rules
    columns: dict[str, list[Report]]
    sources: Counter[tuple[str, str]] = field(default_factory=Counter)
    regions: Counter[tuple[str, str]] = field(default_factory=Counter)

    def fill(self, queues: Mapping[str, Sequence[Report]], *, sure: bool, capped: bool) -> None:
        """Take from the queues until the issue is full or nothing more is allowed."""

        def allowed(report: Report) -> bool:
            if sure and report.head.enriched.relevance < self.rules.sure:
                return False
            return not capped or self._too_many(report) == ""

        while self._count() < self.rules.most:
            best = self._next(queues, allowed)
            if best is None:
                return
            self._take(best)

    def why_not(self, report: Report) -> str:
        """Why a report had to stay out, in the editor's words."""
        column = next(one for one in self.rules.columns if one.name == report.column)
        if len(self.columns[column.name]) >= column.most:
            return f"{column.name}已满{column.most}条"
        return self._too_many(report) or f"本期已满{self.rules.most}条"

    def _count(self) -> int:
        return sum(map(len, self.columns.values()))

    def _next(self, queues: Mapping[str, Sequence[Report]], allowed: Allowed) -> Report | None:
        """The first allowed report of the column that is least full for its most."""
        taken = {report.head.id for column in self.columns.values() for report in column}
        open_columns = [column for column in self.rules.columns if len(self.columns[column.name]) < column.most]
        for column in sorted(open_columns, key=lambda one: (len(self.columns[one.name]) + 1) / one.most):
            for report in queues[column.name]:
                if report.head.id not in taken and allowed(report):
                    return report
        return None

    def _take(self, report: Report) -> None:
        column = self.columns[report.column]
        column.append(report)
        column.sort(key=lambda one: _order(one, self.rules))
        self.sources[report.column, source_of(report.head)] += 1
        self.regions[report.column, region_of(report.head, self.rules)] += 1

    def _too_many(self, report: Report) -> str:
        column, source, region = report.column, source_of(report.head), region_of(report.head, self.rules)
        if self.sources[column, source] >= self.rules.per_source:
            return f"{column}已有{self.rules.per_source}条来源同为{source}"
        if region and self.regions[column, region] >= self.rules.per_region:
            return f"{column}已有{self.rules.per_region}条关于{region}"
        return ""
