"""The seam for detectors."""

import numpy as np
import pytest
from numpy.typing import NDArray

from emotion_desktop.config import PipelineSettings
from emotion_desktop.domain import Faces, Floats, Frame, Image, Landmarks
from emotion_desktop.errors import SettingError
from emotion_desktop.vision.detection import (
    DetectorEntry,
    Effort,
    check_detector,
    detector,
    open_detector,
    register_detector,
)
from emotion_desktop.vision.pipeline import FramePipeline
from emotion_desktop.vision.pipeline_request import PipelineRequest
from emotion_desktop.vision.predictor import EmotionPredictor

SHAPES = [(720, 1280), (480, 640), (1280, 720), (1080, 1920), (4000, 6000)]


def shifted(points: NDArray[np.floating], by: list[int]) -> Floats:
    return np.asarray(points + np.array(by), np.float32)


class FivePoints:
    """A detector someone might add: one face in the middle, without ears."""

    def __init__(self, confidence: float) -> None:
        self.confidence = confidence

    def detect(
        self, image: Image, expected: Faces | None = None, *, effort: Effort = Effort.VIDEO
    ) -> Faces:
        middle = np.array([image.shape[1::-1]], np.float32) / 2
        return Faces(
            boxes=np.concatenate([middle - 60, middle + 60], axis=1),
            landmarks=Landmarks.named(
                right_eye=shifted(middle, [-22, -20]),
                left_eye=shifted(middle, [22, -20]),
                nose=shifted(middle, [0, 5]),
                mouth=shifted(middle, [0, 27]),
            ),
            scores=np.array([0.9], np.float32),
        )

    def search(self, image: Image) -> None: ...

    def reset(self) -> None: ...

    def close(self) -> None: ...


@pytest.fixture
def five_points(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(detector, "registered", dict(detector.registered))
    register_detector(
        "five-points", DetectorEntry(open=lambda confidence, _: FivePoints(confidence))
    )
    return "five-points"


def test_a_detector_without_ears_enters_by_one_file(
    five_points: str, predictor: EmotionPredictor
) -> None:
    pipeline = FramePipeline(
        predictor, PipelineRequest(settings=PipelineSettings(detector=five_points))
    )
    image = np.full((240, 320, 3), 120, np.uint8)
    for index in range(3):
        frame = Frame(
            image=image, captured_at=0.0, index=index, time_s=index / 30, source="made up"
        )
        result = pipeline.process(frame)
    assert result.track_ids.tolist() == [1]
    assert result.flaws == (None,)
    assert result.probabilities.sum() == pytest.approx(1)
    assert result.faces.landmarks.right_ear is None
    pipeline.close()


def test_a_face_needs_a_score_of_one_half_unless_another_is_given(five_points: str) -> None:
    assert open_detector(five_points).confidence == 0.5
    assert open_detector(five_points, 0.7).confidence == 0.7


def test_a_name_that_is_taken_is_refused() -> None:
    entry = DetectorEntry(open=lambda confidence, _: FivePoints(confidence))
    with pytest.raises(ValueError, match="detector 'blazeface' is registered already"):
        register_detector("blazeface", entry)
    with pytest.raises(ValueError, match="letters, digits"):
        register_detector("with:colon", entry)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "nobody",
            "unknown detector 'nobody'; choose one of blazeface, mediapipe, yunet:FILE.onnx",
        ),
        ("", "unknown detector ''"),
        ("yunet", "the detector yunet needs a file: yunet:FILE.onnx"),
        ("blazeface:x", "the detector blazeface takes nothing after its name"),
    ],
)
def test_what_names_no_detector_is_said_in_one_sentence(text: str, message: str) -> None:
    with pytest.raises(SettingError, match=message):
        check_detector(text)
