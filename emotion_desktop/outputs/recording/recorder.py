"""Records what the pipeline finds, on a thread of its own that nobody waits for."""

import math
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Final

from emotion_desktop.domain import FrameResult
from emotion_desktop.error_boundary import RECORDING, error_boundary
from emotion_desktop.errors import EmotionDesktopError
from emotion_desktop.files.disk_space import LEAST_FREE, is_full
from emotion_desktop.outputs.overlay import OverlayOptions
from emotion_desktop.outputs.recording.session_files import Marker
from emotion_desktop.outputs.recording.session_format import Ending, RecordedModel, SessionMetadata
from emotion_desktop.outputs.recording.session_writer import RecorderState, SessionWriter

CHECK_S: Final = 1.0
"""So often the room on the disk is looked at."""

MOST_WAITING: Final = 30
MOST_BYTES: Final = 250_000_000
"""Frames that wait to be written are so many, and take so much memory, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingEnd:
    """How a recording came to its end.

    Attributes:
        folder: The session; it is not there if it has no frame.
        ending: Why.
        error: Why it ended though nobody asked for it; None otherwise.
        duration_s: Time of the last frame.
        frames: Frames in the video.
        dropped: Frames left out, or missed.
    """

    folder: Path
    ending: Ending
    error: EmotionDesktopError | None
    duration_s: float
    frames: int
    dropped: int


@dataclass(frozen=True, slots=True)
class _Shot:
    """A frame, what is painted on it, and its time in the session."""

    result: FrameResult
    options: OverlayOptions
    time_s: float


_Item = _Shot | tuple[Marker, ...] | Ending


class Recorder:
    """One recording, from its start to its end; no method waits but `wait`.

    ::

        put() ──> queue of 30 frames ──> writer thread ──> video, tables
                  full: left out and counted      └──> every second: room on the disk

    `put`, `mark` and `note` belong to one thread; the others may be called from any.

    Args:
        parent: Where the session's folder goes.
        metadata: What is known at the start.
        on_end: Called once, on the writer thread, when all files are closed.
        least_free: Bytes to leave free on the disk; when fewer are left the recording ends.
        most_waiting: Frames that may wait; fewer if they are large.
        name: Of the session's folder; by its time if empty.
        seconds: How long it lasts; 0 until it is stopped.

    Attributes:
        folder: The session's.
        end: How it ended; None before.

    Raises:
        OutputError: If the folder cannot be written, or the disk is full.
    """

    def __init__(
        self,
        parent: Path,
        metadata: SessionMetadata,
        *,
        on_end: Callable[[RecordingEnd], None],
        least_free: int = LEAST_FREE,
        most_waiting: int = MOST_WAITING,
        name: str = "",
        seconds: float = 0.0,
    ) -> None:
        self._writer = SessionWriter(parent, metadata, least_free, name)
        self.folder = self._writer.folder
        self.end: RecordingEnd | None = None
        self._on_end = on_end
        self._most_waiting = most_waiting
        self._seconds = seconds
        self._is_over = False
        self._room: threading.Semaphore | None = None
        self._queue: SimpleQueue[_Item] = SimpleQueue()
        self._markers: list[Marker] = []
        self._began_at: float | None = None
        self._newest_at = 0.0
        self._newest: float = 0
        self._dropped = 0
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)
        self._thread.start()

    def put(
        self,
        result: FrameResult,
        options: OverlayOptions = OverlayOptions(),  # noqa: B008 (frozen)
    ) -> bool:
        """Record a frame unless it is no news, or too many are waiting; return whether it is.

        Args:
            result: A frame captured after the last one; others are passed over. Frames of the
                source between the two, as their numbers tell, are counted as dropped.
            options: What is painted on it if the video is to be annotated. It is never mirrored,
                for the tables speak of the picture as it is.
        """
        if self.end is not None or self._is_over:
            return False
        if self._began_at is None or self._room is None:
            most = MOST_BYTES // max(1, result.image.nbytes)
            self._room = threading.Semaphore(max(2, min(self._most_waiting, most)))
            self._began_at = result.running_at
        elif result.running_at <= self._newest_at:
            return False
        else:
            self._dropped += int(max(0, result.frame.index - self._newest - 1))
        time_s = result.running_at - self._began_at
        if 0 < self._seconds <= time_s:
            self._is_over = True
            self.stop()
            return False
        self._newest_at, self._newest = result.running_at, result.frame.index
        if not self._room.acquire(blocking=False):
            self._dropped += 1
            return False
        self._queue.put(_Shot(result, replace(options, mirrored=False), time_s))
        return True

    def count_anew(self) -> None:
        """Miss no frame before the next one: nobody wanted it, or they are numbered anew.

        A camera goes on in a pause, and counts from 0 when it has come back.
        """
        self._newest = math.inf

    def mark(self, number: int, at: float | None = None) -> Marker:
        """Set a marker and return it.

        Args:
            number: From 1 to 9.
            at: When, on the clock of `time.monotonic()`; the newest frame's time if None. What
                lies before the first frame is at 0.
        """
        at = self._newest_at if at is None else at
        time_s = 0.0 if self._began_at is None else max(0.0, at - self._began_at)
        self._markers.append((time_s, number, ""))
        self._queue.put(tuple(self._markers))
        return self._markers[-1]

    def note(self, marker: Marker, text: str) -> None:
        """Write a note beside a marker that `mark` has returned, of several the last such one."""
        place = max(row for row, other in enumerate(self._markers) if other[:2] == marker[:2])
        self._markers[place] = (*marker[:2], text)
        self._queue.put(tuple(self._markers))

    def register_model(self, model: RecordedModel) -> None:
        """Record a model that may go to work, for the document."""
        self._writer.models[model.name] = model

    def stop(self, ending: Ending = "stopped") -> None:
        """End the recording as soon as all frames that wait are written."""
        self._queue.put(ending)

    def wait(self, timeout_s: float) -> bool:
        """Wait until it has ended, so long at most; return whether it has."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    @property
    def elapsed_s(self) -> float:
        """Seconds from the first frame to the newest, without pauses; 0 before."""
        return 0.0 if self._began_at is None else self._newest_at - self._began_at

    @property
    def left_s(self) -> float | None:
        """Seconds until it ends by itself; None if it does not."""
        return max(0.0, self._seconds - self.elapsed_s) if self._seconds else None

    @property
    def state(self) -> RecorderState:
        """Figures, those of the disk at most a second old."""
        return replace(self._writer.state, dropped=self._dropped)

    def _run(self) -> None:
        """Write until the end; runs on the writer thread."""
        writer, ending = self._writer, "stopped"
        first: EmotionDesktopError | None = None
        try:
            with error_boundary(RECORDING):
                ending = self._write_until_told()
        except EmotionDesktopError as error:
            ending, first = _why(error), error
        try:
            with error_boundary(RECORDING):
                writer.close()
        except EmotionDesktopError as error:
            ending, first = (ending, first) if first else (_why(error), error)
        # The first error is the one to tell.
        with suppress(EmotionDesktopError), error_boundary(RECORDING):
            writer.describe_end(ending, self._dropped)
        self.end = RecordingEnd(
            folder=self.folder,
            ending=ending,
            error=first,
            duration_s=writer.duration_s,
            frames=writer.state.frames,
            dropped=self._dropped,
        )
        self._on_end(self.end)

    def _write_until_told(self) -> Ending:
        check_at = time.monotonic() + CHECK_S
        while True:
            match self._next(check_at - time.monotonic()):
                case _Shot() as shot:
                    incompatibility = self._writer.incompatibility(shot.result)
                    if incompatibility is not None:
                        return incompatibility
                    self._write(shot)
                case tuple() as markers:
                    self._writer.write_markers(markers)
                case str() as ending:
                    return ending
                case None:
                    pass
            if time.monotonic() >= check_at:
                check_at = time.monotonic() + CHECK_S
                self._writer.check()

    def _next(self, timeout_s: float) -> _Item | None:
        try:
            return self._queue.get(timeout=max(0.0, timeout_s))
        except Empty:
            return None

    def _write(self, shot: _Shot) -> None:
        self._writer.write(shot.result, shot.options, shot.time_s)
        assert self._room is not None
        self._room.release()


def _why(error: EmotionDesktopError) -> Ending:
    return "disk full" if is_full(error) else "write failed"
