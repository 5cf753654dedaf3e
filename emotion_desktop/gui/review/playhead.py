"""Where playing has come to in a recording. No Qt; the caller brings the clock."""


class PlayHead:
    """A position that moves by itself while it plays; it stops at the end.

    All times are seconds; `now` is on any clock that only rises.

    Attributes:
        end_s: The last position.
        playing: Whether it moves.
        speed: Seconds of the recording per second.
    """

    def __init__(self, end_s: float) -> None:
        self.end_s = end_s
        self.playing = False
        self.speed = 1.0
        self._from_s = 0.0
        self._since = 0.0

    def position(self, now: float) -> float:
        """Return where it is; at the end it no longer plays."""
        if not self.playing:
            return self._from_s
        position = self._from_s + self.speed * (now - self._since)
        if position >= self.end_s:
            self.playing = False
            self._from_s = self.end_s
        return min(position, self.end_s)

    def play(self, now: float) -> None:
        """Go on, from the start if it is at the end."""
        if self.playing:
            return
        if self._from_s >= self.end_s:
            self._from_s = 0.0
        self.playing, self._since = True, now

    def pause(self, now: float) -> None:
        """Stay where it is."""
        self._from_s = self.position(now)
        self.playing = False

    def seek(self, to_s: float, now: float) -> None:
        """Go somewhere, and on from there if it plays."""
        self._from_s, self._since = min(max(to_s, 0.0), self.end_s), now

    def set_speed(self, speed: float, now: float) -> None:
        """Move so fast from now on."""
        self.seek(self.position(now), now)
        self.speed = speed
