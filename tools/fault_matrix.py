"""Writes `docs/what-happens-when.md` from the fault matrix that the tests hold true.

::

    python -m tools.fault_matrix
"""

import re
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
MATRIX: Final = ROOT / "tests" / "vision" / "fault_matrix.toml"
PAGE: Final = ROOT / "docs" / "what-happens-when.md"

_FIELD: Final = re.compile(r"\{(\w+)[^}]*\}")

SOURCES: Final = {
    "camera": "A camera",
    "stream": "A stream",
    "file": "A file",
    "folder": "A folder of pictures",
    "demo": "The demo",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What happens when a source goes wrong in one way.

    Attributes:
        source: Key of `SOURCES`.
        fault: Short, e.g. `stalls`.
        when: The same for people to read, after `when`.
        outcome: `goes on`, `ends` as at its end, `waits`, or the name of the error it ends with.
        says: Template of what is said then.
        then: What that means, for people to read.
    """

    source: str
    fault: str
    when: str
    outcome: str
    says: str = ""
    then: str = ""


CELLS: Final = tuple(
    Cell(source=source, fault=fault, **entry)
    for source, faults in tomllib.loads(MATRIX.read_text(encoding="utf-8")).items()
    for fault, entry in faults.items()
)

HEAD: Final = """# What happens when …

Each line is tried by `make test-long`: with nothing else running, while it records, while it
compares two models, and with heatmaps. In all of them the rest of the app goes on, another source
can be opened at once, and what was recorded until then can be opened again. Words in *italics*
stand for what is meant. `python -m tools.fault_matrix` makes this page from what the tests hold
true.
"""


def page() -> str:
    """Return the page in Markdown."""
    parts = [HEAD]
    for source, title in SOURCES.items():
        rows = [_row(cell) for cell in CELLS if cell.source == source]
        parts.append("\n".join([f"## {title}", "", "| when | then |", "|---|---|", *rows, ""]))
    return "\n".join(parts)


def _row(cell: Cell) -> str:
    says = _FIELD.sub(r"*\1*", cell.says).replace("|", "\\|")
    said = f"It says “{says}”." if says else ""
    return f"| {cell.when} | {' '.join(filter(None, (cell.then, said)))} |"


def main(_arguments: Sequence[str] | None = None) -> int:
    """Write the page; return the exit code."""
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
