"""The checklist before publishing: what of an issue is missing or odd, the most serious first."""

from collections.abc import Mapping, Sequence

from bulletin.reasons import table
from desk.issue_page.shown_findings import ShownFinding

Checklist = Mapping[str, Mapping[str, Sequence[ShownFinding]]]


def checklist(findings: Sequence[ShownFinding]) -> Checklist:
    """Findings by level (must, look, note), then under their group's heading, in their order."""
    headings, found = table()["finding_groups"], dict[str, dict[str, list[ShownFinding]]]()
    for one in findings:
        level = found.setdefault(one.finding.level, {})
        level.setdefault(headings[one.finding.group], []).append(one)
    return found
