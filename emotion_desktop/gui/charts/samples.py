"""Probabilities over time, and as few points of them as a chart has room for. No Qt."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from emotion_desktop.domain import Floats

GAP_S: Final = 0.5
"""A face that was not seen for longer was away."""

Times = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """Probabilities of one person.

    Attributes:
        times: (n,) float64 seconds, rising.
        values: (C, n) float32 probabilities 0–1 of the classes asked for; NaN where the face
            could not be read.
    """

    times: Times
    values: Floats

    def between(self, start_s: float, end_s: float) -> "Samples":
        """Return views of those between two times, and of the nearest one on either side."""
        begin = max(int(np.searchsorted(self.times, start_s)) - 1, 0)
        end = int(np.searchsorted(self.times, end_s, side="right")) + 1
        return Samples(self.times[begin:end], self.values[:, begin:end])


NO_SAMPLES: Final = Samples(np.zeros(0), np.zeros((0, 0), np.float32))


def peaks(samples: Samples, column_s: float) -> tuple[Times, Floats]:
    """Return two points per column and class, which no peak and no dip is lost between.

    Args:
        samples: (n,) times and (C, n) values.
        column_s: Width of a column in seconds. Columns stand at fixed times, so that a line keeps
            its shape while it wanders over the chart.

    Returns:
        (m,) times and (C, m) values, m < n where there is anything to gain, with NaN
        where the line is to be broken.
    """
    starts, ends = _columns(samples.times, column_s)
    if 2 * len(starts) >= len(samples.times):
        return _with_gaps(samples.times, samples.values, samples.times, samples.times)
    values = samples.values
    low = np.fmin.reduceat(values, starts, axis=1)
    high = np.fmax.reduceat(values, starts, axis=1)
    falls = values[:, starts] > values[:, ends - 1]
    both = np.empty((len(values), len(starts), 2), np.float32)
    both[..., 0] = np.where(falls, high, low)
    both[..., 1] = np.where(falls, low, high)
    left = np.floor(samples.times[starts] / column_s) * column_s
    times = (left[:, None] + np.array([0.25, 0.75]) * column_s).reshape(-1)
    first, last = np.repeat(samples.times[starts], 2), np.repeat(samples.times[ends - 1], 2)
    return _with_gaps(times, both.reshape(len(values), -1), first, last)


def means(samples: Samples, column_s: float) -> tuple[Times, Floats]:
    """Return one point per column, the mean of what could be read, so that sums stay 1.

    Arguments and result as those of `peaks`. A class the model of the time did not have counts 0.
    """
    starts, ends = _columns(samples.times, column_s)
    values = samples.values
    read = ~np.isnan(values).all(axis=0)  # (n,)
    sums = np.add.reduceat(np.nan_to_num(values), starts, axis=1) if len(starts) else values
    counts = np.add.reduceat(read, starts, dtype=np.float32) if len(starts) else np.zeros(0)
    averages = (sums / np.where(counts > 0, counts, np.nan)).astype(np.float32)
    first, last = samples.times[starts], samples.times[ends - 1]
    return _with_gaps((first + last) / 2, averages, first, last)


def _columns(times: Times, column_s: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the indices where each column that is not empty begins and ends."""
    numbers = np.floor(times / column_s)
    starts = np.flatnonzero(np.diff(numbers, prepend=-np.inf))
    return starts, np.append(starts[1:], len(times)) if len(starts) else starts


def _with_gaps(times: Times, values: Floats, first: Times, last: Times) -> tuple[Times, Floats]:
    """Return the points with a NaN between any two that lie too far apart.

    Args:
        times: (m,) of the points.
        values: (C, m) at them.
        first: (m,) times of the first sample of each point.
        last: (m,) times of the last one.
    """
    broken = np.flatnonzero(first[1:] - last[:-1] > GAP_S) + 1
    if not len(broken):
        return times, values
    return np.insert(times, broken, times[broken]), np.insert(values, broken, np.nan, axis=1)
