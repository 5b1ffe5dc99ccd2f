"""How sure extraction is of its fields, learned and measured on labelled pages: `python -m tests.bench.confidence --write`.

Every field that was found is a sample: its rule, its signs, right or wrong. There are too few wrong ones: what earlier rules
got wrong on the same pages is kept (earlier_faults.jsonl: rules and signs, no text), and pages are tried again with something
taken away; what is then found is right where it is what was printed.
"""

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zlib import crc32

import msgspec
import numpy as np
from rich.console import Console
from rich.table import Table
from sklearn.linear_model import LogisticRegression

from bulletin.issue import finding_limits
from enrich.extract import confidence
from enrich.extract.html_document import parse
from enrich.extract.printed.surroundings import surroundings
from pipeline.errors import Reject
from tests.bench.labelled import calibration_error
from tests.support.labelled_pages import LabelledPage, extracted, invented_pages, open_pages, page_with, wrong

# Fields as the rules of e7d5c86 (before issue 15) gave them wrongly on all of the pages, and those of 7c3b7ea on the last 60
# when they were first looked at, with the signs that they show now.
EARLIER = Path(__file__).with_name("earlier_faults.jsonl")
# A host is in one of these groups, and never in the one that it is measured by.
GROUPS = 10
# What a page with something taken away weighs beside one as it is; the inverse of the regularisation's strength. Both chosen
# by the calibration error on hosts left out: among .03 to .3 and .3 to 3 it lies between .02 and .05.
TAKEN_WEIGHT = 0.1
REGULARISATION = 3.0
FIELDS = ("title", "published", "source", "body")
# Of right fields, what the desk's marks are to take at most on the half of the hosts that a limit is chosen on.
MOST_MARKED = 0.08
SHIPPED = {
    **dict.fromkeys(FIELDS[:3], finding_limits().extraction),
    "body": finding_limits().extracted_text,
}


@dataclass(frozen=True)
class FieldSample:
    """A field found on a page of `host`; `whole`: nothing had been taken from the page, `earlier`: by the rules of before."""

    field: str
    host: str
    rule: str
    signs: Mapping[str, float]
    right: bool
    whole: bool
    earlier: bool = False

    @property
    def weight(self) -> float:
        return 1.0 if self.whole else TAKEN_WEIGHT


@dataclass(frozen=True)
class FieldModel:
    """What confidence.toml has for a field."""

    base: float
    rules: dict[str, float]
    signs: dict[str, float]

    def sure(self, sample: FieldSample) -> float:
        return confidence.probability(msgspec.to_builtins(self), sample.rule, sample.signs)


def bench_confidence(console: Console) -> None:
    """Print how calibrated confidence is on hosts that were not learned from, and what the desk's marks catch there."""
    samples = collected()
    if not open_pages():
        console.print("confidence: on the invented pages alone, the labelled ones are not there (TANXUN_BENCH)")
    sure = cross_validated(samples)
    table = Table(
        "hosts not learned from",
        "fields",
        "wrong",
        "ECE",
        "wrong ones marked",
        "right ones marked",
        title="Confidence and the desk's marks",
    )
    whole = [sample.whole for sample in samples]
    for name, chosen in (
        ("pages as they are", [sample.whole and not sample.earlier for sample in samples]),
        ("and earlier rules' faults", whole),
        *((f"  {field}", [sample.whole and sample.field == field for sample in samples]) for field in FIELDS),
        ("with something taken away", [not one for one in whole]),
    ):
        rows = [(sample, one) for sample, one, is_in in zip(samples, sure, chosen, strict=True) if is_in]
        table.add_row(name, *_figures(rows, SHIPPED))
    console.print(table)
    limits, rows = chosen_elsewhere(samples, sure)
    said = ", ".join(f"{limits[field]:.2f} for {field}" for field in ("title", "body"))
    console.print(
        f"the limits chosen on half of the hosts ({said}) mark on the others {_figures(rows, limits)[3]} of the wrong and "
        f"{_figures(rows, limits)[4]} of the right (at least 80%, at most 10%)"
    )


def _figures(rows: Sequence[tuple[FieldSample, float]], limits: Mapping[str, float]) -> tuple[str, ...]:
    """Samples, wrong ones, ECE; of wrong and of right ones, the shares below the limit of their field."""
    marked = [(sample.right, sure < limits[sample.field]) for sample, sure in rows]
    shares = [[is_marked for right, is_marked in marked if right == wanted] for wanted in (False, True)]
    right = [sample.right for sample, _ in rows]
    return (
        str(len(rows)),
        str(right.count(False)),
        f"{calibration_error([sure for _, sure in rows], right):.3f}",
        *(f"{np.mean(share):.1%} of {len(share)}" if share else "–" for share in shares),
    )


def chosen_elsewhere(
    samples: Sequence[FieldSample], sure: Sequence[float]
) -> tuple[dict[str, float], list[tuple[FieldSample, float]]]:
    """By field the highest limit (one for texts, one for all others) that marks MOST_MARKED of the right ones on half of the
    hosts, and the samples of the others.
    """
    rows = [(one, at) for one, at in zip(samples, sure, strict=True) if one.whole]
    limits: dict[str, float] = {}
    for fields in (FIELDS[:3], FIELDS[3:]):
        here = [at for one, at in rows if one.field in fields and one.right and crc32(one.host.encode()) >> 8 & 1]
        limits |= dict.fromkeys(fields, sorted(here)[int(MOST_MARKED * len(here))] if here else 0.0)
    return limits, [(one, at) for one, at in rows if not crc32(one.host.encode()) >> 8 & 1]


