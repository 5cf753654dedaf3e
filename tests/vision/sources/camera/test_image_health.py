"""Whether pictures are black or too few, and how many really come."""

import numpy as np
import pytest

from emotion_desktop.domain import Image
from emotion_desktop.vision.sources.camera.image_health import ImageHealthMonitor, Verdict, is_dark
from emotion_desktop.vision.sources.camera.rate import FrameRate

GRAY = np.full((720, 1280, 3), 90, np.uint8)
BLACK = np.full((720, 1280, 3), 2, np.uint8)


class Film:
    """Shows pictures to a watch, and goes on where the last ones ended."""

    def __init__(self) -> None:
        self.watch = ImageHealthMonitor()
        self.time_s = 0.0
        self.index = 0

    def run(self, seconds: float, fps: float, image: Image = GRAY) -> Verdict:
        for _ in range(round(seconds * fps)):
            self.time_s += 1 / fps
            self.index += 1
            self.watch.add(self.time_s, self.index, image)
        return self.watch.verdict


@pytest.fixture
def film() -> Film:
    return Film()


def test_a_steady_picture_is_good_and_its_rate_is_told(film: Film) -> None:
    assert film.run(10, 30) is Verdict.GOOD
    assert film.watch.fps == pytest.approx(30)


def test_a_black_picture_is_told_after_three_seconds_until_there_is_light(
    film: Film,
) -> None:
    assert film.run(2.9, 30, BLACK) is Verdict.GOOD
    assert film.run(0.5, 30, BLACK) is Verdict.BLACK
    assert film.run(0.1, 30) is Verdict.GOOD


def test_one_dark_moment_is_nothing(film: Film) -> None:
    film.run(2.5, 30, BLACK)
    film.run(0.1, 30)
    assert film.run(2.5, 30, BLACK) is Verdict.GOOD


def test_too_few_pictures_are_told_after_five_seconds_and_taken_back(film: Film) -> None:
    film.run(3, 30)
    assert film.run(4, 9) is Verdict.GOOD
    assert film.run(5, 9) is Verdict.SLOW
    assert film.run(3, 30) is Verdict.GOOD


def test_pictures_that_were_not_shown_count() -> None:
    watch = ImageHealthMonitor()
    for i in range(100):
        watch.add(i / 5, 6 * i, GRAY)
    assert watch.verdict is Verdict.GOOD
    assert watch.fps == pytest.approx(30)


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        (np.zeros((480, 640, 3), np.uint8), True),
        (np.full((480, 640, 3), 8, np.uint8), False),
        (np.zeros((1, 1, 3), np.uint8), True),
    ],
)
def test_only_what_is_as_good_as_black_is_dark(image: Image, expected: bool) -> None:
    assert is_dark(image) is expected


def test_a_lamp_in_a_dark_room_is_not_black() -> None:
    room = np.zeros((480, 640, 3), np.uint8)
    room[100:160, 200:280] = 250
    assert not is_dark(room)


def test_a_rate_needs_half_a_second_and_starts_over_with_another_source() -> None:
    rate = FrameRate()
    for i in range(12):
        rate.add(i / 30, i)
    assert rate.fps is None
    for i in range(12, 60):
        rate.add(i / 30, i)
    assert rate.fps == pytest.approx(30)
    rate.add(100.0, 0)
    assert rate.fps is None
