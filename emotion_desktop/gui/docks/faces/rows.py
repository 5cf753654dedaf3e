"""What the list of faces shows, worked out without widgets."""

from dataclasses import dataclass, replace
from typing import Final

from emotion_desktop.domain import FrameResult, UnreadableReason
from emotion_desktop.gui.language import emotion_name, flaw_name, translate
from emotion_desktop.gui.look.fonts import percent
from emotion_desktop.labels import CANONICAL_ORDER, Emotion

LINGER_S: Final = 1.0
"""A face missed for a moment keeps its place this long, so that the list does not jump."""

REMEMBERED_S: Final = 60.0
"""Whoever comes back within this time goes on counting where they stopped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceRow:
    """One person in the list.

    Attributes:
        track_id: The id in the picture.
        emotion: The label.
        confidence: Its probability, 0–1.
        uncertain: Whether no class is likely enough to be named.
        bars: Probability of each class, in canonical order, as in the picture; None of a face
            that cannot be read.
        seen_s: Seconds in view so far; None in a photo.
        flaw: Why it cannot be read, or None.
        present: False while the face is lingering.
        name: Given by the user, or empty.
        relative: Whether the probabilities are relative to the person's neutral face.
    """

    track_id: int
    emotion: Emotion
    confidence: float
    uncertain: bool
    bars: tuple[tuple[Emotion, float | None], ...]
    seen_s: float | None = 0.0
    flaw: UnreadableReason | None = None
    present: bool = True
    name: str = ""
    relative: bool = False

    @property
    def title(self) -> str:
        """Number and, if there is one, name."""
        return f"#{self.track_id} · {self.name}" if self.name else f"#{self.track_id}"

    @property
    def label(self) -> str:
        """What to call the expression."""
        if self.flaw is not None:
            return flaw_name(self.flaw).capitalize()
        if self.uncertain:
            return translate("Faces", "Uncertain")
        return emotion_name(self.emotion).capitalize()

    @property
    def headline(self) -> str:
        """Number, label and, if there is one, its probability."""
        text = translate("Faces", "Face {number}: {label}")
        told = self.flaw is None and not self.uncertain
        label = f"{self.label} {percent(self.confidence)}" if told else self.label
        return text.format(number=f"{self.track_id} {self.name}".strip(), label=label)


class FaceRows:
    """Keeps people in the order of their ids over short gaps."""

    def __init__(self) -> None:
        self._rows: dict[int, tuple[FaceRow, float]] = {}
        self._seen: dict[int, tuple[float, float]] = {}  # seconds in view, and when last
        self._classes: tuple[Emotion, ...] = ()

    def clear(self) -> None:
        """Forget everybody."""
        self._rows.clear()
        self._seen.clear()

    def update(self, result: FrameResult) -> tuple[FaceRow, ...]:
        """Return the people in view now or a moment ago, by id."""
        now = result.running_at
        if result.frame.is_still:
            self._rows.clear()  # nobody lingers from one photo to the next
        if result.classes != self._classes:
            self._classes = result.classes
            self._rows.clear()
        kept = {
            track_id: (replace(row, present=False), seen)
            for track_id, (row, seen) in self._rows.items()
            if now - seen < LINGER_S
        }
        for face in range(len(result)):
            track_id = int(result.track_ids[face])
            seen_s = None if result.frame.is_still else self._count(track_id, now)
            kept[track_id] = (row_of(result, face, seen_s), now)
        self._rows = kept
        self._seen = {i: seen for i, seen in self._seen.items() if now - seen[1] < REMEMBERED_S}
        return tuple(row for _, (row, _) in sorted(kept.items()))

    def _count(self, track_id: int, now: float) -> float:
        """Return for how many seconds a person in view has been there."""
        seconds, last = self._seen.get(track_id, (0.0, now))
        if 0 <= now - last < LINGER_S:
            seconds += now - last
        self._seen[track_id] = (seconds, now)
        return seconds


def row_of(result: FrameResult, face: int, seen_s: float | None = 0.0) -> FaceRow:
    """Return what there is to show of a face of a result, which has been in view so long."""
    flaw = result.flaws[face]
    values = dict(zip(result.classes, result.probabilities[face].tolist(), strict=True))
    return FaceRow(
        track_id=int(result.track_ids[face]),
        emotion=result.emotion(face),
        confidence=result.confidence(face),
        uncertain=bool(result.uncertain[face]),
        bars=tuple(
            (emotion, values[emotion] if flaw is None else None)
            for emotion in CANONICAL_ORDER
            if emotion in values
        ),
        seen_s=seen_s,
        flaw=flaw,
        name=result.people[face].name,
        relative=result.is_relative(face),
    )
