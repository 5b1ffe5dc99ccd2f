"""What became of an address that an editor pasted, in words: where it is, what went wrong, and what to do."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from bulletin.issue import Issue
from bulletin.reasons import rejection_advice
from desk.articles.article_search import Standing, standing
from index.requested_addresses import RequestOutcome
from index.store import Store, Stored

# An address is fetched in a second or two and enriched in as much; this long without a step means that no worker runs.
STALLED = timedelta(seconds=30)
# The steps that a waiting address has behind it, by the stage that had it last.
STEPS = ("已提交", "抓取网页", "抽取正文、判断栏目", "入库")
_BEHIND = {"request": 1, "crawl": 2, "extract": 2, "enrich": 3, "index": 3}


@dataclass(frozen=True)
class PastedAddress:
    """An address on its way. `behind` counts the STEPS that are done; `problem` and `advice` say what went wrong."""

    url: str
    behind: int
    final: bool
    stalled: bool
    problem: str
    advice: str
    detail: str
    article: Stored | None
    standing: Standing


def pasted_address(outcome: RequestOutcome, store: Store, issue: Issue, now: datetime) -> PastedAddress:
    """The address as it stands at the moment `now` (UTC)."""
    article = store.article(outcome.article) if outcome.article else None
    problem, advice = _wrong(outcome)
    return PastedAddress(
        url=outcome.url,
        behind=len(STEPS) if article else _BEHIND.get(outcome.stage, 1),
        final=outcome.is_final or outcome.state == "unknown",
        stalled=outcome.state == "waiting" and outcome.at is not None and now - outcome.at > STALLED,
        problem=problem,
        advice=advice,
        detail=outcome.cause,
        article=article,
        standing=standing(issue, outcome.article) if article else Standing(""),
    )


def _wrong(outcome: RequestOutcome) -> tuple[str, str]:
    if outcome.state == "unknown":
        return "这个地址还没有提交过", "点“提交”，就会去抓取。"
    if outcome.state == "rejected" and outcome.reason is not None:
        return "没有取到文章", rejection_advice(outcome.reason)
    if outcome.state == "dead":
        return "处理时出了错", "请把下面的细节告诉运维；着急的话，可以新写一条，并附上链接。"
    return "", ""


def progress_address(number: int, page: str, url: str) -> str:
    """Where an editor sees what becomes of the address."""
    return f"/issues/{number}/requests/{page}?url={quote(url, safe='')}"
