"""Holds files at full coverage: `python -m tools.full_coverage REPORT` after a run of the tests.

`make coverage` runs both. The exit code is 1 if a line or branch of a listed file was not run;
the list is `tests/fully_covered.txt`, and `--update` adds what the report has in full.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[1]
LIST: Final = ROOT / "tests" / "fully_covered.txt"

Report = Mapping[str, Mapping[str, Any]]
"""By path of the file, from coverage.py's JSON."""


def gaps(report: Report, listed: Sequence[str]) -> list[str]:
    """Return what is missing of the listed files, a line for each."""
    lines = []
    for path in listed:
        if path not in report:
            lines.append(f"{path} was not measured; if it is gone, take it off the list")
        elif not is_full(report[path]):
            lines.append(f"{path}: {', '.join(_missing(report[path]))}")
    return lines


def full(report: Report) -> list[str]:
    """Return the files with at least one statement of which all lines and branches were run."""
    return sorted(
        path for path, file in report.items() if file["summary"]["num_statements"] and is_full(file)
    )


def is_full(file: Mapping[str, Any]) -> bool:
    """Return whether every line and branch of a file was run."""
    return not (file["missing_lines"] or file.get("missing_branches"))


def _missing(file: Mapping[str, Any]) -> list[str]:
    lines = [f"line {line}" for line in file["missing_lines"]]
    branches = [
        f"line {start} to {'the end' if end < 0 else end}"
        for start, end in file.get("missing_branches", [])
        if not {start, end} & {*file["missing_lines"]}
    ]
    return lines + branches


def main(argv: Sequence[str] | None = None) -> int:
    """Compare a report with the list; return 1 if a listed file is not covered in full."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.full_coverage", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("report", type=Path, help="coverage.py's JSON")
    parser.add_argument("--list", type=Path, default=LIST, help="the files (%(default)s)")
    parser.add_argument("--update", action="store_true", help="add to the list what is full")
    arguments = parser.parse_args(argv)
    report: Report = json.loads(arguments.report.read_text(encoding="utf-8"))["files"]
    listed = arguments.list.read_text(encoding="utf-8").split() if arguments.list.exists() else []
    fresh = [path for path in full(report) if path not in listed]
    if arguments.update:
        listed = sorted([*listed, *fresh])
        arguments.list.write_text("".join(f"{path}\n" for path in listed), encoding="utf-8")
    elif fresh:
        sys.stdout.write(f"{len(fresh)} more files are covered in full; --update lists them\n")
    left = gaps(report, listed)
    sys.stdout.writelines(f"{line}\n" for line in left)
    sys.stdout.write(f"{len(listed) - len(left)} of {len(listed)} listed files are full\n")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
