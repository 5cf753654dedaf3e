"""Progress on the terminal."""

import io

import pytest
from rich.console import Console

from emotion_desktop.cli.progress import TerminalProgress
from emotion_desktop.errors import UnreadableFileError


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def run(progress: TerminalProgress, clock: Clock, frames: int, total: int | None) -> None:
    with progress:
        progress.start("a[b].mp4")
        progress.expect(total)
        for _ in range(frames):
            clock.now += 0.5
            progress.advance()
        progress.finish()


def test_without_a_terminal_there_is_a_plain_line_every_few_seconds() -> None:
    text, clock = io.StringIO(), Clock()
    run(TerminalProgress(Console(file=text), 1, clock), clock, 20, 20)
    assert text.getvalue().splitlines() == [
        "a[b].mp4: 10 of 20 frames, 2 frames/s, 5 s left",
        "a[b].mp4: 20 of 20 frames, 2 frames/s",
        "a[b].mp4: 20 frames, 2 frames/s",
    ]


@pytest.mark.parametrize("total", [None, 0])
def test_an_unknown_length_has_no_time_left(total: int | None) -> None:
    text, clock = io.StringIO(), Clock()
    run(TerminalProgress(Console(file=text), 1, clock), clock, 10, total)
    assert text.getvalue().splitlines()[0] == "a[b].mp4: 10 frames, 2 frames/s"


def test_a_terminal_gets_a_bar() -> None:
    text, clock = io.StringIO(), Clock()
    console = Console(file=text, force_terminal=True, width=120)
    run(TerminalProgress(console, 2, clock), clock, 3, 3)
    assert "[1/2] a[b].mp4" in text.getvalue()
    assert "3/3" in text.getvalue()
    assert "━" in text.getvalue()


def test_what_could_not_be_read_is_one_line() -> None:
    text = io.StringIO()
    with TerminalProgress(Console(file=text, width=40), 1) as progress:
        progress.failed(UnreadableFileError("x" * 100))
    assert text.getvalue() == f"not read: {'x' * 100}\n"
