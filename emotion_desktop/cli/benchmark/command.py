"""`emotion-benchmark`: its arguments, what it refuses, and where the results go."""

import argparse
import importlib.util
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from rich.console import Console

from emotion_desktop import __version__
from emotion_desktop.cli.benchmark.json_report import make_document, to_text
from emotion_desktop.cli.benchmark.machine import describe_machine
from emotion_desktop.cli.benchmark.plan import PARTS, Plan, carry_out, chosen_models
from emotion_desktop.cli.benchmark.records import Failure, Record
from emotion_desktop.cli.benchmark.tables import print_tables
from emotion_desktop.cli.run import (
    DONE,
    INCOMPLETE,
    INTERRUPTED,
    NOT_STARTED,
    add_compute_arguments,
    complain,
    pipeline_settings,
)
from emotion_desktop.errors import EmotionDesktopError, OutputError, SettingError
from emotion_desktop.vision.backends.onnx import thread_count
from emotion_desktop.vision.model_catalog import default_checkpoint
from emotion_desktop.vision.sources import DEMO, open_source

MOST_FACES: Final = 16

_DESCRIPTION = """\
Measures how fast this computer reads expressions, with the app's own parts: the networks alone
beside eager PyTorch and the machine's matrix-multiplication speed; the real window, from capture
to painted; the start of the app. Without a display the window is painted into memory."""

_EPILOG = """\
parts:
  classifier  crops to probabilities, for each model and number of faces
  live        the window on SOURCE, then on generated scenes with 1, 2, 4 ... faces; latency,
              dropped frames, memory, and detector, classifier and painting alone
  startup     emotion-desktop from its call to the first labelled face, then to the first
              heatmap, then to the first labels of another model, three times with an empty
              cache and three times with a full one; of the app's default model if that is
              among --models, else of the first

exit code:
  0 all was measured; 1 some was not; 2 could not start; 130 interrupted with Ctrl-C (what was
  measured until then is shown and written)

examples:
  emotion-benchmark
  emotion-benchmark --models cnn48_gray,vgg48_gray --only live --plot latency.png
  emotion-benchmark --json - > this-machine.json
"""


def run(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = _parser()
    args = parser.parse_args(argv)
    errors = Console(stderr=True)
    began_at = datetime.now(UTC)
    try:
        plan = _plan(args)
        _check_outputs(args.json, args.plot, plan)
    except EmotionDesktopError as error:
        return complain(errors, parser.prog, error, NOT_STARTED)
    machine = describe_machine()
    records: list[Record] = []
    interrupted = False
    try:
        for record in carry_out(plan, lambda line: _say(errors, line)):
            records.append(record)
            if isinstance(record, Failure):
                _say(errors, record.message)
    except KeyboardInterrupt:
        interrupted = True
        _say(errors, "interrupted: this is what was measured before")
    print_tables(Console(stderr=args.json == "-"), records)
    document = make_document(
        records,
        arguments=vars(args),
        machine=machine,
        began_at=began_at,
        interrupted=interrupted,
    )
    try:
        _write(args.json, to_text(document))
        if args.plot is not None:
            from emotion_desktop.cli.benchmark.plot import plot_latency

            plot_latency(records, Path(args.plot))
    except OutputError as error:
        return complain(errors, parser.prog, error, INTERRUPTED if interrupted else INCOMPLETE)
    if interrupted:
        return INTERRUPTED
    return INCOMPLETE if any(isinstance(record, Failure) for record in records) else DONE


def _plan(args: argparse.Namespace) -> Plan:
    """Return what to measure.

    Raises:
        EmotionDesktopError: If a model, the source, a part or a number cannot be used.
    """
    parts = tuple(args.only.split(","))
    unknown = [part for part in parts if part not in PARTS]
    if unknown:
        msg = f"--only takes some of {','.join(PARTS)}, got {unknown[0]!r}"
        raise SettingError(msg)
    if "classifier" in parts and (missing := _missing("torch", "onnx")):
        msg = (
            f"the part classifier needs {' and '.join(missing)}: pip install "
            "'emotion-desktop[train]'; or leave it out: --only live,startup"
        )
        raise SettingError(msg)
    models = chosen_models(args.models)
    if not 0.1 <= args.seconds <= 3600:
        msg = f"--seconds must be between 0.1 and 3600, got {args.seconds:g}"
        raise SettingError(msg)
    if parts != ("classifier",):
        with closing(open_source(args.source)) as source:
            source.read()
    default = default_checkpoint()
    return Plan(
        parts=parts,
        models=models,
        started=default if default in models else models[0],
        source=args.source,
        faces=_faces(args.faces),
        device=args.device,
        backend=args.backend,
        detector=pipeline_settings(args).detector,
        seconds=args.seconds,
        threads=thread_count(),
    )


def _missing(*packages: str) -> list[str]:
    """Return those of some packages that are not installed."""
    return [name for name in packages if importlib.util.find_spec(name) is None]


def _faces(text: str) -> tuple[int, ...]:
    """Return the numbers of faces, rising."""
    words = [word.strip() for word in text.split(",") if word.strip()]
    if not words or not all(word.isdecimal() and 1 <= int(word) <= MOST_FACES for word in words):
        msg = f"--faces takes numbers from 1 to {MOST_FACES} with commas, got {text!r}"
        raise SettingError(msg)
    return tuple(sorted({int(word) for word in words}))


def _check_outputs(json: str | None, plot: str | None, plan: Plan) -> None:
    """Refuse at once what would fail after minutes of measuring.

    Raises:
        OutputError: If a file could not be written.
    """
    for name in (json, plot):
        if name not in {None, "-"} and not Path(str(name)).absolute().parent.is_dir():
            msg = f"there is no folder {Path(str(name)).parent} for {name}; make it first"
            raise OutputError(msg)
    if plot is None:
        return
    if "live" not in plan.parts:
        msg = "--plot shows what the part live measures; add it to --only"
        raise OutputError(msg)
    if _missing("matplotlib"):
        msg = "--plot needs matplotlib; install it: pip install 'emotion-desktop[train]'"
        raise OutputError(msg)


def _write(json: str | None, text: str) -> None:
    if json == "-":
        sys.stdout.write(text)
    elif json is not None:
        try:
            Path(json).write_text(text, encoding="utf-8")
        except OSError as error:
            msg = f"{json} cannot be written: {error.strerror}"
            raise OutputError(msg) from error


def _say(console: Console, line: str) -> None:
    console.print(line, markup=False, highlight=False, soft_wrap=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="emotion-benchmark",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--source", default=DEMO, metavar="SOURCE", help="as for emotion-desktop (default: demo)"
    )
    parser.add_argument(
        "--models",
        default="all",
        metavar="A,B+C",
        help="checkpoints by name or path, ensembles with +; all (default): every trained one",
    )
    parser.add_argument(
        "--faces", default="1,2,4,8,16", metavar="N,N", help="numbers of faces, up to 16"
    )
    add_compute_arguments(parser)
    parser.add_argument(
        "--seconds",
        type=float,
        default=10.0,
        metavar="N",
        help="watch the window so long with each model, half as long with each number of faces, "
        "and time each batch for three tenths of it (default: 10)",
    )
    parser.add_argument("--json", metavar="FILE", help="write all figures; - is standard output")
    parser.add_argument("--plot", metavar="FILE.png", help="draw latency against faces")
    parser.add_argument(
        "--only", default=",".join(PARTS), metavar="PART,PART", help="some of the parts below"
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    return parser
