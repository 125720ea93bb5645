"""Finds every regular expression of the package, how it is called, and texts that would make a bad one slow."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from re import _parser as sre  # type: ignore[attr-defined]
from typing import Any

import docmine

SOURCE = Path(docmine.__file__).parent
CALLS = frozenset({"match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"})
AT_START = frozenset({"match", "fullmatch"})
SIZES = (22, 500, 8_000)  # characters; the first two are for patterns so bad that the last would never end
LARGE = 20_000  # where a bound of some thousand characters shows that it is one
FASTEST = 0.02  # seconds below which a time is not judged
LINEAR = 8.0  # times the cost of a quarter of the text that a linear pattern stays under; a quadratic one is at 16


@dataclass
class Found:
    """A pattern, where it was found, and the methods it is called by (none known: all of them)."""

    pattern: re.Pattern[Any]
    where: set[str] = field(default_factory=set)
    calls: set[str] = field(default_factory=set)


def all_patterns(*loaded: object) -> dict[tuple[Any, int], Found]:
    """Those in modules and classes, those written out in calls of `re`, and those that loaded objects hold."""
    found: dict[tuple[Any, int], Found] = {}

    def note(pattern: re.Pattern[Any], where: str, calls: set[str]) -> None:
        entry = found.setdefault((pattern.pattern, pattern.flags), Found(pattern))
        entry.where.add(where)
        entry.calls |= calls

    used = _uses()
    for info in pkgutil.walk_packages(docmine.__path__, "docmine."):
        if info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            for pattern in _held(value, 4, set()):
                note(pattern, f"{info.name}.{name}", _calls_of(used, info.name, name, value))
    for where, pattern, calls in _written_out():
        note(pattern, where, calls)
    for thing in loaded:
        for pattern in _held(thing, 7, set()):
            note(pattern, type(thing).__name__, set(CALLS))
    return found


def _calls_of(used: dict[tuple[str, str], set[str]], module: str, name: str, value: object) -> set[str]:
    """Of a name that nobody calls, or that holds more than one pattern, the worst is assumed."""
    if not isinstance(value, re.Pattern):
        return set(CALLS)
    return used.get((module, name), set()) | used.get(("", name), set())


def _uses() -> dict[tuple[str, str], set[str]]:
    """By which methods each module's names are called anywhere in the package; as `module.NAME.sub(…)` it counts for every such name."""
    used: dict[tuple[str, str], set[str]] = {}
    for file in SOURCE.rglob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        own = ".".join(("docmine", *file.relative_to(SOURCE).with_suffix("").parts)).removesuffix(".__init__")
        imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        origin = {alias.asname or alias.name: (node.module or "", alias.name) for node in imports for alias in node.names}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in CALLS:
                if isinstance(node.value, ast.Name):
                    used.setdefault(origin.get(node.value.id, (own, node.value.id)), set()).add(node.attr)
                elif isinstance(node.value, ast.Attribute):
                    used.setdefault(("", node.value.attr), set()).add(node.attr)
    return used


def _written_out() -> Iterator[tuple[str, re.Pattern[Any], set[str]]]:
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "re" and node.args):
                continue
            first = node.args[0]
            if node.func.attr in CALLS and isinstance(first, ast.Constant):
                yield f"{file.name}:{node.lineno}", re.compile(first.value), {node.func.attr}


def _held(value: object, depth: int, seen: set[int]) -> Iterator[re.Pattern[Any]]:
    """The patterns that a value holds: itself, its items, its attributes, so many steps down."""
    if isinstance(value, re.Pattern):
        yield value
        return
    if depth == 0 or id(value) in seen or isinstance(value, (str, bytes, int, float, type(None))):
        return
    seen.add(id(value))
    for part in _parts(value):
        yield from _held(part, depth - 1, seen)


