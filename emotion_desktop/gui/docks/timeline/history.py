"""What everybody in view looked like over the last ten minutes, in bounded memory. No Qt."""

from typing import Final

import numpy as np

from emotion_desktop.domain import Floats, FrameResult
from emotion_desktop.gui.charts.samples import GAP_S, Samples, Times
from emotion_desktop.labels import CANONICAL_ORDER, Emotion

KEPT_S: Final = 600.0
"""Longer ago is forgotten."""

MAX_PEOPLE: Final = 32
"""Of more people, those who left first are forgotten."""

_STEP_S: Final = 0.02
"""Samples that come sooner are left out: 50 a second are more than a chart can show."""

_FIRST_SIZE: Final = 256
_LARGEST: Final = round(KEPT_S / _STEP_S)


class _Track:
    """One person: arrays that grow, and move to their front when they are as large as allowed."""

    def __init__(self) -> None:
        self._times = np.empty(_FIRST_SIZE, np.float64)
        self._values = np.empty((len(CANONICAL_ORDER), _FIRST_SIZE), np.float32)
        self._begin = self._end = 0
        self.seen_s = 0.0

    @property
    def times(self) -> Times:
        return self._times[self._begin : self._end]

    @property
    def values(self) -> Floats:
        return self._values[:, self._begin : self._end]

    @property
    def last(self) -> float:
        return float(self._times[self._end - 1]) if self._end else -np.inf

    @property
    def size(self) -> int:
        """Bytes taken."""
        return self._times.nbytes + self._values.nbytes

    def add(self, time_s: float, row: Floats) -> None:
        step = time_s - self.last
        if step < _STEP_S:
            return
        if step <= GAP_S:
            self.seen_s += step
        self.know(len(row))
        if self._end == len(self._times):
            self._make_room(time_s - KEPT_S)
        self._times[self._end] = time_s
        self._values[:, self._end] = row
        self._end += 1

    def know(self, classes: int) -> None:
        """Make a row for each of so many classes: models with classes of their own add some."""
        if (lacking := classes - len(self._values)) > 0:
            more = np.full((lacking, len(self._times)), np.nan, np.float32)
            self._values = np.vstack([self._values, more])

    def _make_room(self, oldest: float) -> None:
        self._begin += int(np.searchsorted(self.times, oldest))
        # Where nearly all of it is still needed, twice the room spares moving it every time.
        wanted = min(max(2 * (self._end - self._begin), _FIRST_SIZE), 2 * _LARGEST)
        times = np.empty(wanted, np.float64)
        values = np.empty((len(self._values), wanted), np.float32)
        count = self._end - self._begin
        times[:count], values[:, :count] = self.times, self.values
        self._times, self._values, self._begin, self._end = times, values, 0, count


class History:
    """Samples by track id; the columns of every model find their place in canonical order.

    Attributes:
        classes: Of the newest result, in canonical order.
        latest: `FrameResult.running_at` of the newest result, in seconds; None before the first.
    """

    def __init__(self) -> None:
        self.classes: tuple[Emotion, ...] = ()
        self.latest: float | None = None
        self._tracks: dict[int, _Track] = {}
        self._present: tuple[int, ...] = ()
        self._model_classes: tuple[Emotion, ...] = ()
        self._places = np.zeros(0, np.int64)

    def add(self, result: FrameResult) -> None:
        """Take a result in; one that is older than the newest is left out."""
        now = result.running_at
        if self.latest is not None and now <= self.latest:
            return
        if self.latest is None or int(now) != int(self.latest):
            self._forget(now - KEPT_S)
        self.latest = now
        if result.classes != self._model_classes:
            self._model_classes = result.classes
            self.classes = tuple(e for e in CANONICAL_ORDER if e in result.classes)
            self._places = np.array([CANONICAL_ORDER.index(e) for e in result.classes])
        self._present = tuple(result.track_ids.tolist())
        for face, track_id in enumerate(self._present):
            row = np.full(len(CANONICAL_ORDER), np.nan, np.float32)
            if result.flaws[face] is None:
                row[self._places] = result.probabilities[face]
            self._tracks.setdefault(track_id, _Track()).add(now, row)

    def clear(self) -> None:
        """Forget everybody."""
        self._tracks.clear()
        self._present = ()
        self.latest = None

    @property
    def people(self) -> tuple[int, ...]:
        """The ids of everybody there is something about, rising."""
        return tuple(sorted(self._tracks))

    @property
    def present(self) -> tuple[int, ...]:
        """The ids of those in the newest result."""
        return self._present

    @property
    def size(self) -> int:
        """Bytes taken by the samples."""
        return sum(track.size for track in self._tracks.values())

    def seen_s(self, track_id: int) -> float:
        """Return for how many seconds a person has been in view, without gaps."""
        track = self._tracks.get(track_id)
        return track.seen_s if track else 0.0

    def first(self, track_id: int) -> float | None:
        """Return the time of a person's oldest sample; None if there is none."""
        track = self._tracks.get(track_id)
        if track is None or self.latest is None:
            return None
        return max(float(track.times[0]), self.latest - KEPT_S)

    def read(
        self, track_id: int, start_s: float, end_s: float, classes: tuple[Emotion, ...]
    ) -> Samples:
        """Return a person's samples between two times, and the nearest one on either side.

        Args:
            track_id: Whose; an unknown person has no samples.
            start_s: On the `time.monotonic()` clock.
            end_s: Likewise.
            classes: The rows wanted.
        """
        track = self._tracks.get(track_id)
        if track is None:
            return Samples(np.zeros(0), np.zeros((len(classes), 0), np.float32))
        track.know(len(CANONICAL_ORDER))
        rows = [CANONICAL_ORDER.index(emotion) for emotion in classes]
        whole = rows == list(range(rows[0], rows[0] + len(rows))) if rows else False
        wanted = slice(rows[0], rows[-1] + 1) if whole else rows  # a slice copies nothing
        part = Samples(track.times, track.values).between(start_s, end_s)
        return Samples(part.times, part.values[wanted])

    def _forget(self, oldest: float) -> None:
        gone = [track_id for track_id, track in self._tracks.items() if track.last < oldest]
        for track_id in gone:
            del self._tracks[track_id]
        while len(self._tracks) > MAX_PEOPLE:
            del self._tracks[min(self._tracks, key=lambda each: self._tracks[each].last)]
