"""Which cells of a picture move, each by its number."""

import numpy as np
import pytest

from emotion_desktop.domain import Floats, Image
from emotion_desktop.vision.detection.motion import CELL, Motion, cells_of

NOBODY = np.zeros((0, 4), np.float32)


def gray(brightness: int, height: int = 160, width: int = 320) -> Image:
    return np.full((height, width, 3), brightness, np.uint8)


def still_cells(*people: tuple[float, float, float, float]) -> tuple[int, int, int, int]:
    """Return the first and last row and column that stay still where all else has changed."""
    motion = Motion()
    motion.add(gray(100), NOBODY)
    boxes: Floats = np.asarray(people, np.float32)
    rows, columns = np.nonzero(~motion.add(gray(200), boxes))
    return int(rows.min()), int(rows.max()), int(columns.min()), int(columns.max())


@pytest.mark.parametrize(
    ("shape", "cells"), [((160, 320), (10, 20)), ((15, 47), (1, 2)), ((1, 1), (1, 1))]
)
def test_cells_are_sixteen_pixels_wide_and_every_picture_has_one(
    shape: tuple[int, int], cells: tuple[int, int]
) -> None:
    assert cells_of(shape) == cells
    assert Motion().add(gray(0, *shape), NOBODY).shape == cells


def test_a_cell_moves_from_a_difference_of_thirteen_on_brighter_or_darker() -> None:
    for after, moves in ((112, False), (113, True), (88, False), (87, True)):
        motion = Motion()
        motion.add(gray(100), NOBODY)
        assert motion.add(gray(after), NOBODY).all() == moves
        assert motion.share == float(moves)


def test_green_is_compared_with_the_picture_just_before() -> None:
    motion, green = Motion(), gray(100)
    motion.add(gray(100), NOBODY)
    green[:16, 16:32, 1] = 200
    assert np.argwhere(motion.add(green, NOBODY)).tolist() == [[0, 1]]
    assert motion.share == 1 / 200
    green[:, :, 0] = 0
    assert not motion.add(green, NOBODY).any()
    assert motion.share == 0


def test_nothing_moves_in_the_first_picture_of_a_size() -> None:
    motion = Motion()
    assert motion.share == 0
    assert not motion.add(gray(0), NOBODY).any()
    motion.add(gray(200), NOBODY)
    assert motion.share == 1
    assert not motion.add(gray(0, 320, 160), NOBODY).any()
    assert motion.share == 0


def test_the_motion_of_a_known_person_reaches_past_the_shoulders_and_down_the_body() -> None:
    # 30 wide: 18 to each side and above, 90 below
    assert still_cells((100, 42, 130, 60)) == (1, 9, 5, 9)
    assert still_cells((100, 34, 130, 40)) == (1, 8, 5, 9)


def test_the_motion_of_a_known_person_at_an_edge_ends_there() -> None:
    assert still_cells((2, 3, 12, 15)) == (0, 2, 0, 1)
    assert still_cells((300, 130, 330, 150)) == (7, 9, 17, 19)


def test_the_share_counts_the_motion_of_known_people() -> None:
    motion = Motion()
    motion.add(gray(100), NOBODY)
    motion.add(gray(200), np.asarray([(0, 0, 320, 160)], np.float32))
    assert motion.share == 1


def test_motion_is_what_changes_more_than_noise_and_belongs_to_nobody_known() -> None:
    motion, rng = Motion(), np.random.default_rng(0)
    nobody = np.zeros((0, 4), np.float32)

    def picture(*places: tuple[int, int]) -> Image:
        image = rng.normal(100, 5, (360, 640, 3)).clip(0, 255).astype(np.uint8)
        for x, y in places:
            image[y : y + 40, x : x + 40] = 200
        return image

    assert not motion.add(picture((100, 100)), nobody).any()
    assert not motion.add(picture((100, 100)), nobody).any()
    rows, columns = np.nonzero(motion.add(picture((140, 100)), nobody))
    assert (CELL * columns.min(), CELL * columns.max()) == (96, 176)
    assert (CELL * rows.min(), CELL * rows.max()) == (96, 128)
    known = np.array([[130, 90, 190, 150]], np.float32)
    assert not motion.add(picture((150, 100)), known).any()
    assert not motion.add(np.zeros((3, 5, 3), np.uint8), known).any()
