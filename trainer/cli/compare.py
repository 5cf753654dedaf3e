"""`emotion-train compare`: models side by side, with 95 % intervals."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from emotion_desktop.errors import SettingError
from trainer.cli.evaluate import (
    DATA_HELP,
    add_data_arguments,
    label_source,
    positive_int,
    read_data,
    set_threads,
    wide_console,
)

if TYPE_CHECKING:
    from trainer.evaluation.bootstrap import Interval
    from trainer.evaluation.compare import Compared

TITLES = {"accuracy": "accuracy", "macro_f1": "macro-F1", "ece": "ECE", "nll": "NLL"}
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
    lines = compare(
        models,
        read_data(args, specs),
        args.split,
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
        description="Show models side by side, with bootstrap 95 %% intervals; those of the same "
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
    """Print the table of models and, where there are any, that of their differences."""
    protocols = list(dict.fromkeys(line.protocol for line in lines))
    one = len(protocols) == 1
    console.print(f"\n{protocols[0]}" if one else "\neach model on the faces of its own classes")
    console.print(f"below each figure its 95 % interval over {resamples} resamples of the faces")
    table = Table()
    for title in ("model", "classes", "n", "parameters", *TITLES.values()):
        table.add_column(title, justify="left" if title == "model" else "right")
    if not one:
        table.add_column("protocol")
    for line in lines:
        figures = [_cell(name, line.figures[name]) for name in TITLES]
        own = () if one else (line.protocol,)
        counts = (str(len(line.classes)), str(line.count), f"{line.parameters:,}")
        table.add_row(line.name, *counts, *figures, *own)
    console.print(table)
    compared = [(line.name, line.difference) for line in lines if line.difference]
    if not compared:
        return
    console.print(f"\npaired difference to {lines[0].name}; * where the interval leaves out 0")
    table = Table()
    for title in ("model", *TITLES.values()):
        table.add_column(title, justify="left" if title == "model" else "right")
    for model, difference in compared:
        table.add_row(model, *(_cell(name, difference[name], signed=True) for name in TITLES))
    console.print(table)


def _cell(name: str, interval: "Interval", *, signed: bool = False) -> str:
    """Return a figure above its interval; a signed one with a star if 0 is no part of it."""
    sign = "+" if signed else ""
    form = f"{sign}.2%" if name in PERCENT else f"{sign}.4f"
    star = " *" if signed and not interval.low <= 0 <= interval.high else ""
    return f"{interval.value:{form}}{star}\n{interval.low:{form}} … {interval.high:{form}}"
