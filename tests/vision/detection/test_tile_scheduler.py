"""Tiles of a picture: where they lie, what a network sees of them, in which order they come."""

import numpy as np
import pytest

from emotion_desktop.domain import Image
from emotion_desktop.vision.detection.motion import CELL, cells_of
from emotion_desktop.vision.detection.tile_scheduler import (
    OVERLAP,
    TILE,
    Tile,
    TileScheduler,
    every_tile,
    levels,
)

SHAPES = [(720, 1280), (480, 640), (1280, 720), (1080, 1920), (4000, 6000)]


def ramp(height: int, width: int) -> Image:
    """Return a picture whose blue is the column, its green the row."""
    image = np.zeros((height, width, 3), np.uint8)
    image[..., 0], image[..., 1] = np.arange(width), np.arange(height)[:, None]
    return image


def of_level(shape: tuple[int, int], tile: Tile) -> tuple[int, int]:
    """Return which level a tile is of, and which of its tiles it is."""
    for number, level in enumerate(levels(shape, TILE)):
        if tile in level:
            return number, level.index(tile)
    raise AssertionError(tile)


def test_the_levels_of_a_picture_are_wider_than_it_then_the_whole_then_ever_smaller_tiles() -> None:
    around, whole, coarse, fine = levels((720, 1280), 128)
    assert around == [Tile(-384, -384, 2048, 1488, 0.1)]
    assert whole == [Tile(0, 0, 1280, 720, 0.2)]
    assert coarse == [
        Tile(left, top, 320, 320, 0.4)
        for top in (0, 200, 400)
        for left in (0, 192, 384, 576, 768, 960)
    ]
    assert {(tile.width, tile.height, tile.scale) for tile in fine} == {(160, 160, 0.8)}
    assert sorted({tile.top for tile in fine}) == [0, 93, 187, 280, 373, 467, 560]
    assert sorted({tile.left for tile in fine})[:3] == [0, 102, 204]
    assert len(fine) == 7 * 12


def test_faces_of_a_seventy_fifth_of_large_pictures_and_of_forty_pixels_are_looked_for() -> None:
    assert [level[0].scale for level in levels((4000, 6000), 384)][-1] == pytest.approx(0.4)
    assert [level[0].scale for level in levels((720, 1280), 384)][-1] == pytest.approx(0.8)
    assert [len(level) for level in levels((160, 160), TILE)] == [1, 1]
    assert [len(level) for level in levels((300, 200), TILE)] == [1, 1]


def test_tiles_are_no_larger_than_the_picture() -> None:
    strip = list(levels((60, 2000), TILE))[-1]
    assert {(tile.top, tile.height) for tile in strip} == {(0, 60)}
    column = list(levels((2000, 60), TILE))[-1]
    assert {(tile.left, tile.width) for tile in column} == {(0, 60)}


def test_levels_of_so_many_tiles_are_searched_at_once() -> None:
    counts = [len(level) for level in levels((1080, 1920), 384)]
    for most in counts:
        assert len(every_tile((1080, 1920), most)) == sum(n for n in counts if n <= most)
    assert len(every_tile((1080, 1920))) == sum(counts)


@pytest.mark.parametrize(("left", "top"), [(0, 0), (40, 30), (-10, -20), (200, 170)])
def test_a_tile_at_full_size_is_its_part_of_the_picture(left: int, top: int) -> None:
    image = ramp(200, 240)
    seen = Tile(left, top, 60, 40, 1.0).cut(image)
    assert seen.shape == (64, 64, 3)
    padded = np.pad(image, ((30, 100), (30, 100), (0, 0)))
    expected = padded[top + 30 : top + 70, left + 30 : left + 90, ::-1]
    np.testing.assert_array_equal(seen[:40, :60], expected)


@pytest.mark.parametrize("scale", [0.2, 0.25, 0.3, 0.4, 0.5, 0.7, 1.6])
@pytest.mark.parametrize(("left", "top"), [(40, 31), (-21, -40)])
def test_what_a_tile_shows_lies_where_it_should_at_any_scale(
    scale: float, left: int, top: int
) -> None:
    seen = Tile(left, top, 160, 180, scale).cut(ramp(250, 250)).astype(np.float64)
    rows, columns = np.mgrid[: round(180 * scale), : round(160 * scale)]
    x, y = ((at + 0.5) / scale - 0.5 for at in (columns, rows))
    edge = 2 / scale + 1  # what lies beyond is black, and half pixels fade to it
    inside = (x > max(0, -left) + edge) & (y > max(0, -top) + edge)
    inside &= (x < 160 - edge) & (y < 180 - edge)
    for channel, expected in ((2, x + left), (1, y + top)):
        error = (seen[rows, columns, channel] - expected)[inside]
        assert np.abs(error).max() < 1.2
        assert abs(error.mean()) < (0.2 if scale > 0.5 else 0.6)  # means of pixels are rounded up


def test_shrunk_to_half_and_less_all_pixels_count() -> None:
    stripes = np.zeros((128, 128, 3), np.uint8)
    stripes[:, ::2] = 200
    for scale, is_even in ((0.5, True), (0.25, True), (0.55, False)):
        seen = Tile(0, 0, 128, 128, scale).cut(stripes)[4:24, 4:24]
        assert (seen.std() < 1) == is_even


