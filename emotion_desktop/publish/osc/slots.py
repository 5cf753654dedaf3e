"""Low numbers for people, as mixers and avatars count them."""

from collections.abc import Sequence


class Slots:
    """Gives each person the lowest free number, from 0, for as long as the person is there."""

    def __init__(self) -> None:
        self._slots: dict[int, int] = {}

    def update(self, track_ids: Sequence[int]) -> tuple[list[int], list[int]]:
        """Return the slot of each person in a frame, and the slots that have become free."""
        gone = [track_id for track_id in self._slots if track_id not in track_ids]
        freed = {self._slots.pop(track_id) for track_id in gone}
        for track_id in track_ids:
            if track_id not in self._slots:
                taken = set(self._slots.values())
                self._slots[track_id] = next(n for n in range(len(taken) + 1) if n not in taken)
        slots = [self._slots[track_id] for track_id in track_ids]
        return slots, sorted(freed - set(slots))
