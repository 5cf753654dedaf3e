"""What every source of frames does, and how one is read on one thread and closed on another."""

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from emotion_desktop.domain import Frame, Image
from emotion_desktop.errors import Message, SourceEndedError

LATE_S: Final = 0.25
"""A reader that is later than this has been held up; the time table moves instead of rushing."""

_TICK_S: Final = 0.002
"""A wait that ends so little early has not been cut short."""


class FrameSource(Protocol):
    """Where frames come from.

    Attributes:
        name: Short, for tables and the status line: `demo`, `holiday.gif`, a camera's name,
            an address without user name and password.
        is_live: Frames arrive at their own speed; who is late must drop some.
        size: Width and height of the frames in pixels.
        fps: Frames per second if the source says so.
        frame_count: Number of frames if known and finite.
    """

    name: str
    is_live: bool
    size: tuple[int, int]
    fps: float | None
    frame_count: int | None

    def read(self) -> Frame:
        """Return the next frame, waiting for it if need be.

        Raises:
            SourceEndedError: After the last frame, or after `close`.
            SourceError: Another subclass if no frame can be had.
        """

    def close(self) -> None:
        """Let go of the device or file; may be called twice and from another thread."""


class ClosableSource(ABC):
    """Reads under a lock, so that `close` can come from another thread at any time.

    OpenCV and FFmpeg crash if a device is released during a read. So `close` releases at once
    if nobody reads, else the reader does when its read returns.

    Attributes:
        remarks: What there is to know about it, though it can be read.
    """

    remarks: tuple[Message, ...] = ()

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._released = False

    def read(self) -> Frame:
        """Return the next frame; see `FrameSource.read`."""
        try:
            with self._lock:
                if self._closed.is_set():
                    raise SourceEndedError("the source has been closed")
                return self._read()
        finally:
            if self._closed.is_set():
                self._try_release()

    def close(self) -> None:
        """Let go of the device or file now, or as soon as the present read returns."""
        self._closed.set()
        self._try_release()

    def _try_release(self) -> None:
        if self._lock.acquire(blocking=False):
            try:
                if not self._released:
                    self._released = True
                    self._release()
            finally:
                self._lock.release()

    @abstractmethod
    def _read(self) -> Frame:
        """Return the next frame; nobody else reads or releases meanwhile."""

    def _release(self) -> None:  # noqa: B027 (not every source holds something)
        """Let go of what is held; called once."""


class Pacer:
    """Delivers frames at the speed of their time stamps, or at another.

    Args:
        wait: Waits that many seconds; returns early if the source is closed, say.
        clock: Seconds, ever rising.
    """

    def __init__(
        self, wait: Callable[[float], object], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._wait = wait
        self._clock = clock
        self._speed = 1.0
        self._began: tuple[float, float] | None = None  # by the clock, by the time stamps

    @property
    def speed(self) -> float:
        """Seconds of the time stamps per second of the clock."""
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        if speed != self._speed and self._began is not None:
            now = self._clock()
            began, stamp = self._began
            self._began = now, stamp + (now - began) * self._speed
        self._speed = speed

    def restart(self) -> None:
        """Take the next frame as due at once, after a rest or a jump."""
        self._began = None

    def until(self, time_s: float) -> bool:
        """Wait until the frame of this time is due, and return whether it is.

        It is not if the wait was cut short. If the reader is late by more than `LATE_S`, the rest
        is shown later instead of faster.
        """
        late_s = self.lateness(time_s)
        if self._began is None or late_s > LATE_S:
            self._began = self._clock(), time_s
        elif late_s < 0:
            self._wait(-late_s)
            return self.lateness(time_s) > -_TICK_S
        return True

    def lateness(self, time_s: float) -> float:
        """Return by how many seconds the frame of this time is overdue; before it is, below 0."""
        if self._began is None:
            return 0.0
        began, stamp = self._began
        return self._clock() - began - (time_s - stamp) / self._speed


def frame_of(
    image: Image, index: int, time_s: float, source: str, *, is_still: bool = False
) -> Frame:
    """Return a frame that has arrived just now."""
    return Frame(
        image=image,
        captured_at=time.monotonic(),
        index=index,
        time_s=time_s,
        source=source,
        is_still=is_still,
    )


@dataclass(frozen=True, slots=True)
class CameraInfo:
    """A camera that is connected.

    Attributes:
        index: OpenCV's number of it within `backend`.
        name: What the system calls it; two of a model are `C920` and `C920 (2)`.
        backend: OpenCV's `cv2.CAP_…` number.
        id: Stays the same when it is plugged in again; empty if the system gives none.
    """

    index: int
    name: str
    backend: int
    id: str = ""
