"""`tanxun dead` on a real broker, with what another program wrote to a topic of ours."""

import re
import uuid
from pathlib import Path

import pytest
from kafka import KafkaProducer  # type: ignore[import-untyped]

from index.sqlite.store import SqliteStore
from pipeline.bus.kafka.bus import KafkaBus
from pipeline.encoding import encode
from pipeline.topics import ARTICLES_EXTRACTED, PAGES_FETCHED, TOPICS
from tests.support.articles import MODEL
from tests.support.pages import article_html, page
from tests.support.week import Home

pytestmark = pytest.mark.servers


def test_a_foreign_record_is_listed_sent_back_and_dropped(tmp_path: Path, kafka: str) -> None:
    prefix = f"t{uuid.uuid4().hex[:8]}-"
    home = Home(
        tmp_path, {"TANXUN_BUS": "kafka", "TANXUN_KAFKA": kafka, "TANXUN_KAFKA_PREFIX": prefix, "COLUMNS": "200"}
    )
    store = SqliteStore(tmp_path / ".tanxun/store.sqlite")
    store.init(MODEL)
    store.close()
    bus = KafkaBus(kafka, prefix)
    bus.create(TOPICS.values())
    raw = KafkaProducer(bootstrap_servers=kafka, max_request_size=9 << 20)
    raw.send(f"{prefix}{PAGES_FETCHED}", encode(page(article_html())), None, headers=[("source", b"hb")])
    raw.send(f"{prefix}{PAGES_FETCHED}", b"nothing of ours", b"\xff\xfe")
    raw.close()

    assert "2 messages handled" in home.run("work", "extract", "--until-idle")
    listed = home.run("dead", "list")
    causes = dict(re.findall(r"([0-9a-f]{24}).*UnreadableMessage: (key is (?:null|no UTF-8))", listed))
    assert sorted(causes.values()) == ["key is no UTF-8", "key is null"]
    mended, lost = sorted(causes, key=lambda account: causes[account], reverse=True)
    assert r"key b'\xff\xfe'" in home.run("dead", "show", lost)

    # A page that is whole but for its key is an article in the end.
    home.run("dead", "requeue", mended)
    assert home.status()["total"]["waiting"] == 1
    assert "1 messages handled" in home.run("work", "extract", "--until-idle")
    (article,) = bus.read(ARTICLES_EXTRACTED)
    assert article.headers["account"] == mended
    bus.close()

    home.run("dead", "requeue", lost)
    home.run("work", "extract", "--until-idle")
    assert "SchemaError" in home.run("dead", "list")
    home.run("dead", "drop", lost)
    status = home.status()
    counts = {fate: status["total"][fate] for fate in ("waiting", "rejected", "dead")}
    assert (counts, status["lost"]) == ({"waiting": 1, "rejected": 1, "dead": 0}, 0)
