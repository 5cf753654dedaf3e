"""What recording costs: processor time, latency, frames left out and room on the disk.

::

    python -m benchmarks.recording [SOURCE] --model cnn48_gray --seconds 20

The source (the built-in demo, 1280x720 at 30 frames a second, if none is given) runs live three
times, one after the other in the same process: not recorded, recorded clean, and recorded with the
overlay. Results are taken as the window takes them, so the latency is that from capture to where it
would paint.

  core       processor time of the process by wall time: 1.00 is one core
  added      the same less that of the first run
  latency    from capture to the result, median and 95th percentile in milliseconds
  missed     frames that could not be written in time
  MB/min     size of video and tables
"""

import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from benchmarks.harness import command, make_parser, report
from emotion_desktop import __version__
from emotion_desktop.cli.benchmark.statistics import median_ms, percentile_ms
from emotion_desktop.cli.benchmark.tables import make_table
from emotion_desktop.config import PipelineSettings
from emotion_desktop.domain import FrameResult
from emotion_desktop.errors import EmotionDesktopError
from emotion_desktop.outputs.recording.recorder import Recorder
from emotion_desktop.outputs.recording.session_format import (
    RecordedModel,
    RecordedSource,
    SessionMetadata,
)
from emotion_desktop.vision.live.live_pipeline import LivePipeline
from emotion_desktop.vision.pipeline import FramePipeline
from emotion_desktop.vision.predictor import EmotionPredictor

WARM_UP_S: Final = 3.0
STYLES: Final[tuple[Literal["clean", "annotated"] | None, ...]] = (None, "clean", "annotated")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What one run cost."""

    core: float
    p50_ms: float
    p95_ms: float
    frames: int
    missed: int
    bytes_per_s: float


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Run and print; return the exit code."""
    parser = make_parser("recording", __doc__)
    parser.add_argument("source", nargs="?", default="demo", metavar="SOURCE")
    parser.add_argument("--model", default="cnn48_gray", metavar="NAME")
    parser.add_argument("--seconds", type=float, default=20.0, metavar="N")
    args = parser.parse_args(argv)
    runs = {style: measure(args.source, args.model, args.seconds, style) for style in STYLES}
    rows = [
        (
            style or "not",
            str(run.frames),
            f"{run.core:.2f}",
            f"{run.core - runs[None].core:+.2f}",
            f"{run.p50_ms:.1f}, p95 {run.p95_ms:.1f}",
            str(run.missed),
            f"{run.bytes_per_s * 60 / 1e6:.1f}",
        )
        for style, run in runs.items()
    ]
    columns = ("recorded", "frames", "core", "added", "latency ms", "missed", "MB/min")
    title = f"{args.source}, {args.model}, {args.seconds:g} s each"
    return report(make_table(columns, rows, title))


class Run:
    """Takes the results of a live pipeline, as the window does."""

    def __init__(self, source: str, model: str) -> None:
        self._news = threading.Event()
        self._error: EmotionDesktopError | None = None
        self._live = LivePipeline(
            lambda: FramePipeline(EmotionPredictor(model), live=True),
            on_frame=lambda: None,
            on_result=self._news.set,
            on_source_error=self._fail,
            on_model_error=self._fail,
            on_model_ready=lambda _: None,
        )
        self._live.open(source)

    def take(self) -> FrameResult | None:
        """Wait a little for the newest result.

        Raises:
            EmotionDesktopError: If the source or the model failed.
        """
        self._news.wait(0.1)
        self._news.clear()
        if self._error is not None:
            raise self._error
        return self._live.results.take()

    def subscribe(self, take: Callable[[FrameResult], None]) -> None:
        """Hand every result to one who takes it at once."""
        self._live.subscribe(take)

    def close(self) -> None:
        """Stop all threads."""
        self._live.close()

    def _fail(self, error: EmotionDesktopError) -> None:
        self._error = error
        self._news.set()


def measure(
    source: str, model: str, seconds: float, style: Literal["clean", "annotated"] | None
) -> Figures:
    """Run live for so long and return what it cost.

    Raises:
        EmotionDesktopError: If source, model or disk fail.
    """
    run = Run(source, model)
    try:
        first = _warm(run)
        with tempfile.TemporaryDirectory() as folder:
            recorder = _recorder(Path(folder), first, style) if style else None
            latencies = []
            begun, worked = time.monotonic(), time.process_time()
            while time.monotonic() < begun + seconds:
                result = run.take()
                if result is not None:
                    latencies.append(time.monotonic() - result.captured_at)
                    if recorder is not None:
                        recorder.put(result)
            core = (time.process_time() - worked) / (time.monotonic() - begun)
            missed, size = _end(recorder) if recorder is not None else (0, 0)
    finally:
        run.close()
    return Figures(
        core=core,
        p50_ms=median_ms(latencies),
        p95_ms=percentile_ms(latencies, 95),
        frames=len(latencies),
        missed=missed,
        bytes_per_s=size / seconds,
    )


def _warm(run: Run) -> FrameResult:
    """Wait until results have come for a while; return the last one."""
    first_at = None
    while True:
        result = run.take()
        if result is not None:
            first_at = first_at or time.monotonic()
            if time.monotonic() > first_at + WARM_UP_S:
                return result


def _recorder(folder: Path, first: FrameResult, style: Literal["clean", "annotated"]) -> Recorder:
    height, width = first.image.shape[:2]
    metadata = SessionMetadata(
        app_version=__version__,
        source=RecordedSource(name=first.frame.source, width=width, height=height, fps=30.0),
        model=RecordedModel(name=first.model, classes=first.classes),
        settings={name: float(value) for name, value in asdict(PipelineSettings()).items()},
        video=style,
        started_at=datetime.now().astimezone(),
    )
    return Recorder(folder, metadata, on_end=lambda _: None)


def _end(recorder: Recorder) -> tuple[int, int]:
    """End a recording; return how many frames it missed and how many bytes it takes."""
    recorder.stop()
    recorder.wait(30)
    size = sum(file.stat().st_size for file in recorder.folder.iterdir())
    return recorder.state.dropped, size


if __name__ == "__main__":
    sys.exit(main())