def _parts(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        yield from (*value.keys(), *value.values())
    elif isinstance(value, (list, tuple, set, frozenset)):
        yield from value
    elif is_dataclass(value):
        yield from (getattr(value, f.name, None) for f in fields(value))
    elif type(value).__module__.startswith("docmine"):
        yield from vars(value).values() if hasattr(value, "__dict__") else ()
        slots = getattr(type(value), "__slots__", ())
        yield from (getattr(value, name, None) for name in ((slots,) if isinstance(slots, str) else slots))
    if isinstance(value, type) and value.__module__.startswith("docmine"):
        yield from vars(value).values()


def floods(pattern: re.Pattern[Any]) -> list[str]:
    """Units to repeat: common ones, each character the pattern speaks of, their pairs, and all of them in order."""
    letters = list(dict.fromkeys(_speaks_of(sre.parse(pattern.pattern, pattern.flags & ~re.LOCALE))))[:6]
    units = ["a", "1", " ", ".", "A", "1.", "a ", "1 ", "Aa ", ". ", "(", "-", "/", "I", "a-", "A. ", "é", "\n", " \n", "1-1 "]
    units += letters + [a + b for a in letters[:3] for b in letters[:3] if a != b] + ["".join(letters)]
    return [unit for unit in dict.fromkeys(units) if unit]


def _speaks_of(tree: Any) -> Iterator[str]:
    """One character for every literal, class and category of a parsed pattern."""
    for code, value in tree:
        name = str(code)
        if name == "LITERAL":
            yield chr(value)
        elif name == "IN":
            yield from _of_class(value)
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            yield from _speaks_of(value[2])
        elif name == "SUBPATTERN":
            yield from _speaks_of(value[3])
        elif name == "BRANCH":
            for branch in value[1]:
                yield from _speaks_of(branch)
        elif name in ("ASSERT", "ASSERT_NOT"):
            yield from _speaks_of(value[1])
        elif name == "ATOMIC_GROUP":
            yield from _speaks_of(value)


def _of_class(items: Any) -> Iterator[str]:
    kinds = {"CATEGORY_DIGIT": "7", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "w"}
    for code, value in items:
        if str(code) == "LITERAL":
            yield chr(value)
        elif str(code) == "RANGE":
            yield chr(value[0])
        elif str(code) == "CATEGORY" and str(value) in kinds:
            yield kinds[str(value)]


def slow_on(found: Found) -> str:
    """A unit whose repetition costs the pattern more than in proportion, if there is one."""
    calls = found.calls or set(CALLS)
    whole = calls <= AT_START
    run = found.pattern.fullmatch if calls == {"fullmatch"} else found.pattern.match if whole else _search_all(found.pattern)
    return next((said for unit in floods(found.pattern) if (said := _grows(run, unit, found.pattern))), "")


def _search_all(pattern: re.Pattern[Any]) -> Any:
    def run(text: Any) -> None:
        for _ in pattern.finditer(text):
            pass

    return run


def _grows(run: Any, unit: str, pattern: re.Pattern[Any]) -> str:
    for size in SIZES:
        if _cost(run, _text(unit, size, pattern), 1) > FASTEST:
            if _ratio(run, unit, size, pattern) <= LINEAR:
                break
            if size < SIZES[-1] or _ratio(run, unit, LARGE, pattern) > LINEAR:
                return f"{unit!r} to {size} characters"
    return ""


def _ratio(run: Any, unit: str, size: int, pattern: re.Pattern[Any]) -> float:
    """How much more a text costs than its quarter; 0 if too little to tell."""
    cost = _cost(run, _text(unit, size, pattern), 1)
    return cost / max(_cost(run, _text(unit, size // 4, pattern), 2), 1e-6) if cost > FASTEST else 0.0


def _text(unit: str, size: int, pattern: re.Pattern[Any]) -> Any:
    """The flood, ended by what hardly any pattern accepts."""
    text = unit * (size // len(unit)) + "\0"
    return text.encode("utf-8", "replace") if isinstance(pattern.pattern, bytes) else text


def _cost(run: Any, text: Any, times: int) -> float:
    costs = []
    for _ in range(times):
        began = time.process_time()
        run(text)
        costs.append(time.process_time() - began)
    return min(costs)
