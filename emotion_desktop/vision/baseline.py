"""Probabilities relative to what a model gives for a person's neutral face.

Faces differ at rest: to a model the neutral face of one person looks a little sad, always. With
p the probabilities of a frame, m the mean of log(p + FLOOR) over the seconds in which the person
looked neutral, and r the prior, the relative probabilities are

    q = softmax(log r + log(p + FLOOR) - m),

the log-ratio to the person's neutral face, added to the prior. A face at rest gives the prior,
hence is named neutral. FLOOR keeps a class that the model never sees from being blown up: without
it 0.001 instead of 0.0001 would count as much as 0.9 instead of 0.09.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from emotion_desktop.domain import Floats, FrameResult
from emotion_desktop.errors import SettingError
from emotion_desktop.labels import Emotion

RECORD_S: Final = 5.0
"""So long a neutral face is recorded."""

LEAST_SHARE: Final = 0.5
"""Of this time the face must have been read."""

LONGEST_STEP_S: Final = 0.5
"""Frames further apart count no longer than that: a pause, or a jump in a file."""

FLOOR: Final = 0.02
NEUTRAL_PRIOR: Final = 0.8
"""Prior of the class neutral; the others share the rest. Without such a class all are equal. With
less, a class that rises from nothing to 0.3 would be named before a neutral of 0.6."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a model gives for a person's neutral face.

    Attributes:
        model: Name of the model; of another one it says nothing.
        classes: The C classes.
        log_means: C of them, the mean of log(p + FLOOR).
    """

    model: str
    classes: tuple[Emotion, ...]
    log_means: tuple[float, ...]

    def relative(self, probabilities: Floats) -> Floats:
        """Return probabilities relative to it, (…, C) float32, each row sums to 1."""
        logits = np.log(probabilities + FLOOR) - self.log_means + log_prior(self.classes)
        odds = np.exp(logits - logits.max(axis=-1, keepdims=True))
        return np.asarray(odds / odds.sum(axis=-1, keepdims=True), np.float32)


def log_prior(classes: Sequence[Emotion]) -> NDArray[np.float64]:
    """Return the logarithm of what a face at rest gives, (C,)."""
    if Emotion.NEUTRAL not in classes or len(classes) == 1:
        return np.full(len(classes), -np.log(len(classes)))
    prior = np.full(len(classes), (1 - NEUTRAL_PRIOR) / (len(classes) - 1))
    prior[list(classes).index(Emotion.NEUTRAL)] = NEUTRAL_PRIOR
    return np.asarray(np.log(prior))


class BaselineRecorder:
    """Gathers what a model gives for a person over some seconds.

    Args:
        track_id: The person.
        seconds: How long.

    Attributes:
        track_id: The person.
        seconds: How long.
        elapsed_s: Seconds of the source since it began.
    """

    def __init__(self, track_id: int, seconds: float = RECORD_S) -> None:
        self.track_id = track_id
        self.seconds = seconds
        self.elapsed_s = self._read_s = 0.0
        self._time_s: float | None = None
        self._model = ""
        self._classes: tuple[Emotion, ...] = ()
        self._sum: NDArray[np.float64] = np.zeros(0)

    @property
    def done(self) -> bool:
        """Whether the time is over."""
        return self.elapsed_s >= self.seconds

    def add(self, result: FrameResult) -> None:
        """Take in a frame; with another model it begins anew."""
        if (result.model, result.classes) != (self._model, self._classes):
            self._model, self._classes = result.model, result.classes
            self._sum, self._time_s = np.zeros(len(result.classes)), None
            self.elapsed_s = self._read_s = 0.0
        now = result.frame.time_s
        step = 0.0 if self._time_s is None else min(max(now - self._time_s, 0.0), LONGEST_STEP_S)
        self._time_s = now
        self.elapsed_s += step
        for face in np.flatnonzero(result.track_ids == self.track_id).tolist():
            if result.flaws[face] is None:
                self._read_s += step
                self._sum += step * np.log(result.raw(face).astype(np.float64) + FLOOR)

    def baseline(self) -> Baseline:
        """Return what was gathered.

        Raises:
            SettingError: If the face could not be read for half of the time.
        """
        if self._read_s < LEAST_SHARE * self.seconds:
            raise SettingError(
                "the face could be read for {seconds} s only; record neutral again, with the face "
                "in view for {least} s",
                seconds=f"{self._read_s:.1f}",
                least=f"{self.seconds:g}",
            )
        means = (self._sum / self._read_s).tolist()
        return Baseline(self._model, self._classes, tuple(means))
