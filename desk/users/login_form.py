"""The login form, and what was typed while nobody was logged in any more."""

import secrets
from dataclasses import dataclass
from typing import Any

import msgspec
from fastapi import Request
from starlette.responses import Response

from desk.http import csrf
from desk.http.page_notices import NO_NOTICE, Fault, Notice
from desk.http.proxy import is_https
from desk.http.templates import page
from desk.http.visitor import VISIT_COOKIE, Visitor, cookie_name, desk_of, set_cookie

# 128 random bits for the visitor's nonce: a guess is as hard as at the token itself.
NONCE_BYTES = 16
# What a person typed, under the name that the page gives it; other fields are sent again unseen.
FIELD_NAMES = {
    "title": "题目",
    "published": "发布日期",
    "source": "来源",
    "column": "栏目",
    "text": "正文",
    "caption": "图片说明",
    "remark": "备注",
    "value": "内容",
    "reason": "原因",
    "name": "名字",
    "role": "角色",
    "q": "搜索",
    "note": "更正说明",
    "why": "理由",
    "url": "网址",
}
# Of these, what is chosen and not typed: it is shown, and sent again as it is.
_CHOSEN = frozenset({"column", "role"})
# A field of more lines than one.
_LONG = frozenset({"text", "remark", "title", "note"})

# A form that was not taken: the address it is for, and its fields.
KeptForm = tuple[str, list[tuple[str, str]]]
# Shown after the login, so nothing is wrong any more.
NOT_SAVED = Fault(
    200,
    "这些修改还没有保存",
    "提交的时候登录已经过期，或者页面已经过时。请看一看下面的内容，确认后再保存一次。",
)


def login_page(
    request: Request,
    notice: Notice = NO_NOTICE,
    name: str = "",
    target: str = "/",
    kept: KeptForm | None = None,
    template: str = "users/login.html.jinja",
    **context: Any,
) -> Response:
    """The login form, or another one for whoever is not logged in; `kept` is an address and a form for it."""
    desk = desk_of(request)
    visitor: Visitor | None = getattr(request.state, "visitor", None)
    visit = request.cookies.get(cookie_name(VISIT_COOKIE, is_https(desk.settings, request))) or secrets.token_hex(
        NONCE_BYTES
    )
    made = page(
        request,
        template,
        status=notice.status,
        csrf=csrf.token(desk.data.signatures, visitor.holder if visitor and visitor.user else f"visit:{visit}"),
        said=notice.said,
        name=name,
        target=target,
        kept_for=kept[0] if kept else "",
        kept=msgspec.json.encode(kept[1]).decode() if kept else "",
        **context,
    )
    set_cookie(desk, request, made, VISIT_COOKIE, visit)
    return made


@dataclass(frozen=True)
class FormField:
    """A form's field as it was sent; `label` is "" for what a person does not see."""

    name: str
    value: str
    label: str

    @property
    def is_typed(self) -> bool:
        """Whether it can be corrected here."""
        return bool(self.label) and self.name not in _CHOSEN

    @property
    def is_long(self) -> bool:
        """Whether it needs more than a line."""
        return self.name in _LONG


def fields_of(form: list[tuple[str, str]]) -> list[FormField]:
    """The form's fields in their order, with what a person calls them."""
    return [FormField(name, value, FIELD_NAMES.get(name, "") if value else "") for name, value in form]


def again_page(request: Request, kept: KeptForm, why: Fault, csrf: str | None = None) -> Response:
    """A form that was not taken, to be corrected and sent again; never sent without a person's click."""
    address, form = kept
    return page(
        request,
        "users/unsaved_form.html.jinja",
        status=why.status,
        address=address,
        fields=fields_of(form),
        csrf=csrf,
        title=why.title,
        advice=why.advice,
        detail=why.detail,
    )


def kept_form(text: str) -> list[tuple[str, str]]:
    """The form that travelled through the login; [] where there was none."""
    try:
        return msgspec.json.decode(text, type=list[tuple[str, str]]) if text else []
    except msgspec.MsgspecError:
        return []


def local(target: str) -> str:
    """The target if it is a path of ours, else "/": a login never leads to another site."""
    plain = target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()
    return target if plain else "/"
