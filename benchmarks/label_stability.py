"""How often labels change, and how soon after the expression did, from quick to calm.

::

    python -m benchmarks.label_stability VIDEO... --model cnn48_gray

Each video (the built-in demo if none is given) goes once through detector, tracker, alignment and
network, as in the app but unsmoothed. The readings are then smoothed with the calm of the window's
slider at 0, 0.5 (the default) and 1, all in the same run:

  flips/s    changes of the label per second in which a face was in view; some are true
  seen/s     changes of what is shown, a label or "uncertain"
  delay      from a change to the new label, median and 95th percentile in milliseconds, on a made
             sequence in which faces change at known times, at once and completely

The made sequence has the videos' own noise: the difference of the logarithms of the readings from
their mean over the second around them, taken as it came, added to faces whose true class has the
readings' mean greatest probability and whose other classes share the rest.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from rich.table import Table

from benchmarks.harness import command, make_parser, report
from emotion_desktop.cli.benchmark.statistics import median_ms, percentile_ms
from emotion_desktop.cli.benchmark.tables import make_table
from emotion_desktop.config import PipelineSettings, find_asset
from emotion_desktop.domain import Floats, Ints
from emotion_desktop.errors import DataError, SourceEndedError
from emotion_desktop.vision.model_catalog import default_checkpoint
from emotion_desktop.vision.pipeline import FramePipeline
from emotion_desktop.vision.pipeline_request import PipelineRequest
from emotion_desktop.vision.predictor import EmotionPredictor
from emotion_desktop.vision.smoothing import Smoothed, TemporalSmoother
from emotion_desktop.vision.sources import open_source

CALMS: Final = (0.0, 0.5, 1.0)
FPS: Final = 30
CHANGES: Final = 400
HOLD_S: Final = (2.0, 4.0)
"""Between two changes of the made sequence, evenly spread."""
AROUND_S: Final = 0.5
_LEAST: Final = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What the network said about one frame: (N,) track ids and (N, C) raw probabilities."""

    time_s: float
    track_ids: Ints
    probabilities: Floats


@dataclass(frozen=True, slots=True)
class Changes:
    """How often labels and what is shown changed in so many seconds of faces in view."""

    labels: int
    shown: int
    seconds: float

    def __add__(self, other: "Changes") -> "Changes":
        """Return the counts of both."""
        seconds = self.seconds + other.seconds
        return Changes(self.labels + other.labels, self.shown + other.shown, seconds)


def read(location: str, predictor: EmotionPredictor) -> list[Reading]:
    """Return the raw readings of a video, without the faces that cannot be read.

    Raises:
        SourceError: If it cannot be read.
        ModelError: If the device fails.
    """
    settings = PipelineSettings().with_smoothing(0.0)
    pipeline = FramePipeline(predictor, PipelineRequest(settings=settings))
    source = open_source(location)
    readings = []
    try:
        while True:
            result = pipeline.process(source.read())
            sound = np.array([flaw is None for flaw in result.flaws], np.bool_)
            ids, probabilities = result.track_ids[sound], result.probabilities[sound]
            readings.append(Reading(result.frame.time_s, ids, probabilities))
    except SourceEndedError:
        return readings
    finally:
        source.close()
        pipeline.close()


def smoothed(readings: Sequence[Reading], settings: PipelineSettings) -> list[Smoothed]:
    """Return what the app would show, reading by reading."""
    smoother = TemporalSmoother(
        settings.smoothing_s, settings.uncertain_below, settings.switch_margin
    )
    return [smoother.update(r.track_ids, r.probabilities, r.time_s) for r in readings]


def changes(readings: Sequence[Reading], settings: PipelineSettings) -> Changes:
    """Return how often the labels of one video change."""
    last: dict[int, tuple[int, int, float]] = {}
    total = Changes(0, 0, 0.0)
    for reading, shown in zip(readings, smoothed(readings, settings), strict=True):
        for row, track in enumerate(reading.track_ids.tolist()):
            label = int(shown.labels[row])
            seen = -1 if shown.uncertain[row] else label
            if track in last:
                label_before, seen_before, then_s = last[track]
                passed_s = reading.time_s - then_s
                total += Changes(label != label_before, seen != seen_before, passed_s)
            last[track] = (label, seen, reading.time_s)
    return total


