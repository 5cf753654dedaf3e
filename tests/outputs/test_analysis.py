"""The loop over the frames of a source."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from emotion_desktop.config import find_asset
from emotion_desktop.domain import FrameResult, UnreadableReason
from emotion_desktop.outputs.analysis import analyze_source
from emotion_desktop.outputs.analysis_inputs import InputSelection
from emotion_desktop.outputs.label_counts import Tally
from emotion_desktop.vision.pipeline import FramePipeline
from emotion_desktop.vision.predictor import EmotionPredictor
from emotion_desktop.vision.sources import FrameSource, open_source

Maker = Callable[..., FrameResult]


@pytest.fixture
def pipeline(make_checkpoint: Callable[..., Path]) -> Iterator[FramePipeline]:
    pipeline = FramePipeline(EmotionPredictor(make_checkpoint(), device="cpu"))
    yield pipeline
    pipeline.close()


@pytest.fixture
def open_demo() -> Iterator[Callable[[], FrameSource]]:
    """A function that opens the demo from its start, as a file."""
    opened: list[FrameSource] = []

    def open_one() -> FrameSource:
        opened.append(open_source(str(find_asset("demo.mp4"))))
        return opened[-1]

    yield open_one
    for source in opened:
        source.close()


def test_a_source_is_analysed_as_if_nothing_came_before(
    pipeline: FramePipeline, open_demo: Callable[[], FrameSource]
) -> None:
    runs: list[list[FrameResult]] = [[], []]
    for results in runs:
        analyze_source(open_demo(), pipeline, results.append, selection=InputSelection(end_s=0.15))
    for first, again in zip(*runs, strict=True):
        assert np.array_equal(first.probabilities, again.probabilities)
        assert again.track_ids.tolist() == [1]


def test_it_stops_before_the_frame_of_the_limit(
    pipeline: FramePipeline, open_demo: Callable[[], FrameSource]
) -> None:
    results: list[FrameResult] = []
    analyze_source(
        open_demo(), pipeline, results.append, name="a name", selection=InputSelection(end_s=0.1)
    )
    assert [result.frame.index for result in results] == [0, 1, 2]
    assert {result.frame.source for result in results} == {"a name"}


def test_it_takes_every_nth_frame_from_the_first_one_in_the_range(
    pipeline: FramePipeline, open_demo: Callable[[], FrameSource]
) -> None:
    results: list[FrameResult] = []
    selection = InputSelection(start_s=0.1, end_s=0.4, every=3)
    analyze_source(open_demo(), pipeline, results.append, selection=selection)
    assert [result.frame.index for result in results] == [3, 6, 9]
    assert results[0].frame.time_s == pytest.approx(0.1, abs=0.02)


@pytest.mark.parametrize(
    ("selection", "frames"),
    [
        (InputSelection(), 100),
        (InputSelection(every=3), 34),
        (InputSelection(start_s=1, end_s=3), 50),
        (InputSelection(end_s=99), 100),
        (InputSelection(start_s=99), 0),
    ],
)
def test_how_many_frames_are_to_come_is_known_beforehand(
    selection: InputSelection, frames: int
) -> None:
    assert selection.frames(100, 25.0) == frames
    assert selection.frames(None, 25.0) is None


def test_it_asks_before_every_frame_whether_to_stop(
    pipeline: FramePipeline, open_demo: Callable[[], FrameSource]
) -> None:
    results: list[FrameResult] = []
    analyze_source(open_demo(), pipeline, results.append, stop=lambda: len(results) == 2)
    assert len(results) == 2


def test_a_tally_counts_uncertain_faces_apart(make_result: Maker) -> None:
    tally = Tally()
    tally.add(make_result())
    tally.add(make_result((1, 2, 30, 40), (50, 60, 90, 99), uncertain=[1]))
    assert (tally.frames, tally.frames_with_face, len(tally.people)) == (2, 1, 2)
    assert tally.shares() == {"happiness": 0.5, "uncertain": 0.5}


def test_a_tally_counts_each_flaw_apart(make_result: Maker) -> None:
    tally = Tally()
    boxes = ((1, 2, 30, 40), (50, 60, 90, 99))
    tally.add(make_result(*boxes, flaws=[UnreadableReason.TOO_DARK, None]))
    assert tally.shares() == {"happiness": 0.5, "too dark": 0.5}


def test_an_empty_tally_divides_nothing_by_nothing() -> None:
    assert Tally().as_record()["frames_with_face_share"] == 0
    assert Tally().shares() == {}
