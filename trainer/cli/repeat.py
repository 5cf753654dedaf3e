"""`emotion-train --seeds N` and `--folds K`: the same training several times, and what all say."""

import argparse
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from emotion_desktop.errors import DataError
from emotion_desktop.models import read_metadata
from trainer.cli.faces import write_file

SUMMARY: Final = "summary.json"
OWN: Final = {"--seeds", "--seed", "--out", "--fold"}
"""Arguments that each run gets anew; each has one value."""

PERCENT: Final = {"accuracy", "macro_f1", "ece"}


def repeat(
    args: argparse.Namespace,
    argv: Sequence[str],
    train: Callable[[Sequence[str]], None],
    console: Console,
) -> None:
    """Train with each seed and on each fold, in folders of one, and summarise.

    What is there already is not done again, so the same command goes on after a stop.

    Args:
        args: The arguments.
        argv: The same as text.
        train: What trains once.
        console: Where to print the figures.

    Raises:
        EmotionDesktopError: If a run fails.
    """
    folder = args.out or Path("runs") / f"{args.arch}-{datetime.now():%Y%m%d-%H%M%S}"
    common = _without(argv, OWN)
    seeds = range(args.seed, args.seed + (args.seeds or 1))
    folds: Sequence[int | None] = [args.fold]
    if args.folds and args.fold is None:
        folds = range(1, args.folds + 1)
    runs = {}
    for seed in seeds:
        for fold in folds:
            name = "-".join(
                [f"seed-{seed}"] * (len(seeds) > 1) + [f"fold-{fold}"] * (len(folds) > 1)
            )
            own = ["--seed", str(seed), "--out", str(folder / name)]
            own += [] if fold is None else ["--fold", str(fold)]
            if (folder / name / "config.json").is_file():
                own = ["--resume", str(folder / name)]
                own += [] if args.threads is None else ["--threads", str(args.threads)]
                own += ["--device", args.device]
            else:
                own = [*common, *own]
            if not (folder / name / "MODEL_CARD.md").is_file():
                console.print(f"run {name}", style="bold")
                train(own)
            (checkpoint,) = (folder / name).glob("*.safetensors")
            measured = read_metadata(checkpoint).measured
            if measured is None:
                msg = f"{checkpoint} was not scored; remove its folder and start again"
                raise DataError(msg)
            runs[name] = measured
    from trainer.evaluation.repeats import summary, summary_json

    write_file(folder / SUMMARY, summary_json(runs).encode())
    table = Table(title=f"{len(runs)} runs, {next(iter(runs.values())).protocol}")
    for head in ("figure", "mean ± s.d.", "95 % interval of the mean"):
        table.add_column(head)
    for name, found in summary([*runs.values()]).items():
        form = ".2%" if name in PERCENT else ".4f"
        table.add_row(
            name,
            f"{found.mean:{form}} ± {found.deviation:{form}}",
            f"{found.low:{form}} to {found.high:{form}}",
        )
    console.print(table)
    console.print(f"wrote {folder / SUMMARY}", soft_wrap=True, markup=False)


def _without(argv: Sequence[str], options: set[str]) -> list[str]:
    """Return arguments without some options and their values."""
    rest = []
    arguments = iter(argv)
    for argument in arguments:
        option, equals, _ = argument.partition("=")
        if option not in options:
            rest.append(argument)
        elif not equals:
            next(arguments, None)
    return rest
