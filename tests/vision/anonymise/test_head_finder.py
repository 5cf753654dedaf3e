"""Where faces may be in live pictures, for little time in each."""

import numpy as np
import pytest

from emotion_desktop.domain import Faces, Frame, Image
from emotion_desktop.vision.anonymise.head_finder import (
    CYCLE_S,
    MOST_TILES,
    HeadFinder,
    small_tiles,
)
from emotion_desktop.vision.detection.blazeface import BlazeFace
from emotion_desktop.vision.detection.tile_scheduler import every_tile


def make_frame(image: Image, time_s: float) -> Frame:
    return Frame(
        image=image, captured_at=time_s, index=round(30 * time_s), time_s=time_s, source="demo"
    )


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return how many pixels the network saw, call by call."""
    seen: list[int] = []
    infer = BlazeFace.infer

    def counted(self: BlazeFace, inputs: Image, confidence: float) -> list[Faces]:
        seen.append(inputs[..., 0].size)
        return infer(self, inputs, confidence)

    monkeypatch.setattr(BlazeFace, "infer", counted)
    return seen


def test_a_live_picture_is_searched_by_few_tiles_and_all_have_their_turn(looks: list[int]) -> None:
    finder, image = HeadFinder(live=True), np.zeros((720, 1280, 3), np.uint8)
    finder.places(make_frame(image, 0.0), Faces.none())
    first = sum(looks)
    looks.clear()
    frames = round(30 * CYCLE_S)
    for number in range(1, frames + 1):
        finder.places(make_frame(image, number / 30), Faces.none())
    assert sum(looks) / frames < first / 5
    assert len(looks) >= len(small_tiles((720, 1280)))


def test_after_a_pause_and_in_a_new_scene_the_whole_picture_is_searched(looks: list[int]) -> None:
    finder, image = HeadFinder(live=True), np.zeros((720, 1280, 3), np.uint8)
    costs = []
    for number, picture in enumerate([image, image, image, image, 255 - image]):
        looks.clear()
        finder.places(make_frame(picture, [0, 0.03, 2.0, 2.5, 2.8][number]), Faces.none())
        costs.append(sum(looks))
    assert costs[2] == costs[0] == costs[4]
    assert costs[1] < costs[0] / 5


def test_what_the_detector_does_not_know_is_followed_from_picture_to_picture(
    demo_images: tuple[Image, ...],
) -> None:
    finder = HeadFinder(live=True)
    image = demo_images[0]
    (first, *_) = finder.places(make_frame(image, 0.0), Faces.none())
    for number in range(1, 60):  # 8 px each: it leaves its place long before a tile has its turn
        shifted = np.roll(image, 8 * (number % 20), axis=1)
        places = finder.places(make_frame(shifted, number / 30), Faces.none())
        middle = (first[:2] + first[2:]) / 2 + (8 * (number % 20), 0)
        inside = (places[:, :2] < middle).all(axis=1) & (middle < places[:, 2:]).all(axis=1)
        assert inside.any() or number % 20 < 3, number


@pytest.mark.parametrize("shape", [(480, 640), (720, 1280), (1080, 1920), (90, 60)])
def test_small_tiles_cover_what_large_ones_do(shape: tuple[int, int]) -> None:
    small, large = small_tiles(shape), every_tile(shape, MOST_TILES)
    assert {tile.scale for tile in small} == {tile.scale for tile in large}
