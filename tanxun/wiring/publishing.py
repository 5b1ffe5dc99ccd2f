"""Publish an issue: its documents rendered, kept, made public, and written under `out/`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bulletin.issue import Edition, Journal, NotThere, Printer, complete_publication, reading_of
from bulletin.issue import publish as freeze
from bulletin.render.chart import chart
from bulletin.render.feed_entries import file_name
from bulletin.render.formats import EMAIL, documents
from bulletin.render.print_job import PrintJob
from bulletin.render.smtp import send
from pipeline.errors import SettingError
from pipeline.settings import Settings
from tanxun.wiring import printed_pictures
from tanxun.wiring.backends import Backends
from tanxun.wiring.desk_data import opened_desk_data
from tanxun.wiring.document_files import write_whole
from tanxun.wiring.mail_server import smtp_of


@dataclass(frozen=True)
class PublishedIssue:
    """What publishing came to: the edition and the files written."""

    edition: int
    files: list[Path]


def print_job(settings: Settings, backends: Backends, edition: Edition) -> PrintJob:
    """What an edition is printed from, with the pictures that are kept."""
    blocks = [block for column in edition.columns for item in column.items for block in item.blocks]
    picture = printed_pictures.reader(backends, printed_pictures.kept(backends, blocks))
    return PrintJob(edition, chart(edition.prices), picture, settings)


def printer(settings: Settings, backends: Backends) -> Printer:
    """Renders an edition to its documents, by file name."""

    def run(edition: Edition) -> Mapping[str, bytes]:
        made = documents(print_job(settings, backends, edition))
        return {file_name(edition.number, kind): content for kind, content in made.items()}

    return run


def publish(settings: Settings, backends: Backends, number: int, who: str, at: datetime, note: str) -> PublishedIssue:
    """Publish the issue as it stands now, and write its documents; raises as bulletin.issue.publish does."""
    journal = Journal(backends.store)
    base, made = reading_of(journal, number).version, printer(settings, backends)
    freeze(journal, backends.files, number, who, at, base, note, made, settings.reviews)
    return written(settings, backends, number)


def mail(settings: Settings, backends: Backends, number: int, who: str, at: datetime, again: bool) -> str:
    """Send the e-mail of the edition that is public, once (unless `again`), noted as the desk does; returns a line.

    Raises SettingError without a mail server, NotThere where nothing is public or it was sent already, and as send does.
    """
    server = smtp_of(settings)
    if server is None:
        raise SettingError("setting smtp_host is empty: set it, mail_from and mail_to, or send the .eml by hand")
    public = backends.store.editions().get(number, 0)
    editions = reading_of(Journal(backends.store), number).issue.editions
    last = next((one for one in editions if one.edition == public), None)
    if last is None:
        raise NotThere(f"第{number}期还没有发布，没有可以发送的邮件")
    content = backends.files.get("documents", last.files[file_name(number, EMAIL)])
    with opened_desk_data(settings) as data, data.mails.sending(number, public, who, at, again) as begun:
        if not begun:
            raise NotThere(f"第{number}期第{public}次发布的邮件已经发过；要再发一次，请加 --again")
        refused = send(content, server)
    told = "; ".join(f"{one.address} was refused: {one.why}" for one in refused)
    return f"sent to {len(server.recipients) - len(refused)} recipients" + (f"; {told}" if told else "")


def written(settings: Settings, backends: Backends, number: int) -> PublishedIssue:
    """Write the last edition's documents under `out/`; repeatable."""
    journal = Journal(backends.store)
    complete_publication(journal, number)
    last = reading_of(journal, number).issue.editions[-1]
    for name, digest in last.files.items():
        write_whole(settings.out / name, backends.files.get("documents", digest))
    return PublishedIssue(last.edition, [settings.out / name for name in sorted(last.files)])
