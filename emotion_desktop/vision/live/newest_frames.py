"""The newest frame of a live source, whenever somebody has time for one."""

from collections.abc import Generator
from functools import partial
from typing import Final

from emotion_desktop.domain import Frame
from emotion_desktop.errors import EmotionDesktopError, SourceEndedError
from emotion_desktop.vision.live.capture_thread import Capture, QueuedFrame
from emotion_desktop.vision.live.mailbox import Mailbox
from emotion_desktop.vision.sources import Playback, open_source

_TICK_S: Final = 0.5
"""So often Ctrl-C is looked for while no frame comes."""

_PATIENCE_S: Final = 3.0
"""How long closing waits for a source that hangs."""


def newest_frames(text: str) -> Generator[Frame, None, None]:
    """Yield the newest frame of a source over and over; those in between are dropped.

    It is read on a thread of its own, and closed when the generator ends or is closed.

    Args:
        text: As `open_source` takes it.

    Raises:
        SourceError: If it cannot be opened, or fails.
        UnexpectedError: After a bug in it.
    """
    newest: Mailbox[Frame | EmotionDesktopError] = Mailbox()

    def deliver(queued: QueuedFrame) -> None:
        newest.put(queued.frame)

    def fail(_: Capture, error: EmotionDesktopError) -> None:
        newest.put(error)

    capture = Capture(
        partial(open_source, text), playback=Playback(), after=None, deliver=deliver, fail=fail
    )
    capture.start()
    try:
        while True:
            found = newest.take(_TICK_S)
            if isinstance(found, SourceEndedError):
                return
            if isinstance(found, EmotionDesktopError):
                raise found
            if found is not None:
                yield found
    finally:
        newest.close()
        capture.stop()
        capture.join(_PATIENCE_S)