def noise(readings: Sequence[Reading]) -> Floats:
    """Return (M, C) differences of log-probabilities from their mean over a second, in order."""
    tracks: dict[int, list[tuple[float, Floats]]] = {}
    for reading in readings:
        for track, row in zip(reading.track_ids.tolist(), reading.probabilities, strict=True):
            tracks.setdefault(track, []).append((reading.time_s, row))
    parts = []
    for rows in tracks.values():
        times = np.array([time_s for time_s, _ in rows])
        logs = np.log(np.maximum(np.stack([row for _, row in rows]), _LEAST))
        near = (np.abs(times[:, None] - times[None]) <= AROUND_S).astype(np.float32)
        parts.append(logs - near @ logs / near.sum(axis=1, keepdims=True))
    return np.concatenate(parts).astype(np.float32)


def made_sequence(
    noise: Floats, confidence: float, seed: int = 0
) -> tuple[list[Reading], list[tuple[float, int]]]:
    """Return the readings of a face that changes at known times, and those (time, new class)."""
    generator = np.random.default_rng(seed)
    width = noise.shape[1]
    base = np.full((width, width), np.log((1 - confidence) / (width - 1)), np.float32)
    np.fill_diagonal(base, np.log(confidence))
    truth: list[tuple[float, int]] = [(0.0, 0)]
    for hold_s in generator.uniform(*HOLD_S, CHANGES):
        others = [label for label in range(width) if label != truth[-1][1]]
        truth.append((truth[-1][0] + float(hold_s), int(generator.choice(others))))
    starts, labels = np.array([t for t, _ in truth]), np.array([label for _, label in truth])
    times = np.arange(0, truth[-1][0], 1 / FPS)
    logits = base[labels[np.searchsorted(starts, times, "right") - 1]]
    logits = logits + noise[(np.arange(len(times)) + generator.integers(len(noise))) % len(noise)]
    probabilities = np.exp(logits)
    probabilities = (probabilities / probabilities.sum(axis=1, keepdims=True)).astype(np.float32)
    one = np.ones(1, np.int64)
    readings = [
        Reading(float(time_s), one, row[None])
        for time_s, row in zip(times, probabilities, strict=True)
    ]
    return readings, truth


def delays(
    readings: Sequence[Reading], truth: Sequence[tuple[float, int]], settings: PipelineSettings
) -> Floats:
    """Return seconds from each change to its label; until the next change if it never came."""
    labels = np.array([int(shown.labels[0]) for shown in smoothed(readings, settings)])
    times = np.array([reading.time_s for reading in readings])
    found = []
    for (start_s, label), (end_s, _) in pairwise(truth[1:]):
        named = times[(times >= start_s) & (times < end_s) & (labels == label)]
        found.append((named[0] if len(named) else end_s) - start_s)
    return np.array(found, np.float32)


def table(videos: Sequence[Sequence[Reading]], title: str) -> Table:
    """Return the figures of all calms as a table."""
    residuals = np.concatenate([noise(readings) for readings in videos])
    greatest = [row.max() for video in videos for r in video for row in r.probabilities]
    made, truth = made_sequence(residuals, float(np.mean(greatest)))
    columns = ("calm", "time constant", "margin", "flips/s", "of raw", "seen/s", "delay", "95 %")
    rows, raw = [], None
    for calm in CALMS:
        settings = PipelineSettings().with_smoothing(calm)
        total = sum((changes(video, settings) for video in videos), Changes(0, 0, 0.0))
        raw = raw or total
        waits_s = delays(made, truth, settings).tolist()
        rows.append(
            (
                f"{calm:g}",
                f"{settings.smoothing_s:.2f} s",
                f"{settings.switch_margin:.2f}",
                f"{total.labels / total.seconds:.2f}",
                f"{total.labels / raw.labels:.2f}" if raw.labels else "–",
                f"{total.shown / total.seconds:.2f}",
                f"{median_ms(waits_s):.0f} ms",
                f"{percentile_ms(waits_s, 95):.0f} ms",
            )
        )
    return make_table(columns, rows, title)


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark and return its exit code."""
    parser = make_parser("label_stability", __doc__)
    parser.add_argument("videos", nargs="*", metavar="VIDEO", help="the built-in demo if none")
    parser.add_argument("--model", metavar="NAME[,NAME]", help="the app's default if not given")
    args = parser.parse_args(argv)
    locations = args.videos or [str(find_asset("demo.mp4"))]
    predictor = EmotionPredictor(args.model or default_checkpoint(), device="cpu")
    videos = [read(location, predictor) for location in locations]
    if not any(len(reading.track_ids) for video in videos for reading in video):
        msg = f"no face in {', '.join(locations)}; give another video"
        raise DataError(msg)
    count = sum(len(video) for video in videos)
    return report(table([v for v in videos if v], f"{predictor.name}, {count} frames"))


if __name__ == "__main__":
    sys.exit(main())