def test_small_and_odd_pictures_are_shrunk_as_far_as_they_can_be() -> None:
    white = np.full((3, 5, 3), 255, np.uint8)
    assert Tile(0, 0, 5, 3, 0.01).cut(white).shape == (32, 32, 3)
    assert Tile(0, 0, 65, 33, 0.5).cut(white).shape == (32, 32, 3)
    assert Tile(0, 0, 67, 130, 0.5).cut(white).shape == (96, 64, 3)
    assert Tile(0, 0, 1, 90, 0.25).cut(ramp(90, 1)).shape == (32, 32, 3)


def test_tiles_of_a_level_come_in_turn_and_levels_of_many_tiles_more_often() -> None:
    scheduler = TileScheduler((480, 640))
    assert scheduler.shape == (480, 640)
    assert [len(level) for level in levels((480, 640), TILE)] == [1, 1, 24]
    taken = [of_level((480, 640), scheduler.next()) for _ in range(10)]
    whole, fine = [(0, 0), (1, 0)], [(2, number) for number in range(1, 7)]
    assert taken == [*fine[:2], *whole, *fine[2:4], *whole, *fine[4:]]
    later = [of_level((480, 640), scheduler.next()) for _ in range(40)]
    assert [number for level, number in later if level == 2] == [*range(7, 24), *range(3)]


def test_every_other_tile_of_a_level_is_the_one_in_which_most_has_moved() -> None:
    shape = (480, 640)
    scheduler = TileScheduler(shape)
    first, second = list(levels(shape, TILE))[-1][9], list(levels(shape, TILE))[-1][20]
    moving = np.zeros(cells_of(shape), np.bool_)
    moved = [scheduler.has_motion]
    for tile, count in ((first, 3), (second, 2)):
        row, column = (tile.top + tile.height // 2) // CELL, (tile.left + tile.width // 2) // CELL
        moving[row, column : column + count] = True
    scheduler.add_motion(moving)
    scheduler.add_motion(np.zeros_like(moving))
    moved.append(scheduler.has_motion)
    taken = [of_level(shape, scheduler.next()) for _ in range(40)]
    fine = [number for level, number in taken if level == 2]
    assert fine[:8] == [9, 1, 20, 2, 3, 4, 5, 6]
    assert [*moved, scheduler.has_motion] == [False, True, False]


@pytest.mark.parametrize("shape", SHAPES)
def test_every_face_lies_within_a_tile_of_each_level(shape: tuple[int, int]) -> None:
    for level in list(levels(shape, TILE))[1:]:
        face = int(OVERLAP / level[0].scale)
        corners = np.array([(t.left, t.top, t.left + t.width, t.top + t.height) for t in level])
        for top, left in np.random.default_rng(0).integers(0, np.array(shape) - face, (200, 2)):
            inside = (corners[:, 0] <= left) & (left + face <= corners[:, 2])
            inside &= (corners[:, 1] <= top) & (top + face <= corners[:, 3])
            assert inside.any(), (level[0], left, top)


def test_a_tile_shows_its_part_of_the_picture_at_its_scale_and_black_beyond() -> None:
    image = np.zeros((400, 600, 3), np.uint8)
    image[100:300, 200:400] = (0, 0, 255)  # BGR
    seen = Tile(100, 0, 400, 400, 0.2).cut(image)
    assert seen.shape == (96, 96, 3)
    assert seen[40, 40].tolist() == [255, 0, 0]
    rows, columns = np.nonzero(seen[..., 0] > 127)
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (20, 59, 20, 59)
    beyond = Tile(-300, -300, 1200, 1000, 0.16).cut(np.full((400, 600, 3), 255, np.uint8))
    rows, columns = np.nonzero(beyond[..., 0] > 127)
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (48, 111, 48, 143)


def test_the_scheduler_comes_to_every_tile() -> None:
    scheduler = TileScheduler((720, 1280))
    every = {tile for level in levels((720, 1280), TILE) for tile in level}
    assert {scheduler.next() for _ in range(3 * len(every))} == every


def test_what_has_moved_is_looked_at_first_and_nothing_is_left_out_for_it() -> None:
    scheduler = TileScheduler((720, 1280))
    every = {tile for level in levels((720, 1280), TILE) for tile in level}
    moving = np.zeros(cells_of((720, 1280)), np.bool_)
    moving[30:34, 60:64] = True  # around (992, 512)
    seen = []
    for _ in range(6 * len(every)):
        scheduler.add_motion(moving)
        seen.append(scheduler.next())
    there = [t.left < 992 < t.left + t.width and t.top < 512 < t.top + t.height for t in seen]
    assert sum(there) > 0.5 * len(there)
    assert set(seen) == every


@pytest.mark.parametrize("shape", [(1, 1), (3, 900), (128, 128), (900, 3)])
def test_small_pictures_are_looked_at_as_a_whole(shape: tuple[int, int]) -> None:
    assert len(list(levels(shape, TILE))[1]) == 1
    assert TileScheduler(shape).next().cut(np.zeros((*shape, 3), np.uint8)).any() == 0


def test_levels_get_finer_and_end_for_the_largest_pictures() -> None:
    for shape in [*SHAPES, (9000, 12000)]:
        scales = [level[0].scale for level in levels(shape, TILE)]
        assert scales == sorted(scales)
        assert len(every_tile(shape)) < 80
        assert all(tile.width * tile.scale <= 500 for tile in every_tile(shape, 3))
