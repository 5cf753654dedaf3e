"""Upright squares around faces: where they lie, what is seen in them, which faces are the same."""

from collections.abc import Callable
from typing import cast

import numpy as np
import pytest

from emotion_desktop.domain import Faces, Image, Landmarks
from emotion_desktop.vision.boxes import at_any, same_place
from emotion_desktop.vision.detection.blazeface import BlazeFace
from emotion_desktop.vision.detection.crops import (
    best_at,
    detect_in_crops,
    each_once,
    held,
    joined,
    poses,
    rolls,
    squares,
)

Maker = Callable[..., Faces]


class OneFaceInEach:
    """A network that sees the same face in each crop, and keeps what it was shown."""

    def __init__(self, face: Faces) -> None:
        self._face = face
        self.crops: Image = np.zeros((0, 0, 0, 3), np.uint8)
        self.confidence = 0.0

    def infer(self, crops: Image, confidence: float) -> list[Faces]:
        self.crops, self.confidence = crops, confidence
        return [self._face] * len(crops)


def test_part_of_a_face_is_the_same_face_and_a_small_face_before_it_is_not(faces_at: Maker) -> None:
    face = faces_at((0, 0, 100, 100)).boxes
    part, small = faces_at((20, 20, 75, 75)).boxes, faces_at((20, 20, 50, 50)).boxes
    assert same_place(part, face).tolist() == [[True]]
    assert same_place(small, face).tolist() == [[False]]
    assert at_any(part, face[:0]).tolist() == [False]


def test_of_two_looks_at_one_face_the_likelier_counts(faces_at: Maker) -> None:
    looks = joined(
        [faces_at((0, 0, 100, 100), score=0.6), faces_at((10, 0, 110, 100), (300, 0, 400, 99))]
    )
    assert each_once(looks).boxes.tolist() == [[10, 0, 110, 100], [300, 0, 400, 99]]
    (best,) = best_at(looks, np.array([0, 0, 100, 100], np.float32)).boxes.tolist()
    assert best == [10, 0, 110, 100]
    assert len(best_at(looks, np.array([600, 0, 700, 100], np.float32))) == 0
    assert len(best_at(looks[:0], np.array([0, 0, 100, 100], np.float32))) == 0


def test_two_looks_at_one_face_are_one_and_what_lies_within_a_face_is_none(faces_at: Maker) -> None:
    twice = joined([faces_at((0, 0, 99, 99), score=0.6), faces_at((0, 0, 100, 100), score=0.7)])
    assert each_once(twice).scores.tolist() == pytest.approx([0.7])
    apart = joined([faces_at((0, 0, 99, 99), score=0.6), faces_at((200, 0, 300, 99), score=0.7)])
    assert each_once(apart).scores.tolist() == pytest.approx([0.7, 0.6])
    within = joined([faces_at((10, 10, 40, 40), score=0.6), faces_at((0, 0, 100, 100), score=0.7)])
    assert not same_place(within.boxes[:1], within.boxes[1:]).any()
    assert each_once(within).scores.tolist() == pytest.approx([0.7])


def test_faces_are_joined_in_turn(faces_at: Maker) -> None:
    nobody, one, two = Faces.none(), faces_at((0, 0, 9, 9)), faces_at((1, 0, 9, 9), (2, 0, 9, 9))
    assert len(joined([])) == len(joined([nobody, nobody])) == 0
    assert joined([nobody, one]) is one
    for parts, starts in (([one, nobody, two], [0, 1, 2]), ([two, one], [1, 2, 0])):
        together = joined(parts)
        assert together.boxes[:, 0].tolist() == starts
        np.testing.assert_array_equal(
            together.landmarks.points, np.concatenate([part.landmarks.points for part in parts])
        )
        assert together.scores.tolist() == pytest.approx([0.9] * len(starts))


def test_a_face_tilts_as_eyes_and_mouth_say_together() -> None:
    points = np.array([[10, 20], [30, 26], [0, 0], [15, 60], [0, 0], [0, 0]], np.float32)
    assert rolls(Landmarks(points[None])).tolist() == pytest.approx([np.arctan2(11, 57)])


def test_a_pose_is_the_centre_and_the_longer_side_of_a_box(faces_at: Maker) -> None:
    faces = faces_at((10, 20, 50, 40), (10, 20, 30, 80), (5, 5, 5, 5))
    assert poses(faces)[:, :3].tolist() == [[30, 30, 40], [20, 50, 60], [5, 5, 1]]


def test_a_square_is_turned_farther_on_demand() -> None:
    tilted, more = np.array([[[200, 100, 50, roll]] for roll in (0.5, 0.75)], np.float32)
    turned, farther = squares(tilted, 2, 128, 0.25)[0], squares(more, 2, 128)[0]
    np.testing.assert_allclose(turned, farther, atol=1e-4)
    np.testing.assert_allclose(turned @ [64, 64, 1], (200, 100), atol=1e-3)


