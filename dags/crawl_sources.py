"""Hourly: crawl the sources whose cadence says that they are due, one mapped task each.

Started by hand, or by an asset, a run has no logical date: it crawls what is due when it may begin, or the sources that its
parameter `sources` names.
"""

from datetime import timedelta
from typing import Any

import pendulum
from airflow.sdk import Param, dag, task


@dag(
    schedule="0 * * * *",
    start_date=pendulum.datetime(2026, 1, 1, tz="Asia/Shanghai"),
    catchup=False,
    max_active_runs=1,
    doc_md=__doc__,
    params={
        "sources": Param(
            None, type=["null", "array"], items={"type": "string"}, description="their ids; empty: what is due"
        )
    },
    tags=["tanxun"],
)
def crawl_sources() -> None:
    """Find what is due at the run's moment, then crawl it; the workers do the rest."""

    @task
    def due_sources(dag_run: Any, params: dict[str, Any]) -> list[str]:
        """The ids of the sources that are due, or asked for."""
        from pipeline.settings import load
        from tanxun.schedule.crawl import due

        asked: list[str] | None = params["sources"]
        return asked or due(load(), dag_run.logical_date or dag_run.run_after)

    # Two at once: each is a process of its own with its own connections, and publishers come to hundreds of pages.
    @task(retries=2, retry_delay=timedelta(minutes=10), max_active_tis_per_dagrun=2)
    def crawl_source(source: str, params: dict[str, Any]) -> str:
        """Crawl one source, of its lists those whose turn it is; fails loudly when it was not reached.

        That is not tried again within minutes: the source is due again after one, four and twelve hours.
        """
        from airflow.sdk.exceptions import AirflowFailException

        from pipeline.settings import load
        from tanxun.schedule.crawl import crawl_apart

        reports = crawl_apart(load(), [source], only_due=not params["sources"])
        if reports and reports[0].problem:
            raise AirflowFailException(f"{source}: {reports[0].problem}")
        return str(reports[0]) if reports else f"{source}: crawled meanwhile, nothing is due"

    crawl_source.expand(source=due_sources())  # type: ignore[call-arg, misc]  # Airflow fills the arguments


crawl_sources()
