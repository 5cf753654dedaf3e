"""Pictures are turned before anybody looks at them."""

import numpy as np

from emotion_desktop.vision.pipeline_request import PipelineRequest
from emotion_desktop.vision.turning import turned, turned_frame
from tests.builders import make_frame
from tests.vision.live_helpers import FakeSource, Starter, next_result, opener_of

PICTURE = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)


def test_a_quarter_is_clockwise_and_four_are_none() -> None:
    once = turned(PICTURE, 1)
    assert once.shape == (3, 2, 3)
    assert (once[0, -1] == PICTURE[0, 0]).all()  # top left comes to the top right
    again = turned(turned(turned(once, 1), 1), 1)
    assert (again == PICTURE).all()
    assert once.flags["C_CONTIGUOUS"]


def test_no_turn_copies_nothing() -> None:
    frame = make_frame(PICTURE)
    assert turned_frame(frame, 0) is frame
    assert turned_frame(frame, 4) is frame


def test_a_turn_is_seen_in_result_preview_and_figures(start: Starter) -> None:
    live = start(opener=opener_of(FakeSource()))
    live.ask(PipelineRequest(quarter_turns=1))
    live.open("fake")
    assert next_result(live, lambda _: True).image.shape == (64, 48, 3)
    coming = live.coming.take(10)
    assert coming is not None
    assert coming.image.shape == (64, 48, 3)
    assert live.stats.size == (48, 64)
    live.ask(PipelineRequest(quarter_turns=2))
    next_result(live, lambda result: result.image.shape == (48, 64, 3))
    assert live.stats.size == (64, 48)


def test_a_held_picture_is_turned_as_well(start: Starter) -> None:
    live = start(opener=opener_of(FakeSource()))
    live.open("fake")
    next_result(live, lambda _: True)
    live.playback.pause()
    live.ask(PipelineRequest(quarter_turns=3))
    shown = next_result(live, lambda result: result.image.shape == (64, 48, 3))
    live.ask(PipelineRequest(quarter_turns=3))
    again = next_result(live, lambda _: True)
    assert again.frame.index >= shown.frame.index