@cache
def collected() -> tuple[FieldSample, ...]:
    """All samples of the labelled pages, as they are and with something taken away, and what earlier rules got wrong."""
    rows = map(json.loads, EARLIER.read_text(encoding="utf-8").splitlines())
    earlier = (FieldSample(**row, right=False, whole=True, earlier=True) for row in rows)
    return *earlier, *(
        sample
        for page in (*open_pages(), *invented_pages())
        if not page.wall
        for raw, fields in ({**dict(_taken_away(page)), page.raw: FIELDS}).items()
        for sample in _samples(page, raw)
        if sample.field in fields
    )


def _samples(page: LabelledPage, raw: bytes) -> Iterator[FieldSample]:
    found = extracted(page, raw)
    if isinstance(found, Reject):
        return
    problems = wrong(page, found)
    made = page_with(page, raw)
    document = parse(made, made.parts[0])
    around = surroundings(document, found.title, found.blocks)
    whole = raw == page.raw
    for field, rule in found.found_by.items():
        label = "blocks" if field == "body" else field
        if label in page.fields:
            signs = {name: float(value) for name, value in confidence.SIGNS[field](document, around, found).items()}
            yield FieldSample(field, page.host, rule, signs, label not in problems, whole)


def _taken_away(page: LabelledPage) -> Iterator[tuple[bytes, Sequence[str]]]:
    """The page without its <title>, without the labels of its info line, without each day and each 来源 that it prints, and
    read in the wrong encoding; with the fields that this is a trial of.
    """
    yield re.sub(rb"(?is)<title\b.*?</title>", b"", page.raw), FIELDS
    label = r"(?:信息|文章|稿件)?(?:来源|來源|稿源|出处|(?:发布)?(?:时间|日期))(?:&nbsp;|\s)*[:：]"
    yield _in_text(page.raw, lambda text: re.sub(label, "", text)), FIELDS
    if page.days:
        year, month, day = map(int, page.days[0].split("-"))
        printed = rf"{year}\s*[-/.年]\s*0?{month}\s*[-/.月]\s*0?{day}(?!\d)日?|{year}{month:02}{day:02}"
        yield _in_text(page.raw, lambda text: re.sub(printed, "", text)), FIELDS
    if page.sources:
        yield _in_text(page.raw, lambda text: text.replace(page.sources[0], "")), FIELDS
    garbled = _in_text(page.raw, lambda text: text.encode("big5", "ignore").decode("gb18030", "ignore"))
    yield garbled, ("title", "body")


def _in_text(raw: bytes, change: Callable[[str], str]) -> bytes:
    """The bytes with their text changed, in the encoding that they are in; as they are where that is not known."""
    for encoding in ("utf-8", "gb18030", "big5"):
        try:
            return change(raw.decode(encoding)).encode(encoding)
        except UnicodeError:
            continue
    return raw


def learned(samples: Sequence[FieldSample]) -> FieldModel:
    """The weights of one field's rules and signs: by logistic regression."""
    table = confidence.weights()[samples[0].field]["rules"]
    rules, signs = sorted(table), sorted({name for sample in samples for name in sample.signs})
    known = [confidence.known_rule(table, sample.rule) for sample in samples]
    rows = [
        [*(sample.signs.get(name, 0.0) for name in signs), *(float(name == rule) for name in rules)]
        for sample, rule in zip(samples, known, strict=True)
    ]
    model = LogisticRegression(C=REGULARISATION, max_iter=2000)
    model.fit(rows, [sample.right for sample in samples], sample_weight=[sample.weight for sample in samples])
    values = [round(float(value), 2) for value in model.coef_[0]]
    return FieldModel(
        base=round(float(model.intercept_[0]), 2),
        signs=dict(zip(signs, values, strict=False)),
        rules=dict(zip(rules, values[len(signs) :], strict=True)),
    )


def cross_validated(samples: Sequence[FieldSample]) -> list[float]:
    """For each sample the confidence by weights that were learned without its host, and without those of its group."""
    group = [crc32(sample.host.encode()) % GROUPS for sample in samples]
    sure = [0.0] * len(samples)
    for field in FIELDS:
        for left_out in range(GROUPS):
            rest = [
                one for one, number in zip(samples, group, strict=True) if one.field == field and number != left_out
            ]
            model = learned(rest)
            for at, (one, number) in enumerate(zip(samples, group, strict=True)):
                if one.field == field and number == left_out:
                    sure[at] = model.sure(one)
    return sure


def written(models: Mapping[str, FieldModel], attachment: Mapping[str, float], origin: str) -> str:
    """confidence.toml."""
    lines = [origin]
    for field, model in models.items():
        lines += [f"[{field}]", f"base = {model.base}"]
        for name, table in (("rules", model.rules), ("signs", model.signs)):
            lines += ["", f"[{field}.{name}]", *(f'"{key}" = {value}' for key, value in table.items())]
        lines.append("")
    values = (f"{field} = {value}" for field, value in attachment.items())
    return "\n".join([*lines, "[attachment]", *values, ""])


def main() -> None:
    """Print the figures; with --write, learn from all hosts and write confidence.toml, its rules' names as they are there."""
    console = Console(width=140)
    bench_confidence(console)
    if "--write" not in sys.argv:
        return
    samples = collected()
    models = {field: learned([one for one in samples if one.field == field]) for field in FIELDS}
    origin = confidence.FILE.read_text(encoding="utf-8").split("\n[", 1)[0].rstrip() + "\n"
    confidence.FILE.write_text(written(models, confidence.weights()["attachment"], origin), encoding="utf-8")
    console.print(
        f"{confidence.FILE}: learned from {len(samples)} fields, {sum(not one.right for one in samples)} of them wrong"
    )


if __name__ == "__main__":
    main()
