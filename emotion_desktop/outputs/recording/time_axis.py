"""Axes and lines of charts over time."""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

_STEPS: Final = (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200)


def clock(seconds: float, *, tenths: bool = False, length_s: float = 0.0) -> str:
    """Return a time as `m:ss`, from an hour on as `h:mm:ss`.

    Args:
        seconds: The time.
        tenths: Whether to add tenths of a second.
        length_s: Length of what it is a time of: if that is an hour or more, all have hours.
    """
    units = math.floor(max(0.0, seconds) * 10 + 1e-6) if tenths else 0
    whole = units // 10 if tenths else math.floor(max(0.0, seconds) + 1e-6)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    has_hours = hours or length_s >= 3600
    text = f"{hours}:{minutes:02}:{rest:02}" if has_hours else f"{minutes}:{rest:02}"
    return f"{text}.{units % 10}" if tenths else text


def ticks(start_s: float, end_s: float, most: float) -> tuple[list[float], bool]:
    """Return round times within a span, at most so many, and whether they need tenths."""
    span = max(end_s - start_s, 1e-3)
    step = next((step for step in _STEPS if span / step <= most - 1), _STEPS[-1])
    first = math.ceil(start_s / step - 1e-9)
    last = math.floor(end_s / step + 1e-9)
    return [number * step for number in range(first, last + 1)], step < 1


def thinned(
    times: NDArray[np.float64], values: NDArray[np.float32], most: int
) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
    """Return a line with fewer points that looks the same: least and greatest of each slot.

    Args:
        times: (n,) rising.
        values: (n,) without NaN.
        most: Slots; the result has up to two points for each.
    """
    if len(times) <= 2 * most:
        return times, values
    edges = np.linspace(0, len(times), most + 1).astype(int)
    rows = np.empty((most, 2), np.int64)
    for slot, (start, end) in enumerate(zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)):
        part = values[start:end]
        rows[slot] = start + int(part.argmin()), start + int(part.argmax())
    rows.sort(axis=1)
    chosen = np.unique(rows)
    return times[chosen], values[chosen]
