"""No regular expression of ours is worse than linear, whatever text it meets."""

import re
import signal
import time
from re import Pattern
from types import FrameType
from typing import Any

import pytest

from tests.support.patterns import compiled_patterns, hard_text, hard_texts

# Linear patterns take a tenth of this on so many characters, quadratic ones several times as much.
SCREENED, SUSPICIOUS = 2_000, 0.003
# Processor seconds for one pattern on one text, as a bound for exponential ones.
LONGEST = 5.0
SIZES = (25_000, 50_000)
# Twice the text may take twice the time, and what measuring adds.
MOST_GROWTH = 3.0
# A quadratic pattern takes more than a second on the larger size; below this, growth is what measuring adds.
NOISE = 0.25


@pytest.mark.long
def test_twice_the_text_takes_no_more_than_three_times_as_long() -> None:
    patterns = compiled_patterns()
    assert len(patterns) > 350
    worse = {where: found for where, pattern in patterns.items() if (found := _worst(pattern))}
    assert not worse, "bound its repeats ({0,9} for *), or look behind where they begin"


def test_a_quadratic_pattern_would_be_found() -> None:

    assert _worst(re.compile("<[^>]+>"))


def _worst(pattern: Pattern[Any]) -> str:
    """What is repeated in the text that takes longest, where the pattern is worse than linear on it; "" where it is not."""
    seconds = {parts: _seconds(pattern, text) for parts, text in hard_texts(pattern, SCREENED)}
    parts = max(seconds, key=lambda parts: seconds[parts], default=("", "", ""))
    if seconds.get(parts, 0.0) < SUSPICIOUS:
        return ""
    small, large = (min(_seconds(pattern, hard_text(pattern, parts, size)) for _ in range(2)) for size in SIZES)
    is_worse = large > max(MOST_GROWTH * small, NOISE) or large >= LONGEST
    return f"{parts!r:.80}: {small:.3f} s, {large:.3f} s" if is_worse else ""


class _TooLongError(Exception):
    pass


def _seconds(pattern: Pattern[Any], text: Any) -> float:
    """Processor seconds to find all matches; LONGEST where that was not the end."""

    def ended(number: int, frame: FrameType | None) -> None:
        raise _TooLongError

    before = signal.signal(signal.SIGVTALRM, ended)
    began = time.process_time()
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, LONGEST)
        for _ in pattern.finditer(text):
            pass
        return time.process_time() - began
    except _TooLongError:
        return LONGEST
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
