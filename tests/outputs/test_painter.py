"""The painted overlay, compared with pictures that have been looked at."""

from collections.abc import Callable

import numpy as np

from emotion_desktop.domain import FrameResult, Image, UnreadableReason
from emotion_desktop.labels import Emotion
from emotion_desktop.outputs.cv_painter import draw
from emotion_desktop.outputs.cv_text import measure
from emotion_desktop.outputs.overlay import OverlayOptions

Golden = Callable[[str, Image], None]
Maker = Callable[..., FrameResult]


def test_without_a_face_the_picture_stays_as_it_is(make_result: Maker) -> None:
    result = make_result()
    assert np.array_equal(draw(result), result.image)


def test_the_frame_itself_is_never_painted_on(make_result: Maker) -> None:
    result = make_result((180, 60, 280, 160), heatmaps=True)
    before = result.image.copy()
    draw(result)
    assert np.array_equal(result.image, before)


def test_one_face_has_box_tag_and_bars(make_result: Maker, golden: Golden) -> None:
    golden("one-face", draw(make_result((30, 40, 240, 250))))


def test_two_faces_have_their_own_colours(make_result: Maker, golden: Golden) -> None:
    result = make_result(
        (60, 120, 180, 250),
        (420, 60, 520, 160),
        size=(800, 450),
        labels=(Emotion.SADNESS, Emotion.SURPRISE),
        confidence=0.64,
    )
    golden("two-faces", draw(result))


def test_at_the_right_edge_the_bars_stand_on_the_left(make_result: Maker, golden: Golden) -> None:
    golden("right-edge", draw(make_result((350, 70, 470, 200))))


def test_an_uncertain_face_is_dashed_and_gray(make_result: Maker, golden: Golden) -> None:
    golden("uncertain", draw(make_result((120, 70, 230, 190), confidence=0.3, uncertain=[0])))


def test_faces_that_cannot_be_read_say_why(make_result: Maker, golden: Golden) -> None:
    boxes = ((40, 90, 90, 140), (180, 90, 260, 180), (350, 90, 440, 190))
    golden("flaws", draw(make_result(*boxes, flaws=list(UnreadableReason)[:3])))


def test_a_heatmap_lies_on_the_face(make_result: Maker, golden: Golden) -> None:
    golden("heatmap", draw(make_result((120, 70, 230, 190), heatmaps=True)))


def test_mirrored_pictures_keep_readable_texts(make_result: Maker, golden: Golden) -> None:
    result = make_result((20, 70, 130, 190), heatmaps=True)
    golden("mirrored", draw(result, OverlayOptions(mirrored=True)))


def test_a_face_that_fills_the_picture_keeps_its_eyes(make_result: Maker, golden: Golden) -> None:
    result = make_result((4, 4, 396, 396), size=(400, 400), labels=[Emotion.ANGER])
    golden("close-up", draw(result))


def test_boxes_that_reach_beyond_the_picture_are_cut_off(make_result: Maker) -> None:
    result = make_result((-40, -30, 60, 70), (460, 250, 560, 350), heatmaps=True)
    assert draw(result).shape == result.image.shape


def test_a_tiny_picture_is_painted_without_texts(make_result: Maker) -> None:
    result = make_result((10, 10, 40, 40), size=(48, 48))
    assert draw(result).shape == (48, 48, 3)


def test_all_digits_are_equally_wide() -> None:
    for bold in (False, True):
        assert len({measure(digit, 16.0, bold) for digit in "0123456789"}) == 1
