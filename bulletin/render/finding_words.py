"""Findings in Chinese, by the table of finding_words.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, Literal

import msgspec

from bulletin.issue import Finding

FILE = Path(__file__).with_name("finding_words.toml")


class BadgeWords(msgspec.Struct, frozen=True):
    """What a finding is in a word, what there is more to say of it, and the word's tone."""

    text: str
    more: str
    tone: Literal["info", "warn", "good"]


@dataclass(frozen=True)
class FindingWords:
    """finding_words.toml: sentences and badges by code, headings by group, and names of levels."""

    findings: Mapping[str, str]
    badges: Mapping[str, BadgeWords]
    groups: Mapping[str, str]
    levels: Mapping[str, str]


class _Sentence(Formatter):
    """Fills a sentence in: several values are listed, `:day` is a day without its year."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, tuple):
            return "、".join(self.format_field(one, format_spec) for one in value)
        if format_spec == "day":
            day = date.fromisoformat(value)
            return f"{day.month}-{day.day}"
        return str(super().format_field(value, format_spec))


@cache
def finding_words() -> FindingWords:
    """The table in force."""
    return msgspec.convert(tomllib.loads(FILE.read_text()), FindingWords)


def sentence_of(finding: Finding) -> str:
    """What a finding says."""
    return _Sentence().format(finding_words().findings[finding.code], **finding.values)


def badge_of(finding: Finding, **values: str) -> BadgeWords | None:
    """A finding in a word, with these values in place of its own; None where it needs its sentence."""
    words, known = finding_words().badges.get(finding.code), {**finding.values, **values}
    if words is None:
        return None
    return BadgeWords(_Sentence().format(words.text, **known), _Sentence().format(words.more, **known), words.tone)
