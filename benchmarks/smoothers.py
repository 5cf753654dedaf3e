"""Ways to calm labels, compared at the same delay: how often they flicker, how late the last are.

::

    python -m benchmarks.smoothers VIDEO... --model cnn48_rgb

The videos (the built-in demo if none is given) are read as in `benchmarks.label_stability`, whose
made sequence all candidates get, with three times the videos' noise and a network that is sure of
what it sees by half only: faces change at known times, at once.
Each candidate's time is set so that half of the changes are named within the app's own delay.
Then all of them get two sequences, `even` at 30 frames a second, and `gaps`: the same readings, of
which three in ten are missing and half a second is missing every two to four.

  extra/s   changes of the label a second beyond those that are true
  delay     from a change to its label, median and 95th percentile in milliseconds

candidates:
  margin M       the app's: low-pass filter, a lead of M or three time constants; 0.1 is the app's
  margin M, cap  the same, but a frame after a gap weighs no more than one after 0.1 s
  low-pass       the filter alone: the largest average
  one-euro       Casiez et al. 2012, https://doi.org/10.1145/2207676.2208639, for each class
  median         of each class over the last seconds
  hmm            the filter of a hidden Markov model: a face changes every three seconds, and what
                 frames say is tempered, as they err alike
"""

import argparse
import math
import sys
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Final, Protocol

import numpy as np

from benchmarks.label_stability import Reading, made_sequence, noise, read
from emotion_desktop.config import PipelineSettings, find_asset
from emotion_desktop.domain import Floats, Ints
from emotion_desktop.errors import EmotionDesktopError
from emotion_desktop.vision.model_catalog import default_checkpoint
from emotion_desktop.vision.predictor import EmotionPredictor
from emotion_desktop.vision.smoothing import TemporalSmoother

Truth = Sequence[tuple[float, int]]

CONFIDENCE: Final = 0.5
NOISE: Final = np.float32(3)
"""Of the made faces, and over the videos' own: with theirs hardly any candidate flickers."""

MARGINS: Final = (0.05, 0.1, 0.2, 0.3)
CAP_S: Final = 0.1
MISSING: Final = 0.3
GAP_S: Final = 0.5
HOLD_S: Final = 3.0
"""How long a face keeps its expression, for the hidden Markov model."""
HALVINGS: Final = 8
SHORTEST_S: Final = 0.005
LONGEST_S: Final = 3.0


class Smoother(Protocol):
    """Names a label for each reading of one face."""

    def update(self, row: Floats, time_s: float) -> int:
        """Take in probabilities (C,) and return the label."""
        ...


class Ours:
    """The app's, with a least weight of gaps if capped."""

    def __init__(self, seconds: float, margin: float, cap_s: float = math.inf) -> None:
        self._smoother = TemporalSmoother(seconds, 0.0, margin)
        self._cap_s = cap_s
        self._then_s: float | None = None
        self._clock_s = 0.0

    def update(self, row: Floats, time_s: float) -> int:
        """Return the app's label."""
        if self._then_s is not None:
            self._clock_s += min(time_s - self._then_s, self._cap_s)
        self._then_s = time_s
        shown = self._smoother.update(np.ones(1, np.int64), row[None], self._clock_s)
        return int(shown.labels[0])


class LowPass:
    """Exponential smoothing alone."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._average: Floats | None = None
        self._then_s = 0.0

    def update(self, row: Floats, time_s: float) -> int:
        """Return the largest average."""
        if self._average is None:
            self._average = row.copy()
        weight = -math.expm1((self._then_s - time_s) / self._seconds)
        self._average += np.float32(weight) * (row - self._average)
        self._then_s = time_s
        return int(self._average.argmax())


_SLOPE_HZ: Final[Floats] = np.ones(1, np.float32)
_HZ_PER_SLOPE: Final = 0.05


class OneEuro:
    """A low-pass filter that is quicker while the signal moves."""

    def __init__(self, seconds: float) -> None:
        self._slowest = 1 / (2 * math.pi * seconds)  # Hz
        self._value: Floats | None = None
        self._slope = np.zeros(1, np.float32)
        self._then_s = 0.0

    def update(self, row: Floats, time_s: float) -> int:
        """Return the largest filtered probability."""
        if self._value is None:
            self._value, self._then_s = row.copy(), time_s
            return int(row.argmax())
        dt = max(time_s - self._then_s, 1e-6)
        self._then_s = time_s
        self._slope = self._slope + _weight(_SLOPE_HZ, dt) * (
            (row - self._value) / dt - self._slope
        )
        cutoff = np.asarray(self._slowest + _HZ_PER_SLOPE * np.abs(self._slope), np.float32)
        self._value += (_weight(cutoff, dt) * (row - self._value)).astype(np.float32)
        return int(self._value.argmax())


def _weight(cutoff: Floats, dt: float) -> Floats:
    """Return what a new value counts at a cut-off in hertz."""
    return np.asarray(1 / (1 + 1 / (2 * math.pi * cutoff * dt)), np.float32)


class Median:
    """The median of each class."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._rows: deque[tuple[float, Floats]] = deque()

    def update(self, row: Floats, time_s: float) -> int:
        """Return the class of the largest median."""
        self._rows.append((time_s, row))
        while self._rows[0][0] < time_s - 2 * self._seconds:
            self._rows.popleft()
        return int(np.median([row for _, row in self._rows], axis=0).argmax())


