"""What is asked of a model reaches its smoothing and its turns."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from emotion_desktop.config import PipelineSettings
from emotion_desktop.domain import Faces, Floats, Frame
from emotion_desktop.labels import Emotion
from emotion_desktop.vision.baseline import FLOOR, Baseline
from emotion_desktop.vision.crop_predictor import CropPredictor
from emotion_desktop.vision.face_classifier import FaceClassifier, StopWatch, TrackedFaces
from emotion_desktop.vision.people import People
from emotion_desktop.vision.pipeline_request import PipelineRequest

HAPPY, SAD = Emotion.HAPPINESS, Emotion.SADNESS


class ToldPredictor(CropPredictor):
    """Says what it is told of every face, and counts them."""

    def __init__(self) -> None:
        self.name = self.device_name = "told"
        self.classes = (HAPPY, SAD)
        self.size = 48
        self.happy = 0.7
        self.counts: list[int] = []

    def predict(self, crops: NDArray[np.uint8]) -> Floats:
        self.counts.append(len(crops))
        return np.tile(np.array([self.happy, 1 - self.happy], np.float32), (len(crops), 1))


@pytest.fixture
def predictor() -> ToldPredictor:
    return ToldPredictor()


def seen(faces: Faces, time_s: float) -> TrackedFaces:
    image = np.zeros((300, 400, 3), np.uint8)
    frame = Frame(image=image, captured_at=time_s, index=0, time_s=time_s, source="made up")
    ids = np.arange(1, len(faces) + 1)
    return TrackedFaces(frame, faces, ids, (None,) * len(faces))


def smoothing(time_constant_s: float, margin: float, below: float) -> PipelineRequest:
    settings = PipelineSettings(
        smoothing_s=time_constant_s, switch_margin=margin, uncertain_below=below
    )
    return PipelineRequest(settings=settings)


def test_settings_of_the_smoothing_count_from_the_next_frame_on(
    predictor: ToldPredictor, faces_at: Callable[..., Faces]
) -> None:
    classifier = FaceClassifier(predictor, live=False)

    def look(time_s: float, happy: float) -> Emotion | None:
        """Return what is named, None if nothing is likely enough."""
        predictor.happy = happy
        result = classifier.classify(seen(faces_at((100, 100, 200, 200)), time_s), StopWatch())
        return None if result.uncertain[0] else result.emotion(0)

    classifier.obey(smoothing(0.001, 0.5, 0.25), models=1)
    assert [look(0, 0.7), look(1, 0.3)] == [HAPPY, HAPPY]  # ahead by less than the margin
    look(2, 0.7)
    classifier.obey(smoothing(0.001, 0.3, 0.25), models=1)
    assert look(3, 0.3) is SAD
    classifier.obey(smoothing(0.001, 0.3, 0.8), models=1)
    assert look(4, 0.3) is None
    classifier.obey(smoothing(1.0, 0.0, 0.25), models=1)
    assert [look(4.3, 0.7), look(4.9, 0.7)] == [SAD, HAPPY]
    classifier.close()


def test_live_two_models_share_the_time_that_one_has_alone(
    predictor: ToldPredictor, faces_at: Callable[..., Faces]
) -> None:
    faces = faces_at(*((40 * i, 0, 40 * i + 36, 36) for i in range(8)))
    for models, live, most in ((1, True, 4), (2, True, 2), (2, False, 8)):
        classifier = FaceClassifier(predictor, live=live)
        classifier.obey(PipelineRequest(settings=PipelineSettings(budget_s=0.004)), models=models)
        for time_s in range(3):
            classifier._scheduler._cost_s = 0.001
            classifier.classify(seen(faces, time_s), StopWatch())
        assert predictor.counts[-1] == most
        classifier.close()


def test_a_person_with_a_neutral_face_is_relative_to_it_and_nobody_else(
    predictor: ToldPredictor, faces_at: Callable[..., Faces]
) -> None:
    classifier = FaceClassifier(predictor, live=False)
    rest = tuple(np.log(np.array([0.7, 0.3]) + FLOOR).tolist())
    neutral = Baseline("told", predictor.classes, rest)
    request = smoothing(0.5, 0.1, 0.2)
    two = faces_at((10, 10, 70, 70), (200, 10, 260, 70))
    classifier.obey(request, models=1)
    before = classifier.classify(seen(two, 0.0), StopWatch())
    assert before.raw_probabilities is None

    classifier.obey(replace(request, people=People().relating(2, neutral)), models=1)
    for time_s in (10.0, 10.5):
        both = classifier.classify(seen(two, time_s), StopWatch())
    assert [both.is_relative(face) for face in (0, 1)] == [False, True]
    assert both.probabilities == pytest.approx(np.array([[0.7, 0.3], [0.5, 0.5]]), abs=1e-3)
    assert both.raw(1) == pytest.approx([0.7, 0.3], abs=1e-3)

    predictor.happy = 0.1
    soon = classifier.classify(seen(two, 10.6), StopWatch())
    assert 0.1 < soon.raw(1)[0] < 0.7  # both are smoothed
    assert soon.probabilities[1, 0] < 0.5

    other = replace(neutral, model="another")
    classifier.obey(replace(request, people=People().relating(2, other)), models=1)
    assert classifier.classify(seen(two, 11.0), StopWatch()).raw_probabilities is None
