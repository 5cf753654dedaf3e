"""`emotion-train export`: a checkpoint as a file for other programs."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from emotion_desktop.config import find_checkpoint

OPSETS = range(17, 24)


def main(argv: Sequence[str]) -> None:
    """Write a checkpoint as ONNX.

    Raises:
        EmotionDesktopError: If the checkpoint cannot be used or the file not be written.
    """
    args = _parser().parse_args(argv)
    from emotion_desktop.models import load_checkpoint
    from trainer.export import CROPS, OPSET, export_onnx

    checkpoint = load_checkpoint(find_checkpoint(args.checkpoint))
    path = args.out or Path(f"{checkpoint.path.stem}.onnx")
    difference = export_onnx(checkpoint, path, opset=args.opset or OPSET)
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"saved {path}, {path.stat().st_size / 1e6:.1f} MB", markup=False)
    console.print(
        f"checked: on {CROPS} random crops no probability of ONNX Runtime differs from PyTorch's "
        f"by more than {difference:.1e}"
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="emotion-train export",
        description="Write a checkpoint for other programs. The file gives calibrated "
        "probabilities and logits for any number of faces; its metadata say which classes.",
    )
    parser.add_argument("checkpoint", help="name of a trained model, or a file")
    parser.add_argument("--onnx", action="store_true", required=True, help="the format; no other")
    parser.add_argument("--out", type=Path, help="default: CHECKPOINT.onnx in this folder")
    parser.add_argument(
        "--opset",
        type=int,
        choices=OPSETS,
        metavar=f"{OPSETS[0]}–{OPSETS[-1]}",
        help="version of the ONNX operators; default 18",
    )
    return parser
