"""One word, one thing: no class or type is named twice in the tree (docs/architecture.md has the glossary)."""

import ast
from collections import defaultdict

from tests.support.paths import ROOMS, ROOT

FORMS = {"Literal", "Annotated", "tuple", "list", "dict", "frozenset", "Callable", "Mapping", "Sequence"}


def is_type(value: ast.expr) -> bool:
    """Whether what a name is set to is a type: `Literal[…]` and its like, `X | Y`, or a variable for one."""
    match value:
        case ast.Subscript(value=ast.Name(id=form)):
            return form in FORMS
        case ast.Call(func=ast.Name(id=form)):
            return form in {"TypeVar", "ParamSpec"}
        case ast.BinOp(op=ast.BitOr()):
            return True
    return False


def names(tree: ast.Module) -> list[tuple[str, int]]:
    """Every class of a module, and every type that it names at its head, with their lines."""
    found = [(node.name, node.lineno) for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if not name.isupper() and is_type(value):
                found.append((name, node.lineno))
    return found


def test_a_name_of_a_class_or_type_stands_for_one_thing() -> None:
    places = defaultdict(list)
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            for name, line in names(ast.parse(file.read_text())):
                places[name].append(f"{file.relative_to(ROOT)}:{line}")
    assert len(places) > 250, "the tree was not read"
    assert {"Draft", "Cadence", "AskedDesk", "Step", "Printer", "AnyEdit"} <= places.keys()
    twice = {name: where for name, where in places.items() if len(where) > 1}
    assert not twice, "choose another name for one of each: " + "; ".join(f"{n}: {w}" for n, w in twice.items())
