"""Fridays at nine, Asia/Shanghai: draft and render the issue of the week that ended on Thursday; weeks without an issue are skipped.

Started by hand, or by an asset, a run has no logical date: it drafts the issue of the coming Friday, or the one that its
parameter `issue` names.
"""

from typing import Any

import pendulum
from airflow.sdk import CronTriggerTimetable, Param, dag, task


@dag(
    schedule=CronTriggerTimetable("0 9 * * 5", timezone="Asia/Shanghai"),
    start_date=pendulum.datetime(2026, 1, 1, tz="Asia/Shanghai"),
    catchup=False,
    max_active_runs=1,
    doc_md=__doc__,
    params={
        "issue": Param(None, type=["null", "integer"], minimum=1, description="its number; empty: by the run's day")
    },
    tags=["tanxun"],
)
def assemble_issue() -> None:
    """The number and the window follow from the run's day, so that a late or repeated run drafts the same."""

    @task
    def draft(dag_run: Any, params: dict[str, Any]) -> int:
        """Draft the issue; returns its number."""
        from airflow.sdk.exceptions import AirflowSkipException

        from pipeline.settings import load
        from tanxun.schedule.draft import draft as run
        from tanxun.schedule.draft import window
        from tanxun.schedule.draft_time import coming_issue, issue_due
        from tanxun.wiring.backends import opened

        settings = load()
        when, scheduled = dag_run.logical_date or dag_run.run_after, dag_run.logical_date is not None
        with opened(settings) as backends:
            if scheduled and not params["issue"] and issue_due(settings, backends.store, when) is None:
                raise AirflowSkipException("this Friday's week is skipped: the next issue has it too")
            number: int = params["issue"] or coming_issue(settings, backends.store, when)
            run(backends.store, number, *window(settings, backends.store, number))
        return number

    @task
    def render(number: int) -> list[str]:
        """Write its documents; returns their paths."""
        from pipeline.settings import load
        from tanxun.schedule.draft import render as run
        from tanxun.wiring.backends import opened

        settings = load()
        with opened(settings) as backends:
            return [str(path) for path in run(settings, backends, number).files]

    render(draft())  # type: ignore[call-arg, arg-type, misc]  # Airflow fills the arguments and resolves the reference


assemble_issue()
