"""The run of an analysis from a terminal, shared by both commands."""

import argparse
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.console import Console

from emotion_desktop.cli.environment import ANALYSIS_BYTES, memory_complaint, settle_in
from emotion_desktop.cli.interrupts import stop_on_interrupt
from emotion_desktop.cli.progress import TerminalProgress
from emotion_desktop.cli.summary import print_summary
from emotion_desktop.config import (
    BACKENDS,
    PRECISIONS,
    RANGES,
    BlurStyle,
    BlurWho,
    HeatmapMethod,
    PipelineSettings,
)
from emotion_desktop.error_boundary import MODEL, OUTPUT, error_boundary
from emotion_desktop.errors import EmotionDesktopError, SettingError
from emotion_desktop.leftovers import remove_leftovers
from emotion_desktop.log_file import where_logged
from emotion_desktop.plugin_files import loaded_files

if TYPE_CHECKING:
    from emotion_desktop.outputs.analysis_inputs import InputSelection
    from emotion_desktop.outputs.analysis_summary import Report
    from emotion_desktop.outputs.label_counts import Tally
    from emotion_desktop.outputs.parallel.job import AnalysisJob, Executor, ModelFacts
    from emotion_desktop.outputs.result_files import OutputSelection
    from emotion_desktop.vision.pipeline_request import PipelineRequest

DONE: Final = 0
INCOMPLETE: Final = 1
"""Something could not be read or written; the rest is done."""
NOT_STARTED: Final = 2
"""Wrong usage, or no model to work with."""
INTERRUPTED: Final = 130


def prepare() -> None:
    """Let standard output and error take every name, spelt out if need be; have a home folder.

    Under Windows' code pages and in the C locale a pipe would refuse most of the world's names,
    after all work is done.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    advice = settle_in()
    if advice is not None:
        sys.stderr.write(f"note: {advice}\n")


def run_analysis(
    program: str,
    texts: Sequence[str],
    wanted: "OutputSelection",
    args: argparse.Namespace,
    *,
    gradcam: str | bool = False,
    gradcam_method: HeatmapMethod = HeatmapMethod.DEFAULT,
    selection: "InputSelection | None" = None,
    as_json: bool = False,
) -> int:
    """Load the model, analyse the inputs, print a summary, and return the exit code.

    Args:
        program: Its name.
        texts: The inputs as the user wrote them.
        wanted: The files to write.
        args: With `model` and what `add_compute_arguments` adds.
        gradcam: Whether to make heatmaps, of an emotion or of each face's own label.
        gradcam_method: Where heatmaps come from.
        selection: What of the inputs is read; all if None.
        as_json: Print the summary as JSON.
    """
    complaint = memory_complaint(ANALYSIS_BYTES)
    if complaint is not None:
        sys.stderr.write(f"{program}: {complaint}\n")
        return NOT_STARTED
    remove_leftovers()
    errors = Console(stderr=True)
    started = False

    def begin(_: "ModelFacts") -> None:
        nonlocal started
        started = True

    try:
        with stop_on_interrupt() as stop, error_boundary(OUTPUT):
            with error_boundary(MODEL):
                # Here and not above: these import OpenCV and ONNX Runtime, or PyTorch.
                from emotion_desktop.outputs.parallel.analysis import ParallelAnalysis

                job = _job(args, wanted, selection, gradcam, gradcam_method)
            executor = _executor(args, job)
            with TerminalProgress(errors, 1 if executor else len(texts)) as bar:
                if executor is not None:
                    with closing(executor):
                        analysis = ParallelAnalysis(executor, job, bar, stop=stop.is_set)
                        report = analysis.run(texts, begin)
                else:
                    report = _analyze_here(job, bar, stop.is_set, texts, begin)
    except EmotionDesktopError as error:
        return complain(errors, program, error, INCOMPLETE if started else NOT_STARTED)
    except KeyboardInterrupt:  # the second Ctrl-C
        errors.print("interrupted at once: the last file may not be whole", highlight=False)
        return INTERRUPTED
    most = job.request.settings.max_faces
    return _conclude(program, errors, report, most, as_json=as_json)


def _job(
    args: argparse.Namespace,
    wanted: "OutputSelection",
    selection: "InputSelection | None",
    gradcam: str | bool,  # noqa: FBT001 (as `run_analysis` takes it)
    gradcam_method: HeatmapMethod,
) -> "AnalysisJob":
    from emotion_desktop.outputs.analysis_inputs import InputSelection
    from emotion_desktop.outputs.parallel.job import AnalysisJob
    from emotion_desktop.vision.model_catalog import default_checkpoint
    from emotion_desktop.vision.pipeline_request import PipelineRequest

    return AnalysisJob(
        model=args.model or default_checkpoint(),
        wanted=wanted,
        request=with_blur(
            PipelineRequest(
                settings=pipeline_settings(args),
                heatmaps=bool(gradcam),
                heatmap_method=gradcam_method,
            ),
            args,
        ),
        explained=gradcam if isinstance(gradcam, str) else None,
        selection=selection or InputSelection(),
        device=args.device,
        backend=args.backend,
        # nothing is chosen by timing: the same input gives the same results
        precision="fp32" if args.precision == "auto" else args.precision,
        plugins=tuple(loaded_files()),
    )


def _executor(args: argparse.Namespace, job: "AnalysisJob") -> "Executor | None":
    """Return what analyses several files at once; None if that was not asked for."""
    if getattr(args, "cluster", None) is not None:
        from emotion_desktop.outputs.parallel.cluster import Cluster

        return Cluster(job, args.cluster)
    if getattr(args, "workers", 1) > 1:
        from emotion_desktop.outputs.parallel.worker_pool import WorkerPool

        return WorkerPool(job, args.workers)
    return None


def _analyze_here(
    job: "AnalysisJob",
    bar: TerminalProgress,
    stop: Callable[[], bool],
    texts: Sequence[str],
    begin: "Callable[[ModelFacts], None]",
) -> "Report":
    """Analyse one file after the other, in this process."""
    from emotion_desktop.outputs.analysis import Analysis
    from emotion_desktop.outputs.parallel.job import ModelFacts

    with error_boundary(MODEL):
        pipeline = job.open_pipeline()
    with closing(pipeline):
        begin(ModelFacts.of(pipeline))
        analysis = Analysis(pipeline, job.wanted, bar, selection=job.selection, stop=stop)
        return analysis.run(texts)


def _conclude(
    program: str, errors: Console, report: "Report", max_faces: int, *, as_json: bool
) -> int:
    """Print what was done and what was not, and return the exit code."""
    try:
        if as_json:
            sys.stdout.write(json.dumps(report.as_record(), ensure_ascii=False, indent=2) + "\n")
            sys.stdout.flush()
        else:
            print_summary(Console(), report)
    except OSError as error:  # e.g. a full disk behind a redirection
        _drop_output()
        errors.print(f"{program}: the summary cannot be printed: {error.strerror}", markup=False)
        return INCOMPLETE
    if report.total.left_out:
        errors.print(left_out_note(report.total, max_faces), highlight=False)
    if report.errors:
        errors.print(f"not read, or not to the end: {len(report.errors)}", highlight=False)
    if report.interrupted:
        errors.print("interrupted: the files hold what was analysed before", highlight=False)
        return INTERRUPTED
    return INCOMPLETE if report.errors else DONE


def _drop_output() -> None:
    """Let what standard output still holds vanish, or Python would fail at its end, too."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def left_out_note(tally: "Tally", most: int) -> str:
    """Return a sentence that says how many faces the limit cut off."""
    frames = "1 frame" if tally.frames_cut == 1 else f"{tally.frames_cut} frames"
    faces = "1 face was" if tally.left_out == 1 else f"{tally.left_out} faces were"
    return f"{faces} left out in {frames} with more than {most}; allow more with --max-faces"


