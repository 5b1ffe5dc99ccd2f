"""The table of findings, findings.toml: how serious each is, its heading, the limits below which a value is a finding."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

FILE = Path(__file__).with_name("findings.toml")


Level = Literal["must", "look", "note"]


LEVELS: tuple[Level, ...] = ("must", "look", "note")


@dataclass(frozen=True)
class FindingLimits:
    """Figures of findings.toml, 0..1; what lies below `relevant`, `extraction`, `extracted_text` or above `price_jump` is found."""

    very_relevant: float
    relevant: float
    extraction: float
    extracted_text: float
    price_jump: float


class FindingKind(msgspec.Struct, frozen=True):
    """What findings.toml says of a code: how serious it is, and the heading that it is listed under."""

    level: Level
    group: str


@dataclass(frozen=True)
class FindingTable:
    """findings.toml: the codes, the limits, and by code the sentences that older drafts have for it."""

    codes: Mapping[str, FindingKind]
    limits: FindingLimits
    written_before: Mapping[str, str]


@cache
def finding_table() -> FindingTable:
    """The table in force."""
    return msgspec.convert(tomllib.loads(FILE.read_text()), FindingTable)


def finding_limits() -> FindingLimits:
    """The limits in force."""
    return finding_table().limits
