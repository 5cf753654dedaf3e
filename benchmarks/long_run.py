"""Whether the window stays as fast and as small as it was when it is left alone for long.

::

    python -m benchmarks.long_run --minutes 10

The app's own window works on a looping source; every few seconds its latency, speed, dropped
frames and memory go into a CSV file and a picture. Without a display it is painted into memory.
"""

import argparse
import csv
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Final

import numpy as np
from matplotlib.figure import Figure

from benchmarks.harness import make_parser
from emotion_desktop.cli.benchmark.memory import resident_mb
from emotion_desktop.cli.benchmark.statistics import median_ms, percentile_ms, rate
from emotion_desktop.cli.environment import paint_into_memory
from emotion_desktop.errors import EmotionDesktopError, SettingError

SETTLING_S: Final = 60.0
"""Not counted at the start: caches fill, and Python's memory takes its size."""

ENDS: Final = 5
"""Samples at each end whose median memory is compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Some seconds of the window.

    Attributes:
        time_s: Seconds from the start to the end of the sample.
        p50_ms: Median latency from capture to painted.
        p95_ms: Its 95th percentile.
        fps: Frames painted per second.
        dropped: Frames left out because a newer one had come, in this sample.
        faces: Faces found in the last frame.
        rss_mb: Resident memory at its end, in 10^6 bytes.
    """

    time_s: float
    p50_ms: float
    p95_ms: float
    fps: float
    dropped: int
    faces: int
    rss_mb: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """What became of the figures after the window had settled.

    Attributes:
        from_s: Where counting began.
        minutes: How long the rest was.
        slope_ms_per_min: Of a line through the median latencies.
        growth_mb: Median memory of the last samples less that of the first ones.
    """

    from_s: float
    minutes: float
    slope_ms_per_min: float
    growth_mb: float


def trend_of(samples: Sequence[Sample]) -> Trend:
    """Return how latency and memory went after the first minute, or third of a shorter run.

    Raises:
        SettingError: If fewer than two samples are left.
    """
    end_s = samples[-1].time_s if samples else 0.0
    from_s = min(SETTLING_S, end_s / 3)
    rest = [sample for sample in samples if sample.time_s > from_s]
    if len(rest) < 2:
        msg = f"{len(samples)} samples show no trend; give more --minutes or a shorter --every"
        raise SettingError(msg)
    minutes = np.array([sample.time_s for sample in rest]) / 60
    slope = np.polyfit(minutes, [sample.p50_ms for sample in rest], 1)[0]
    memory = [sample.rss_mb for sample in rest]
    growth = np.median(memory[-ENDS:]) - np.median(memory[:ENDS])
    return Trend(
        from_s=from_s,
        minutes=float(minutes[-1] - from_s / 60),
        slope_ms_per_min=float(slope),
        growth_mb=float(growth),
    )


def take_samples(
    *, source: str, model: str | None, device: str, backend: str, seconds: float, every_s: float
) -> Iterator[Sample]:
    """Yield samples of the window until the time is up.

    Raises:
        SourceError: If the source fails.
        ModelError: If the model does.
    """
    # Here: Qt reads its platform from the environment when it is imported.
    from emotion_desktop.gui.measurement.watched_window import watched_window

    with watched_window(model, device, backend) as watched:
        watched.start(source)
        time_s = 0.0
        while time_s < seconds:
            watched.watch(every_s)
            time_s += watched.watched_s
            latencies = watched.shown.latencies
            yield Sample(
                time_s=round(time_s, 1),
                p50_ms=median_ms(latencies),
                p95_ms=percentile_ms(latencies, 95),
                fps=rate(watched.shown.painted_at),
                dropped=watched.dropped,
                faces=watched.faces[-1] if watched.faces else 0,
                rss_mb=resident_mb(),
            )


