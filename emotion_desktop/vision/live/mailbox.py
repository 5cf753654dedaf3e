"""One slot between two threads, in which the newest item wins."""

import threading
from typing import Generic, TypeVar

T = TypeVar("T")


class Mailbox(Generic[T]):
    """Holds at most one item, so that a slow reader gets the newest and never a queue.

    Safe to use from any number of threads.

    Attributes:
        dropped: Items that were replaced before anyone took them.
        closed: Whether `close` has been called.
    """

    def __init__(self) -> None:
        self.dropped = 0
        self.closed = False
        self._item: T | None = None
        self._changed = threading.Condition()

    def put(self, item: T) -> bool:
        """Leave an item and return whether the slot was empty; after `close`, do nothing."""
        with self._changed:
            if self.closed:
                return False
            was_empty = self._item is None
            self.dropped += not was_empty
            self._item = item
            self._changed.notify()
            return was_empty

    def take(self, timeout: float | None = None) -> T | None:
        """Take the item out.

        Args:
            timeout: Seconds to wait for one; None or 0 does not wait.

        Returns:
            The newest item, or None if there is none or the mailbox is closed.
        """
        with self._changed:
            if timeout:
                self._changed.wait_for(lambda: self._item is not None or self.closed, timeout)
            item, self._item = self._item, None
            return item

    def close(self) -> None:
        """Throw the item away and wake everyone who waits in `take`."""
        with self._changed:
            self.closed = True
            self._item = None
            self._changed.notify_all()
