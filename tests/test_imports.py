"""What import contracts cannot say: the issue's rooms are entered by its face alone."""

import ast

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
