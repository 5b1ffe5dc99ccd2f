"""Two people set one field: what each wrote and what stood there before, as an editor reads it."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from bulletin.issue import Clash, Issue, IssueReading, Picture, find_item, text_of_blocks
from desk.editing.changes import Said
from desk.http.html import when

FIELDS = {
    "title": "题目", "published": "发布日期", "source": "来源", "text": "正文", "pictures": "图片", "column": "栏目",
    "close": "收盘价", "volume": "成交量",
}  # fmt: skip


@dataclass(frozen=True)
class Clashing:
    """A clash for a person: `what` names the field, `before`, `theirs` and `mine` are its values as text.

    `who` set it at `at` (UTC) to `theirs`; whoever takes their own value sends it again with `version` as its base.
    """

    item: str
    title: str
    field: str
    what: str
    before: str
    theirs: str
    mine: str
    who: str
    at: datetime
    version: int

    @property
    def line(self) -> str:
        """Who changed what, and when."""
        name = f"《{self.title}》的" if self.title else ""
        return f"{self.who}于 {when(self.at)} 改了{name}{self.what}"

    def data(self) -> dict[str, Any]:
        """As the page's script reads it."""
        return {**asdict(self), "at": when(self.at), "line": self.line}


def clashing(clash: Clash, said: Said, page: IssueReading, base: int) -> Clashing:
    """The clash of what was said by somebody who looked at version `base` of the issue."""
    before, theirs = clash.before, clash.theirs
    if clash.field == "text":
        # With the places of the pictures, which are no part of what clashed.
        before, theirs = _blocks(page.at(base), clash.item), _blocks(page.issue, clash.item)
    found = find_item(page.issue.draft, clash.item)
    return Clashing(
        item=clash.item,
        title=found[1].title if found else "",
        field=clash.field,
        what=FIELDS[clash.field],
        before=shown(before),
        theirs=shown(theirs),
        mine=shown(said.get("column" if clash.field == "column" else "value")),
        who=clash.who,
        at=clash.at,
        version=clash.version,
    )


def _blocks(issue: Issue, item: str) -> Any:
    found = find_item(issue.draft, item)
    return found[1].blocks if found else ()


def shown(value: Any) -> str:
    """A field's value as text: blocks in the light notation, a picture a line."""
    if value is None:
        return ""
    if not isinstance(value, tuple | list):
        return str(value)
    pictures = [one for one in value if isinstance(one, Picture | dict)]
    if len(pictures) < len(value):
        return text_of_blocks(value)
    return "\n".join(f"{at}. {_caption(one)}" for at, one in enumerate(pictures, start=1))


def _caption(one: Picture | dict[str, Any]) -> str:
    caption, url = (one.caption, one.url) if isinstance(one, Picture) else (one.get("caption", ""), one.get("url", ""))
    return str(caption) or f"（没有说明）{str(url).rsplit('/', 1)[-1]}"
