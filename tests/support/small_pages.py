"""The smallest entry, article page and list page that can be crawled."""

from typing import Any

from crawlers.catalogue.entry import Source, check


def source(name: str = "green", **keys: Any) -> Source:
    """A checked entry whose hosts and list are NAME.example's."""
    defaults: dict[str, Any] = {"id": name, "name": name.upper(), "hosts": [f"{name}.example"]}
    if not {"lists", "feeds", "quotes"} & keys.keys():
        keys["lists"] = [{"url": f"http://{name}.example/news/", "articles": r"/t\d+\.html$", "links": "ul.list a"}]
    made = Source.model_validate({**defaults, **keys})
    check(made, name)
    return made


def article(title: str, body: str = "碳市场", more: str = "") -> str:
    head = f"<!doctype html><html><head><title>{title}</title></head>"
    return f"{head}<body><h1>{title}</h1><p>{body}</p>{more}</body></html>"


def listing(*links: tuple[str, str]) -> str:
    items = "".join(f'<li><a href="{url}">{title}</a><span>2017-09-08</span></li>' for url, title in links)
    return f'<html><body><ul class="list">{items}</ul></body></html>'
