"""What happens beside the frames, and which of it the frames tell."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from emotion_desktop.domain import FrameResult

LOST_AFTER_S: Final = 1.0
"""Someone not seen for so long is lost; a detector misses a frame now and then."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened.

    Attributes:
        name: One of those in `docs/live-output.md`.
        values: What is known about it, as JSON takes it.
    """

    name: str
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(slots=True)
class _Person:
    label: str | None
    seen_at: float


class FaceEvents:
    """Tells from one frame to the next who came, who went and whose label changed."""

    def __init__(self) -> None:
        self._people: dict[int, _Person] = {}

    def update(self, result: FrameResult) -> list[Event]:
        """Return what a frame has changed."""
        events = []
        now = result.captured_at
        for face, track_id in enumerate(result.track_ids.tolist()):
            label = None if result.uncertain[face] else result.emotion(face).value
            person = self._people.get(track_id)
            if person is None:
                events.append(_event(result, "face_appeared", track_id, label=label))
                self._people[track_id] = _Person(label, now)
                continue
            if label != person.label:
                event = _event(result, "label_changed", track_id, label=label, before=person.label)
                events.append(event)
            person.label, person.seen_at = label, now
        for track_id in [i for i, p in self._people.items() if now - p.seen_at > LOST_AFTER_S]:
            del self._people[track_id]
            events.append(_event(result, "face_lost", track_id))
        return events

    def clear(self) -> list[Event]:
        """Forget everybody, because no more frames come; return that they are lost."""
        lost = [Event("face_lost", {"track_id": track_id}) for track_id in self._people]
        self._people.clear()
        return lost


def _event(result: FrameResult, name: str, track_id: int, **values: str | None) -> Event:
    frame = result.frame
    return Event(name, {"track_id": track_id, "time_s": round(frame.time_s, 4), **values})
