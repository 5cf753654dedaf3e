"""`emotion-train compare`: models side by side, with 95 % intervals."""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from emotion_desktop.errors import SettingError
from trainer.cli.evaluate import (
    DATA_HELP,
    add_data_arguments,
    label_source,
    positive_int,
    read_data,
    set_threads,
    split_to_score,
    wide_console,
)

if TYPE_CHECKING:
    from trainer.evaluation.bootstrap import Interval
    from trainer.evaluation.compare import Compared

TITLES = {"accuracy": "accuracy", "macro_f1": "macro-F1", "nll": "NLL", "brier": "Brier"}
PERCENT = {"accuracy", "macro_f1"}


def main(argv: Sequence[str]) -> None:
    """Print a table of models.

    Raises:
        EmotionDesktopError: If a model or the data cannot be used.
    """
    args = _parser().parse_args(argv)
    from emotion_desktop.models.checkpoint import choose_device
    from trainer.evaluation.compare import compare
    from trainer.evaluation.ensemble import load_model, members

    if len(set(args.models)) < len(args.models):
        msg = f"a model is named twice in {' '.join(args.models)}"
        raise SettingError(msg)
    set_threads(args.threads)
    device = choose_device(args.device)
    models = {name: load_model(name) for name in args.models}
    specs = [member.spec for model in models.values() for member in members(model)]
    table = read_data(args, specs)
    lines = compare(
        models,
        table,
        split_to_score(args.split, table),
        device=device,
        labels=label_source(args),
        tta=args.tta,
        resamples=args.samples,
        seed=args.seed,
    )
    if args.json:
        document = {
            "resamples": args.samples,
            "seed": args.seed,
            "models": [asdict(line) for line in lines],
        }
        sys.stdout.write(json.dumps(document, indent=1) + "\n")
    else:
        show(wide_console(), lines, args.samples)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="emotion-train compare",
        description="Show models side by side, with bootstrap 95 % intervals; those of the same "
        "classes as the first also by their paired difference to it.",
        epilog=DATA_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "models",
        nargs="+",
        metavar="MODEL",
        help="name of a trained model, or a file; A,B,C is an ensemble",
    )
    add_data_arguments(parser)
    parser.add_argument(
        "--samples", type=positive_int, default=2000, help="resamples of the faces; default 2000"
    )
    parser.add_argument("--seed", type=int, default=1, help="of the resampling")
    return parser


def show(console: Console, lines: "Sequence[Compared]", resamples: int) -> None:
    """Print the protocols, the table of models and, where there are any, their differences."""
    console.print()
    if len({(line.protocol, frozenset(line.classes)) for line in lines}) == 1:
        console.print(lines[0].protocol, style="bold")
    else:
        console.print("each model is scored on the faces of its own classes:", style="bold")
        for line in lines:
            protocol = f"{line.name}: {line.protocol} ({', '.join(line.classes)})"
            console.print(protocol, markup=False, soft_wrap=True)
    console.print(
        f"below each figure its 95 % interval over {resamples} resamples of the faces; below the "
        "ECE what a perfectly calibrated model would show by chance",
        soft_wrap=True,
    )
    table = _table("classes", "n", "parameters", "ECE")
    for line in lines:
        counts = (str(len(line.classes)), str(line.count), f"{line.parameters:,}")
        calibration = f"{line.ece:.4f}\n{line.ece_floor:.4f}"
        table.add_row(escape(line.name), *counts, calibration, *_cells(line.figures))
    console.print(table)
    compared = [(line.name, line.difference) for line in lines if line.difference]
    if compared:
        console.print(
            f"paired difference to {lines[0].name}; * where the interval leaves out 0", markup=False
        )
        table = _table()
        for name, difference in compared:
            table.add_row(escape(name), *_cells(difference, sign="+"))
        console.print(table)


def _table(*between: str) -> Table:
    table = Table()
    table.add_column("model", overflow="fold")
    for title in (*between, *TITLES.values()):
        table.add_column(title, justify="right")
    return table


def _cells(figures: "Mapping[str, Interval]", sign: str = "") -> list[str]:
    """Return each figure above its interval; a signed one with a star if 0 is no part of it."""
    cells = []
    for name in TITLES:
        interval = figures[name]
        form, unit, scale = (f"{sign}.2f", "%", 100) if name in PERCENT else (f"{sign}.4f", "", 1)
        star = " *" if sign and not interval.low <= 0 <= interval.high else ""
        cells.append(
            f"{interval.value * scale:{form}}{unit}{star}\n"
            f"{interval.low * scale:{form}} to {interval.high * scale:{form}}"
        )
    return cells
