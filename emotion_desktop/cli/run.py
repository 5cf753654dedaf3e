"""The run of an analysis from a terminal, shared by both commands."""

import argparse
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.console import Console

from emotion_desktop.cli.interrupts import stop_on_interrupt
from emotion_desktop.cli.progress import TerminalProgress
from emotion_desktop.cli.summary import print_summary
from emotion_desktop.config import BACKENDS, PRECISIONS, HeatmapMethod
from emotion_desktop.errors import EmotionDesktopError, LabelError
from emotion_desktop.labels import Emotion
from emotion_desktop.leftovers import remove_leftovers

if TYPE_CHECKING:
    from emotion_desktop.outputs.result_files import Wanted

DONE: Final = 0
INCOMPLETE: Final = 1
"""Something could not be read or written; the rest is done."""
NOT_STARTED: Final = 2
"""Wrong usage, or no model to work with."""
INTERRUPTED: Final = 130


@dataclass(frozen=True, slots=True, kw_only=True)
class Compute:
    """What computes, as `EmotionPredictor` takes it: the same input gives the same results."""

    device: str
    backend: str
    precision: str

    @classmethod
    def chosen(cls, args: argparse.Namespace) -> "Compute":
        """Return what `add_compute_arguments` let the user choose; nothing is chosen by timing."""
        precision = "fp32" if args.precision == "auto" else args.precision
        return cls(device=args.device, backend=args.backend, precision=precision)


def run_analysis(
    program: str,
    texts: Sequence[str],
    wanted: "Wanted",
    *,
    model: str | None,
    compute: Compute,
    gradcam: Emotion | bool = False,
    gradcam_method: HeatmapMethod = HeatmapMethod.DEFAULT,
    limit_s: float | None = None,
) -> int:
    """Load the model, analyse the inputs, print a summary, and return the exit code.

    Heatmaps, if wanted, explain an emotion, or each face's own label if `gradcam` is True.
    """
    remove_leftovers()
    errors, out = Console(stderr=True), Console()
    with stop_on_interrupt() as stop:
        try:
            # Here and not above: these import PyTorch and MediaPipe, seconds of work.
            from emotion_desktop.outputs.analysis import Analysis
            from emotion_desktop.vision.catalog import default_checkpoint
            from emotion_desktop.vision.pipeline import FramePipeline
            from emotion_desktop.vision.predictor import EmotionPredictor

            predictor = EmotionPredictor(
                model or default_checkpoint(),
                device=compute.device,
                backend=compute.backend,
                precision=compute.precision,
            )
            if isinstance(gradcam, Emotion) and gradcam not in predictor.classes:
                known = ", ".join(predictor.classes)
                msg = f"{predictor.name} cannot explain {gradcam}; its classes: {known}"
                raise LabelError(msg)
            pipeline = FramePipeline(predictor)
        except EmotionDesktopError as error:
            return complain(errors, program, error, NOT_STARTED)
        pipeline.gradcam = bool(gradcam)
        pipeline.gradcam_class = gradcam if isinstance(gradcam, Emotion) else None
        pipeline.gradcam_method = gradcam_method
        try:
            with closing(predictor), closing(pipeline), TerminalProgress(errors, len(texts)) as bar:
                analysis = Analysis(pipeline, wanted, bar, limit_s=limit_s, stop=stop.is_set)
                report = analysis.run(texts)
        except EmotionDesktopError as error:
            return complain(errors, program, error, INCOMPLETE)
    print_summary(out, report)
    if report.errors:
        errors.print(f"not read, or not to the end: {len(report.errors)}", highlight=False)
    if report.interrupted:
        errors.print("interrupted: the files hold what was analysed before", highlight=False)
        return INTERRUPTED
    return INCOMPLETE if report.errors else DONE


def complain(console: Console, program: str, error: EmotionDesktopError, code: int) -> int:
    """Print an error as one line and return the exit code."""
    console.print(f"{program}: {error}", markup=False, highlight=False, soft_wrap=True)
    return code


def folder_argument(text: str) -> Path:
    """Return a path with `~` expanded, which shells leave alone in `--out=~/here`."""
    return Path(text).expanduser()


def add_compute_arguments(parser: argparse.ArgumentParser, *, live: bool = False) -> None:
    """Let users choose what computes, and on which device.

    Args:
        parser: Of the command.
        live: Whether the command may choose by timing; else the same input gives the same results.
    """
    parser.add_argument(
        "--device", default="auto", help="auto (default), cpu, cuda, cuda:1 ... or mps"
    )
    parser.add_argument(
        "--backend",
        choices=BACKENDS,
        default="auto",
        help="ONNX Runtime (on CPUs the default) or PyTorch (on GPUs the default)",
    )
    precisions = PRECISIONS if live else PRECISIONS[1:]
    parser.add_argument(
        "--precision",
        choices=precisions,
        default=precisions[0],
        help="arithmetic of ONNX Runtime on the CPU; int8 moves probabilities a little"
        + ("; auto (default) takes the faster one in the window" if live else "; default: fp32"),
    )
