"""All small faults of a module: what `tools.mutants` plants, one at a time."""

import ast
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

SWAPS: Final[dict[type[ast.AST], tuple[type[ast.AST], ...]]] = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt), ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,), ast.In: (ast.NotIn,), ast.NotIn: (ast.In,), ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,), ast.Mult: (ast.Div,), ast.Div: (ast.Mult,), ast.FloorDiv: (ast.Mult,),
    ast.Mod: (ast.FloorDiv,), ast.Pow: (ast.Mult,), ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,), ast.LShift: (ast.RShift,), ast.RShift: (ast.LShift,),
    ast.And: (ast.Or,), ast.Or: (ast.And,), ast.USub: (ast.UAdd,), ast.Invert: (ast.UAdd,),
}  # fmt: skip
_PAIRS: Final = (("min", "max"), ("any", "all"), ("floor", "ceil"), ("minimum", "maximum"))
NAMES: Final = {a: b for pair in _PAIRS for a, b in (pair, pair[::-1])}
CONTEXT: Final = 80
_BLOCKS: Final = ("body", "orelse", "finalbody")
_NO_ARGUMENTS: Final = ast.arguments([], [], None, [], [], None, [])
_NOT_CODE: Final = {"annotation", "returns", "decorator_list", "type_params"}
_MESSAGES: Final = (ast.Raise, ast.Import, ast.ImportFrom, ast.JoinedStr)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: `field` of `node` becomes `value`.

    Attributes:
        name: Where, and what changes in the statement; the same when the file changes elsewhere.
        line: Of the statement.
    """

    name: str
    line: int
    node: ast.AST
    field: str
    value: object


def mutants(tree: ast.Module) -> list[Mutant]:
    """Return all mutants of a module, in an order that depends on each one's name alone."""
    found = [mutant for body in tree.body for mutant in _inside(body, body, "")]
    return sorted(found, key=lambda mutant: hashlib.sha256(mutant.name.encode()).digest())


def _inside(node: ast.AST, statement: ast.stmt, scope: str) -> Iterator[Mutant]:
    if isinstance(node, _MESSAGES) or (isinstance(node, ast.keyword) and node.arg == "strict"):
        return  # zip's strict=True is what Ruff asks for
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        scope = f"{scope}{node.name}."
    if isinstance(node, ast.stmt):
        statement = node
    for field, value, gone in chain(_swaps(node), _values(node), _removals(node)):
        shown, kept = gone or statement, getattr(node, field)
        before = _first_line(shown)
        setattr(node, field, value)
        after = "pass" if gone else _first_line(shown)
        setattr(node, field, kept)
        name = f"{scope.rstrip('.') or 'module'}: {change(before, after)}"
        yield Mutant(name, shown.lineno, node, field, value)
    for field, child in ast.iter_fields(node):
        if field not in _NOT_CODE:
            for one in child if isinstance(child, list) else [child]:
                if isinstance(one, ast.AST):
                    yield from _inside(one, statement, scope)


Change = tuple[str, object, ast.stmt | None]
"""The field of a node, what to make it, and the statement that goes, if one does."""


def _swaps(node: ast.AST) -> Iterator[Change]:
    if isinstance(node, ast.Compare):
        if len(node.ops) == 1:
            yield from (("ops", [other()], None) for other in SWAPS.get(type(node.ops[0]), ()))
    elif isinstance(node, ast.BinOp | ast.BoolOp | ast.UnaryOp | ast.AugAssign):
        yield from (("op", other(), None) for other in SWAPS.get(type(node.op), ()))
    elif isinstance(node, ast.If | ast.IfExp | ast.While) and not isinstance(
        node.test, ast.Compare
    ):
        yield "test", ast.UnaryOp(ast.Not(), node.test), None


def _values(node: ast.AST) -> Iterator[Change]:
    match node:
        case ast.Constant(value=bool() as value):
            yield "value", not value, None
        case ast.Constant(value=int() as value):
            yield "value", value + 1, None
        case ast.Constant(value=float() as value):
            yield "value", round(value * 1.2, 9) if value else 0.1, None
        case ast.Name(id=name) if name in NAMES:
            yield "id", NAMES[name], None
        case ast.Attribute(attr=name) if name in NAMES:
            yield "attr", NAMES[name], None


def _removals(node: ast.AST) -> Iterator[Change]:
    match node:
        case ast.Call(func=ast.Attribute(attr="tolist")):
            pass  # NumPy's numbers serve as well
        case ast.Call(func=ast.Attribute(value=receiver), args=[], keywords=[]):
            yield "func", ast.Lambda(_NO_ARGUMENTS, receiver), None  # model.eval() is model
        case ast.Call(keywords=keywords):
            for gone in keywords:
                if gone.arg != "strict":
                    yield "keywords", [one for one in keywords if one is not gone], None
    for field in _BLOCKS:
        block = getattr(node, field, None)
        if isinstance(block, list):
            for index, one in enumerate(block):
                if _can_go(one):
                    yield field, [*block[:index], ast.Pass(), *block[index + 1 :]], one


def _can_go(one: ast.stmt) -> bool:
    match one:
        case ast.Expr(value=ast.Call()) | ast.AugAssign() | ast.Raise():
            return True
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            return True
    return isinstance(one, ast.Continue | ast.Break)


def change(before: str, after: str) -> str:
    """Return what differs between two statements, with a little of what stands around it."""
    if after == "pass":
        return f"{before[:CONTEXT]} -> pass"
    start = max(0, _alike(before, after) - CONTEXT // 2)
    end = max(0, _alike(before[start:][::-1], after[start:][::-1]) - CONTEXT // 2)
    return " -> ".join(text[start : len(text) - end] for text in (before, after))


def _alike(one: str, other: str) -> int:
    """Return how many characters two texts begin with in common."""
    pairs = zip(one, other, strict=False)
    return next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _first_line(statement: ast.AST) -> str:
    return ast.unparse(statement).splitlines()[0]
