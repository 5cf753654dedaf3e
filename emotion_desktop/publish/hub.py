"""Hands results to the publishers that are on. No method waits but `start`, `stop` and `close`.

::

    put(), announce() ──> Inbox ──> thread of a publisher ──> send(), announce()
                      └─> Inbox ──> thread of another one ──> …
"""

import threading
from dataclasses import dataclass
from typing import Final

import numpy as np

from emotion_desktop.domain import FrameResult
from emotion_desktop.errors import Message, PublishError
from emotion_desktop.publish.events import Event, FaceEvents
from emotion_desktop.publish.inbox import Inbox
from emotion_desktop.publish.publisher import Publisher, PublishOptions, publishers

FAULT: Final = Message("it stopped because of a fault in it")

PATIENCE_S: Final = 2.0
"""So long a publisher may take to end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublisherStatus:
    """How a publisher does.

    Attributes:
        name: Its name.
        address: Where it is reached, or sends to.
        clients: How many listen; None where nobody knows.
        per_second: Messages sent a second.
        sent: Messages since it was started.
        dropped: Frames that were left out for someone since then.
        error: Why the last message could not be sent, or why it has stopped; None if all is well.
        running: Whether it is on.
    """

    name: str
    address: str
    clients: int | None
    per_second: float
    sent: int
    dropped: int
    error: Message | None
    running: bool


class _PublisherThread(threading.Thread):
    """Feeds one publisher from its inbox until that is closed."""

    def __init__(self, name: str, publisher: Publisher) -> None:
        super().__init__(name=f"publish-{name}", daemon=True)
        self.inbox = Inbox()
        self.publisher = publisher
        self.error: Message | None = None
        self.failed = 0

    def run(self) -> None:
        try:
            while (item := self.inbox.take()) is not None:
                try:
                    if isinstance(item, Event):
                        self.publisher.announce(item)
                    else:
                        self.publisher.send(*item)
                    self.error = None
                except OSError as error:  # the network is gone, say; it may come back
                    self.failed += 1
                    self.error = Message(error.strerror or str(error))
        except PublishError as error:
            self.error = error.message
        finally:
            if not self.inbox.closed and self.error is None:
                self.error = FAULT
            self.inbox.close()

    def status(self) -> PublisherStatus:
        publisher = self.publisher
        return PublisherStatus(
            name=self.name.removeprefix("publish-"),
            address=publisher.address,
            clients=publisher.clients,
            per_second=publisher.sent.per_second,
            sent=publisher.sent.total,
            dropped=publisher.dropped + self.inbox.dropped + self.failed,
            error=self.error,
            running=not self.inbox.closed,
        )


class Hub:
    """The publishers that are on; safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()  # for what follows; never held while anything is waited for
        self.threads: dict[str, _PublisherThread] = {}
        self._faces = FaceEvents()
        self._last: FrameResult | None = None
        self._lost = False

    def start(self, name: str, options: PublishOptions) -> None:
        """Open a publisher; one of that name that has stopped by itself makes room.

        Raises:
            PublishError: If it cannot be opened, or is on already.
        """
        self.stop(name, only_failed=True)
        with self._lock:
            if name in self.threads:
                raise PublishError("{name} is on already", name=name)
        publisher = publishers()[name].open(options)
        thread = _PublisherThread(name, publisher)
        with self._lock:
            taken = name in self.threads
            if not taken:
                thread.start()
                self.threads[name] = thread
        if taken:
            publisher.close()
            raise PublishError("{name} is on already", name=name)

    def stop(self, name: str, *, only_failed: bool = False) -> None:
        """Close a publisher, if it is on, or only if it has stopped by itself."""
        with self._lock:
            thread = self.threads.get(name)
            if thread is None or (only_failed and not thread.inbox.closed):
                return
            del self.threads[name]
            if not self.threads:
                self._faces, self._last, self._lost = FaceEvents(), None, False
        thread.inbox.close()
        thread.join(PATIENCE_S)
        thread.publisher.close()

    def close(self) -> None:
        """Close all publishers."""
        for name in list(self.threads):
            self.stop(name)

    def put(self, result: FrameResult) -> None:
        """Publish a frame, and what it has changed; the same one again only with other numbers."""
        if not self.threads:
            return
        with self._lock:
            if self._last is not None and _says_the_same(result, self._last):
                return
            self._last = result
            events = [Event("source_back", {"source": result.frame.source})] if self._lost else []
            self._lost = False
            events += self._faces.update(result)
            threads = list(self.threads.values())
        for thread in threads:
            for event in events:
                thread.inbox.put(event)
            thread.inbox.put(result)

    def announce(self, name: str, **values: object) -> None:
        """Publish an event; of `source_lost`, also that everybody in view is lost."""
        with self._lock:
            events = [Event(name, values)]
            if name in {"source_lost", "source_opened"}:
                self._lost = name == "source_lost"
                events += self._faces.clear()
            threads = list(self.threads.values())
        for thread in threads:
            for event in events:
                thread.inbox.put(event)

    def status(self) -> dict[str, PublisherStatus]:
        """Return how each publisher does that was started and not stopped, by name."""
        with self._lock:
            threads = dict(self.threads)
        return {name: thread.status() for name, thread in threads.items()}


def _says_the_same(result: FrameResult, before: FrameResult) -> bool:
    return (
        result.frame is before.frame
        and result.model == before.model
        and np.array_equal(result.track_ids, before.track_ids)
        and np.array_equal(result.probabilities, before.probabilities)
        and np.array_equal(result.uncertain, before.uncertain)
    )
