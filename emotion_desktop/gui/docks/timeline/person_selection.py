"""Whose history the chart shows. No Qt."""

from emotion_desktop.gui.docks.timeline.history import History


class PersonSelection:
    """The person who was clicked, as long as anything is known of them; else the longest seen.

    Attributes:
        pinned: Who was clicked; None if nobody.
    """

    def __init__(self) -> None:
        self.pinned: int | None = None
        self._shown: int | None = None

    def pin(self, track_id: int | None) -> None:
        """Show this person from now on, or the one longest in view if None."""
        self.pinned = track_id
        if track_id is None:
            self._shown = None

    def current(self, history: History) -> int | None:
        """Return who is to be shown; None if nobody has been seen.

        Whoever is shown stays so while in view: two people must not take turns.
        """
        if self.pinned is not None:
            if self.pinned in history.people:
                self._shown = self.pinned
                return self.pinned
            self.pinned = None
        if self._shown in history.present:
            return self._shown
        if history.present:
            self._shown = max(history.present, key=history.seen_s)
        elif self._shown not in history.people:
            self._shown = max(history.people, key=history.seen_s, default=None)
        return self._shown