def complain(console: Console, program: str, error: EmotionDesktopError, code: int) -> int:
    """Print an error as one line and return the exit code."""
    text = f"{program}: {error}{where_logged(error)}"
    console.print(text, markup=False, highlight=False, soft_wrap=True)
    return code


def folder_argument(text: str) -> Path:
    """Return a path with `~` expanded, which shells leave alone in `--out=~/here`."""
    try:
        return Path(text).expanduser()
    except RuntimeError:  # ~nobody
        return Path(text)


def detector_argument(text: str) -> str:
    """Return the name of a detector as it is, if there is one."""
    from emotion_desktop.vision.detection import check_detector

    try:
        return check_detector(text)
    except SettingError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def max_faces_argument(text: str) -> int:
    """Return a number of faces."""
    low, high = RANGES["max_faces"]
    if not (text.isdecimal() and low <= int(text) <= high):
        msg = f"must be a whole number from {low:g} to {high:g}, got {text!r}"
        raise argparse.ArgumentTypeError(msg)
    return int(text)


def pipeline_settings(args: argparse.Namespace) -> PipelineSettings:
    """Return the usual settings but for what the command line says."""
    settings = PipelineSettings()
    most = getattr(args, "max_faces", None)
    return replace(
        settings,
        detector=args.detector or settings.detector,
        max_faces=settings.max_faces if most is None else most,
    )


def with_blur(request: "PipelineRequest", args: argparse.Namespace) -> "PipelineRequest":
    """Return a request that hides faces if the command line says so."""
    if args.blur is None:
        return request
    return replace(request, blur=BlurWho.EVERYBODY, blur_style=BlurStyle(args.blur))


def add_compute_arguments(parser: argparse.ArgumentParser, *, live: bool = False) -> None:
    """Let users choose what finds faces, what reads them, and on which device.

    Args:
        parser: Of the command.
        live: Whether the command may choose by timing; else the same input gives the same results.
    """
    parser.add_argument(
        "--detector",
        metavar="NAME",
        type=detector_argument,
        help="what finds faces: blazeface (default), mediapipe, or yunet:FILE.onnx",
    )
    parser.add_argument(
        "--blur",
        nargs="?",
        choices=[style.value for style in BlurStyle],
        const=BlurStyle.MOSAIC.value,
        help="hide everybody's face in all pictures that are written, shown or sent, with a mosaic "
        "(default) or a mask; it helps, but some faces may slip through",
    )
    parser.add_argument(
        "--device", default="auto", help="auto (default), cpu, cuda, cuda:1 ... or mps"
    )
    parser.add_argument(
        "--backend",
        choices=BACKENDS,
        default="auto",
        help="ONNX Runtime (on CPUs the default) or PyTorch (on GPUs the default)",
    )
    parser.add_argument(
        "--plugin",
        action="append",
        metavar="FILE",
        help="Python file with a detector, source or writer of your own; may be repeated",
    )
    precisions = PRECISIONS if live else PRECISIONS[1:]
    parser.add_argument(
        "--precision",
        choices=precisions,
        default=precisions[0],
        help="arithmetic of ONNX Runtime on the CPU; int8 moves probabilities a little"
        + ("; auto (default) takes the faster one in the window" if live else "; default: fp32"),
    )
