"""The contracts of the catalogue's sources, asked live."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from crawlers.catalogue.catalogue import BUILT_IN
from crawlers.catalogue.catalogue import load as load_catalogue
from crawlers.catalogue.entry import Source
from crawlers.catalogue.verified import write_verified
from crawlers.trial.contract import Breach, breaches
from crawlers.trial.dry_run import TrialJob, dry_run
from crawlers.trial.list_trial import parts_of
from crawlers.trial.source_trial import SourceTrial, try_source
from crawlers.trial.visit import Ask
from pipeline.settings import Settings
from tanxun.wiring.extraction import extracted
from tanxun.wiring.sources.crawl_options import crawl_options

# Seconds for one source: a person waits, and what takes longer is found by the crawl.
PATIENCE = 300.0
# Articles that are asked for until one comes out: the newest may be a film or a gallery.
TRIES = 3


@dataclass(frozen=True)
class SourceCheck:
    """What the check of one source found."""

    trial: SourceTrial
    breaches: tuple[Breach, ...]

    @property
    def source(self) -> Source:
        """The source."""
        return self.trial.source


def check_sources(
    ids: Sequence[str], settings: Settings, moment: datetime, done: Callable[[SourceCheck], None]
) -> list[SourceCheck]:
    """Ask these sources (none: all) live and hold each to its contract, in their order. Once per process, see dry_run.

    `done` is told each as it ends. Raises CatalogueError for an unknown id and for one that is got by hand.
    """

    def job_of(source: Source) -> TrialJob[SourceCheck]:
        async def job(ask: Ask) -> SourceCheck:
            trial = await try_source(source, parts_of(source), ask, moment, extracted, wanted=1, tries=TRIES)
            check = SourceCheck(trial, breaches(trial))
            done(check)
            return check

        return job

    chosen = load_catalogue(settings.catalogue).crawled(ids)
    return dry_run(
        [job_of(source) for source in chosen], replace(crawl_options(settings, None), source_seconds=PATIENCE)
    )


def write_checked(checks: Sequence[SourceCheck], settings: Settings, day: date) -> list[Path]:
    """Write the day into the entries of the sources that kept their contracts; returns the files that nobody may write."""
    folder, locked = settings.catalogue or BUILT_IN, list[Path]()
    for check in checks:
        file = folder / f"{check.source.id}.toml"
        if check.breaches:
            continue
        try:
            write_verified(file, day)
        except PermissionError:
            locked.append(file)
    return locked
