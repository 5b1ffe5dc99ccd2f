"""`tanxun status`: red where a message waits too long."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from index.sqlite.store import SqliteStore
from pipeline.bus.interface import Bus, Outgoing
from pipeline.bus.kafka.bus import KafkaBus
from pipeline.bus.sqlite.bus import SqliteBus
from pipeline.settings import Settings
from pipeline.topics import MEDIA_REQUESTED, TOPICS
from tanxun.cli.status import dropped_line
from tanxun.wiring.backends import opened_to_read
from tanxun.wiring.doctor import examine
from tanxun.wiring.status import status
from tests.support.articles import MODEL
from tests.support.stores import fresh_prefix
from tests.support.week import Home


@pytest.fixture(params=["sqlite", pytest.param("kafka", marks=pytest.mark.servers)])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Home:
    """A home where a message waits for the stage media."""
    bus: Bus
    settings: dict[str, str] = {}
    if request.param == "kafka":
        address, prefix = request.getfixturevalue("kafka"), fresh_prefix()
        settings = {"TANXUN_BUS": "kafka", "TANXUN_KAFKA": address, "TANXUN_KAFKA_PREFIX": prefix}
        bus = KafkaBus(address, prefix)
    else:
        bus = SqliteBus(tmp_path / ".tanxun/bus.sqlite")
    bus.create(TOPICS.values())
    bus.publish(MEDIA_REQUESTED, [Outgoing("a", b"{}")])
    bus.close()
    store = SqliteStore(tmp_path / ".tanxun/store.sqlite")
    store.init(MODEL)
    store.close()
    return Home(tmp_path, settings)


def test_what_a_bus_will_drop_unread_is_an_alarm_from_half_of_the_time_on(home: Home) -> None:
    given: dict[str, Any] = {name.removeprefix("TANXUN_").lower(): value for name, value in home.settings.items()}
    settings = Settings(home=home.folder / ".tanxun", **given)
    now, limit = datetime.now(UTC), timedelta(days=30)
    with opened_to_read(settings) as backends:
        (fresh, old) = (status(backends, moment, limit) for moment in (now, now + timedelta(days=8)))
    (bus,) = [check for check in examine(settings, now + timedelta(days=8)) if check.what == "bus"]
    assert not fresh.dropped_from
    if settings.bus == "sqlite":  # keeps what nobody has read
        assert (old.dropped_from, bus.state) == ({}, "ok")
        return
    assert list(old.dropped_from) == ["media"]
    assert abs(old.dropped_from["media"] - now - timedelta(days=14)) < timedelta(minutes=10)
    assert "Run `tanxun work media` before" in dropped_line("media", old.dropped_from["media"])
    assert bus.state == "missing"
    assert "tanxun replay" in bus.advice


def test_what_waits_too_long_is_red(home: Home) -> None:
    now = home.status()
    assert (list(now["oldest"]), now["overdue"], now["lag"]["media"]) == (["media"], [], 1)
    # The least that the setting takes.
    home.settings["TANXUN_WAITING_LIMIT"] = "1"
    oldest = datetime.fromisoformat(now["oldest"]["media"])
    time.sleep(max(0.0, (oldest + timedelta(seconds=1.1) - datetime.now(UTC)).total_seconds()))
    printed = home.run("status", status=1)
    assert f"home: {(home.folder / '.tanxun').absolute()}" in printed
    assert "Nobody takes the messages for media" in printed
    assert "Run `tanxun work media`." in printed
    assert "The accounts add up" in printed
    assert f"issue {now['next_draft']['issue']}, due" in printed
