"""The checklist before publishing: what of an issue is missing or odd, the most serious first."""

from collections.abc import Mapping, Sequence

from bulletin.render.finding_words import finding_words
from desk.issue_page.findings import ShownFinding

Checklist = Mapping[str, Mapping[str, Sequence[ShownFinding]]]


def checklist(findings: Sequence[ShownFinding]) -> Checklist:
    """Findings by level (must, look, note), then under their group's heading, in their order."""
    words, found = finding_words(), dict[str, dict[str, list[ShownFinding]]]()
    for one in findings:
        level = found.setdefault(one.finding.level, {})
        level.setdefault(words.groups[one.finding.group], []).append(one)
    return found
