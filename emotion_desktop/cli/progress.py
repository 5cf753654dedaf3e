"""How an analysis goes, on the terminal: a bar, or plain lines where there is no terminal."""

import time
from collections.abc import Callable
from typing import Final, Self

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from emotion_desktop.errors import EmotionDesktopError
from emotion_desktop.log_file import where_logged

_LINE_EVERY_S: Final = 5.0


class TerminalProgress:
    """Shows frames, speed and time left of each input, and names what could not be read.

    The `Observer` of an analysis, and a context manager.

    Args:
        console: Where to; standard error, so that results can be piped.
        inputs: How many there are.
        clock: Seconds, ever rising.

    Attributes:
        done: Frames of the input that is analysed now.
    """

    def __init__(
        self, console: Console, inputs: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._console = console
        self._inputs = inputs
        self._clock = clock
        self._number = 0
        self._text = ""
        self.done = 0
        self._total: int | None = 0
        self._began = self._next_line = 0.0
        self._task: TaskID | None = None
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("frames"),
            _Speed(),
            TimeRemainingColumn(compact=True),
            console=console,
            disable=not console.is_terminal,
        )

    def start(self, text: str) -> None:
        """Begin an input."""
        self._number += 1
        count = f"[{self._number}/{self._inputs}] " if self._inputs > 1 else ""
        self._text = count + text
        self.done, self._total = 0, 0
        self._began = self._clock()
        self._next_line = self._began + _LINE_EVERY_S
        self._task = self._bar.add_task(escape(self._text), total=None)

    def expect(self, frames: int | None) -> None:
        """Count on so many more frames; None makes the end unknown."""
        self._total = None if frames is None or self._total is None else self._total + frames
        if self._task is not None:
            self._bar.update(self._task, total=self._total or None)

    def advance(self, frames: int = 1) -> None:
        """Count frames."""
        self.done += frames
        if self._task is not None:
            self._bar.advance(self._task, frames)
        if not self._console.is_terminal and self._clock() >= self._next_line:
            self._next_line = self._clock() + _LINE_EVERY_S
            self._say(self._state())

    def failed(self, error: EmotionDesktopError) -> None:
        """Name what could not be read, in one line."""
        self._say(f"not read: {error}{where_logged(error)}")

    def noticed(self, remark: str) -> None:
        """Say what is wrong with what was read all the same, in one line."""
        self._say(f"note: {remark}")

    def finish(self) -> None:
        """End an input."""
        if self._task is not None:
            # A header's number of frames may be a guess; a finished bar is a full bar.
            self._bar.update(self._task, total=max(1, self.done), completed=max(1, self.done))
            self._task = None
        if self.done and not self._console.is_terminal:
            self._total = None
            self._say(self._state())

    def _state(self) -> str:
        """Return a line like `holiday.mp4: 120 of 250 frames, 31 frames/s, 4 s left`."""
        speed = self.done / max(self._clock() - self._began, 1e-3)
        of = f" of {self._total}" if self._total else ""
        noun = "frame" if self.done == 1 and not of else "frames"
        line = f"{self._text}: {self.done}{of} {noun}, {speed:.0f} frames/s"
        if self._total and self._total > self.done:
            line += f", {(self._total - self.done) / speed:.0f} s left"
        return line

    def _say(self, line: str) -> None:
        self._console.print(line, markup=False, highlight=False, soft_wrap=True)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()


class _Speed(ProgressColumn):
    """Frames per second of the last moments."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else f"{speed:.0f} frames/s")
