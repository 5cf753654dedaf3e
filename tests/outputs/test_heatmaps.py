"""Heatmaps on the canvas."""

from collections.abc import Callable

import numpy as np
import pytest

from emotion_desktop.domain import FrameResult, UnreadableReason
from emotion_desktop.outputs.heatmaps import heatmap_layer

Maker = Callable[..., FrameResult]


def hottest(result: FrameResult, size: tuple[int, int], *, mirrored: bool) -> tuple[float, float]:
    """Return where on the canvas the only patch is most opaque."""
    (patch,) = heatmap_layer(result, size, opacity=1.0, mirrored=mirrored)
    alpha = patch.rgba[..., 3]
    rows, columns = np.nonzero(alpha == alpha.max())
    return patch.x + columns.mean(), patch.y + rows.mean()


def test_there_is_no_patch_without_heatmaps(make_result: Maker) -> None:
    assert heatmap_layer(make_result((100, 60, 200, 160)), (480, 270), opacity=0.5) == ()


def test_a_face_that_cannot_be_read_has_no_patch(make_result: Maker) -> None:
    boxes = ((100, 60, 196, 156), (300, 60, 396, 156))
    result = make_result(*boxes, heatmaps=True, flaws=[UnreadableReason.TURNED_AWAY, None])
    (patch,) = heatmap_layer(result, (480, 270), opacity=0.5)
    assert patch.x == 300


@pytest.mark.parametrize(("mirrored", "x"), [(False, 150), (True, 330)])
def test_the_hot_place_lies_where_the_crop_has_it(
    make_result: Maker, mirrored: bool, x: float
) -> None:
    result = make_result((100, 60, 196, 156), heatmaps=True)
    # The mouth of the made heatmap: column 24, row 34 of 48.
    assert hottest(result, (480, 270), mirrored=mirrored) == pytest.approx((x, 129), abs=3)


def test_the_patch_scales_with_the_canvas(make_result: Maker) -> None:
    result = make_result((100, 60, 196, 156), heatmaps=True)
    assert hottest(result, (960, 540), mirrored=False) == pytest.approx((297, 258), abs=4)


def test_the_opacity_is_the_greatest_alpha(make_result: Maker) -> None:
    result = make_result((100, 60, 196, 156), heatmaps=True)
    (patch,) = heatmap_layer(result, (480, 270), opacity=0.5)
    assert int(patch.rgba[..., 3].max()) == pytest.approx(127, abs=3)


def test_colours_are_premultiplied(make_result: Maker) -> None:
    (patch,) = heatmap_layer(
        make_result((100, 60, 196, 156), heatmaps=True), (480, 270), opacity=0.5
    )
    assert (patch.rgba[..., :3].max(axis=2) <= patch.rgba[..., 3]).all()


def test_a_crop_beyond_the_canvas_is_cut_to_it(make_result: Maker) -> None:
    result = make_result((430, -30, 526, 66), heatmaps=True)
    (patch,) = heatmap_layer(result, (480, 270), opacity=0.5)
    assert (patch.x, patch.y) == (430, 0)
    assert patch.rgba.shape == (66, 50, 4)


def test_a_crop_outside_the_canvas_gives_no_patch(make_result: Maker) -> None:
    result = make_result((600, 60, 696, 156), heatmaps=True)
    assert heatmap_layer(result, (480, 270), opacity=0.5) == ()
