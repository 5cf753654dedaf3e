"""Which faces are classified in this frame, if there is no time for all."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from emotion_desktop.domain import Ints, UnreadableReason

_MEMORY: Final = 0.9
"""Share of what was known of the cost that a new measurement leaves."""


class InferenceScheduler:
    """Selects the faces that have waited longest, as many as fit into a budget.

    Args:
        budget_s: For the faces of one frame, in seconds; infinite classifies all in every frame.
    """

    def __init__(self, budget_s: float) -> None:
        self.budget_s = budget_s
        self._cost_s: float | None = None
        self._last_turn: dict[int, int] = {}
        self._turn = 0

    def select(
        self, track_ids: Ints, flaws: Sequence[UnreadableReason | None]
    ) -> NDArray[np.bool_]:
        """Return which faces to classify, (N,) bool: none with a flaw, else at least one.

        Args:
            track_ids: (N,) int64; those never classified come first.
            flaws: N of them.
        """
        ids = track_ids.tolist()
        waiting = [row for row, flaw in enumerate(flaws) if flaw is None]
        waiting.sort(key=lambda row: self._last_turn.get(ids[row], -1))
        chosen = np.zeros(len(ids), np.bool_)
        self._last_turn = {track: t for track, t in self._last_turn.items() if track in ids}
        for row in waiting[: self._room(len(waiting))]:
            chosen[row] = True
            self._turn += 1
            self._last_turn[ids[row]] = self._turn
        return chosen

    def record_cost(self, faces: int, seconds: float) -> None:
        """Record how long it took to classify so many faces."""
        if faces:
            cost_s = seconds / faces
            known_s = cost_s if self._cost_s is None else self._cost_s
            self._cost_s = _MEMORY * known_s + (1 - _MEMORY) * cost_s

    def reset(self) -> None:
        """Forget the cost and all faces, for another model."""
        self._cost_s = None
        self._last_turn = {}

    def _room(self, faces: int) -> int:
        if self._cost_s is None:
            return 1 if np.isfinite(self.budget_s) else faces
        if self._cost_s * faces <= self.budget_s:
            return faces
        return max(1, int(self.budget_s / self._cost_s))