class Hmm:
    """The forward filter of a hidden Markov model."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._belief: Floats | None = None
        self._then_s = 0.0

    def update(self, row: Floats, time_s: float) -> int:
        """Return the class that is believed in most."""
        if self._belief is None:
            self._belief = row.copy()
        dt = time_s - self._then_s
        self._then_s = time_s
        stay = math.exp(-dt / HOLD_S)
        power = min(dt, CAP_S) / self._seconds
        belief = (stay * self._belief + (1 - stay) / len(row)) * np.maximum(row, 1e-6) ** power
        self._belief = np.asarray(belief / belief.sum(), np.float32)
        return int(self._belief.argmax())


CANDIDATES: Final[dict[str, Callable[[float], Smoother]]] = {
    **{f"margin {m:g}": partial(Ours, margin=m) for m in MARGINS},
    **{f"margin {m:g}, cap": partial(Ours, margin=m, cap_s=CAP_S) for m in MARGINS[1:3]},
    "low-pass": LowPass,
    "one-euro": OneEuro,
    "median": Median,
    "hmm": Hmm,
}


@dataclass(frozen=True, slots=True)
class Calm:
    """Extra changes a second, and the delay's median and 95th percentile in seconds."""

    extra: float
    median_s: float
    late_s: float


def calm(smoother: Smoother, readings: Sequence[Reading], truth: Truth) -> Calm:
    """Return the figures of one candidate on one sequence."""
    times = np.array([reading.time_s for reading in readings])
    labels = np.array([smoother.update(r.probabilities[0], r.time_s) for r in readings], np.int64)
    changed = int(np.sum(labels[1:] != labels[:-1]))
    middle, late = np.percentile(_delays(times, labels, truth), (50, 95))
    extra = max(0, changed - (len(truth) - 2)) / float(times[-1] - times[0])
    return Calm(extra, float(middle), float(late))


def _delays(times: Floats, labels: Ints, truth: Truth) -> list[float]:
    """Return seconds from each change to its label; until the next change if it never came."""
    found = []
    for (start_s, label), (end_s, _) in pairwise(truth[1:]):
        first, last = np.searchsorted(times, (start_s, end_s))
        named = np.flatnonzero(labels[first:last] == label)
        found.append(float(times[first + named[0]] if len(named) else end_s) - start_s)
    return found


def tuned(
    make: Callable[[float], Smoother], made: Sequence[Reading], truth: Truth, s: float
) -> float:
    """Return the time with which half of the changes are named within `s` seconds."""
    low, high = math.log(SHORTEST_S), math.log(LONGEST_S)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if calm(make(math.exp(middle)), made, truth).median_s < s:
            low = middle
        else:
            high = middle
    return math.exp((low + high) / 2)


def with_gaps(readings: Sequence[Reading], seed: int = 0) -> list[Reading]:
    """Return readings of which some are missing, and half a second now and then."""
    generator = np.random.default_rng(seed)
    kept, gap_s = [], 2.0
    for reading in readings:
        if reading.time_s > gap_s + GAP_S:
            gap_s = reading.time_s + float(generator.uniform(2, 4))
        if reading.time_s < gap_s and generator.random() >= MISSING:
            kept.append(reading)
    return kept


def compared(videos: Sequence[Sequence[Reading]]) -> str:
    """Return the figures of all candidates as a Markdown table."""
    residuals = np.concatenate([noise(readings) for readings in videos])
    made, truth = made_sequence(NOISE * residuals, CONFIDENCE)
    gaps = with_gaps(made)
    settings = PipelineSettings()
    ours = Ours(settings.smoothing_s, settings.switch_margin)
    delay_s = calm(ours, made, truth).median_s
    few = truth[: len(truth) // 4]
    first = [reading for reading in made if reading.time_s < few[-1][0]]
    lines = [
        "| candidate | time | even: extra/s | delay, 95 % | gaps: extra/s | delay, 95 % |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, make in CANDIDATES.items():
        seconds = tuned(make, first, few, delay_s)
        cells = [f"{seconds:.3f} s"]
        for readings in (made, gaps):
            figures = calm(make(seconds), readings, truth)
            cells += [f"{figures.extra:.3f}"]
            cells += [f"{1000 * figures.median_s:.0f}, {1000 * figures.late_s:.0f} ms"]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark and return its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.smoothers",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("videos", nargs="*", metavar="VIDEO", help="the built-in demo if none")
    parser.add_argument("--model", metavar="NAME[,NAME]", help="the app's default if not given")
    arguments = parser.parse_args(argv)
    try:
        predictor = EmotionPredictor(arguments.model or default_checkpoint(), device="cpu")
        videos = [read(at, predictor) for at in arguments.videos or [str(find_asset("demo.mp4"))]]
    except EmotionDesktopError as error:
        sys.stderr.write(f"{parser.prog}: {error}\n")
        return 2
    if not any(len(reading.track_ids) for video in videos for reading in video):
        sys.stderr.write(f"{parser.prog}: no face in these videos; give others\n")
        return 2
    sys.stdout.write(f"{predictor.name}\n\n{compared([v for v in videos if v])}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
