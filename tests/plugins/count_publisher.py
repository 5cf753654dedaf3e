"""A publisher from outside: keeps how many faces each frame had."""

from emotion_desktop.domain import FrameResult
from emotion_desktop.publish import Publisher, PublisherEntry, PublishOptions, register_publisher
from emotion_desktop.publish.events import Event

counts: list[int] = []


class CountPublisher(Publisher):
    """Counts faces."""

    def __init__(self, _: PublishOptions) -> None:
        super().__init__()
        self.address = "a list"

    def send(self, result: FrameResult, _: int) -> None:
        """Keep the number of faces."""
        counts.append(len(result))
        self.sent.add()

    def announce(self, event: Event) -> None:
        """Events are no faces."""

    def close(self) -> None:
        """There is nothing to free."""


register_publisher("count", PublisherEntry(open=CountPublisher, summary="count faces"))
