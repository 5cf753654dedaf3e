"""What may travel through the pipeline."""

from dataclasses import replace

import numpy as np
import pytest

from emotion_desktop.domain import Frame, FrameResult
from emotion_desktop.labels import Emotion
from tests.builders import make_frame_result

CLASSES = (Emotion.HAPPINESS, Emotion.NEUTRAL, Emotion.SADNESS)


def result(faces: int) -> FrameResult:
    rows = [[0.2, 0.7, 0.1]] * faces
    return make_frame_result([(0, 0, 0, 0)] * faces, rows, classes=CLASSES)


@pytest.mark.parametrize("faces", [0, 1, 5])
def test_any_number_of_faces_makes_a_result(faces: int) -> None:
    assert len(result(faces)) == faces


def test_a_result_whose_arrays_disagree_is_refused_with_both_shapes() -> None:
    with pytest.raises(ValueError, match=r"track_ids must be int64 of shape \(2\), got .*\(3,\)"):
        replace(result(2), track_ids=np.zeros(3, np.int64))


def test_a_gray_image_is_no_frame() -> None:
    with pytest.raises(ValueError, match=r"image must be uint8 of shape \(\*, \*, 3\)"):
        Frame(image=np.zeros((40, 60), np.uint8), captured_at=0, index=0, time_s=0, source="gray")


def test_what_travels_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        result(1).image[0, 0] = 255


def test_a_face_tells_its_emotion_and_confidence() -> None:
    one = result(1)
    assert one.emotion(0) is Emotion.NEUTRAL
    assert one.confidence(0) == pytest.approx(0.7)
