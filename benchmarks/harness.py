"""What all benchmarks here share: their command line, what they say if they fail, their output.

How the app is watched, what percentiles are and how tables look is that of `emotion-benchmark`:
`emotion_desktop.cli.benchmark`.
"""

import argparse
import inspect
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from pathlib import Path
from typing import Any, Final, ParamSpec, cast

from rich.console import Console
from rich.table import Table

from emotion_desktop.errors import EmotionDesktopError

P = ParamSpec("P")

WIDTH: Final = 120
"""Columns of the output, on a terminal or not."""


def make_parser(name: str, about: str | None) -> argparse.ArgumentParser:
    """Return a parser for the benchmark of that name; `about` is its module's docstring."""
    return argparse.ArgumentParser(
        prog=f"python -m benchmarks.{name}",
        description=about,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def add_models(parser: argparse.ArgumentParser) -> None:
    """Add `--models`, for `chosen_models`."""
    parser.add_argument(
        "--models",
        default="",
        metavar="A,B+C|all",
        help="checkpoints by name or path, ensembles with +; the app's default if not given",
    )


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add `--json`, for `report`."""
    parser.add_argument("--json", action="store_true", help="write JSON instead of tables")


def command(main: Callable[P, int]) -> Callable[P, int]:
    """Return a command that says in one sentence why it cannot measure, and then returns 2."""
    name = Path(inspect.getfile(main)).stem

    @wraps(main)
    def checked(*args: P.args, **kwargs: P.kwargs) -> int:
        try:
            return main(*args, **kwargs)
        except EmotionDesktopError as error:
            sys.stderr.write(f"benchmarks.{name}: {error}\n")
            return 2

    return checked


def report(*shown: Table | str, document: object = None, as_json: bool = False) -> int:
    """Print what was measured and return the exit code, 0.

    Args:
        shown: Tables of rich, or finished text.
        document: The same as data, which may have dataclasses in it.
        as_json: Whether to print the document instead.
    """
    console = Console(width=WIDTH)
    if as_json:
        shown = (json.dumps(document, indent=2, default=lambda entry: asdict(cast("Any", entry))),)
    for part in shown:
        if isinstance(part, str):
            sys.stdout.write(part + "\n")
        else:
            console.print(part)
    return 0
