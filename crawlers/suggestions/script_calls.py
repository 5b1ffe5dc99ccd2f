"""Pages that open articles by a call with no address in it: how the called function makes one."""

import re
from collections import Counter

from crawlers.pages.markup import Markup

_CALL = re.compile(r"^\s{0,9}(?:javascript:)?\s{0,9}(?:return\s{1,9})?([A-Za-z_$][\w$]*)\s{0,9}\(([^()]*)\)")
_PIECE = re.compile(r"""'([^']*)'|"([^"]*)"|([A-Za-z_$][\w$]*)""")
_FEWEST = 3


def address_of_calls(page: Markup) -> str:
    """The entry's `address` for what the page's links call: `/notice/{1}.html`; "" where none is told by its scripts."""
    calls = Counter[str]()
    for attribute in ("onclick", "href"):
        for value in page.root.xpath(f"//@{attribute}").getall():
            call = _CALL.match(value)
            if call and (attribute == "onclick" or value.strip().lower().startswith("javascript:")) and call[2].strip():
                calls[call[1]] += 1
    scripts = "\n".join(page.root.xpath("//script[not(@src)]/text()").getall())
    for name, count in calls.most_common():
        if count < _FEWEST:
            break
        made = _made_by(name, scripts)
        if made:
            return made
    return ""


def _made_by(name: str, scripts: str) -> str:
    """The address that a function puts together of texts and of what it is given."""
    found = re.search(
        rf"(?:function\s+{re.escape(name)}\s*\(([^)]*)\)|\b{re.escape(name)}\s*=\s*(?:function\s*)?\(([^)]*)\)\s*(?:=>)?)\s*\{{",
        scripts,
    )
    if found is None:
        return ""
    given = [part.strip() for part in (found[1] or found[2] or "").split(",")]
    for joined in re.findall(
        r"""((?:'[^']{0,200}'|"[^"]{0,200}"|(?<![\w$])[\w$]+)(?:\s{0,9}\+\s{0,9}(?:'[^']{0,200}'|"[^"]{0,200}"|[\w$]+)){1,40})""",
        scripts[found.end() : found.end() + 800],
    ):
        pieces = []
        for one, two, variable in _PIECE.findall(joined):
            if variable and variable not in given:
                break
            pieces.append(f"{{{given.index(variable) + 1}}}" if variable else one or two)
        else:
            made = "".join(pieces)
            if "{" in made and ("/" in made or "?" in made):
                return made
    return ""
