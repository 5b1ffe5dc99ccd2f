"""The published e-mail sent to its readers, once."""

from collections.abc import Sequence

from bulletin.issue import EditionRecord, IssueReading
from bulletin.render.formats import EMAIL
from bulletin.render.smtp import Refused
from desk.editing.typed_values import Unclear
from desk.http.templates import when
from desk.publishing.publication import state_of
from desk.services import Desk
from pipeline.errors import BackendError


def mail(desk: Desk, reading: IssueReading, edition: int, who: str, again: bool) -> Sequence[Refused]:
    """Send the edition that is public; returns the recipients that the server refused.

    Raises Unclear where there is nothing to send or it was sent already (unless `again`), SettingError, Unavailable or
    BackendError where it cannot be sent; nothing was sent then.
    """
    if desk.press.mail is None:
        raise Unclear("没有设置邮件服务器（smtp_host）；请下载 .eml，用自己的邮箱发送")
    content = _message(desk, _public(desk, reading, edition))
    number, mails = reading.issue.draft.number, desk.data.mails
    with mails.sending(number, edition, who, desk.clock(), again) as begun:
        if not begun:
            sent = mails.find(number, edition)
            told = f"{sent.who}已于 {when(sent.at)} 发过" if sent else "已经发过"
            raise Unclear(f"这一版{told}；要再发一次，请勾选“再发一次”")
        return desk.press.mail(content)


def _public(desk: Desk, reading: IssueReading, edition: int) -> EditionRecord:
    state = state_of(desk, reading)
    if state.last is None or state.public != edition or state.last.edition != edition:
        raise Unclear("这一版不是现在公开的版本；请刷新页面后再发")
    return state.last


def _message(desk: Desk, edition: EditionRecord) -> bytes:
    digest = next((digest for name, digest in edition.files.items() if name.endswith(f".{EMAIL}")), "")
    try:
        return desk.files.get("documents", digest)
    except KeyError:
        raise BackendError("邮件文件不在了；请运维从备份恢复 files/documents") from None
