"""`emotion-train export`: a checkpoint as a file for other programs."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

OPSETS = range(17, 24)


def main(argv: Sequence[str]) -> None:
    """Write a checkpoint or an ensemble.

    Raises:
        EmotionDesktopError: If the checkpoint cannot be used or the file not be written.
    """
    args = _parser().parse_args(argv)
    from trainer.evaluation.ensemble import load_model, members
    from trainer.export import CROPS, OPSET, export_onnx, export_pt2

    model = load_model(args.checkpoint)
    stem = "+".join(member.path.stem for member in members(model))
    path = args.out or Path(f"{stem}.{'pt2' if args.pt2 else 'onnx'}")
    if args.pt2:
        difference, runtime = export_pt2(model, path), "the exported program"
    else:
        difference, runtime = export_onnx(model, path, opset=args.opset or OPSET), "ONNX Runtime"
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"saved {path}, {path.stat().st_size / 1e6:.1f} MB", markup=False)
    console.print(
        f"checked: on {CROPS} random crops no probability of {runtime} differs from PyTorch's "
        f"by more than {difference:.1e}"
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="emotion-train export",
        description="Write a checkpoint or an ensemble for other programs. The file gives "
        "calibrated probabilities and logits for any number of faces; its metadata say which "
        "classes, and how a face is cut out and fed.",
    )
    parser.add_argument(
        "checkpoint",
        help="name of a trained model, or a file; several, separated by commas, are an ensemble",
    )
    kind = parser.add_mutually_exclusive_group(required=True)
    kind.add_argument("--onnx", action="store_true", help="for ONNX Runtime and many others")
    kind.add_argument("--pt2", action="store_true", help="for PyTorch: torch.export.load")
    parser.add_argument(
        "--out", type=Path, help="default: CHECKPOINT.onnx or CHECKPOINT.pt2 in this folder"
    )
    parser.add_argument(
        "--opset",
        type=int,
        choices=OPSETS,
        metavar=f"{OPSETS[0]}–{OPSETS[-1]}",
        help="version of the ONNX operators; default 18",
    )
    return parser
