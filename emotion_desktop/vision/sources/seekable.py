"""Sources that are played: at their own speed or another, sought in, stepped through."""

import time
from dataclasses import dataclass, replace
from typing import Final, Protocol

from emotion_desktop.domain import Frame, Image
from emotion_desktop.errors import Message, SourceEndedError
from emotion_desktop.vision.sources.base import ClosableSource, Pacer, frame_of
from emotion_desktop.vision.sources.naming import public_name
from emotion_desktop.vision.sources.playback import Playback, SeekRequest

_EARLY: Final = 2.0
"""Decoding starts so many times its usual duration before the picture is due, ..."""

_MOST_EARLY: Final = 0.6
"""... but not before this share of the time between two pictures is left."""

_LATE_S: Final = 0.1
"""A picture that is so late, in seconds, gives way to the next one, ..."""

_MOST_SKIPPED: Final = 8
"""... unless so many have done so one after the other."""

_LONGEST_STAY_S: Final = 10.0
"""A loop waits no longer at its last picture, whatever the file says."""

_FALLBACK_FPS: Final = 25.0


class Picture(Protocol):
    """One picture of a sequence.

    Attributes:
        time_s: When it is shown, in seconds from the start of the sequence.
        name: What to call its origin if it stands alone; None if it is one of a video.
    """

    time_s: float
    name: str | None

    def image(self) -> Image:
        """Return its (H, W, 3) uint8 BGR pixels."""


class FrameSequence(Protocol):
    """Pictures in order of time; used by one thread at a time.

    Attributes:
        duration_s: Length in seconds; None if unknown.
    """

    duration_s: float | None

    def next(self) -> Picture | None:
        """Return the picture after the one returned last, None at the end."""

    def at(self, time_s: float) -> Picture:
        """Return the picture that is shown at a time, the first or last one beyond the ends."""

    def before(self, time_s: float) -> Picture | None:
        """Return the last picture that comes earlier than a time; None if there is none."""

    def rewind(self) -> None:
        """Let `next` return the first picture."""

    def close(self) -> None:
        """Close the file."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in its source a picture lies.

    Attributes:
        position_s: Its time in seconds of the file; a file that loops starts at 0 again.
        jumps: Tells pictures apart between which the source has jumped: what was seen before a
            jump says nothing about what comes after.
        requests: How many requests had been made when it was chosen.
    """

    position_s: float
    jumps: int
    requests: int


