"""Labels that do not flicker: probabilities averaged over the last moments, face by face."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from emotion_desktop.domain import Floats, Ints, UnreadableReason

FORGET_AFTER: Final = 10.0
"""After so many time constants nothing is left of a value (less than 0.005 %)."""

FORGET_S: Final = 2.0
"""A face out of sight for less is never forgotten, however short the time constant, in seconds."""

PATIENCE: Final = 3.0
"""After so many time constants in the lead a class is named, however small its lead."""


@dataclass(frozen=True, slots=True, eq=False)
class Smoothed:
    """What to show for the faces of one frame.

    Attributes:
        probabilities: (N, C) float32, each row sums to 1.
        labels: (N,) int64, the column each face is labelled with: the most likely class, or the
            label of a moment ago as long as no other class is clearly ahead of it.
        uncertain: (N,) bool, True where the label is not likely enough, and for every face that
            has a flaw or has not been read yet.
    """

    probabilities: Floats
    labels: Ints
    uncertain: NDArray[np.bool_]


@dataclass(slots=True)
class _Face:
    """What is known of one face.

    Attributes:
        average: (C,) float32.
        label: Column it is labelled with.
        uncertain: Whether the label is not likely enough.
        read_s: When it was read last.
        seen_s: When it was in view last.
        rival_s: Since when a class other than the label has been ahead; None if none is.
    """

    average: Floats
    label: int
    uncertain: bool
    read_s: float
    seen_s: float
    rival_s: float | None = None


class TemporalSmoother:
    """Exponential smoothing in seconds, then a label that needs a reason to change.

    After `dt` seconds a new value counts `1 - exp(-dt / time_constant_s)`: the first-order
    low-pass filter, https://en.wikipedia.org/wiki/Exponential_smoothing#Time_constant. So the
    frame rate does not matter, nor that a face is not read in every frame.

    The label changes when another class is ahead of it by `switch_margin`, or has been ahead for
    `PATIENCE` time constants: a Schmitt trigger that gives in. A face that is uncertain is named
    again only half a margin above the threshold.

    Args:
        time_constant_s: In seconds; 0 takes every frame as it is.
        uncertain_below: Least probability, 0–1, at which a class is named.
        switch_margin: By how much another class must be more probable before the label changes
            to it, 0–1; 0 always names the most likely class.
    """

    def __init__(
        self, time_constant_s: float, uncertain_below: float, switch_margin: float = 0.0
    ) -> None:
        self._time_constant_s = time_constant_s
        self._uncertain_below = uncertain_below
        self._switch_margin = switch_margin
        self._faces: dict[int, _Face] = {}

    def __len__(self) -> int:
        """Return the number of faces that are remembered."""
        return len(self._faces)

    def configure(
        self, *, time_constant_s: float, switch_margin: float, uncertain_below: float
    ) -> None:
        """Behave so from the next update on, without forgetting anyone; see the class."""
        self._time_constant_s = time_constant_s
        self._switch_margin = switch_margin
        self._uncertain_below = uncertain_below

    def update(
        self,
        track_ids: Ints,
        probabilities: Floats,
        time_s: float,
        read: NDArray[np.bool_] | None = None,
        flaws: Sequence[UnreadableReason | None] = (),
    ) -> Smoothed:
        """Take in one frame.

        Args:
            track_ids: (N,) int64; a new one starts with its own value.
            probabilities: (N, C) float32, calibrated.
            time_s: Time of the frame in seconds.
            read: (N,) bool, False for faces whose row of probabilities says nothing: they keep
                their last value, and one that was never read is uniform and uncertain. All were
                read if None.
            flaws: N of them; a face that has one is uncertain and its row is not taken in. None
                has any if left out.
        """
        count, width = probabilities.shape
        shown = np.full((count, width), 1 / max(width, 1), np.float32)
        labels = np.zeros(count, np.int64)
        uncertain = np.ones(count, np.bool_)
        for row, track in enumerate(track_ids.tolist()):
            sound = not flaws or flaws[row] is None
            if sound and (read is None or read[row]):
                self._read(track, probabilities[row], time_s)
            face = self._faces.get(track)
            if face is not None:
                face.seen_s = time_s
                shown[row], labels[row] = face.average, face.label
                uncertain[row] = face.uncertain or not sound
        kept_s = max(FORGET_AFTER * self._time_constant_s, FORGET_S)
        self._faces = {
            t: face for t, face in self._faces.items() if abs(time_s - face.seen_s) <= kept_s
        }
        return Smoothed(shown, labels, uncertain)

    def reset(self) -> None:
        """Forget all faces."""
        self._faces = {}

    def _read(self, track: int, probabilities: Floats, time_s: float) -> None:
        """Take in what was read of one face, (C,) float32."""
        face = self._faces.get(track)
        if face is None:
            label = int(probabilities.argmax())
            uncertain = bool(probabilities[label] < self._uncertain_below)
            average = np.array(probabilities, np.float32)
            self._faces[track] = _Face(average, label, uncertain, time_s, time_s)
            return
        weight = self._weight(time_s - face.read_s)
        face.average += np.float32(weight) * (probabilities - face.average)
        face.read_s = time_s
        self._choose_label(face)
        named_from = self._uncertain_below + (self._switch_margin / 2 if face.uncertain else 0.0)
        face.uncertain = bool(face.average[face.label] < min(named_from, 1.0))

    def _choose_label(self, face: _Face) -> None:
        best = int(face.average.argmax())
        if best == face.label:
            face.rival_s = None
            return
        if face.rival_s is None or face.rival_s > face.read_s:
            face.rival_s = face.read_s
        lead = face.average[best] - face.average[face.label]
        patience_s = PATIENCE * self._time_constant_s
        if lead >= self._switch_margin or face.read_s - face.rival_s >= patience_s:
            face.label, face.rival_s = best, None

    def _weight(self, dt: float) -> float:
        if self._time_constant_s == 0:
            return 1.0
        return -math.expm1(-max(dt, 0.0) / self._time_constant_s)
