"""Finds in the code what the errors of the app say, without running it."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).parents[2] / "emotion_desktop"

UNKNOWN: Final = "\N{BLACK SQUARE}"
"""Stands for each value that is known when the code runs."""

Names = Mapping[str, Sequence[ast.expr]]
"""What is assigned to each name of a function, or returned by each function."""


def messages() -> set[str]:
    """Return all messages of errors outside the command line, values as `UNKNOWN`."""
    trees = [
        ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.relative_to(PACKAGE).parts[0] != "cli"
    ]
    errors = _errors(trees)
    functions = [
        node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)
    ]
    returned = _returned(functions)
    return {
        text
        for function in functions
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and _name(call.func) in errors and call.args
        for text in texts(call.args[0], returned | _assigned(function))
    } - {UNKNOWN}


def texts(node: ast.expr, names: Names) -> Iterator[str]:
    """Yield all texts that an expression can be."""
    match node:
        case ast.Constant():
            yield str(node.value)
        case ast.JoinedStr():
            for parts in product(*(list(texts(part, names)) for part in node.values)):
                yield "".join(parts)
        case ast.FormattedValue(value=ast.IfExp() | ast.Name() as value, conversion=-1):
            yield from texts(value, names)
        case ast.IfExp():
            yield from texts(node.body, names)
            yield from texts(node.orelse, names)
        case ast.BoolOp():
            for part in node.values:
                yield from texts(part, names)
        case ast.Name() | ast.Attribute() | ast.Call() if _name(node) in names:
            rest = {name: values for name, values in names.items() if name != _name(node)}
            for assigned in names[_name(node)]:
                yield from texts(assigned, rest)
        case _:
            yield UNKNOWN


def _errors(trees: Sequence[ast.Module]) -> set[str]:
    """Return the names of all errors of the app."""
    kinds = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    found, before = {"EmotionDesktopError"}, 0
    while len(found) > before:
        before = len(found)
        found |= {kind.name for kind in kinds if found & set(map(_name, kind.bases))}
    return found


def _assigned(function: ast.FunctionDef) -> dict[str, list[ast.expr]]:
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found.setdefault(node.targets[0].id, []).append(node.value)
    return found


def _returned(functions: Sequence[ast.FunctionDef]) -> dict[str, list[ast.expr]]:
    """Return what methods without arguments return, if that is a text put together."""
    found: dict[str, list[ast.expr]] = {}
    for function in functions:
        if [argument.arg for argument in function.args.args] == ["self"]:
            for node in ast.walk(function):
                if isinstance(node, ast.Return) and isinstance(node.value, ast.JoinedStr):
                    found.setdefault(function.name, []).append(node.value)
    return found


def _name(node: ast.expr) -> str:
    match node:
        case ast.Name():
            return node.id
        case ast.Attribute():
            return node.attr
        case ast.Call():
            return _name(node.func)
    return ""
