"""Other tools on the pages of a manifest: `python tests/bench/other_tools.py TOOL MANIFEST DIR`, a JSON line a page.

Run by the environment of requirements-bench.lock, which is apart from tanxun's: these tools pin what tanxun must not.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ToolRow = dict[str, Any]


def trafilatura(raw: bytes, url: str | None) -> ToolRow:
    """trafilatura with metadata, its defaults otherwise."""
    from trafilatura import bare_extraction

    found = bare_extraction(raw, url=url, with_metadata=True)
    read = found if isinstance(found, dict) else found.as_dict() if found is not None else {}
    return {
        "title": read.get("title"),
        "date": read.get("date"),
        "source": read.get("sitename"),
        "text": read.get("text"),
    }


def newspaper4k(raw: bytes, url: str | None) -> ToolRow:
    """newspaper4k, told that the language is Chinese and to fetch nothing."""
    import newspaper

    article = newspaper.Article(url or "http://unknown.invalid/", language="zh", fetch_images=False)
    article.download(input_html=_decoded(raw))
    article.parse()
    day = article.publish_date.date().isoformat() if article.publish_date else None
    return {"title": article.title, "date": day, "source": None, "text": article.text}


def gne(raw: bytes, url: str | None) -> ToolRow:
    """GeneralNewsExtractor, made for Chinese news."""
    from gne import GeneralNewsExtractor

    read = GeneralNewsExtractor().extract(_decoded(raw), host=url or "")
    return {"title": read["title"], "date": read["publish_time"], "source": None, "text": read["content"]}


def justext(raw: bytes, url: str | None) -> ToolRow:
    """jusText in its language-independent mode: it has no stop words for Chinese."""
    from justext import justext as classify

    del url
    paragraphs = classify(_decoded(raw), frozenset(), stopwords_low=0, stopwords_high=0, length_low=20, length_high=60)
    text = "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)
    return {"title": None, "date": None, "source": None, "text": text}


def resiliparse(raw: bytes, url: str | None) -> ToolRow:
    """Resiliparse's main content, made for crawls of the whole web: its speed is the mark; its title is the page's own."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    del url
    tree = HTMLTree.parse(_decoded(raw))
    text = extract_plain_text(tree, main_content=True, alt_texts=False)
    return {"title": tree.title, "date": None, "source": None, "text": text}


TOOLS: dict[str, Callable[[bytes, str | None], ToolRow]] = {
    "trafilatura": trafilatura,
    "newspaper4k": newspaper4k,
    "gne": gne,
    "jusText": justext,
    "resiliparse": resiliparse,
}


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def main(tool: str, manifest: Path, folder: Path) -> None:
    """Print a row a page; a page on which the tool fails is an empty one."""
    for number, line in enumerate(manifest.read_text().splitlines()):
        listed = json.loads(line)
        raw = (folder / f"{listed['id']}.html").read_bytes()
        if number == 0:
            _row(tool, raw, listed["url"])
        began = time.perf_counter()
        row = _row(tool, raw, listed["url"])
        seconds = time.perf_counter() - began
        sys.stdout.write(
            json.dumps({"id": listed["id"], **row, "seconds": seconds}, ensure_ascii=False, default=str) + "\n"
        )


def _row(tool: str, raw: bytes, url: str | None) -> ToolRow:
    try:
        return TOOLS[tool](raw, url)
    except Exception:  # noqa: BLE001 - another tool's failure on a page is its figure, not ours
        return {"title": None, "date": None, "source": None, "text": ""}


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
