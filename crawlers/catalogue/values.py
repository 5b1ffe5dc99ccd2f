"""The kinds of value that an entry's keys have, each refused in one line that says what is allowed."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated

import jmespath
from cssselect import SelectorError
from jmespath.exceptions import JMESPathError
from parsel import css2xpath
from pydantic import AfterValidator, BaseModel, ConfigDict
from pydantic_core import PydanticCustomError

from pipeline.addresses import host_of

# A list of more pages than this is an archive: import it instead of crawling it every day.
MAX_LIST_PAGES = 50

# The crawl says who it is and keeps no session: these are not an entry's to set.
_OURS = frozenset({"user-agent", "cookie", "authorization", "host", "content-length", "content-type", "connection"})
_HEADER = re.compile(r"[A-Za-z0-9-]+")
_PLACE = re.compile(r"\{([^{}]*)\}")


class EntryError(ValueError):
    """A value that an entry may not have: the key, what is wrong, and what is allowed."""

    def __init__(self, key: str, what: str, allowed: str) -> None:
        super().__init__(f"{key}: {what}; allowed: {allowed}")


class EntryTable(BaseModel):
    """Common to the tables of an entry: unknown keys are errors, and no value is taken for another type's."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def refused(what: str, allowed: str, key: str = "") -> PydanticCustomError:
    """The error of a validator; `key` is the key meant, where the whole table is what was looked at."""
    return PydanticCustomError("entry", "{what}; allowed: {allowed}", {"what": what, "allowed": allowed, "key": key})


def places(text: str) -> list[str]:
    """The names in braces in a text, in their order."""
    return _PLACE.findall(text)


def _address(url: str) -> str:
    try:
        whole = url.startswith(("http://", "https://")) and bool(host_of(url))
    except ValueError:
        whole = False
    if not whole:
        raise refused(f"{url!r}", "an absolute http or https address")
    return url


def _yearly(url: str) -> str:
    if set(places(_address(url))) - {"year"}:
        raise refused(f"{url!r}", "an address; {year} in it stands for the year")
    return url


def css(selector: str, key: str = "") -> str:
    """The selector; raises where it is none."""
    if "::" in selector:
        raise refused(
            f"{selector!r}", "the CSS of an element; its text and its datetime attribute are read without ::", key
        )
    try:
        if selector:
            css2xpath(selector)
    except SelectorError as problem:
        raise refused(f"{selector!r}: {problem}", "a CSS selector", key) from problem
    return selector


def _pattern(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as problem:
        raise refused(f"{pattern!r}: {problem}", "a regular expression") from problem
    return pattern


def json_path(path: str, key: str = "") -> str:
    """The path; raises where it is none."""
    try:
        if path:
            jmespath.compile(path)
    except JMESPathError as problem:
        first = " ".join(str(problem).split("\n")[0].split())
        raise refused(f"{path!r}: {first}", "a JMESPath expression, such as data.list or title", key) from problem
    return path


def _headers(headers: Mapping[str, str]) -> Mapping[str, str]:
    for name in headers:
        if not _HEADER.fullmatch(name) or name.lower() in _OURS:
            raise refused(
                f"{name!r}", "headers such as Referer, Accept or X-Requested-With; never who we are or a login"
            )
    return headers


def _day_format(form: str) -> str:
    sample = date(2017, 9, 8)
    try:
        same = not form or datetime.strptime(sample.strftime(form), form).date() == sample  # noqa: DTZ007 - a day
    except (ValueError, re.error):
        same = False
    if not same:
        raise refused(f"{form!r}", "a strptime format of year, month and day, such as %Y-%m-%d")
    return form


def _css_alone(selector: str) -> str:
    return css(selector)


Address = Annotated[str, AfterValidator(_address)]
YearlyAddress = Annotated[str, AfterValidator(_yearly)]
Css = Annotated[str, AfterValidator(_css_alone)]
Pattern = Annotated[str, AfterValidator(_pattern)]
Headers = Annotated[dict[str, str], AfterValidator(_headers)]
DayFormat = Annotated[str, AfterValidator(_day_format)]
