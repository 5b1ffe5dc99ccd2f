"""List pages whose links are not in their own markup: 大汉's records and units, 新华's data sources."""

import json
import re
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawlers.pages.markup import Markup, attribute

# 大汉's own number of entries a page, which its units answer for.
_UNIT_PAGE = 15
_RECORD = re.compile(r"<record>\s{0,99}<!\[CDATA\[((?:(?!<record>).)*?)\]\]>", re.DOTALL)
_NEXT_GROUP = re.compile(
    r"<nextgroup>\s{0,9}<!\[CDATA\[(?:(?!<nextgroup>).){0,2000}?href=['\"]([^'\"]{1,2000})['\"]", re.DOTALL
)


def records(page: Markup) -> Markup:
    """大汉 jcms: the markup of the records that a page, or what its data proxy answers, has in CDATA."""
    return Markup("<ul>" + "".join(_RECORD.findall(page.text)) + "</ul>", "", page.base)


def next_records(page: Markup, number: int) -> str:
    """大汉 jcms: the address of page `number`, from the one that the page gives its script; "" where it gives none."""
    group = _NEXT_GROUP.search(page.text)
    if group is None:
        return ""
    parts = urlsplit(page.absolute(group[1].replace("&amp;", "&")))
    query = dict(parse_qsl(parts.query, keep_blank_values=True)) | {"page": str(number)}
    return urlunsplit(parts._replace(query=urlencode(query, safe="/")))


def unit_address(page: Markup, number: int) -> str:
    """大汉 JPaaS: where page `number` of the list that a column's page shows is asked for; "" where it names no unit.

    Of several units the one that is tagged as a list (信息列表), else the last: the ones before it are the column's head.
    """
    import chompjs

    units = page.root.css("script[url][querydata]")
    tagged = [unit for unit in units if "列表" in attribute(unit, "querydata")]
    if not units:
        return ""
    unit = (tagged or units)[-1]
    try:
        data: dict[str, Any] = chompjs.parse_js_object(attribute(unit, "querydata"))
    except ValueError:
        return ""
    data["paramJson"] = json.dumps({"pageNo": number, "pageSize": _UNIT_PAGE}, separators=(",", ":"))
    return f"{page.absolute(attribute(unit, 'url'))}?{urlencode(data)}"


def next_unit(url: str, number: int) -> str:
    """大汉 JPaaS: where page `number` is asked for, from where another one was."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    query["paramJson"] = json.dumps({"pageNo": number, "pageSize": _UNIT_PAGE}, separators=(",", ":"))
    return urlunsplit(parts._replace(query=urlencode(query)))


def unit_markup(body: bytes, url: str) -> Markup:
    """大汉 JPaaS: the markup that a unit answers with; empty where it answers with none."""
    try:
        data = json.loads(body.decode("utf-8", "replace"), strict=False)
        html = data["data"]["html"]
    except (ValueError, KeyError, TypeError, RecursionError):
        html = ""
    return Markup(str(html), "", url)


def datasource_address(page: Markup) -> str:
    """新华: the ds_….json beside the page that its list is filled from; "" where it names none.

    Logos and menus are filled so, too: of several the one of a list counts that is empty yet.
    """
    filled = page.root.xpath("//*[starts-with(@data, 'datasource:')]")
    lists = filled.xpath("self::ul[not(li)] | self::ol[not(li)] | self::tbody[not(tr)]")
    named = next((attribute(element, "data") for element in (*lists, *filled)), "")
    name = named.partition(":")[2].strip()
    return page.absolute(f"ds_{name}.json") if name else ""
