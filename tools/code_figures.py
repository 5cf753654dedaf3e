"""Prints how large the project is and how it is built, by area.

::

    python -m tools.code_figures [ROOT]

*Documented* are modules, classes, functions and methods with a docstring, of those whose name does
not begin with an underscore; *annotated* are functions with every argument and the result
annotated, of all; a *broad except* catches `Exception`, `BaseException` or everything; *fan-in* is
the number of the project's modules that import the most imported one.
"""

import argparse
import ast
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
AREAS: Final = ("emotion_desktop", "trainer", "tools", "benchmarks", "tests")
BROAD: Final = {"Exception", "BaseException"}

Function = ast.FunctionDef | ast.AsyncFunctionDef
Documented = ast.Module | ast.ClassDef | Function


@dataclass(slots=True)
class Figures:
    """What is counted of some modules.

    Attributes:
        files: How many modules.
        lines: Of all kinds.
        public: Modules, classes and functions without an underscore.
        documented: Those of them with a docstring.
        functions: All functions and methods.
        annotated: Those with all their annotations.
        broad_excepts: Handlers that catch nearly everything.
        imported: By module, how many others import it.
    """

    files: int = 0
    lines: int = 0
    public: int = 0
    documented: int = 0
    functions: int = 0
    annotated: int = 0
    broad_excepts: int = 0
    imported: Counter[str] = field(default_factory=Counter)

    def add(self, text: str) -> None:
        """Count a module.

        Raises:
            SyntaxError: If it is no Python.
        """
        tree = ast.parse(text)
        self.files += 1
        self.lines += text.count("\n")
        for node in ast.walk(tree):
            if isinstance(node, Documented) and not getattr(node, "name", "").startswith("_"):
                self.public += 1
                self.documented += ast.get_docstring(node) is not None
            if isinstance(node, Function):
                self.functions += 1
                self.annotated += _is_annotated(node)
            if isinstance(node, ast.ExceptHandler):
                self.broad_excepts += _is_broad(node)
        self.imported.update(set(_imports(tree)))


def measure(root: Path) -> dict[str, Figures]:
    """Return the figures of each area, and of the folders in the app, by their paths.

    Args:
        root: Of a checkout.
    """
    figures: defaultdict[str, Figures] = defaultdict(Figures)
    for area in AREAS:
        for path in sorted((root / area).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            figures[area].add(text)
            if area == "emotion_desktop" and path.parent != root / area:
                figures["/".join(path.relative_to(root).parts[:2])].add(text)
    return dict(sorted(figures.items()))


def table(figures: dict[str, Figures]) -> str:
    """Return the figures as a Markdown table."""
    rows = [
        "| area | files | lines | documented | annotated | broad excepts | most imported, by |",
        "|---|---:|---:|---:|---:|---:|---|",
    ]
    for area, one in figures.items():
        most = one.imported.most_common(1)
        fan_in = f"{most[0][0]}, {most[0][1]}" if most else "–"
        rows.append(
            f"| {area} | {one.files} | {one.lines:,} | {_share(one.documented, one.public)} "
            f"| {_share(one.annotated, one.functions)} | {one.broad_excepts} | {fan_in} |"
        )
    return "\n".join(rows)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "–"


def _is_annotated(function: Function) -> bool:
    own = function.args
    arguments = [*own.posonlyargs, *own.args, *own.kwonlyargs]
    arguments += [one for one in (own.vararg, own.kwarg) if one is not None]
    named = [one for one in arguments if one.arg not in {"self", "cls"}]
    return function.returns is not None and all(one.annotation is not None for one in named)


def _is_broad(handler: ast.ExceptHandler) -> bool:
    caught = handler.type
    kinds = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(kind is None or (isinstance(kind, ast.Name) and kind.id in BROAD) for kind in kinds)


def _imports(tree: ast.Module) -> Iterator[str]:
    """Yield the project's modules that a module imports."""
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        yield from (name for name in names if name.partition(".")[0] in AREAS)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.code_figures",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("root", type=Path, nargs="?", default=ROOT, help="of a checkout")
    sys.stdout.write(table(measure(parser.parse_args(argv).root)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
