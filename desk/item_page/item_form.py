"""The item page's whole form, sent at once: which fields its editor changed, as changes to be made one by one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData

from bulletin.issue import Issue, Item, NotThere, blocks_of_text, find_item, reading_of
from desk.editing.make_change import Clashed, make_change
from desk.editing.sent_changes import Said, base_of, change_of, why_gone
from desk.editing.shown_clash import BY_HAND, Clashing
from desk.editing.typed_values import Unclear
from desk.services import Desk

# Fields that are one line of the form each.
LINES = ("title", "published", "source")


@dataclass(frozen=True)
class Saved:
    """What became of a form: how many fields were saved, and those that clash, each with what was sent."""

    count: int
    clashes: tuple[tuple[Clashing, Said], ...]


def save(desk: Desk, issue_at_base: Issue, number: int, item: str, form: FormData, who: str) -> Saved:
    """Make the form's changes. Raises Unclear for the first field that cannot be read: nothing is saved then."""
    found = find_item(issue_at_base.draft, item)
    now = reading_of(desk.journal, number).issue
    if found is None:
        raise NotThere(why_gone(now, item))
    wanted = changes(form, found[1], found[0])
    read = [change_of(said, now, desk.store) for said in wanted]
    clashes = list[tuple[Clashing, Said]]()
    for said, change in zip(wanted, read, strict=True):
        try:
            make_change(desk, number, change, who, base_of(said))
        except Clashed as problem:
            clashes.append((problem.clash, said))
    return Saved(len(wanted) - len(clashes), tuple(clashes))


def changes(form: FormData, item: Item, column: str) -> list[Said]:
    """What differs from the item as its editor saw it.

    `take` settles a clash of one field: "title mine 12" and "title theirs 12" take what is sent beside it as `mine_title` and
    `theirs_title`, a text's with what does not clash; "title hand 12" the fields named `hand_title`, one below the other.
    """
    base = base_of(form)
    field, _, rest = str(form.get("take", "")).partition(" ")
    whose, _, version = rest.partition(" ")
    sent: dict[str, Any] = {name: str(form[name]) for name in (*LINES, "text") if name in form}
    if "column" in form:
        sent["move"] = str(form["column"])
    if "picture" in form or "has_pictures" in form:
        sent["pictures"] = pictures(form)
    said = list[Said]()
    for kind, value in sent.items():
        settled = kind == field
        if settled and whose == "theirs" and kind != "text":
            continue
        taken = [str(one) for one in form.getlist(f"{whose}_{kind}")] if settled and kind in BY_HAND else []
        wanted = "\n".join(one for one in taken if one.strip()) if taken else value
        if settled or _differs(kind, wanted, item, column):
            at = base_of({"base": version}) if settled else base
            name = "column" if kind == "move" else "value"
            said.append({"kind": kind, "item": item.id, name: wanted, "base": at})
    return said


def pictures(form: FormData) -> Sequence[Mapping[str, str]]:
    """The pictures that are ticked, in their order; `up` (an address) moves one a place up."""
    urls, captions = [str(url) for url in form.getlist("picture")], [str(text) for text in form.getlist("caption")]
    if len(urls) != len(captions):
        raise Unclear("图片的清单没有填全；请刷新页面后再试")
    ticked = {str(url) for url in form.getlist("shown")}
    chosen = [{"url": url, "caption": text} for url, text in zip(urls, captions, strict=True) if url in ticked]
    names = [one["url"] for one in chosen]
    for button, step in (("up", -1), ("down", 1)):
        url = str(form.get(button, ""))
        if url in names and 0 <= names.index(url) + step < len(names):
            at = names.index(url)
            chosen[at], chosen[at + step] = chosen[at + step], chosen[at]
    return chosen


def _differs(kind: str, value: Any, item: Item, column: str) -> bool:
    match kind:
        case "move":
            return bool(value != column)
        case "text":
            return blocks_of_text(value, item.blocks) != item.blocks
        case "published":
            return bool(value != (item.published.isoformat() if item.published else ""))
        case "pictures":
            return bool(value != [{"url": one.url, "caption": one.caption} for one in item.images])
        case _:
            return bool(value != getattr(item, kind))