class SeekableSource(ClosableSource):
    """A sequence, played.

    Times are those of the sequence. They go on rising when it loops; a jump goes to its own.
    Frame numbers always rise. Where pictures are delivered in real time and the reader or the
    decoder cannot keep up, some are left out and counted.

    Args:
        sequence: The pictures.
        name: What to call it.
        playback: How to play it; may be changed from any thread.
        realtime: Deliver pictures when they are due instead of at once.

    Attributes:
        place: Where the picture that was read last lies; None before the first.
        playback: How it is played.
        skipped: Pictures left out because they were late.
        pacer: Waits until a picture is due; None where they are delivered at once.
        pictures: How many pictures it is made of that stand alone; None of a video.
    """

    name: str
    is_live: bool
    size: tuple[int, int]
    fps: float | None
    frame_count: int | None
    pictures: int | None = None

    def __init__(
        self, sequence: FrameSequence, name: str, playback: Playback, *, realtime: bool
    ) -> None:
        super().__init__()
        self.name = public_name(name)
        self.playback = playback
        self.place: Place | None = None
        self.skipped = 0
        self.fps = None
        self._sequence = sequence
        self.pacer = Pacer(playback.wait) if realtime else None
        self._shown: Picture | None = None
        self._upcoming: Picture | None = None
        self._left_out: Picture | None = None  # the one before, if it was late
        self._offset_s = 0.0
        self._last_s = 0.0
        self._gap_s = 0.0
        self._decoding_s = 0.0
        self._skipped_since = 0
        self._jumps = 0
        self._requests = 0
        self._index = 0
        self._number = -1  # of the picture that the sequence has returned last

    @property
    def duration_s(self) -> float | None:
        """Length in seconds; None if unknown."""
        return self._sequence.duration_s

    def close(self) -> None:
        """Close the file now, or as soon as the present read returns; wakes one that waits."""
        self._closed.set()
        self.playback.close()
        super().close()

    def _read(self) -> Frame:
        while True:
            request, self._requests = self.playback.next_request()
            if request is not None:
                return self._jump(request)
            if self.pacer is None:
                return self._deliver(self._fetch())
            if self.playback.paused and not self._closed.is_set():
                self.playback.wait_while_paused()
                self.pacer.restart()
                continue
            self.pacer.speed = self.playback.speed
            picture = self._await_next(self.pacer)
            if picture is not None:
                return self._deliver(picture)

    def _await_next(self, pacer: Pacer) -> Picture | None:
        """Return the next picture when it is due; None if something else is wanted before."""
        if self._upcoming is None:
            # Just after the last one the cores are busy with that: decoding then would delay it.
            gap_s = min(self._gap_s, 1 / self._rate)
            early_s = min(_EARLY * self._decoding_s * pacer.speed, _MOST_EARLY * gap_s)
            if not pacer.until(self._last_s + gap_s - early_s) and not self._closed.is_set():
                return None
            began = time.perf_counter()
            try:
                picture = self._fetch()
            except SourceEndedError:
                return self._take_back()
            if self._is_too_late(pacer, picture):
                self.skipped += 1
                self._skipped_since += 1
                self._index += 1
                self._pass(picture)
                self._left_out = picture
                return None
            picture.image()
            self._decoding_s = 0.8 * self._decoding_s + 0.2 * (time.perf_counter() - began)
            self._upcoming = picture
        due = pacer.until(self._offset_s + self._upcoming.time_s)
        if not due and not self._closed.is_set():
            return None
        picture, self._upcoming = self._upcoming, None
        return picture

    def _take_back(self) -> Picture:
        """Return the last picture if it was left out: it is the one that stays.

        Raises:
            SourceEndedError: If it has been shown.
        """
        picture, self._left_out = self._left_out, None
        if picture is None:
            raise SourceEndedError(self._end_message())
        self.skipped -= 1
        self._index -= 1
        return picture

    def _is_too_late(self, pacer: Pacer, picture: Picture) -> bool:
        late_s = pacer.lateness(self._offset_s + picture.time_s)
        return late_s > _LATE_S and self._skipped_since < _MOST_SKIPPED

    def _fetch(self) -> Picture:
        """Return the picture after the last one, which is the first where the sequence loops.

        Raises:
            SourceEndedError: At the end.
        """
        picture = self._sequence.next()
        if picture is not None:
            self._number += 1
            return picture
        self._check_end(self._last_s - self._offset_s)
        if not self.playback.loop:
            raise SourceEndedError(self._end_message())
        self._sequence.rewind()
        self._number = 0
        self._offset_s = self._last_s + self._stay_s(self._last_s - self._offset_s)
        first = self._sequence.next()
        if first is None:
            raise SourceEndedError(self._end_message())
        return first

    def _check_end(self, last_s: float) -> None:
        """Raise an error if the sequence should not end after the picture of this time."""

    def _stay_s(self, last_s: float) -> float:
        """Return how long the last picture, which is shown at this time, stays in a loop."""
        return min(max((self.duration_s or 0) - last_s, 1 / self._rate), _LONGEST_STAY_S)

    def _end_message(self) -> Message:
        return Message("{name} has been played to its end", {"name": self.name})

    def _jump(self, request: SeekRequest) -> Frame:
        """Return the requested picture at once."""
        jumped = request.time_s is not None
        picture = self._shown
        if request.time_s is not None:
            self._offset_s = 0.0
            picture = self._sequence.at(request.time_s)
            self._number = self._number_at(picture.time_s)
        elif request.steps > 0 and self._upcoming is not None:
            # Already decoded, but not shown: it is the next one.
            picture = self._upcoming
            request = SeekRequest(None, request.steps - 1)
        elif picture is None:
            picture = self._sequence.at(0.0)
            self._number = 0
        self._upcoming = None
        for _ in range(request.steps):
            later = self._sequence.next()
            self._number += later is not None
            picture = later or picture
        for _ in range(-request.steps):
            picture = self._sequence.before(picture.time_s) or picture
            self._number = self._number_at(picture.time_s)
            jumped = True
        if jumped:
            self._jumps += 1
            self._last_s = self._offset_s + picture.time_s
        if self.pacer is not None:
            self.pacer.restart()
        return self._deliver(picture, alone=jumped and self.playback.paused)

    def _deliver(self, picture: Picture, *, alone: bool = False) -> Frame:
        image = picture.image()
        self._pass(picture)
        self._shown = picture
        self._left_out = None
        self._skipped_since = 0
        self.place = Place(picture.time_s, self._jumps, self._requests)
        is_still = picture.name is not None
        frame = frame_of(
            image,
            self._index,
            0.0 if is_still else self._last_s,
            picture.name or self.name,
            # Nobody knows what came before a picture that was jumped to, nor what comes after.
            is_still=is_still or alone,
        )
        self._index += 1
        if picture.name is not None:
            return frame
        return replace(frame, number=self._number, position_s=picture.time_s)

    def _number_at(self, time_s: float) -> int:
        return round(time_s * self._rate)

    def _pass(self, picture: Picture) -> None:
        self._gap_s = self._offset_s + picture.time_s - self._last_s
        self._last_s = self._offset_s + picture.time_s

    @property
    def _rate(self) -> float:
        return self.fps or _FALLBACK_FPS

    def _release(self) -> None:
        self._sequence.close()
