"""One word, one thing: no class name is defined twice in the tree (docs/architecture.md has the glossary)."""

import ast
from collections import defaultdict

from tests.support.paths import ROOMS, ROOT


def test_a_class_name_stands_for_one_thing() -> None:
    places = defaultdict(list)
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.ClassDef):
                    places[node.name].append(f"{file.relative_to(ROOT)}:{node.lineno}")
    assert len(places) > 200, "the tree was not read"
    twice = {name: where for name, where in places.items() if len(where) > 1}
    assert not twice, "choose another name for one of each: " + "; ".join(f"{n}: {w}" for n, w in twice.items())
