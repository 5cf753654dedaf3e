"""What is hidden cannot be seen again."""

import numpy as np
import pytest

from emotion_desktop.config import BlurStyle
from emotion_desktop.domain import Image
from emotion_desktop.vision.anonymise.pixels import CELLS, hide, hide_all, joined_boxes, with_margin
from emotion_desktop.vision.opencv import cv2

BOX = np.array([[100, 60, 200, 160]], np.float32)


@pytest.fixture
def noise() -> Image:
    return np.random.default_rng(0).integers(0, 256, (240, 320, 3), np.uint8)


def detail(image: Image) -> float:
    """Return the mean strength of edges in gray values."""
    return float(np.abs(cv2.Laplacian(image.astype(np.float32), cv2.CV_32F)).mean())


@pytest.mark.parametrize("style", list(BlurStyle))
def test_nothing_fine_is_left_of_what_is_hidden(noise: Image, style: BlurStyle) -> None:
    inside = hide(noise, BOX, style)[64:156, 104:196]
    assert detail(inside) < 0.02 * detail(noise)


def test_a_mosaic_depends_on_nothing_but_the_means_of_its_cells(noise: Image) -> None:
    other = noise.copy()
    side = 100 // CELLS
    for top in range(60, 160, side):
        for left in range(100, 200, side):
            other[top : top + side, left : left + side] = noise[
                top : top + side, left : left + side
            ][::-1, ::-1]
    assert not np.array_equal(other, noise)
    assert np.array_equal(hide(other, BOX)[60:160, 100:200], hide(noise, BOX)[60:160, 100:200])


@pytest.mark.parametrize("style", list(BlurStyle))
def test_what_is_not_hidden_stays_as_it_is(noise: Image, style: BlurStyle) -> None:
    hidden = hide(noise, BOX, style)
    assert np.array_equal(hidden[:, :60], noise[:, :60])
    assert np.array_equal(hidden[200:], noise[200:])
    assert noise.flags.owndata


def test_a_mask_covers_the_whole_box_with_one_colour(noise: Image) -> None:
    hidden = hide(noise, BOX, BlurStyle.MASK)
    assert len(np.unique(hidden[70:150, 110:190].reshape(-1, 3), axis=0)) == 1


@pytest.mark.parametrize(
    "box", [(-50, -50, 20, 20), (310, 230, 400, 400), (-90, -90, -10, -10), (50, 50, 50, 50)]
)
def test_boxes_may_lie_off_the_picture(noise: Image, box: tuple[float, ...]) -> None:
    for style in BlurStyle:
        assert hide(noise, np.array([box], np.float32), style).shape == noise.shape


def test_a_box_is_enlarged_over_hair_chin_and_ears() -> None:
    (x0, y0, x1, y1) = with_margin(BOX)[0]
    assert (x0, x1) == pytest.approx((70, 230))
    assert y0 <= 60 - 50
    assert y1 >= 160 + 30


def test_a_picture_of_which_nothing_is_known_is_hidden_as_a_whole(noise: Image) -> None:
    assert detail(hide_all(noise)) < 0.02 * detail(noise)


def test_boxes_that_overlap_much_become_one_around_all_of_them() -> None:
    boxes = [[0, 0, 100, 100], [200, 0, 300, 100], [60, 10, 140, 110], [90, 0, 230, 100]]
    assert joined_boxes(np.array(boxes, np.float32)).tolist() == [[0, 0, 300, 110]]
    apart = np.array([[0, 0, 100, 100], [95, 95, 200, 200], [300, 0, 300, 50]], np.float32)
    assert np.array_equal(joined_boxes(apart), apart)
    assert len(joined_boxes(apart[:0])) == 0


def test_a_mask_covers_the_corners_of_its_box(noise: Image) -> None:
    hidden = hide(noise, BOX, BlurStyle.MASK)
    assert len(np.unique(hidden[61:159, 101:199].reshape(-1, 3), axis=0)) == 1
