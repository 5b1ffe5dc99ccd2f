"""A trial of a source as a person names it: by id, by its entry's file, by a list's address, or with a saved page."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from crawlers.catalogue.catalogue import Catalogue, read_entry
from crawlers.catalogue.catalogue import load as load_catalogue
from crawlers.catalogue.entry import Source
from crawlers.trial.dry_run import dry_run
from crawlers.trial.list_trial import EntryPart, first_page, parts_of
from crawlers.trial.source_trial import SourceTrial, try_source
from crawlers.trial.visit import Ask, SavedPages
from pipeline.addresses import canonical_or_same
from pipeline.errors import CatalogueError
from pipeline.settings import Settings
from tanxun.wiring.extraction import extracted, read_saved
from tanxun.wiring.sources.crawl_options import crawl_options


@dataclass(frozen=True)
class TrialTarget:
    """What is to be tried: parts of a source's entry, each with its place in it."""

    source: Source
    parts: Sequence[tuple[str, EntryPart]]

    def only(self, number: int) -> "TrialTarget":
        """The one part of that number, from 0, counted over lists, feeds and tables. Raises CatalogueError."""
        if not 0 <= number < len(self.parts):
            names = ", ".join(f"{place} ({key})" for place, (key, _) in enumerate(self.parts))
            raise CatalogueError(f"{self.source.id}: there is no list {number}; it has {names}")
        return replace(self, parts=[self.parts[number]])


def find_target(
    name: str, settings: Settings, moment: datetime, entry: Path | None = None, number: int | None = None
) -> TrialTarget:
    """The target that a person names: an id, a file, or the address of a list; `entry` is the file of that list's entry.

    Raises CatalogueError where no entry is meant, or one that has nothing to ask for.
    """
    catalogue = load_catalogue(settings.catalogue)
    if name.startswith(("http://", "https://")):
        source = _own(entry, catalogue) if entry else _source_of(name, catalogue)
        target = TrialTarget(_askable(source), parts_of(source))
        wanted = canonical_or_same(name)
        named = [pair for pair in target.parts if canonical_or_same(first_page(pair[1], moment).url) == wanted]
        if named:
            return replace(target, parts=named)
        key, part = target.only(number or 0).parts[0]
        return replace(target, parts=[(key, part.model_copy(update={"url": name}))])
    file = Path(name)
    source = _own(file, catalogue) if file.suffix == ".toml" else catalogue.source(name)
    target = TrialTarget(_askable(source), parts_of(source))
    return target if number is None else target.only(number)


def try_target(target: TrialTarget, settings: Settings, moment: datetime, page: Path | None = None) -> SourceTrial:
    """Try it live, in this process, which can do so once; or, of its first part, a saved page, asking the web for nothing.

    Raises TanxunError where the saved page cannot be read.
    """

    async def job(ask: Ask) -> SourceTrial:
        return await try_source(target.source, target.parts, ask, moment, extracted)

    if page is None:
        (trial,) = dry_run([job], crawl_options(settings, None))
        return trial
    target = target.only(0)
    saved = SavedPages({first_page(target.parts[0][1], moment).url: read_saved(page)})
    return asyncio.run(try_source(target.source, target.parts, saved, moment, extracted, tries=0))


def _own(file: Path, catalogue: Catalogue) -> Source:
    """The entry of a file, beside those of the catalogue: it is perhaps not among them yet."""
    return read_entry(file).beside(catalogue.sources)


def _source_of(url: str, catalogue: Catalogue) -> Source:
    """The entry whose list an address is, else the one that claims it."""
    for source in catalogue.sources:
        if any(canonical_or_same(part.url) == canonical_or_same(url) for _, part in parts_of(source)):
            return source
    claimed = catalogue.for_address(url)
    if claimed is None:
        raise CatalogueError(
            f"{url}: no entry of the catalogue has this list or claims its host; give the entry's file with --entry FILE, "
            "or make one with tanxun sources add"
        )
    return claimed


def _askable(source: Source) -> Source:
    if source.by_hand:
        raise CatalogueError(f"{source.id} ({source.name}) is got by hand, there is nothing to try: {source.by_hand}")
    return source
