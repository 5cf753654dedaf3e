"""Figures of the running pipeline, for the status line."""

import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median
from types import MappingProxyType
from typing import Final

from emotion_desktop.domain import FrameResult
from emotion_desktop.errors import Message

WINDOW_S: Final = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveStats:
    """A snapshot.

    Attributes:
        source: Name of the source, empty before it is open.
        size: Width and height of its frames in pixels.
        source_fps: Its frames per second, if it says so.
        fps: Results per second over the last `WINDOW_S` seconds.
        dropped: Frames of this source that were not analysed because newer ones had come.
        model: Name of the model, empty before it is loaded.
        device: What computes it, empty before.
        faces: Faces in the newest result.
        left_out: How many more there were than the settings allow.
        stage_s: Median seconds per stage over the last `WINDOW_S` seconds, by name.
        stage_p95_s: Likewise their 95th percentiles.
        position_s: Where in a file the picture lies that was analysed last, in seconds.
        duration_s: Length of the file in seconds; None if unknown, or if it is no file.
        seekable: Whether the source can be sought in and stepped through.
        remarks: What there is to know about the source, though it can be read.
    """

    source: str = ""
    size: tuple[int, int] | None = None
    source_fps: float | None = None
    fps: float = 0.0
    dropped: int = 0
    model: str = ""
    device: str = ""
    faces: int = 0
    left_out: int = 0
    stage_s: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    stage_p95_s: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    position_s: float = 0.0
    duration_s: float | None = None
    seekable: bool = False
    remarks: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Playhead:
    """Where a file is and how it is played; of other sources only `seekable` tells something.

    Attributes:
        seekable: Whether the source can be sought in and stepped through.
        position_s: Where the picture lies that is shown, or is being jumped to, in seconds.
        duration_s: Length in seconds; None if unknown.
        speed: Times its own speed.
        loop: Whether it starts over at its end.
        pictures: How many photos or pages it shows one after the other; None of a video.
    """

    seekable: bool = False
    position_s: float = 0.0
    duration_s: float | None = None
    speed: float = 1.0
    loop: bool = False
    pictures: int | None = None

    @property
    def picture(self) -> int:
        """Which of the pictures is shown, from 0."""
        if not self.pictures or not self.duration_s:
            return 0
        place = int(self.position_s / self.duration_s * self.pictures + 1e-6)
        return min(max(place, 0), self.pictures - 1)

    def time_of(self, picture: int) -> float:
        """Return where one of the pictures is, in seconds."""
        return picture * (self.duration_s or 0.0) / (self.pictures or 1)


class Meter:
    """Remembers the results of the last moments; safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._laps: deque[tuple[float, Mapping[str, float]]] = deque()
        self._faces = self._left_out = 0

    def add(self, result: FrameResult, now_s: float | None) -> None:
        """Count a result that came at `now_s`; None if its frame has been counted before."""
        with self._lock:
            self._faces, self._left_out = len(result), result.left_out
            if now_s is not None:
                self._laps.append((now_s, result.stage_s))
                self._expire(now_s)

    def clear(self) -> None:
        """Start over, for a new source."""
        with self._lock:
            self._laps.clear()
            self._faces = self._left_out = 0

    @property
    def faces(self) -> tuple[int, int]:
        """Faces in the newest result, and how many more the settings left out."""
        with self._lock:
            return self._faces, self._left_out

    def read(self, now_s: float) -> tuple[float, Mapping[str, float], Mapping[str, float]]:
        """Return results per second, median and p95 seconds per stage."""
        with self._lock:
            self._expire(now_s)
            laps = list(self._laps)
        names = dict.fromkeys(name for _, stages in laps for name in stages)
        spent = {n: sorted(stages[n] for _, stages in laps if n in stages) for n in names}
        medians = {name: median(seconds) for name, seconds in spent.items()}
        p95 = {name: s[int(0.95 * (len(s) - 1) + 0.5)] for name, s in spent.items()}
        span = laps[-1][0] - laps[0][0] if laps else 0.0
        fps = (len(laps) - 1) / span if span > 0 else 0.0
        return fps, MappingProxyType(medians), MappingProxyType(p95)

    def _expire(self, now_s: float) -> None:
        while self._laps and self._laps[0][0] < now_s - WINDOW_S:
            self._laps.popleft()
