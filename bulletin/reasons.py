"""Reasons in Chinese: the one table (reasons.toml) that turns a code and its values into words, where a person reads them."""

import string
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from pipeline.errors import RejectCode
from pipeline.records import Reason

FILE = Path(__file__).with_name("reasons.toml")


@cache
def table() -> Mapping[str, Any]:
    """The table as read.

    `reasons`, `in_short` and `finding_badges` by code, `rejections` by code with `short` and `advice`, `finding_groups` and
    `finding_levels` by name.
    """
    return tomllib.loads(FILE.read_text())


def in_words(reason: Reason | None) -> str:
    """The reason as a person reads it, "" for none; a code that the table does not have reads as itself."""
    if reason is None:
        return ""
    template = table()["reasons"].get(reason.code, reason.code)
    if isinstance(template, str):
        return _FORMATTER.vformat(template, (), reason.values)
    return "".join(_FORMATTER.vformat(part, (), reason.values) for part in template if _has_all(part, reason))


def all_in_words(reasons: Iterable[Reason]) -> list[str]:
    """The reasons as a person reads them, in their order."""
    return [in_words(one) for one in reasons]


def words_and_codes(reasons: Sequence[Reason], name: str = "reason") -> dict[str, Any]:
    """Reasons for other programs: `reasons` in Chinese, and in the same order `reason_codes` with their values."""
    return {f"{name}s": all_in_words(reasons), f"{name}_codes": [code_and_values(one) for one in reasons]}


def code_and_values(reason: Reason) -> dict[str, Any]:
    """A reason for other programs: an object of `code` and `values`, empty where the reason has none."""
    return {"code": reason.code, "values": msgspec.to_builtins(reason.values)}


def in_short(reason: Reason) -> str:
    """What reasons of one kind have in common, for counting them; else the reason's own words."""
    return table()["in_short"].get(reason.code) or in_words(reason)


@dataclass(frozen=True)
class Badge:
    """A finding or a state in a word, what there is more to say of it, and the word's tone."""

    text: str
    more: str
    tone: Literal["info", "warn", "good"]


def badge_of(finding: Reason, **values: str) -> Badge | None:
    """A finding in a word, with these values in place of its own; None where it needs its sentence."""
    entry, known = table()["finding_badges"].get(finding.code), {**finding.values, **values}
    if entry is None:
        return None
    return Badge(
        _FORMATTER.vformat(entry["text"], (), known), _FORMATTER.vformat(entry["more"], (), known), entry["tone"]
    )


def rejection_in_short(reason: str) -> str:
    """Why a page was rejected, in a word or two; what is no RejectCode (a cause of death) stays as it is."""
    entry = table()["rejections"].get(reason)
    return entry["short"] if entry else reason


def rejection_advice(code: RejectCode) -> str:
    """Why a page was rejected and what an editor can do about it."""
    advice: str = table()["rejections"][code]["advice"]
    return advice


def _has_all(part: str, reason: Reason) -> bool:
    """Whether the reason has every value that the part names; an empty text or list is none."""
    names = [name for _, name, _, _ in _FORMATTER.parse(part) if name]
    return all(reason.values.get(name, "") not in ("", (), []) for name in names)


_MISSING = "？"


class _Formatter(string.Formatter):
    """Format strings whose values may be reasons, or lists: joined by 、, each within the two marks that the format names;
    `day` is for days, one or a list.

    A value that a stored reason lacks is shown as ？: another version may have written it.
    """

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        return kwargs.get(key, _MISSING) if isinstance(key, str) else super().get_value(key, args, kwargs)

    def format_field(self, value: Any, format_spec: str) -> Any:
        if value is _MISSING:
            return _MISSING
        if isinstance(value, Reason):
            return in_words(value)
        if format_spec == "day":
            days = [value] if isinstance(value, str) else value
            return "、".join(f"{day.month}-{day.day}" for day in map(date.fromisoformat, days))
        if not isinstance(value, tuple | list):
            return super().format_field(value, format_spec)
        before, after = format_spec[:1], format_spec[1:]
        # What brings its own 《》 needs no marks.
        return "、".join(one if one.startswith("《") else f"{before}{one}{after}" for one in value)


_FORMATTER = _Formatter()
