"""From measured seconds to the figures that are shown."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np


def percentile_ms(seconds: Sequence[float], percent: float) -> float:
    """Return a percentile of some seconds in milliseconds, linear between the two nearest.

    Raises:
        ValueError: If there are none.
    """
    if not seconds:
        msg = "nothing was measured; give the benchmark more time with --seconds"
        raise ValueError(msg)
    return round(1000 * float(np.percentile(seconds, percent)), 4)


def median_ms(seconds: Sequence[float]) -> float:
    """Return the median of some seconds in milliseconds.

    Raises:
        ValueError: If there are none.
    """
    return percentile_ms(seconds, 50)


def stage_medians_ms(stages: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """Return the median milliseconds of each stage, over the frames that have it."""
    seconds: dict[str, list[float]] = {}
    for laps in stages:
        for name, lap in laps.items():
            seconds.setdefault(name, []).append(lap)
    return {name: median_ms(found) for name, found in seconds.items()}


def rate(times_s: Sequence[float]) -> float:
    """Return how many things happen in a second, from when they happened; 0 if fewer than two."""
    if len(times_s) < 2 or times_s[-1] <= times_s[0]:
        return 0.0
    return round((len(times_s) - 1) / (times_s[-1] - times_s[0]), 3)


def ratio(value: float, of: float) -> float:
    """Return value over `of` to three digits after the point; 0 if `of` is not above 0."""
    return round(value / of, 3) if of > 0 else 0.0
