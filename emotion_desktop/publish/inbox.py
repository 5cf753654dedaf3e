"""What waits for a publisher: the newest frame, and every event."""

import threading
from collections import deque
from typing import Final

from emotion_desktop.domain import FrameResult
from emotion_desktop.publish.events import Event

MOST_EVENTS: Final = 1000
"""So many events wait at most; the oldest go first."""


class Inbox:
    """A mailbox for frames, in which the newest one wins, with a queue for events before them.

    Safe to use from any number of threads; only `take` waits.

    Attributes:
        dropped: Frames that were replaced before anyone took them.
        closed: Whether `close` has been called.
    """

    def __init__(self) -> None:
        self.dropped = 0
        self.closed = False
        self._told = 0
        self._frame: FrameResult | None = None
        self._events: deque[Event] = deque(maxlen=MOST_EVENTS)
        self._changed = threading.Condition()

    def put(self, item: FrameResult | Event) -> None:
        """Leave a frame or an event; after `close`, do nothing."""
        with self._changed:
            if self.closed:
                return
            if isinstance(item, Event):
                self._events.append(item)
            else:
                self.dropped += self._frame is not None
                self._frame = item
            self._changed.notify()

    def take(self) -> tuple[FrameResult, int] | Event | None:
        """Wait for something and take it out, events first.

        Returns:
            An event; or a frame and how many were dropped between it and the one taken before;
            or None once the inbox is closed.
        """
        with self._changed:
            self._changed.wait_for(self._has_something)
            if self._events:
                return self._events.popleft()
            if self._frame is None:
                return None
            frame, self._frame = self._frame, None
            missed, self._told = self.dropped - self._told, self.dropped
            return frame, missed

    def _has_something(self) -> bool:
        # Not `or self._frame`: a frame without faces counts as false.
        return bool(self._events) or self._frame is not None or self.closed

    def close(self) -> None:
        """Throw away what waits and wake `take`."""
        with self._changed:
            self.closed = True
            self._frame = None
            self._events.clear()
            self._changed.notify_all()
