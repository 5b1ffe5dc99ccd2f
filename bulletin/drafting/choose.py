"""Choose what an issue prints and in which order: what is sure where it fits, else by weight and with caps."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bulletin.drafting.candidates import Report
from bulletin.drafting.printed_order import printed_order, region_of
from bulletin.drafting.rules import ColumnRules, Rules
from bulletin.issue import source_of
from pipeline.records import Reason, Value

Allowed = Callable[[Report], bool]


@dataclass(frozen=True)
class Chosen:
    """What is printed, by column and in order, and what is not: for want of room, or not sure enough to stand beyond its
    column's usual number; each with the reason.
    """

    columns: Mapping[str, list[Report]]
    left: Sequence[tuple[Report, Reason]]


def choose(reports: Iterable[Report], rules: Rules) -> Chosen:
    """Choose, and order each column. The order given does not matter.

    A column is not filled: beyond its usual number it takes only what is sure. Where that is more than an issue holds, the
    columns fill in proportion to their most. First what is within the caps on one 来源 and one province in a column, the
    sure before the rest, then what is over them in the same order.
    """
    queues: dict[str, list[Report]] = {column.name: [] for column in rules.columns}
    for report in sorted(reports, key=lambda one: _order(one, rules)):
        queues[report.column].append(report)
    wanted = {column.name: _wanted(queues[column.name], column, rules) for column in rules.columns}
    filling = _Filling(rules, {name: [] for name in queues})
    if sum(map(len, wanted.values())) <= rules.most:
        filling.columns.update(wanted)
    else:
        for capped in (True, False):
            for sure in (True, False):
                filling.fill(queues, sure=sure, capped=capped)
    taken = {report.head.id for column in filling.columns.values() for report in column}
    left = [report for queue in queues.values() for report in queue if report.head.id not in taken]
    return Chosen(_in_order(filling.columns, rules), [(report, filling.why_not(report)) for report in left])


def weight(report: Report, rules: Rules) -> float:
    """What decides who has a place: the relevance, more for what others print or report too and for authority (2 places)."""
    head = report.head.enriched
    heed = rules.weight.other * min(len(_others(report)), rules.weight.others)
    return round(head.relevance + heed + rules.weight.authority * head.article.publisher.authority / 100, 2)


def why_weight(report: Report, rules: Rules) -> Reason:
    """What makes up the weight."""
    head = report.head.enriched
    count, authority = len(_others(report)), head.article.publisher.authority
    values: dict[str, Value] = {"weight": weight(report, rules), "relevance": head.relevance}
    if count:
        values |= {
            "others": count,
            "for_others": round(rules.weight.other * min(count, rules.weight.others), 2),
        }
    if authority:
        values |= {"authority": authority, "for_authority": round(rules.weight.authority * authority / 100, 2)}
    return Reason("weight", values)


def _wanted(queue: Sequence[Report], column: ColumnRules, rules: Rules) -> list[Report]:
    """A column's sure reports, and of the others as many as its usual number has room for."""
    sure = [report for report in queue if report.sureness >= rules.sure]
    rest = [report for report in queue if report.sureness < rules.sure]
    return sure + rest[: max(0, column.usual - len(sure))]


def _in_order(columns: Mapping[str, Sequence[Report]], rules: Rules) -> dict[str, list[Report]]:
    return {name: sorted(own, key=lambda one: printed_order(one.head, rules)) for name, own in columns.items()}


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
            if report.sureness < self.rules.sure and (sure or self._is_usual(report)):
                return False
            return not capped or self._too_many(report) is None

        while sum(map(len, self.columns.values())) < self.rules.most:
            best = self._next(queues, allowed)
            if best is None:
                return
            column = self.columns[best.column]
            column.append(best)
            self.sources[best.column, source_of(best.head)] += 1
            self.regions[best.column, region_of(best.head, self.rules)] += 1

    def why_not(self, report: Report) -> Reason:
        """Why a report had to stay out."""
        column = self.rules.column(report.column)
        if report.sureness < self.rules.sure and self._is_usual(report):
            values: dict[str, Value] = {
                "column": column.name,
                "usual": column.usual,
                "sureness": report.sureness,
                "least": self.rules.sure,
            }
            return Reason("beyond_usual", values)
        if len(self.columns[column.name]) >= column.most:
            return Reason("column_full", {"column": column.name, "most": column.most})
        return self._too_many(report) or Reason("issue_full", {"most": self.rules.most})

    def _next(self, queues: Mapping[str, Sequence[Report]], allowed: Allowed) -> Report | None:
        """The first allowed report of the column that is least full for its most."""
        taken = {report.head.id for column in self.columns.values() for report in column}
        open_columns = [column for column in self.rules.columns if len(self.columns[column.name]) < column.most]
        for column in sorted(open_columns, key=lambda one: (len(self.columns[one.name]) + 1) / one.most):
            for report in queues[column.name]:
                if report.head.id not in taken and allowed(report):
                    return report
        return None

    def _is_usual(self, report: Report) -> bool:
        """Whether the report's column has its usual number."""
        return len(self.columns[report.column]) >= self.rules.column(report.column).usual

    def _too_many(self, report: Report) -> Reason | None:
        """The cap that the report would go over."""
        column, source, region = report.column, source_of(report.head), region_of(report.head, self.rules)
        if self.sources[column, source] >= self.rules.per_source:
            return Reason("source_cap", {"column": column, "most": self.rules.per_source, "source": source})
        if region and self.regions[column, region] >= self.rules.per_region:
            return Reason("region_cap", {"column": column, "most": self.rules.per_region, "region": region})
        return None
