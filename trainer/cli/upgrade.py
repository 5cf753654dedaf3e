"""`emotion-train upgrade`: graphs into the headers of checkpoints that were made without them."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from emotion_desktop.config import find_checkpoint
from emotion_desktop.errors import CheckpointError


def main(argv: Sequence[str]) -> None:
    """Write graphs into the headers of checkpoints; their weights stay as they are.

    Raises:
        EmotionDesktopError: If a checkpoint or the data cannot be used, or a file not be written.
    """
    args = _parser().parse_args(argv)
    from emotion_desktop.models import load_checkpoint
    from trainer.cli.evaluate import read_data
    from trainer.packing import upgraded

    console = Console(highlight=False, soft_wrap=True)
    for name in args.checkpoints:
        checkpoint = load_checkpoint(find_checkpoint(name))
        table = read_data(args, [checkpoint.spec]) if args.data else None
        data = upgraded(checkpoint, table)
        _write(checkpoint.path, data)
        kinds = "float32 and int8" if table is not None else "float32; for int8 give --data"
        console.print(f"upgraded {checkpoint.path}: graphs of logits in {kinds}", markup=False)


def _write(path: Path, data: bytes) -> None:
    from emotion_desktop.files.atomic_write import write_whole

    try:
        write_whole(path, data)
    except OSError as error:
        msg = f"cannot write checkpoint {path}: {error.strerror}"
        raise CheckpointError(msg) from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="emotion-train upgrade",
        description="Write into checkpoints the graphs by which the app runs them on CPUs without "
        "PyTorch. Weights and figures stay as they are.",
    )
    parser.add_argument("checkpoints", nargs="+", metavar="CHECKPOINT", help="names or files")
    parser.add_argument(
        "--data",
        type=Path,
        nargs="+",
        metavar="PATH",
        help="the data it was trained on: its PublicTest calibrates int8, and int8 is scored",
    )
    parser.add_argument("--ferplus", type=Path, help="FER+'s votes for the FER2013 file")
    parser.add_argument("--skip-bad", action="store_true", help="leave out bad rows and pictures")
    parser.set_defaults(split="PublicTest")  # that of the training, where the data have none
    return parser
