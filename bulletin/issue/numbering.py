"""Issues' numbers and windows: what was drafted keeps its own, the rest is counted from it, over weeks without an issue."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from bulletin.issue.journal import Journal
from pipeline.errors import SettingError
from pipeline.settings import Settings

WEEK = timedelta(days=7)
DAY = timedelta(days=1)
FRIDAY, THURSDAY = 4, 3
# At most every fourth week has no issue. A drafted issue whose number says that more had none was given its number by
# hand, for a trial or a special issue, and nothing is counted from it.
MOST_SKIPPED = 4


@dataclass(frozen=True)
class IssueCalendar:
    """Which Friday drafts which issue.

    `known` was drafted on `friday` (the setting first_issue); on the Fridays `skipped` none is drafted: the next issue takes
    their week too, and the next number. Issues that stand in the journal are what they are, whatever is skipped now.
    """

    known: int
    friday: date
    skipped: frozenset[date]
    journal: Journal

    def number(self, friday: date) -> int:
        """The number of the issue drafted on a Friday.

        Raises SettingError for a day that is no Friday, one without an issue, or one before issue 1.
        """
        if friday.weekday() != FRIDAY:
            raise SettingError(f"no issue is drafted on {friday}; issues are drafted on Fridays")
        at, since = next(((one, day) for one, day in self._drafted() if day <= friday), (self.known, self.friday))
        if friday != since and friday in self.skipped:
            raise SettingError(f"no issue is drafted on {friday}: its week is skipped, the next issue has it too")
        number = at + self._issues(since, friday) if friday >= since else at - self._issues(friday, since)
        if number < 1:
            raise SettingError(f"no issue is drafted on {friday}, before issue 1 (first_issue: {at} = {since})")
        return number

    def window(self, number: int) -> tuple[date, date]:
        """An issue's first and last day: from the Friday of the issue before it to the Thursday before its own.

        Raises SettingError for a number outside the calendar.
        """
        at, since = next(((one, day) for one, day in self._drafted() if one <= number), (self.known, self.friday))
        try:
            friday = since + (number - at) * WEEK
            while number > at and (short := number - at - self._issues(since, friday)):
                friday += short * WEEK
            while number < at and (short := at - number - self._issues(friday, since) or friday in self.skipped):
                friday -= short * WEEK
            first = friday - WEEK
            while first in self.skipped and first != since:
                first -= WEEK
        except OverflowError as problem:
            raise SettingError(f"issue {number} lies outside the calendar; give another number") from problem
        return first, friday - DAY

    def coming(self, day: date) -> date:
        """The next Friday with an issue, the day itself if it is one."""
        friday = day + timedelta(days=(FRIDAY - day.weekday()) % 7)
        while self.is_skipped(friday):
            friday += WEEK
        return friday

    def is_skipped(self, friday: date) -> bool:
        """Whether a Friday has no issue: it is skipped, and none was drafted on it before it was."""
        return friday in self.skipped and all(day != friday for _, day in self._drafted())

    def _issues(self, since: date, friday: date) -> int:
        """How many issues are drafted after `since`, until `friday`."""
        return (friday - since).days // 7 - sum(since < day <= friday for day in self.skipped)

    def _drafted(self) -> Iterator[tuple[int, date]]:
        """Issues over whole weeks that were drafted, deleted ones too: number and Friday, the highest number first."""
        for number in sorted(self.journal.store.issues(), reverse=True):
            reading = self.journal.reading(number)
            if reading is None:
                continue
            since, until = reading.issue.draft.since, reading.issue.draft.until
            weeks = (until + DAY - self.friday).days // 7
            without = self.known + weeks - number
            most = 1 + weeks // MOST_SKIPPED if weeks > 0 else 0
            if (since.weekday(), until.weekday()) == (FRIDAY, THURSDAY) and 0 <= without <= most:
                yield number, until + DAY


def issue_calendar(settings: Settings, journal: Journal) -> IssueCalendar:
    """The calendar of this home. Raises SettingError for a line of the file of skipped weeks that is no Friday."""
    number, _, friday = settings.first_issue.partition("=")
    return IssueCalendar(
        int(number), date.fromisoformat(friday.strip()), _skipped(settings.skipped_weeks_file), journal
    )


def _skipped(file: Path) -> frozenset[date]:
    found = set[date]()
    for at, line in enumerate(file.read_text("utf-8").splitlines() if file.exists() else (), start=1):
        words = line.partition("#")[0].split()
        if not words:
            continue
        is_day = re.fullmatch(r"\d{4}-\d\d-\d\d", words[0])
        try:
            day = date.fromisoformat(words[0]) if is_day else None
        except ValueError:
            day = None
        if day is None or day.weekday() != FRIDAY:
            raise SettingError(
                f"{file}, line {at}: {words[0]!r} is no Friday; give a Friday without an issue as YYYY-MM-DD, one a line"
            )
        found.add(day)
    return frozenset(found)
