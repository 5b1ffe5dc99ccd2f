"""Fridays at nine, Asia/Shanghai: draft and render the issue of the week that ended on Thursday."""

import pendulum
from airflow.sdk import CronTriggerTimetable, dag, task


@dag(
    schedule=CronTriggerTimetable("0 9 * * 5", timezone="Asia/Shanghai"),
    start_date=pendulum.datetime(2026, 1, 1, tz="Asia/Shanghai"),
    catchup=False,
    max_active_runs=1,
    doc_md=__doc__,
    tags=["tanxun"],
)
def assemble_issue() -> None:
    """The number and the window follow from the run's Friday, so that a late or repeated run drafts the same."""

    @task
    def draft(logical_date: pendulum.DateTime) -> int:
        """Draft the issue of that Friday; returns its number."""
        from pipeline.settings import load
        from tanxun.schedule.draft import draft as run
        from tanxun.schedule.draft import number_on, window
        from tanxun.wiring.backends import opened

        settings = load()
        number = number_on(settings, logical_date.in_timezone("Asia/Shanghai").date())
        with opened(settings) as backends:
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

    render(draft())  # type: ignore[call-arg, arg-type, misc]  # Airflow fills logical_date and resolves the reference


assemble_issue()
