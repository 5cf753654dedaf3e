"""Holding a source, and for how long it was held."""

import time

import pytest

from emotion_desktop.vision.sources import Playback


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, to be set."""
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


def test_pauses_are_counted_together(clock: list[float]) -> None:
    playback = Playback(held_s=1.0)
    for seconds in (3.0, 4.0):
        playback.pause()
        clock[0] += seconds
        playback.resume()
        clock[0] += 10.0
    assert playback.held_s == 8.0


def test_a_second_pause_within_one_counts_nothing_twice(clock: list[float]) -> None:
    playback = Playback()
    playback.pause()
    clock[0] += 2.0
    playback.pause()
    clock[0] += 2.0
    playback.resume()
    assert playback.held_s == 4.0


def test_a_step_in_a_pause_is_shown_at_the_moment_of_the_pause(clock: list[float]) -> None:
    playback = Playback()
    playback.pause()
    clock[0] += 5.0
    playback.step(1)
    assert playback.held_s == 5.0
    clock[0] += 2.0
    playback.resume()
    assert playback.held_s == 7.0


def test_time_at_the_end_of_a_file_is_a_pause(clock: list[float]) -> None:
    playback = Playback()
    playback.end()
    clock[0] += 9.0
    playback.seek(0.0)
    playback.resume()
    assert playback.held_s == 9.0
