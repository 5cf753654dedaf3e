"""Frames and events as lines of JSON on standard output."""

import os
import sys
from collections.abc import Mapping

from emotion_desktop.domain import FrameResult
from emotion_desktop.errors import PublishError
from emotion_desktop.publish.events import Event
from emotion_desktop.publish.messages import encode, event_message, frame_message
from emotion_desktop.publish.publisher import Publisher


class NdjsonPublisher(Publisher):
    """Writes each message as one line, at once.

    Raises:
        PublishError: If there is no standard output; when nobody reads it any more, by `send`.
    """

    def __init__(self) -> None:
        super().__init__()
        self.address = "standard output"
        if sys.stdout is None:
            raise PublishError("there is no standard output to write to")
        self._file = sys.stdout.fileno()

    def send(self, result: FrameResult, missed: int) -> None:
        """Write a frame."""
        self._write({**frame_message(result), "dropped": missed})

    def announce(self, event: Event) -> None:
        """Write an event."""
        self._write(event_message(event))

    def close(self) -> None:
        """Leave standard output to others."""

    def _write(self, message: Mapping[str, object]) -> None:
        # Not by `sys.stdout`: a reader who stops reading would keep its lock, and the process.
        line = f"{encode(message)}\n".encode()
        try:
            while line:
                line = line[os.write(self._file, line) :]
        except BrokenPipeError as error:
            raise PublishError("nobody reads standard output any more") from error
        self.sent.add()