def test_a_pose_is_held_just_within_its_limits() -> None:
    large = np.array([0, 0, 200, 0], np.float32)
    before = np.array([large, [1000, 0, 100, 0]], np.float32)
    for now, row in (
        ((23.9, 0, 200, 0), 0),
        ((0, -23.9, 200, 0), 0),
        ((24, 0, 200, 0), None),
        ((1011.9, 0, 100, 0), 1),
        ((1012, 0, 100, 0), None),
        ((0, 0, 239, 0), 0),
        ((0, 0, 241, 0), None),
        ((0, 0, 167, 0), 0),
        ((0, 0, 166, 0), None),
        ((0, 0, 200, np.deg2rad(19.9)), 0),
        ((0, 0, 200, -np.deg2rad(20.1)), None),
    ):
        pose = np.array([now], np.float32)
        expected = pose if row is None else before[row : row + 1]
        np.testing.assert_array_equal(held(pose, before), expected, str(now))
    np.testing.assert_array_equal(held(before, before[:0]), before)


def test_of_several_poses_the_nearest_that_is_alike_is_held() -> None:
    before = np.array([[0, 0, 100, 0], [10, 0, 100, 0], [7, 0, 100, 1]], np.float32)
    now = np.array([[7, 0, 100, 0], [3, 0, 100, 0]], np.float32)
    np.testing.assert_array_equal(held(now, before), before[[1, 0]])


def test_what_is_seen_in_a_crop_is_told_in_pixels_of_the_picture(faces_at: Maker) -> None:
    image = np.zeros((200, 400, 3), np.uint8)
    image[80:120, 280:320] = (0, 0, 255)  # BGR
    network = OneFaceInEach(faces_at((32, 24, 96, 104), score=0.7))
    at = np.array([[300, 100, 40, 0], [300, 100, 40, np.pi / 2]], np.float32)
    found = detect_in_crops(cast("BlazeFace", network), image, squares(at, 2, 64), 64, 0.3)
    assert network.confidence == 0.3
    assert network.crops.shape == (2, 64, 64, 3)
    assert network.crops[0, 32, 32].tolist() == [255, 0, 0]
    rows, columns = np.nonzero(network.crops[0, ..., 0] > 127)
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (16, 47, 16, 47)
    # a pixel of the crop is 1.25 of the picture's; the face is 32 right of the middle and 32 below
    assert found[0].boxes.tolist() == [[300, 90, 380, 190]]
    assert found[1].boxes[0].tolist() == pytest.approx([220, 90, 300, 190], abs=1e-3)
    right_eye = found[0].landmarks.right_eye[0]
    assert right_eye.tolist() == pytest.approx([260 + 1.25 * 51.2, 60 + 1.25 * 48])
    turned = found[1].landmarks.right_eye[0]
    assert turned.tolist() == pytest.approx([300 - (right_eye[1] - 100), 100 + right_eye[0] - 300])
    assert found[0].scores.tolist() == pytest.approx([0.7])
    assert detect_in_crops(cast("BlazeFace", network), image, squares(at[:0], 2, 64), 64, 0.3) == []


@pytest.mark.parametrize("degrees", range(-170, 180, 50))
def test_a_tilted_face_lies_upright_in_the_middle_of_its_square(degrees: int) -> None:
    angle = np.deg2rad(degrees)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    upright = np.array([[-20, -20], [20, -20], [0, 5], [0, 25], [-45, -10], [45, -10]])
    faces = Faces(
        boxes=np.array([[150, 50, 250, 150]], np.float32),
        landmarks=Landmarks(((upright @ turn.T) + (200, 100))[None].astype(np.float32)),
        scores=np.ones(1, np.float32),
    )
    assert np.rad2deg(rolls(faces.landmarks)[0]) == pytest.approx(degrees, abs=1e-3)
    matrix = squares(poses(faces), 1.6, 128)[0]
    inside = (faces.landmarks.points[0] - matrix[:, 2]) @ np.linalg.inv(matrix[:, :2]).T
    np.testing.assert_allclose(inside, upright * 128 / 160 + 64, atol=1e-3)


def test_a_square_stays_where_it_is_until_its_face_has_clearly_moved() -> None:
    before = np.array([[200, 100, 100, 0], [500, 100, 100, 3.1]], np.float32)
    still = before + np.array([5, -5, 10, 0.1], np.float32)  # 3.2 is -3.08
    np.testing.assert_array_equal(held(still, before), before)
    for moved in ([20, 0, 0, 0], [0, 0, 30, 0], [0, 0, 0, 0.5]):
        now = before[:1] + np.array(moved, np.float32)
        np.testing.assert_array_equal(held(now, before), now)
    assert held(before[:0], before).shape == (0, 4)
