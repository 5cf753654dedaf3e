"""`emotion-evaluate`: the figures of a checkpoint or an ensemble on a split of the data."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape

from emotion_desktop.log_file import add_log_arguments
from trainer.cli.faces import (
    add_face_arguments,
    check_face_arguments,
    print_groups,
    write_faces,
)

if TYPE_CHECKING:
    from emotion_desktop.models import LabelSource, ModelSpec
    from trainer.data import FaceTable, Split
    from trainer.evaluation.groups import GroupFigures
    from trainer.evaluation.score import Score

DATA_HELP = """\
Data are FER2013 as a CSV with the columns emotion, pixels, Usage (plain, .gz, .xz, .zip, .tar.gz),
or a folder of pictures with one folder for each class, or the word synthetic for drawn faces;
several are joined. A table may have a million lines, 200,000 characters a row and 4 GB, unpacked.
The FER+ votes are fer2013new.csv from https://github.com/microsoft/FERPlus."""


def main(argv: Sequence[str]) -> None:
    """Print the figures of a model.

    Raises:
        EmotionDesktopError: If the model or the data cannot be used.
    """
    args = _parser().parse_args(argv)
    check_face_arguments(args)
    from emotion_desktop.models.checkpoint import choose_device
    from trainer.display import print_metrics
    from trainer.evaluation.ensemble import load_model, members
    from trainer.evaluation.score import own_temperature, score

    set_threads(args.threads)
    device = choose_device(args.device)
    model = load_model(args.checkpoint or args.ensemble)
    table = read_data(args, [member.spec for member in members(model)])
    labels = label_source(args)
    temperature = own_temperature(model)
    if args.calibrate:
        temperature = score(
            model, table, "PublicTest", device=device, labels=labels, tta=args.tta
        ).temperature
    scored = score(
        model,
        table,
        split_to_score(args.split, table),
        device=device,
        labels=labels,
        temperature=temperature,
        tta=args.tta,
    )
    groups = {column: _groups(args.groups, column, scored, table) for column in args.by}
    written = write_faces(args, scored, table, members(model)[0].spec)
    metrics = scored.metrics
    if args.json:
        document = metrics.model_dump(mode="json") | {"protocol": str(metrics.protocol)}
        if groups:
            document["groups"] = {name: [*map(asdict, lines)] for name, lines in groups.items()}
        sys.stdout.write(json.dumps(document, indent=1) + "\n")
        return
    console = wide_console()
    console.print(f"[bold]{escape(args.checkpoint or args.ensemble)}[/] on {device}")
    if table.skipped:
        console.print(f"{table.skipped} bad {'row' if table.skipped == 1 else 'rows'} skipped")
    print_metrics(console, metrics)
    for column, lines in groups.items():
        print_groups(console, column, lines)
    if written:
        console.print(f"wrote {', '.join(map(str, written))}", markup=False, soft_wrap=True)


def _groups(path: Path, column: str, scored: "Score", table: "FaceTable") -> "list[GroupFigures]":
    from trainer.evaluation.groups import group_figures, read_column

    return group_figures(scored, table, read_column(path, column))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="emotion-evaluate",
        description="Score a checkpoint or an ensemble on faces with labels.",
        epilog=DATA_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    model = parser.add_mutually_exclusive_group(required=True)
    model.add_argument("--checkpoint", help="name of a trained model, or a file")
    model.add_argument(
        "--ensemble",
        metavar="A,B,C",
        help="checkpoints of the same classes; their calibrated probabilities are averaged",
    )
    add_data_arguments(parser)
    parser.add_argument(
        "--calibrate",
        action="store_true",
        help="fit a temperature on PublicTest instead of using the checkpoint's own "
        "(an ensemble has none)",
    )
    add_face_arguments(parser)
    add_log_arguments(parser)
    return parser


def add_data_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that say on what and how to score, for `evaluate` and `compare` alike."""
    parser.add_argument(
        "--data",
        required=True,
        type=Path,
        nargs="+",
        metavar="PATH",
        help="FER2013 CSV or folder of pictures; more than one are joined",
    )
    parser.add_argument("--ferplus", type=Path, help="FER+ votes for the CSV")
    parser.add_argument(
        "--labels",
        choices=("fer2013", "ferplus-majority"),
        help="fer2013: the data's own; default: FER+ majority if --ferplus is given",
    )
    parser.add_argument(
        "--split",
        choices=("Training", "PublicTest", "PrivateTest"),
        help="default: PrivateTest; all faces if the data are not split",
    )
    parser.add_argument(
        "--tta",
        default="none",
        choices=("none", "flip", "ten-crop"),
        help="test-time augmentation: average over mirror images, or ten crops at 44/48",
    )
    parser.add_argument("--device", default="auto", help="auto (default), cpu, cuda, cuda:1, mps")
    parser.add_argument("--threads", type=positive_int, help="CPU threads; default: all cores")
    parser.add_argument("--skip-bad", action="store_true", help="leave out rows that are damaged")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")


def split_to_score(asked_for: "Split | None", table: "FaceTable") -> "Split":
    """Return the split that was asked for, else PrivateTest, or Training if there is no other."""
    from trainer.data import SPLITS

    is_private = table.splits == SPLITS.index("PrivateTest")
    has_public = bool((table.splits == SPLITS.index("PublicTest")).any())
    whole = not has_public and not is_private.any()
    return asked_for or ("Training" if whole else "PrivateTest")


def read_data(args: argparse.Namespace, wanted: "Sequence[ModelSpec]") -> "FaceTable":
    """Return the faces the arguments name, as large and colourful as any of the networks wants.

    Raises:
        DataError: If a file cannot be used.
    """
    from trainer.data import load_faces

    return load_faces(
        args.data,
        ferplus=args.ferplus,
        hold_back=args.split is not None or getattr(args, "calibrate", False),
        size=max(spec.size for spec in wanted),
        channels=max(spec.channels for spec in wanted),
        skip_bad=args.skip_bad,
    )


def label_source(args: argparse.Namespace) -> "LabelSource":
    """Return where labels come from: as asked, else FER+'s majority if there are votes."""
    source: LabelSource = args.labels or ("ferplus-majority" if args.ferplus else "fer2013")
    return source


def set_threads(count: int | None) -> None:
    """Let PyTorch use so many CPU threads; as many as it likes if None."""
    if count is not None:
        import torch

        torch.set_num_threads(count)


def wide_console() -> Console:
    """Return a console; piped into a file it is wide enough for the confusion of eight classes."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=130)


def positive_int(text: str) -> int:
    """Return a whole number of at least 1.

    Raises:
        argparse.ArgumentTypeError: If it is none.
    """
    if not text.isdecimal() or int(text) < 1:
        msg = f"must be a whole number of at least 1, got {text!r}"
        raise argparse.ArgumentTypeError(msg)
    return int(text)
