"""What the desk's routes work with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bulletin.issue import Journal
from desk.desk_file import DeskFile
from desk.http.signatures import Signatures
from desk.item_page.kept_pictures import Pictures
from desk.public_api.public_issues import PublicIssues
from desk.publishing.completion import Completion
from desk.publishing.mail_notes import Mails
from desk.publishing.press import Press
from desk.users.column_keepers import ColumnKeepers
from desk.users.login_throttle import Attempts
from desk.users.one_time_links import OneTimeLinks
from desk.users.sessions import Sessions
from desk.users.users import Users
from index.files import Files
from index.store import Store
from pipeline.bus.interface import Bus
from pipeline.settings import Settings


class DeskData:
    """Users, sessions, failed logins, one-time links, who keeps which column and what was mailed, in one file."""

    def __init__(self, path: Path) -> None:
        self.file = DeskFile(path)
        self.users = Users(self.file)
        self.sessions = Sessions(self.file)
        self.attempts = Attempts(self.file)
        self.links = OneTimeLinks(self.file)
        self.mails = Mails(self.file)
        self.keepers = ColumnKeepers(self.file)
        self.signatures = Signatures(self.file.key())

    def close(self) -> None:
        """Release the file."""
        self.file.close()


def now_utc() -> datetime:
    """The desk's clock."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Desk:
    """The settings, the backends and what one desk keeps itself; `clock` gives the moment (UTC)."""

    settings: Settings
    store: Store
    files: Files
    bus: Bus
    data: DeskData
    journal: Journal
    pictures: Pictures
    press: Press
    public: PublicIssues
    completion: Completion
    clock: Callable[[], datetime] = field(default=now_utc)

    @classmethod
    def on(
        cls,
        settings: Settings,
        store: Store,
        files: Files,
        bus: Bus,
        data: DeskData,
        press: Press,
        clock: Callable[[], datetime] = now_utc,
    ) -> "Desk":
        """A desk on these backends, with what reads them for it."""
        journal = Journal(store)
        return cls(
            settings,
            store,
            files,
            bus,
            data,
            journal,
            Pictures(files, store, data.signatures),
            press,
            PublicIssues(store, journal),
            Completion(journal),
            clock,
        )
