"""The simulated month's pages: lists in three kinds, articles in two layouts."""

import json
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from html import escape

from tests.support.month.press import PAGE, PressArticle, PressHouse


def list_page(house: PressHouse, moment: datetime, number: int, session: str) -> str | None:
    """Page `number` (from 1) of a list; None past its end. `session` goes into its links, where it has one."""
    there = house.listed(moment)
    last = max(1, -(-len(there) // PAGE))
    if number > last and not house.traits.endless:
        return None
    start = (min(number, last) - 1) * PAGE
    rows = there[start : start + PAGE]
    links = [house.address(one, moment) + (f";jsessionid={session}" if house.traits.session else "") for one in rows]
    if house.kind == "feed":
        return _feed(house, rows, links)
    if house.kind == "json":
        pairs = zip(rows, links, strict=True)
        return json.dumps([{"title": one.title, "url": link, "date": f"{one.printed:%Y-%m-%d}"} for one, link in pairs])
    redesigned = house.redesigned is not None and moment >= house.redesigned
    open_, entry, close = (
        ('<div class="items">', '<p class="item"><em>{day}</em> <a href="{link}">{title}</a></p>', "</div>")
        if redesigned
        else ('<ul class="list">', '<li><a href="{link}">{title}</a><span>{day}</span></li>', "</ul>")
    )
    entries = "".join(
        entry.format(day=f"{one.printed:%Y-%m-%d}", link=escape(link), title=escape(one.title))
        for one, link in zip(rows, links, strict=True)
    )
    return _page(house, house.name, f"{open_}{entries}{close}", "")


def article_page(house: PressHouse, article: PressArticle, moment: datetime, visit: int) -> str:
    """An article as it reads at a moment; `visit` is how often anything was asked for, for counters."""
    text = "".join(f"<p>　　{escape(paragraph)}</p>" for paragraph in article.text_at(moment))
    printed, origin = f"{article.printed:%Y-%m-%d %H:%M}", article.origin
    if house.redesigned is not None and moment >= house.redesigned:
        body = (
            f'<div class="detail"><h2 class="tit">{escape(article.title)}</h2><div class="pub">发布时间：{printed} '
            f'<span>来源：{origin}</span></div><div class="txt">{text}</div></div>'
        )
    else:
        body = (
            f'<div class="article"><h1>{escape(article.title)}</h1><div class="info">{printed}　来源：{origin}</div>'
            f'<div class="content">{text}</div></div>'
        )
    fickle = f'<p class="hits">现在是{moment:%Y-%m-%d %H:%M}，浏览次数：{visit}</p>' if house.traits.fickle else ""
    return _page(house, f"{article.title}_{house.name}", body, fickle)


def gone_page(house: PressHouse) -> str:
    """A page in place of one that was taken away, said with the status of success."""
    return _page(house, "页面不存在", "<h1>404</h1><p>您访问的页面不存在或已被删除。</p>", "")


def _page(house: PressHouse, title: str, body: str, fickle: str) -> str:
    navigation = "".join(
        f'<a href="/{room}/">{name}</a> ' for room, name in [("", "首页"), ("about", "关于"), ("video", "视频")]
    )
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{escape(title)}</title></head><body>'
        f'<div class="nav">{navigation}</div>{body}{fickle}<div class="foot">版权所有 {house.name}</div></body></html>'
    )


def _feed(house: PressHouse, rows: Sequence[PressArticle], links: Sequence[str]) -> str:
    items = "".join(
        f"<item><title>{escape(one.title)}</title><link>{escape(link)}</link><pubDate>{format_datetime(one.printed)}</pubDate></item>"
        for one, link in zip(rows, links, strict=True)
    )
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{house.name}</title>{items}</channel></rss>'
