"""Every regular expression of ours, and texts that are hard for it, made of its own parts."""

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from re import _constants, _parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

PACKAGES = ("bulletin", "crawlers", "demo", "desk", "enrich", "index", "pipeline", "tanxun")
# Of a character class those are tried that other parts of patterns begin with.
TRIED = " 1a年A<-/.x《\n（0月:,"
_REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)
# Of the ways to write a part so many are kept: the rest are like them.
_WAYS = 6


def compiled_patterns() -> dict[str, "re.Pattern[Any]"]:
    """All patterns by where they stand: in globals, in what cached functions make of data files, and written in calls of re."""
    found: dict[tuple[Any, int], str] = {}
    for module in _modules():
        for name, value in list(vars(module).items()):
            made = value
            if hasattr(value, "cache_info"):
                if value.__module__ != module.__name__ or inspect.signature(value).parameters:
                    continue
                made = value()
            for pattern in _within(made):
                found.setdefault((pattern.pattern, pattern.flags), f"{module.__name__}.{name}")
        for node, pattern in _written(Path(str(module.__file__)).read_text()):
            found.setdefault((pattern.pattern, pattern.flags), f"{module.__name__}, line {node.lineno}")
    return {f"{where}: {source!r:.60}": re.compile(source, flags) for (source, flags), where in found.items()}


def hard_texts(pattern: "re.Pattern[Any]", size: int) -> Iterator[tuple[tuple[str, str, str], Any]]:
    """Texts of about `size` characters that almost match: (begin, what is repeated, end) and the text, of the pattern's type."""
    for begin, unit in _repeated(_parser.parse(pattern.pattern, pattern.flags)):
        for end in ("", "\0"):
            yield (begin, unit, end), hard_text(pattern, (begin, unit, end), size)


def hard_text(pattern: "re.Pattern[Any]", parts: tuple[str, str, str], size: int) -> Any:
    """The text of these parts in the size asked for."""
    begin, unit, end = parts
    text = begin + unit * (size // len(unit)) + end
    return text.encode("latin-1", "ignore") if isinstance(pattern.pattern, bytes) else text


def _modules() -> Iterator[ModuleType]:
    for name in PACKAGES:
        package = importlib.import_module(name)
        for info in pkgutil.walk_packages(package.__path__, f"{name}."):
            if not info.name.endswith("__main__"):
                yield importlib.import_module(info.name)


def _within(value: Any, depth: int = 0) -> Iterator["re.Pattern[Any]"]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth > 4:
        return
    elif isinstance(value, tuple | list | set | frozenset):
        for one in value:
            yield from _within(one, depth + 1)
    elif isinstance(value, dict):
        yield from _within([*value, *value.values()], depth + 1)
    elif is_dataclass(value) and not isinstance(value, type):
        yield from _within([getattr(value, one.name) for one in fields(value)], depth + 1)


def _written(source: str) -> Iterator[tuple[ast.Call, "re.Pattern[Any]"]]:
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
            continue
        called, first = ast.unparse(node.func), node.args[0].value
        if called.startswith("re.") and called != "re.escape" and isinstance(first, str | bytes):
            yield node, re.compile(first, re.IGNORECASE if "IGNORECASE" in ast.unparse(node) else 0)


def _repeated(tree: Any) -> list[tuple[str, str]]:
    """Pairs of a begin and a part to repeat behind it: each repeat's own text, and each prefix of the pattern."""
    found: dict[tuple[str, str], None] = {}

    def walk(items: Any, before: list[str]) -> None:
        prefix = before
        for code, argument in items:
            own = _ways((code, argument), {})[:_WAYS]
            begins = list(dict.fromkeys(prefix))[:4] or [""]
            if code in _REPEATS:
                for unit in filter(None, own):
                    found[("", unit)] = None
                    found.update({(begin, unit): None for begin in begins})
                    found.update({("", begin + unit): None for begin in begins})
                walk(argument[2], begins)
            elif code is _constants.SUBPATTERN:
                walk(argument[3], begins)
            elif code is _constants.BRANCH:
                for branch in argument[1]:
                    walk(branch, begins)
            elif code in (_constants.ASSERT, _constants.ASSERT_NOT):
                walk(argument[1], begins)
            prefix = [begin + way for begin in begins for way in own[:3]][:_WAYS]
            found.update({("", begin): None for begin in prefix[:4] if begin})

    walk(tree, [""])
    return list(found)


def _ways(node: Any, groups: dict[int, str]) -> list[str]:
    """Some texts that a part of a pattern matches."""
    code, argument = node
    if code is _constants.LITERAL:
        return [chr(argument)]
    if code in (_constants.NOT_LITERAL, _constants.IN, _constants.ANY):
        if code is _constants.IN and all(kind is _constants.LITERAL for kind, _ in argument):
            return [chr(value) for _, value in argument][:3]
        one = re.compile(_as_class(code, argument))
        fit = [character for character in TRIED if one.fullmatch(character)]
        return fit or [next(filter(one.fullmatch, map(chr, (*range(0x4E00, 0x30000), *range(0x4E00)))))]
    if code in _REPEATS:
        least, _, inner = argument
        return [way * max(least, 1) for way in _joined(inner, groups)]
    if code is _constants.SUBPATTERN:
        ways = _joined(argument[3], groups)
        groups[argument[0] or 0] = ways[0]
        return ways
    if code is _constants.BRANCH:
        return [way for branch in argument[1] for way in _joined(branch, groups)][:12]
    if code is _constants.ATOMIC_GROUP:
        return _joined(argument, groups)
    return [groups.get(argument, "")] if code is _constants.GROUPREF else [""]


def _joined(items: Any, groups: dict[int, str]) -> list[str]:
    parts = [_ways(item, groups) for item in items]
    width = min(max(map(len, parts), default=1), _WAYS)
    return ["".join(part[min(at, len(part) - 1)] for part in parts if part) for at in range(width)]


_CATEGORIES = {
    _constants.CATEGORY_DIGIT: r"\d",
    _constants.CATEGORY_SPACE: r"\s",
    _constants.CATEGORY_WORD: r"\w",
    _constants.CATEGORY_NOT_DIGIT: r"\D",
    _constants.CATEGORY_NOT_SPACE: r"\S",
    _constants.CATEGORY_NOT_WORD: r"\W",
}


def _as_class(code: Any, argument: Any) -> str:
    """A part that matches one character, as it is written."""
    if code is _constants.ANY:
        return "[^\n]"
    members = (
        [(_constants.NEGATE, None), (_constants.LITERAL, argument)] if code is _constants.NOT_LITERAL else argument
    )
    written = ""
    for kind, value in members:
        if kind is _constants.NEGATE:
            written += "^"
        elif kind is _constants.LITERAL:
            written += re.escape(chr(value))
        elif kind is _constants.RANGE:
            written += f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
        else:
            written += _CATEGORIES[value]
    return f"[{written}]"
