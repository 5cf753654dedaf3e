"""Which part of the time a chart shows."""

import pytest

from emotion_desktop.gui.charts.time_window import LEAST_S, LiveWindow, TimeWindow


def ends(window: TimeWindow) -> tuple[float, float]:
    """Return from when to when a window shows."""
    return window.start_s, window.end_s


def live(first_s: float, last_s: float, *, scrolled_by: float = 0.0) -> LiveWindow:
    """Return a window of a minute, scrolled from the newest sample by so many seconds."""
    window = LiveWindow(60)
    window.go_on(first_s, last_s)
    window.scroll_to(window.start_s + scrolled_by)
    return window


def test_zooming_keeps_what_is_pointed_at() -> None:
    window = TimeWindow(0, 100)
    window.zoom(0.5, 20)
    assert (window.start_s, window.end_s) == (10, 60)
    window.zoom(0.5, 20)
    assert (window.start_s, window.end_s) == (15, 40)
    assert not window.whole


def test_a_part_never_leaves_the_recording() -> None:
    window = TimeWindow(0, 100)
    window.zoom(0.1, 0)
    assert (window.start_s, window.end_s) == (0, 10)
    window.scroll_to(500)
    assert (window.start_s, window.end_s) == (90, 100)
    window.zoom(1e-9, 95)
    assert window.length_s == LEAST_S
    window.zoom(1e9, 95)
    assert window.whole
    assert (window.start_s, window.end_s) == (0, 100)


def test_a_short_recording_cannot_be_zoomed() -> None:
    window = TimeWindow(0, 0.5)
    window.zoom(0.1, 0.2)
    assert (window.start_s, window.length_s) == (0, 0.5)


def test_playing_out_of_sight_turns_the_page() -> None:
    window = TimeWindow(0, 100)
    window.zoom(0.1, 0)
    assert not window.turn_to(9.9)
    assert window.turn_to(10.5)
    assert (window.start_s, window.end_s) == (9.5, 19.5)


def test_a_live_part_follows_the_newest_sample() -> None:
    window = LiveWindow(60)
    for latest in (100, 130):
        window.go_on(latest - 600, latest)
        assert ends(window) == (latest - 60, latest)


def test_a_live_part_that_was_scrolled_stands_still_while_time_goes_on() -> None:
    window = live(0, 200, scrolled_by=-30)
    assert not window.live
    window.go_on(0, 230)
    assert ends(window) == (110, 170)


def test_nobody_scrolls_before_the_first_sample_or_after_the_newest() -> None:
    window = live(100, 200, scrolled_by=-1000)
    assert ends(window) == (100, 160)
    window.scroll_to(1000)
    assert window.live


def test_whoever_scrolls_nearly_to_the_newest_sample_follows_it() -> None:
    window = live(0, 200, scrolled_by=-1)
    assert window.live
    assert ends(window) == (140, 200)


def test_a_short_history_cannot_be_scrolled() -> None:
    assert live(100, 130, scrolled_by=-10).live


def test_what_leaves_the_history_takes_the_part_along() -> None:
    window = live(0, 200, scrolled_by=-100)
    window.go_on(400, 1000)
    assert ends(window) == (400, 460)
    assert not window.live


def test_another_length_keeps_what_is_below_the_mouse() -> None:
    window = live(0, 500, scrolled_by=-200)
    begin, end = ends(window)
    window.resize(30, begin + 30)
    assert ends(window) == pytest.approx((begin + 15, end - 15))


def test_another_length_keeps_the_newest_sample_of_a_live_part() -> None:
    window = live(0, 500)
    window.resize(30, 450)
    assert window.live
    assert ends(window) == (470, 500)
