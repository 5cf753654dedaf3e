"""What the list of faces shows, worked out without widgets."""

from dataclasses import dataclass, replace
from typing import Final

from emotion_desktop.domain import Flaw, FrameResult
from emotion_desktop.labels import CANONICAL_ORDER, Emotion

LINGER_S: Final = 1.0
"""A face missed for a moment keeps its place this long, so that the list does not jump."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceRow:
    """One person in the list.

    Attributes:
        track_id: The id in the picture.
        emotion: The label.
        confidence: Its probability, 0–1.
        uncertain: Whether no class is likely enough to be named.
        bars: Probability of each class, in canonical order, as in the picture; none of a face
            that cannot be read.
        flaw: Why it cannot be read, or None.
        present: False while the face is lingering.
    """

    track_id: int
    emotion: Emotion
    confidence: float
    uncertain: bool
    bars: tuple[tuple[Emotion, float], ...]
    flaw: Flaw | None = None
    present: bool = True

    @property
    def label(self) -> str:
        """What to call the expression."""
        if self.flaw is not None:
            return self.flaw.capitalize()
        return "Uncertain" if self.uncertain else self.emotion.capitalize()


class FaceRows:
    """Keeps people in the order of their ids over short gaps."""

    def __init__(self) -> None:
        self._rows: dict[int, tuple[FaceRow, float]] = {}
        self._classes: tuple[Emotion, ...] = ()

    def clear(self) -> None:
        """Forget everybody."""
        self._rows.clear()

    def update(self, result: FrameResult) -> tuple[FaceRow, ...]:
        """Return the people in view now or a moment ago, by id."""
        now = result.captured_at
        if result.classes != self._classes:
            self._classes = result.classes
            self._rows.clear()
        kept = {
            track_id: (replace(row, present=False), seen)
            for track_id, (row, seen) in self._rows.items()
            if now - seen < LINGER_S
        }
        for face in range(len(result)):
            row = _row(result, face)
            kept[row.track_id] = (row, now)
        self._rows = kept
        return tuple(row for _, (row, _) in sorted(kept.items()))


def _row(result: FrameResult, face: int) -> FaceRow:
    flaw = result.flaws[face]
    values = dict(zip(result.classes, result.probabilities[face].tolist(), strict=True))
    return FaceRow(
        track_id=int(result.track_ids[face]),
        emotion=result.emotion(face),
        confidence=result.confidence(face),
        uncertain=bool(result.uncertain[face]),
        bars=tuple(
            (emotion, values[emotion])
            for emotion in CANONICAL_ORDER
            if emotion in values and flaw is None
        ),
        flaw=flaw,
    )
