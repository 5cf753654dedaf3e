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

from emotion_desktop import __version__
from emotion_desktop.errors import OutputError, SettingError
from emotion_desktop.log_file import add_log_arguments
from trainer.cli.faces import (
    add_face_arguments,
    check_face_arguments,
    print_groups,
    write_faces,
    write_file,
)

if TYPE_CHECKING:
    from emotion_desktop.models import LabelSource, ModelSpec, SplitMetrics
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
    check_calibration(args)
    from emotion_desktop.models.checkpoint import choose_device
    from trainer.display import print_metrics
    from trainer.evaluation.ensemble import load_model, members
    from trainer.evaluation.metrics import temperature_warning
    from trainer.evaluation.score import own_temperature, score

    set_threads(args.threads)
    device = choose_device(args.device)
    model = load_model(args.checkpoint or args.ensemble)
    table = read_data(args, [member.spec for member in members(model)])
    labels = label_source(args)
    temperature = own_temperature(model)
    warning = None
    if args.calibrate:
        fitted = score(model, table, "PublicTest", device=device, labels=labels, tta=args.tta)
        temperature = fitted.temperature
        warning = temperature_warning(temperature)
    scored = score(
        model,
        table,
        split_to_score(args.split, table, calibrate=args.calibrate),
        device=device,
        labels=labels,
        temperature=temperature,
        tta=args.tta,
    )
    groups = {column: _groups(args.groups, column, scored, table) for column in args.by}
    written = write_faces(args, scored, table, members(model)[0])
    metrics = scored.metrics
    if args.save is not None:
        written.append(_save_calibrated(args, temperature, fitted.metrics, metrics))
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
    if args.calibrate:
        console.print(f"temperature {temperature:.3f}, fitted on {fitted.metrics.protocol}")
    if warning is not None:
        console.print(f"warning: {warning}", style="yellow", soft_wrap=True)
    for column, lines in groups.items():
        print_groups(console, column, lines)
    if written:
        console.print(f"wrote {', '.join(map(str, written))}", markup=False, soft_wrap=True)


def _groups(path: Path, column: str, scored: "Score", table: "FaceTable") -> "list[GroupFigures]":
    from trainer.evaluation.groups import group_figures, read_column

    return group_figures(scored, table, read_column(path, column))


def check_calibration(args: argparse.Namespace) -> None:
    """Check the arguments of a calibration before anything is computed.

    Raises:
        SettingError: If --save lacks --calibrate, or has more than one checkpoint.
        OutputError: If the file to write is there already.
    """
    if args.save is None:
        return
    if not args.calibrate or args.checkpoint is None or args.tta != "none":
        msg = "--save writes what --calibrate found for one --checkpoint, without --tta"
        raise SettingError(msg)
    if args.save.exists():
        msg = f"{args.save} is already there and nothing is overwritten; give --save another file"
        raise OutputError(msg)


def _save_calibrated(
    args: argparse.Namespace, temperature: float, fitted: "SplitMetrics", measured: "SplitMetrics"
) -> Path:
    """Write a copy of the checkpoint with another temperature, and return its path."""
    from emotion_desktop.config import find_checkpoint
    from emotion_desktop.models.metadata import KEY, read_metadata, read_texts, with_texts

    path = find_checkpoint(args.checkpoint)
    metadata = read_metadata(path)
    figures = {"own data, fitted": fitted, "own data": measured}
    changed = metadata.model_copy(
        update={"temperature": temperature, "metrics": dict(metadata.metrics) | figures}
    )
    texts = read_texts(path) | {KEY: changed.model_dump_json()}
    write_file(args.save, with_texts(path.read_bytes(), texts))
    return Path(args.save)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="emotion-evaluate",
        description="Score a checkpoint or an ensemble on faces with labels.",
        epilog=DATA_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
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
        "(an ensemble has none); of data without splits on a half, and score the other half",
    )
    parser.add_argument(
        "--save",
        type=Path,
        metavar="FILE",
        help="with --calibrate: write a copy of the checkpoint with the temperature found",
    )
    add_face_arguments(parser)
    add_plugin_argument(parser)
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
    parser.add_argument(
        "--skip-bad",
        action="store_true",
        help="leave out damaged rows and pictures, and those without a face",
    )
    add_align_argument(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")


def add_align_argument(parser: "argparse.ArgumentParser | argparse._ArgumentGroup") -> None:
    """Add the argument that says whether pictures of folders are whole photos."""
    parser.add_argument(
        "--align",
        action="store_true",
        help="find the face in each picture of a folder and cut it out as the app does; "
        "else pictures are cut-out faces",
    )


def add_plugin_argument(parser: "argparse.ArgumentParser | argparse._ArgumentGroup") -> None:
    """Add what `load_plugins` has taken out of the arguments before, so that --help tells it."""
    parser.add_argument(
        "--plugin",
        action="append",
        metavar="FILE",
        help="Python file with architectures, recipes or class sets of your own; may be repeated",
    )


def split_to_score(
    asked_for: "Split | None", table: "FaceTable", *, calibrate: bool = False
) -> "Split":
    """Return the split that was asked for, else PrivateTest, or Training if there is no other.

    Args:
        asked_for: By the user.
        table: The data.
        calibrate: Whether PublicTest is for the temperature, so that Training may be what is left.
    """
    from trainer.data import SPLITS

    is_private = table.splits == SPLITS.index("PrivateTest")
    has_public = bool((table.splits == SPLITS.index("PublicTest")).any())
    whole = (calibrate or not has_public) and not is_private.any()
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
        hold_back=_share_to_hold_back(args),
        align=getattr(args, "align", False),
        size=max((spec.size for spec in wanted), default=48),
        channels=max((spec.channels for spec in wanted), default=1),
        skip_bad=args.skip_bad,
    )


def _share_to_hold_back(args: argparse.Namespace) -> float:
    """Return how much of unsplit data becomes PublicTest: half of it to fit a temperature on."""
    from trainer.data.load import HELD_BACK

    if getattr(args, "calibrate", False) and args.split is None:
        return 0.5
    return HELD_BACK if args.split is not None or getattr(args, "calibrate", False) else 0.0


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
