"""What import contracts cannot say: the issue is entered by its face alone, a heavy library is imported in one place."""

import ast
from collections import defaultdict

from tests.support.paths import ROOMS, ROOT


def test_other_packages_import_the_issue_by_its_face() -> None:
    seen, wrong = 0, []
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            place = str(file.relative_to(ROOT))
            if place.startswith(("bulletin/issue/", "tests/bulletin/issue/")):
                continue
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.ImportFrom) and node.module:
                    seen += node.module == "bulletin.issue"
                    if node.module.startswith("bulletin.issue."):
                        wrong.append(f"{place}:{node.lineno}: import it from bulletin.issue")
    assert seen > 20, "the tree was not read"
    assert not wrong, "; ".join(wrong)


# A library that is slow to load, large or quick to change its ways is imported by one file of the whole tree, so that
# another can take its place there; a framework by one room.
ONE_FILE = frozenset(
    "argon2 charset_normalizer doc2docx docx feedgen feedparser itsdangerous matplotlib nh3 olefile pydantic_settings pypdf "
    "pypdfium2 python_calamine rapidocr striprtf scipy sentence_transformers sklearn torch trafilatura transformers typst urllib3 warcio zhconv zstandard".split()
)
ROOM_OF = {
    "airflow": ("dags/",),
    "elasticsearch": ("index/elastic/",),
    "fastapi": ("desk/", "tanxun/wiring/"),
    "kafka": ("pipeline/bus/kafka/",),
    "parsel": ("crawlers/",),
    "scrapy": ("crawlers/",),
    "starlette": ("desk/",),
    "twisted": ("crawlers/",),
    "typer": ("tanxun/cli/",),
    # One environment each: the documents', the desk's pages', the demo's web.
    "jinja2": ("bulletin/render/html.py", "desk/http/templates.py", "demo/layout.py"),
}


def test_each_heavy_library_is_imported_in_one_place() -> None:
    importers = defaultdict[str, set[str]](set)
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")) if room != "tests" else ():
            for node in ast.walk(ast.parse(file.read_text())):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    names = [node.module]
                for name in names:
                    importers[name.partition(".")[0]].add(str(file.relative_to(ROOT)))
    unknown = (ONE_FILE | ROOM_OF.keys()) - importers.keys()
    assert not unknown, f"nothing imports these; take them from the lists: {sorted(unknown)}"
    wrong = [f"{library}: {sorted(importers[library])}" for library in sorted(ONE_FILE) if len(importers[library]) > 1]
    wrong += [
        f"{library}: {file}"
        for library, places in sorted(ROOM_OF.items())
        for file in sorted(importers[library])
        if not file.startswith(places)
    ]
    assert not wrong, "imported outside its one place: " + "; ".join(wrong)
