"""Where the detector looks, and what it makes of several looks."""

import numpy as np
import pytest

from emotion_desktop.domain import Image
from emotion_desktop.vision.detection.found import Found, merged, same_place
from emotion_desktop.vision.detection.motion import CELL, Motion, cells_of
from emotion_desktop.vision.detection.sheet import squares_around
from emotion_desktop.vision.detection.sweep import Sweep, sides, tiles


def found(*boxes: tuple[float, float, float, float], score: float = 0.9) -> Found:
    corners = np.array(boxes, np.float32).reshape(-1, 4)
    points = np.repeat(corners[:, None, :2], 6, axis=1)
    return Found(corners, points, np.full(len(boxes), score, np.float32))


def test_of_two_looks_at_one_face_the_first_counts() -> None:
    both = merged([found((0, 0, 100, 100)), found((10, 0, 110, 100), (300, 0, 400, 100))])
    assert both.boxes.tolist() == [[0, 0, 100, 100], [300, 0, 400, 100]]


def test_part_of_a_face_is_the_same_face_and_a_small_face_before_it_is_not() -> None:
    face = found((0, 0, 100, 100)).boxes
    part, small = found((20, 20, 75, 75)).boxes, found((20, 20, 50, 50)).boxes
    assert same_place(part, face).tolist() == [[True]]
    assert same_place(small, face).tolist() == [[False]]


def test_nobody_and_nobody_is_nobody() -> None:
    assert len(merged([])) == 0
    assert len(merged([Found.nothing(), Found.nothing()])) == 0
    assert same_place(Found.nothing().boxes, found((0, 0, 9, 9)).boxes).shape == (0, 1)


def test_faces_move_with_the_square_they_were_seen_in() -> None:
    moved = found((1, 2, 3, 4)).moved(10, 100, 200)
    assert moved.boxes.tolist() == [[110, 220, 130, 240]]
    assert moved.keypoints[0, 0].tolist() == [110, 220]


@pytest.mark.parametrize(
    ("box", "square"),
    [
        ((100, 100, 200, 200), (60, 60, 180)),
        ((0, 0, 100, 100), (0, 0, 180)),
        ((560, 400, 640, 480), (496, 336, 144)),
        ((0, 0, 640, 480), (80, 0, 480)),
        ((700, 100, 800, 200), (460, 60, 180)),
    ],
)
def test_squares_around_people_are_moved_into_the_picture_not_cut(
    box: tuple[float, float, float, float], square: tuple[int, int, int]
) -> None:
    boxes = np.array([box], np.float32)
    assert list(squares_around(boxes, 640, 480)) == [square]


@pytest.mark.parametrize("shape", [(720, 1280), (480, 640), (1280, 720), (1080, 1920)])
def test_every_face_that_fits_lies_within_a_tile_of_each_level(shape: tuple[int, int]) -> None:
    for side in sides(shape):
        squares = np.array(list(tiles(shape, side)))
        face = side // 4
        for place in np.random.default_rng(0).integers(0, np.array(shape) - face, (200, 2)):
            top, left = place
            inside = (squares[:, 0] <= left) & (left + face <= squares[:, 0] + side)
            inside &= (squares[:, 1] <= top) & (top + face <= squares[:, 1] + side)
            assert inside.any(), (side, left, top)


def test_a_sweep_comes_to_every_tile() -> None:
    sweep = Sweep((720, 1280))
    every = set(sweep.all())
    seen = set(sweep.next(2 * len(every)))
    assert seen == every


def test_what_has_moved_is_looked_at_first_and_nothing_is_left_out_for_it() -> None:
    sweep = Sweep((720, 1280))
    moving = np.zeros(cells_of((720, 1280)), np.bool_)
    moving[30:34, 60:64] = True  # around (992, 512)
    seen = []
    for _ in range(4 * len(sweep.all())):
        sweep.watch(moving)
        seen.append(sweep.next(1)[0])
    there = [left < 992 < left + side and top < 512 < top + side for left, top, side in seen]
    assert sum(there) > 0.5 * len(there)
    assert any(there[:3])
    assert set(seen) == set(sweep.all())


def test_motion_is_what_changes_more_than_noise_and_belongs_to_nobody_known() -> None:
    motion, rng = Motion(), np.random.default_rng(0)
    nobody = np.zeros((0, 4), np.float32)

    def picture(*places: tuple[int, int]) -> Image:
        image = rng.normal(100, 5, (360, 640, 3)).clip(0, 255).astype(np.uint8)
        for x, y in places:
            image[y : y + 40, x : x + 40] = 200
        return image

    assert not motion.watch(picture((100, 100)), nobody).any()
    assert not motion.watch(picture((100, 100)), nobody).any()
    rows, columns = np.nonzero(motion.watch(picture((140, 100)), nobody))
    assert (CELL * columns.min(), CELL * columns.max()) == (96, 176)
    assert (CELL * rows.min(), CELL * rows.max()) == (96, 128)
    known = np.array([[130, 90, 190, 150]], np.float32)
    assert not motion.watch(picture((150, 100)), known).any()
    assert not motion.watch(np.zeros((3, 5, 3), np.uint8), known).any()


@pytest.mark.parametrize("shape", [(1, 1), (3, 900), (128, 128)])
def test_pictures_too_small_for_tiles_have_none(shape: tuple[int, int]) -> None:
    sweep = Sweep(shape)
    assert sweep.all() == sweep.coarse() == sweep.next(3) == []


def test_levels_get_finer_and_end_for_the_largest_pictures() -> None:
    for shape in [(720, 1280), (4000, 6000)]:
        found_sides = sides(shape)
        assert found_sides == sorted(found_sides, reverse=True)
        assert len(Sweep(shape).all()) < 150


def test_masks_and_slices_choose_faces() -> None:
    people = found((0, 0, 9, 9), (20, 0, 29, 9))
    mask = np.array([False, True])
    assert people[mask].boxes.tolist() == people[1:].boxes.tolist() == [[20, 0, 29, 9]]
