"""Two models on the same faces of the same frame."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from emotion_desktop.config import PipelineSettings
from emotion_desktop.domain import Floats, Frame, FrameResult, Image
from emotion_desktop.errors import ModelError
from emotion_desktop.vision.pipeline import FramePipeline
from emotion_desktop.vision.pipeline_request import PipelineRequest
from emotion_desktop.vision.predictor import EmotionPredictor

CheckpointMaker = Callable[..., Path]


@pytest.fixture
def second(make_checkpoint: CheckpointMaker) -> Iterator[EmotionPredictor]:
    """A model of another size and other classes than `predictor`."""
    predictor = EmotionPredictor(make_checkpoint("se64_rgb"), device="cpu")
    yield predictor
    predictor.close()


@pytest.fixture
def frames(demo_images: tuple[Image, ...]) -> list[Frame]:
    return [
        Frame(image=image, captured_at=float(i), index=i, time_s=i / 30, source="demo")
        for i, image in enumerate(demo_images[:8])
    ]


def results_of(
    frames: list[Frame], first: EmotionPredictor, second: EmotionPredictor | None = None
) -> list[FrameResult]:
    pipeline = FramePipeline(first)
    pipeline.comparison_predictor = second
    results = [pipeline.process(frame) for frame in frames]
    pipeline.close()
    return results


def assert_same(got: FrameResult, alone: FrameResult) -> None:
    assert got.model == alone.model
    assert got.classes == alone.classes
    assert got.frame is alone.frame
    for name in ("track_ids", "probabilities", "labels", "uncertain", "crop_to_image"):
        np.testing.assert_array_equal(getattr(got, name), getattr(alone, name))
    np.testing.assert_array_equal(got.faces.boxes, alone.faces.boxes)


def test_each_model_says_what_it_says_alone(
    predictor: EmotionPredictor, second: EmotionPredictor, frames: list[Frame]
) -> None:
    assert predictor.size != second.size
    both = results_of(frames, predictor, second)
    for got, first, other in zip(
        both, results_of(frames, predictor), results_of(frames, second), strict=True
    ):
        assert len(got) > 0
        assert got.comparison is not None
        assert_same(got, first)
        assert_same(got.comparison, other)


def test_without_a_second_model_there_is_no_other_result(
    predictor: EmotionPredictor, second: EmotionPredictor, frames: list[Frame]
) -> None:
    pipeline = FramePipeline(predictor)
    assert pipeline.process(frames[0]).comparison is None
    pipeline.comparison_predictor = second
    comparison_predictor = pipeline.process(frames[1])
    assert comparison_predictor.comparison is not None
    assert "compare" in comparison_predictor.stage_s
    pipeline.comparison_predictor = None
    after = pipeline.process(frames[2])
    assert after.comparison is None
    assert list(after.stage_s) == ["detect", "track", "align", "predict", "smooth"]
    assert after.track_ids.tolist() == comparison_predictor.track_ids.tolist()
    pipeline.close()


def test_both_models_together_get_the_time_of_one(
    predictor: EmotionPredictor, second: EmotionPredictor, frames: list[Frame]
) -> None:
    pipeline = FramePipeline(
        predictor, PipelineRequest(settings=PipelineSettings(budget_s=0.0)), live=True
    )
    pipeline.comparison_predictor = second
    twins = np.concatenate([frames[0].image, frames[0].image], axis=1)
    frame = Frame(image=twins, captured_at=0.0, index=0, time_s=0.0, source="twins")
    result = pipeline.process(frame)
    assert result.comparison is not None
    for one in (result, result.comparison):
        unread = np.all(one.probabilities == one.probabilities[:, :1], axis=1)
        assert unread.sum() == len(result) - 1
    needs_another_pass = [pipeline.needs_another_pass]
    for _ in range(len(result)):
        pipeline.process(frame)
        needs_another_pass.append(pipeline.needs_another_pass)
    assert (needs_another_pass[0], needs_another_pass[-1]) == (True, False)
    pipeline.close()


def test_heatmaps_of_both_are_of_their_own_size(
    predictor: EmotionPredictor, second: EmotionPredictor, frames: list[Frame]
) -> None:
    pipeline = FramePipeline(predictor)
    pipeline.comparison_predictor = second
    pipeline.request = PipelineRequest(heatmaps=True)
    result = pipeline.process(frames[0])
    pipeline.close()
    assert result.heatmaps is not None
    assert result.comparison is not None
    assert result.comparison.heatmaps is not None
    assert result.heatmaps.shape[1:] == (predictor.size, predictor.size)
    assert result.comparison.heatmaps.shape[1:] == (second.size, second.size)


def test_a_second_model_that_fails_is_given_up_and_the_first_goes_on(
    predictor: EmotionPredictor,
    second: EmotionPredictor,
    frames: list[Frame],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(crops: Image) -> Floats:
        msg = f"out of memory with {len(crops)} faces"
        raise ModelError(msg)

    monkeypatch.setattr(second, "predict", fail)
    pipeline = FramePipeline(predictor)
    pipeline.comparison_predictor = second
    result = pipeline.process(frames[0])
    assert len(result) > 0
    assert result.comparison is None
    assert "out of memory" in str(pipeline.comparison_error)
    assert "compare" not in pipeline.process(frames[1]).stage_s
    pipeline.close()
