"""Who has come or gone and whose label has changed, calm enough to be spoken. No Qt."""

from collections.abc import Sequence
from typing import Final

from emotion_desktop.gui.docks.faces.rows import FaceRow
from emotion_desktop.gui.language import translate

EVERY_S: Final = 2.0
"""Of one person there is at most one message in this time."""

MOST: Final = 3
"""With more people at once only their number is told."""


class LabelNews:
    """Compares what was told of each person with what is so now."""

    def __init__(self) -> None:
        self._told: dict[int, tuple[str, float]] = {}
        self._count = 0

    def update(self, rows: Sequence[FaceRow], now: float) -> str:
        """Return what is to be told; empty for nothing.

        Args:
            rows: The people in view.
            now: Seconds on a clock that never goes back.
        """
        if len(rows) > MOST:
            return self._tell_count(rows)
        self._count = len(rows)
        labels = {row.track_id: row.label for row in rows}
        news = []
        for track_id, label in labels.items():
            before, at = self._told.get(track_id, ("", -EVERY_S))
            if label != before and now - at >= EVERY_S:
                self._told[track_id] = (label, now)
                text = translate("Faces", "Face {number}: {label}")
                news.append(text.format(number=track_id, label=label))
        for track_id in self._told.keys() - labels.keys():
            del self._told[track_id]
            news.append(translate("Faces", "Face {number} has left").format(number=track_id))
        return ". ".join(news)

    def _tell_count(self, rows: Sequence[FaceRow]) -> str:
        self._told = {row.track_id: (row.label, -EVERY_S) for row in rows}
        before, self._count = self._count, len(rows)
        if before == len(rows):
            return ""
        return translate("Faces", "{count} faces in view").format(count=len(rows))
