"""One frame to its result."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from emotion_desktop.config import PipelineSettings
from emotion_desktop.domain import Faces, Floats, Frame, Image, UnreadableReason
from emotion_desktop.labels import Emotion
from emotion_desktop.vision.alignment import align
from emotion_desktop.vision.detection import Effort
from emotion_desktop.vision.detection.tiled_detector import TiledDetector
from emotion_desktop.vision.pipeline import FramePipeline
from emotion_desktop.vision.pipeline_request import PipelineRequest
from emotion_desktop.vision.predictor import EmotionPredictor

CheckpointMaker = Callable[..., Path]


@pytest.fixture
def pipeline(predictor: EmotionPredictor) -> Iterator[FramePipeline]:
    pipeline = FramePipeline(predictor)
    yield pipeline
    pipeline.close()


@pytest.fixture
def frames(demo_images: tuple[Image, ...]) -> list[Frame]:
    return [
        Frame(image=image, captured_at=float(i), index=i, time_s=i / 30, source="demo")
        for i, image in enumerate(demo_images)
    ]


def test_a_face_keeps_one_number_over_many_frames(
    pipeline: FramePipeline, frames: list[Frame]
) -> None:
    assert {int(pipeline.process(frame).track_ids[0]) for frame in frames} == {1}


def test_the_result_carries_the_frame_the_model_and_the_stages(
    pipeline: FramePipeline, frames: list[Frame]
) -> None:
    result = pipeline.process(frames[0])
    assert result.frame is frames[0]
    assert (result.model, result.device) == ("cnn48_rgb", "CPU (PyTorch, fp32)")
    assert list(result.stage_s) == ["detect", "track", "align", "predict", "smooth"]
    assert all(seconds >= 0 for seconds in result.stage_s.values())
    assert result.heatmaps is None


def test_crops_lie_on_the_faces(pipeline: FramePipeline, frames: list[Frame]) -> None:
    result = pipeline.process(frames[0])
    centre = result.crop_to_image[0] @ np.array([24, 24, 1], np.float32)
    x0, y0, x1, y1 = result.faces.boxes[0]
    assert x0 < centre[0] < x1
    assert y0 < centre[1] < y1


def test_probabilities_are_smoothed_over_time(
    predictor: EmotionPredictor, frames: list[Frame]
) -> None:
    raw = FramePipeline(predictor, PipelineRequest(settings=PipelineSettings(smoothing_s=0.0)))
    smooth = FramePipeline(predictor, PipelineRequest(settings=PipelineSettings(smoothing_s=10.0)))
    first = smooth.process(frames[0]).probabilities
    unsmoothed = raw.process(frames[-1]).probabilities
    smoothed = smooth.process(frames[-1]).probabilities
    raw.close()
    smooth.close()
    assert np.abs(smoothed - first)[0].sum() < np.abs(unsmoothed - first)[0].sum()


def test_a_frame_without_faces_gives_an_empty_result(pipeline: FramePipeline) -> None:
    nobody = Frame(
        image=np.zeros((72, 128, 3), np.uint8), captured_at=0.0, index=0, time_s=0.0, source="x"
    )
    pipeline.request = PipelineRequest(heatmaps=True)
    result = pipeline.process(nobody)
    assert len(result) == 0
    assert result.probabilities.shape == (0, 4)
    assert result.heatmaps is not None
    assert result.heatmaps.shape == (0, 48, 48)


def test_a_face_that_is_not_clear_enough_is_left_out_until_it_has_stayed(
    pipeline: FramePipeline, frames: list[Frame]
) -> None:
    pipeline.request = PipelineRequest(
        settings=PipelineSettings(detection_confidence=0.975)
    )  # clear: from 0.9875
    empty = replace(frames[0], image=np.zeros_like(frames[0].image), time_s=0.0)
    assert len(pipeline.process(empty)) == 0
    shown = [len(pipeline.process(replace(frames[0], time_s=1 + i / 10))) for i in range(16)]
    first = shown.index(1)
    assert first >= 5
    assert shown[first:] == [1] * (16 - first)


def test_faces_of_another_picture_of_a_folder_are_other_faces(
    pipeline: FramePipeline, frames: list[Frame]
) -> None:
    first = pipeline.process(replace(frames[0], source="a.png", time_s=0.0))
    second = pipeline.process(replace(frames[0], source="b.png", time_s=0.0))
    assert first.track_ids[0] == second.track_ids[0] == 1


def test_after_a_reset_faces_get_new_numbers(pipeline: FramePipeline, frames: list[Frame]) -> None:
    before = pipeline.process(frames[0])
    pipeline.reset()
    assert pipeline.process(frames[1]).track_ids[0] > before.track_ids.max()


def test_another_model_is_used_from_the_next_frame_on_and_ids_stay(
    pipeline: FramePipeline, frames: list[Frame], make_checkpoint: CheckpointMaker
) -> None:
    before = pipeline.process(frames[0])
    other = EmotionPredictor(make_checkpoint("cnn48_gray"), device="cpu")
    pipeline.predictor = other
    after = pipeline.process(frames[1])
    assert after.classes == other.classes != before.classes
    assert after.model == "cnn48_gray"
    assert after.track_ids[0] == before.track_ids[0]


def test_heatmaps_come_only_when_asked_for(pipeline: FramePipeline, frames: list[Frame]) -> None:
    pipeline.request = PipelineRequest(heatmaps=True)
    result = pipeline.process(frames[0])
    assert result.heatmaps is not None
    assert result.heatmaps.shape == (len(result), 48, 48)
    assert "gradcam" in result.stage_s
    pipeline.request = PipelineRequest()
    assert pipeline.process(frames[1]).heatmaps is None


def test_heatmaps_are_renewed_only_after_their_interval(
    pipeline: FramePipeline, frames: list[Frame]
) -> None:
    pipeline.request = PipelineRequest(heatmaps=True)
    maps = [
        pipeline.process(replace(frame, time_s=time_s)).heatmaps
        for frame, time_s in zip(frames[::8], (0.0, 0.1, 0.2), strict=False)
    ]
    assert maps[0] is not None
    assert maps[1] is not None
    assert maps[2] is not None
    np.testing.assert_array_equal(maps[0][0], maps[1][0])
    assert not np.array_equal(maps[1][0], maps[2][0])


def with_two_people(image: Image) -> Image:
    return np.concatenate([image, image], axis=1)


def frame_of_two(frames: list[Frame], index: int) -> Frame:
    return replace(frames[index], image=with_two_people(frames[index].image))


def test_settings_change_from_the_next_frame_on_and_nobody_is_forgotten(
    pipeline: FramePipeline, frames: list[Frame]
) -> None:
    before = pipeline.process(frames[0])
    assert before.flaws == (None,)
    pipeline.request = PipelineRequest(
        settings=PipelineSettings(min_face_px=1000, max_faces=1, detection_confidence=0.4)
    )
    after = pipeline.process(frames[1])
    assert after.flaws == (UnreadableReason.TOO_SMALL,)
    assert after.uncertain.tolist() == [True]
    assert after.track_ids.tolist() == before.track_ids.tolist()


def test_of_many_faces_a_live_pipeline_reads_a_few_at_a_time_and_all_in_the_end(
    predictor: EmotionPredictor, frames: list[Frame], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    predict = predictor.predict

    def counted(crops: Image) -> Floats:
        read.append(len(crops))
        return predict(crops)

    monkeypatch.setattr(predictor, "predict", counted)
    pipeline = FramePipeline(
        predictor, PipelineRequest(settings=PipelineSettings(budget_s=0.0)), live=True
    )
    first, second = (pipeline.process(frame_of_two(frames, index)) for index in (0, 1))
    pipeline.close()
    assert read == [1, 1]
    assert np.sum(np.all(first.probabilities == first.probabilities[:, :1], axis=1)) == 1
    assert not np.any(np.all(second.probabilities == second.probabilities[:, :1], axis=1))


def test_a_file_is_read_face_by_face_however_long_it_takes(
    predictor: EmotionPredictor, frames: list[Frame]
) -> None:
    pipeline = FramePipeline(predictor, PipelineRequest(settings=PipelineSettings(budget_s=0.0)))
    result = pipeline.process(frame_of_two(frames, 0))
    pipeline.close()
    assert len(result) == 2
    assert not np.any(np.all(result.probabilities == result.probabilities[:, :1], axis=1))


def test_heatmaps_explain_the_class_that_is_asked_for(
    pipeline: FramePipeline, frames: list[Frame], predictor: EmotionPredictor
) -> None:
    pipeline.request = PipelineRequest(heatmaps=True)
    result = pipeline.process(frames[0])
    assert result.heatmaps is not None
    crops = align(frames[0].image, result.crop_to_image, predictor.size)
    np.testing.assert_allclose(result.heatmaps, predictor.gradcam(crops, result.labels), atol=1e-5)
    other = 1 - int(result.labels[0] > 0)
    pipeline.request = PipelineRequest(heatmaps=True, heatmap_class=predictor.classes[other])
    result = pipeline.process(frames[0])
    assert result.heatmaps is not None
    crops = align(frames[0].image, result.crop_to_image, predictor.size)
    wanted = predictor.gradcam(crops, np.array([other], np.int64))
    np.testing.assert_allclose(result.heatmaps, wanted, atol=1e-5)


def test_a_class_the_model_does_not_know_explains_the_label(
    pipeline: FramePipeline, frames: list[Frame]
) -> None:
    pipeline.request = PipelineRequest(heatmaps=True, heatmap_class=Emotion.CONTEMPT)
    result = pipeline.process(frames[0])
    assert result.heatmaps is not None
    assert result.heatmaps.max() <= 1


def test_a_still_picture_that_is_shown_again_is_searched_once(
    pipeline: FramePipeline, frames: list[Frame], monkeypatch: pytest.MonkeyPatch
) -> None:
    searched: list[Effort] = []
    detect = TiledDetector.detect

    def counted(
        self: TiledDetector,
        image: Image,
        expected: Faces | None = None,
        *,
        effort: Effort = Effort.VIDEO,
    ) -> Faces:
        searched.append(effort)
        return detect(self, image, expected, effort=effort)

    monkeypatch.setattr(TiledDetector, "detect", counted)
    again = [replace(frames[0], index=i, time_s=i / 10, is_still=True) for i in range(3)]
    results = [pipeline.process(frame) for frame in again]
    assert searched == [Effort.STILL]
    assert {tuple(result.track_ids.tolist()) for result in results} == {(1,)}
    pipeline.request = PipelineRequest(settings=PipelineSettings(detection_confidence=0.6))
    pipeline.process(replace(again[-1], index=3, time_s=0.3))
    pipeline.process(frames[1])
    assert searched == [Effort.STILL, Effort.STILL, Effort.VIDEO]
