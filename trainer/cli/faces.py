"""What `emotion-evaluate` writes and prints of single faces and of groups of them."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from emotion_desktop.errors import OutputError, SettingError

if TYPE_CHECKING:
    from emotion_desktop.models import Checkpoint
    from trainer.artefacts.faces import NameOf
    from trainer.data import FaceTable
    from trainer.evaluation.groups import GroupFigures
    from trainer.evaluation.score import Score

WRITTEN = ("predictions", "suspects", "confusions", "gradcam")
"""Arguments that name a file to write."""


def add_face_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that ask for more than the figures of the whole split."""
    group = parser.add_argument_group("single faces and groups")
    group.add_argument(
        "--predictions", type=Path, metavar="CSV", help="write row, label, votes and probabilities"
    )
    group.add_argument(
        "--suspects", type=Path, metavar="CSV", help="write the same of faces of a doubtful label"
    )
    group.add_argument(
        "--confusions", type=Path, metavar="PNG", help="draw faces of the commonest confusions"
    )
    group.add_argument(
        "--gradcam",
        type=Path,
        metavar="PNG",
        help="draw heatmaps of faces of each class that are read rightly",
    )
    group.add_argument(
        "--gradcam-layer",
        metavar="LAYER",
        help="with --gradcam: Grad-CAM of this layer, such as features.0.3; --describe lists them",
    )
    group.add_argument(
        "--groups",
        type=Path,
        metavar="CSV",
        help="figures by group, from a table with the column row, as --predictions writes it",
    )
    group.add_argument(
        "--by", nargs="+", default=(), metavar="COLUMN", help="the columns of --groups to group by"
    )


def check_face_arguments(args: argparse.Namespace) -> None:
    """Check them before anything is computed.

    Raises:
        SettingError: If --groups and --by are not given together, or --gradcam-layer without
            --gradcam, or for an ensemble.
        OutputError: If a file to write is there already.
    """
    if (args.groups is None) == bool(args.by):
        msg = "--groups TABLE.csv and --by COLUMN belong together"
        raise SettingError(msg)
    if args.gradcam_layer and args.gradcam is None:
        msg = "--gradcam-layer belongs to --gradcam"
        raise SettingError(msg)
    if args.gradcam is not None and args.checkpoint is None:
        msg = "--gradcam explains one --checkpoint, no ensemble"
        raise SettingError(msg)
    for name in WRITTEN:
        path: Path | None = getattr(args, name)
        if path is not None and path.exists():
            msg = f"{path} is already there and nothing is overwritten; give --{name} another file"
            raise OutputError(msg)


def write_faces(
    args: argparse.Namespace, score: "Score", table: "FaceTable", model: "Checkpoint"
) -> list[Path]:
    """Write what is asked for and return its paths.

    Raises:
        OutputError: If a file cannot be written.
        SettingError: If the network lacks the layer to explain.
    """
    from trainer.artefacts.faces import predictions_csv, suspects

    name_of = _namer(args.data)
    if args.predictions is not None:
        write_file(args.predictions, predictions_csv(score, table, name_of).encode())
    if args.suspects is not None:
        text = predictions_csv(score, table, name_of, suspects(score))
        write_file(args.suspects, text.encode())
    if args.confusions is not None:
        from trainer.artefacts.error_sheet import confusion_sheet

        write_file(args.confusions, confusion_sheet(score, model.spec))
    if args.gradcam is not None:
        from trainer.artefacts.heatmap_sheet import gradcam_sheet

        write_file(args.gradcam, gradcam_sheet(score, model, layer=args.gradcam_layer))
    return [path for name in WRITTEN if (path := getattr(args, name)) is not None]


def print_groups(console: Console, column: str, groups: "Sequence[GroupFigures]") -> None:
    """Print the figures of each group with their intervals."""
    table = Table(title=f"by {escape(column)}, with 95 % intervals", title_style="bold")
    table.add_column(escape(column), overflow="fold")
    for head in ("n", "accuracy", "macro-F1", "ECE", "ECE by chance"):
        table.add_column(head, justify="right")
    for group in groups:
        figures = [
            f"{found.value:.2%} ({found.low:.2%} to {found.high:.2%})"
            for found in (group.figures["accuracy"], group.figures["macro_f1"])
        ]
        value = escape(group.value) or "[dim]not said[/]"
        calibration = (f"{group.ece:.4f}", f"{group.ece_floor:.4f}")
        table.add_row(value, str(group.count), *figures, *calibration)
    console.print(table)


def _namer(roots: Sequence[Path]) -> "NameOf":
    """Return what names the pictures of folders; faces of other data have no files."""
    from trainer.data.folder import find_pictures

    files = [[picture.path for picture in find_pictures(r)] if r.is_dir() else [] for r in roots]
    return lambda source, row: str(files[source][row]) if files[source] else ""


def write_file(path: Path, data: bytes) -> None:
    """Write a whole file, its folder too.

    Raises:
        OutputError: If it cannot be written.
    """
    from emotion_desktop.files.atomic_write import write_whole

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, data)
    except OSError as error:
        msg = f"cannot write {path}: {(error.strerror or str(error)).lower()}"
        raise OutputError(msg) from error