def plot(samples: Sequence[Sample], title: str, path: Path) -> None:
    """Write a picture: latency above, memory below, both over minutes."""
    figure = Figure(figsize=(8, 6), layout="constrained")
    above, below = figure.subplots(2, 1, sharex=True)
    minutes = [sample.time_s / 60 for sample in samples]
    above.plot(minutes, [sample.p50_ms for sample in samples], color="#0072B2", label="median")
    late = [sample.p95_ms for sample in samples]
    above.plot(minutes, late, color="#0072B2", linestyle=":", label="95th percentile")
    above.set_ylabel("capture to painted, ms")
    above.set_title(title, loc="left", fontsize=11)
    above.legend(frameon=False)
    memory = [sample.rss_mb for sample in samples]
    below.plot(minutes, memory, color="#D55E00")
    below.set_ylabel("resident memory, MB")
    below.set_xlabel("minutes")
    for axes, highest in ((above, max(late)), (below, max(memory))):
        axes.set_ylim(0, 1.1 * highest)
        axes.grid(alpha=0.3)
    figure.savefig(path, dpi=150)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    args = _parser().parse_args(argv)
    paint_into_memory()
    samples: list[Sample] = []
    try:
        args.out.mkdir(parents=True, exist_ok=True)
        with (args.out / "long-run.csv").open("w", newline="", encoding="utf-8") as file:
            table = csv.DictWriter(file, [field.name for field in fields(Sample)])
            table.writeheader()
            try:
                for sample in take_samples(
                    source=args.source,
                    model=args.model,
                    device=args.device,
                    backend=args.backend,
                    seconds=60 * args.minutes,
                    every_s=args.every,
                ):
                    samples.append(sample)
                    table.writerow(asdict(sample))
                    file.flush()
                    sys.stderr.write(f"\r{_line(sample)}")
            except KeyboardInterrupt:
                sys.stderr.write("\ninterrupted: this is what was measured before")
        sys.stderr.write("\n")
        trend = trend_of(samples)
        title = f"{args.source}, {args.model or 'default model'}, {samples[-1].time_s / 60:.1f} min"
        plot(samples, title, args.out / "long-run.png")
    except (EmotionDesktopError, OSError) as error:
        sys.stderr.write(f"benchmarks.long_run: {error}\n")
        return 1
    sys.stdout.write(
        f"{_line(samples[-1])}\n"
        f"after the first {trend.from_s:.0f} s, over {trend.minutes:.1f} min: "
        f"latency {trend.slope_ms_per_min:+.3f} ms/min, memory {trend.growth_mb:+.1f} MB\n"
        f"dropped {sum(sample.dropped for sample in samples)} frames\n"
        f"{args.out / 'long-run.csv'}\n{args.out / 'long-run.png'}\n"
    )
    return 0


def _line(sample: Sample) -> str:
    return (
        f"{sample.time_s / 60:5.1f} min: {sample.p50_ms:.1f} ms, p95 {sample.p95_ms:.1f}, "
        f"{sample.fps:.1f} fps, dropped {sample.dropped}, {sample.rss_mb:.0f} MB  "
    )


def _parser() -> argparse.ArgumentParser:
    parser = make_parser("long_run", __doc__)
    parser.add_argument("--minutes", type=float, default=10.0, metavar="N", help="default: 10")
    parser.add_argument(
        "--every", type=float, default=5.0, metavar="SECONDS", help="length of a sample: 5"
    )
    parser.add_argument("--source", default="demo", help="file or camera (default: demo, 720p)")
    parser.add_argument("--model", help="checkpoint; the app's default if not given")
    parser.add_argument("--device", default="auto", help="auto (default), cpu, cuda or mps")
    parser.add_argument("--backend", default="auto", help="auto (default), onnx or torch")
    parser.add_argument(
        "--out", type=Path, default=Path("long-run"), metavar="DIR", help="default: long-run"
    )
    return parser


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    # A thread that hangs in a driver must not keep the process.
    os._exit(code)
