"""How long another package takes for the same frames on the same machine.

::

    python -m benchmarks.peers [--beside CHECKOUT]

The other one is PyPI's `fer`, with OpenCV's Haar cascade (its default) and with MTCNN. It goes
into an environment of its own, made on the first call: several gigabytes. Ours is detector and
classifier with the app's default model, once as frames of a video, where small faces are looked
for in a part of the picture at a time, and once as pictures, each searched to the full. Everyone
gets the frames of the built-in demo, evenly spread, in a process of its own and with the settings
it comes with; they take turns, so that what disturbs the machine meets all.

Our window, painted into memory, plays videos at 30 frames a second that show one face and eight;
its time is from the arrival of a frame to the end of its painting. Processor time is that of all
threads, per frame. CHECKOUT is another version of this project, with its own `.venv`, whose window
does the same in the same turns.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any, Final

import numpy as np

from benchmarks.harness import command, make_parser, report
from emotion_desktop.cli.benchmark.faces import demo_frames
from emotion_desktop.cli.benchmark.tables import make_table
from emotion_desktop.config import cache_folder
from emotion_desktop.errors import OutputError
from emotion_desktop.processor import cpu_name
from emotion_desktop.vision.model_catalog import default_checkpoint
from emotion_desktop.vision.opencv import cv2

PACKAGE: Final = "fer==25.10.3"
ROUNDS: Final = 3
WORKER: Final = Path(__file__).with_name("peer_worker.py")
ROOT: Final = WORKER.parents[1]
DEMO_S: Final = 26.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerSpeed:
    """One reader on the frames.

    Attributes:
        name: What it is.
        median_ms: Per frame.
        p95_ms: Per frame.
        cpu_ms: Processor time per frame, of all threads.
        fps: Frames painted per second; None without a window.
        faces: Found in all frames together.
        frames: How many frames.
        ready_s: Imports, model and first frames, in seconds.
        peak_rss_mb: Of the process, in 10^6 bytes.
        disk_mb: Of its environment, in 10^6 bytes.
    """

    name: str
    median_ms: float
    p95_ms: float
    cpu_ms: float
    fps: float | None
    faces: int
    frames: int
    ready_s: float
    peak_rss_mb: float
    disk_mb: float


def python_of(folder: Path) -> Path:
    """Return where the interpreter of an environment is."""
    return folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def prepare(folder: Path) -> Path:
    """Return the interpreter of an environment with the package, which is made if need be.

    Raises:
        OutputError: If it cannot be installed; says what pip said last.
    """
    python = python_of(folder)
    done = folder / f"{PACKAGE}.installed"
    if done.is_file():
        return python
    sys.stderr.write(f"installing {PACKAGE} into {folder}: gigabytes, minutes\n")
    try:
        venv.create(folder, with_pip=True)
    except (OSError, subprocess.CalledProcessError) as error:
        msg = f"no environment could be made in {folder} ({error}); choose another with --env"
        raise OutputError(msg) from error
    command = [str(python), "-m", "pip", "install", "--quiet", PACKAGE]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        reason = (result.stderr.strip().splitlines() or ["it said nothing"])[-1]
        msg = f"pip could not install {PACKAGE} ({reason}); try again, or another --env"
        raise OutputError(msg)
    done.touch()
    return python


def size_mb(folder: Path) -> float:
    """Return what the files in a folder take, in 10^6 bytes; links are not followed."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def summary(name: str, rounds: Sequence[dict[str, Any]], disk_mb: float) -> PeerSpeed:
    """Return the figures of a reader over all rounds; each is what `peer_worker` prints."""
    milliseconds = [ms for figures in rounds for ms in figures["ms"]]
    return PeerSpeed(
        name=name,
        median_ms=median(milliseconds),
        p95_ms=float(np.percentile(milliseconds, 95)),
        cpu_ms=median(figures["cpu_ms"] for figures in rounds),
        fps=rounds[0]["fps"] and median(figures["fps"] for figures in rounds),
        faces=sum(rounds[0]["faces"]),
        frames=len(rounds[0]["faces"]),
        ready_s=median(figures["ready_s"] for figures in rounds),
        peak_rss_mb=max(figures["peak_rss_mb"] for figures in rounds),
        disk_mb=disk_mb,
    )


@dataclass(frozen=True, slots=True)
class Reader:
    """What is measured.

    Attributes:
        kind: Name of it in `peer_worker`.
        name: To show.
        python: Interpreter of its environment.
        checkout: Of this project, if it is one.
    """

    kind: str
    name: str
    python: Path
    checkout: Path | None = None


