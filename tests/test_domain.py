"""What may travel through the pipeline."""

import numpy as np
import pytest

from emotion_desktop.domain import Faces, Frame, FrameResult, Landmarks
from emotion_desktop.labels import Emotion

CLASSES = (Emotion.HAPPINESS, Emotion.NEUTRAL, Emotion.SADNESS)


def frame() -> Frame:
    return Frame(
        image=np.zeros((40, 60, 3), np.uint8), captured_at=1.0, index=0, time_s=0.0, source="test"
    )


def result(faces: int, rows: int | None = None) -> FrameResult:
    rows = faces if rows is None else rows
    return FrameResult(
        frame=frame(),
        faces=Faces(
            boxes=np.zeros((faces, 4), np.float32),
            landmarks=Landmarks(np.zeros((faces, 6, 2), np.float32)),
            scores=np.zeros(faces, np.float32),
        ),
        track_ids=np.zeros(rows, np.int64),
        classes=CLASSES,
        probabilities=np.full((rows, 3), [0.2, 0.7, 0.1], np.float32),
        labels=np.ones(rows, np.int64),
        uncertain=np.zeros(rows, np.bool_),
        model="cnn48_rgb",
        device="CPU",
        crop_to_image=np.zeros((rows, 2, 3), np.float32),
    )


@pytest.mark.parametrize("faces", [0, 1, 5])
def test_any_number_of_faces_makes_a_result(faces: int) -> None:
    assert len(result(faces)) == faces


def test_a_result_whose_arrays_disagree_is_refused_with_both_shapes() -> None:
    with pytest.raises(ValueError, match=r"track_ids must be int64 of shape \(2\), got .*\(3,\)"):
        result(2, rows=3)


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
