"""What may travel through the pipeline."""

import copy
import json
import pickle
from collections.abc import Callable
from dataclasses import fields, replace

import numpy as np
import pytest

from emotion_desktop.domain import Frame, FrameResult, Landmarks, UnreadableReason
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


@pytest.mark.parametrize("again", [copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))])
def test_a_result_can_be_pickled_and_copied_and_stays_read_only(
    again: Callable[[FrameResult], FrameResult],
) -> None:
    two = make_frame_result(
        [(0, 0, 9, 9), (10, 0, 19, 9)],
        [[0.2, 0.7, 0.1], [0.3, 0.4, 0.3]],
        classes=CLASSES,
        flaws=[None, UnreadableReason.TOO_DARK],
        heatmaps=True,
        stage_s={"detect": 0.01},
        comparison=result(2),
    )
    other = again(two)
    for field in fields(FrameResult):
        if field.name not in {"frame", "faces", "comparison"}:
            np.testing.assert_array_equal(getattr(other, field.name), getattr(two, field.name))
    assert other.to_dict() == two.to_dict()
    for array in (other.image, other.faces.boxes, other.probabilities, other.heatmaps):
        assert array is not None
        assert not array.flags.writeable
    with pytest.raises(TypeError, match="does not support item assignment"):
        other.stage_s["detect"] = 0.0  # type: ignore[index]


def test_a_result_as_a_dict_is_json() -> None:
    one = replace(result(1), comparison=result(1))
    said = json.loads(json.dumps(one.to_dict()))
    assert (said["source"], said["frame"], said["time_s"]) == ("test", 0, 0.0)
    (face,) = said["faces"]
    assert face["label"] == "neutral"
    assert face["probabilities"] == {"happiness": 0.2, "sadness": 0.1, "neutral": 0.7}
    assert said["comparison"]["model"] == "cnn48_gray"


def test_the_probabilities_of_a_face_have_the_names_of_their_classes() -> None:
    by_class = result(1).by_class(0)
    assert list(by_class) == [Emotion.HAPPINESS, Emotion.SADNESS, Emotion.NEUTRAL]
    assert by_class[Emotion.NEUTRAL] == pytest.approx(0.7)


def test_landmarks_need_both_ears_or_none() -> None:
    point = np.zeros((1, 2), np.float32)
    parts = {"right_eye": point, "left_eye": point, "nose": point, "mouth": point}
    assert Landmarks.named(**parts).points.shape == (1, 4, 2)
    with pytest.raises(ValueError, match="both ears or none"):
        Landmarks.named(**parts, right_ear=point)
    with pytest.raises(ValueError, match="landmarks must be"):
        Landmarks(np.zeros((1, 5, 2), np.float32))