def _ours(name: str, python: Path, checkout: Path) -> list[Reader]:
    return [
        Reader("ours-video", f"{name}, video", python, checkout),
        Reader("ours-picture", f"{name}, pictures", python, checkout),
        *_windows(name, python, checkout),
    ]


def _windows(name: str, python: Path, checkout: Path) -> list[Reader]:
    return [
        Reader("window-1", f"{name}, window, 1 face", python, checkout),
        Reader("window-8", f"{name}, window, 8 faces", python, checkout),
    ]


def ask(reader: Reader, frames: Path) -> dict[str, Any]:
    """Return what a reader's process measured on the pictures of a folder.

    Raises:
        OutputError: If it failed.
    """
    result = subprocess.run(
        [str(reader.python), str(WORKER), reader.kind, str(frames)],
        env={**os.environ, "PYTHONPATH": str(reader.checkout or "")},
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode != 0:
        reason = (result.stderr.strip().splitlines() or ["it said nothing"])[-1]
        msg = f"{reader.name} failed ({reason})"
        raise OutputError(msg)
    figures: dict[str, Any] = json.loads(result.stdout.splitlines()[-1])
    return figures


def write_frames(folder: Path, count: int) -> None:
    """Write so many frames of the demo, evenly spread, as PNG."""
    every = max(1, int(DEMO_S * 30) // count)
    for frame in islice(demo_frames(), 0, every * count, every):
        cv2.imwrite(str(folder / f"{frame.index:05}.png"), frame.image)


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    args = _parser().parse_args(argv)
    here = Path(sys.executable)
    there = prepare(args.env.expanduser())
    beside = []
    if args.beside is not None:
        python = python_of(args.beside / ".venv")
        beside = _windows(args.beside.name, python, args.beside.resolve())
    readers = [
        *_ours(f"ours, {default_checkpoint()}", here, ROOT),
        *beside,
        Reader("fer", f"{PACKAGE}, Haar cascade", there),
        Reader("fer-mtcnn", f"{PACKAGE}, MTCNN", there),
    ]
    rounds: dict[Reader, list[dict[str, Any]]] = {reader: [] for reader in readers}
    with tempfile.TemporaryDirectory() as folder:
        write_frames(Path(folder), args.frames)
        for number in range(ROUNDS):
            for reader in readers:
                sys.stderr.write(f"round {number + 1} of {ROUNDS}: {reader.name}\n")
                rounds[reader].append(ask(reader, Path(folder)))
    environments = {reader.python: reader.python.parents[1] for reader in readers}
    disk = {python: size_mb(folder) for python, folder in environments.items()}
    return _report(
        [summary(reader.name, rounds[reader], disk[reader.python]) for reader in readers]
    )


def _report(speeds: Sequence[PeerSpeed]) -> int:
    columns = (
        *("reader", "ms", "p95", "of first", "CPU ms", "fps", "faces a frame"),
        *("ready s", "RSS MB", "disk MB"),
    )
    rows = [
        (
            speed.name,
            f"{speed.median_ms:.1f}",
            f"{speed.p95_ms:.1f}",
            f"{speed.median_ms / speeds[0].median_ms:.2f}×",
            f"{speed.cpu_ms:.1f}",
            "" if speed.fps is None else f"{speed.fps:.1f}",
            f"{speed.faces / speed.frames:.2f}",
            f"{speed.ready_s:.1f}",
            f"{speed.peak_rss_mb:.0f}",
            f"{speed.disk_mb:.0f}",
        )
        for speed in speeds
    ]
    return report(
        make_table(columns, rows, f"{speeds[0].frames} 720p frames, {ROUNDS} rounds, {cpu_name()}"),
        "Disk: the whole environment; ours holds the tools of development and training too.",
    )


def _parser() -> argparse.ArgumentParser:
    parser = make_parser("peers", __doc__)
    parser.add_argument(
        "--env",
        type=Path,
        default=cache_folder() / "peers" / "fer",
        metavar="DIR",
        help="where the other package's environment is or goes (default: in the user's cache)",
    )
    parser.add_argument(
        "--beside",
        type=Path,
        metavar="CHECKOUT",
        help="another version of this project whose window is measured, too",
    )
    parser.add_argument("--frames", type=int, default=60, metavar="N", help="default: 60")
    return parser


if __name__ == "__main__":
    sys.exit(main())
