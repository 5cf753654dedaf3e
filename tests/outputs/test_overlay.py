"""Where the overlay puts things."""

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from emotion_desktop.domain import FrameResult, UnreadableReason
from emotion_desktop.labels import CANONICAL_ORDER, COLOURS, Emotion
from emotion_desktop.outputs.display_list import GRAY
from emotion_desktop.outputs.overlay import FaceMark, OverlayOptions, layout
from emotion_desktop.outputs.placement import Rect

Maker = Callable[..., FrameResult]

SHOWN = OverlayOptions()


def measure(text: str, size: float, bold: bool) -> tuple[float, float]:
    return len(text) * size * (0.6 if bold else 0.55), size


def marks_of(
    result: FrameResult, size: tuple[float, float] | None = None, options: OverlayOptions = SHOWN
) -> tuple[FaceMark, ...]:
    height, width = result.image.shape[:2]
    return layout(result, size or (width, height), options, measure).faces


def plates_of(marks: tuple[FaceMark, ...]) -> list[Rect]:
    parts = [part for mark in marks for part in (mark.tag, mark.panel)]
    return [part.plate for part in parts if part is not None]


def eyes_of(box: tuple[float, float, float, float]) -> Rect:
    x0, y0, x1, y1 = box
    return Rect(x0 + 0.25 * (x1 - x0), y0 + 0.3 * (y1 - y0), 0.5 * (x1 - x0), 0.1 * (y1 - y0))


def test_no_face_gives_an_empty_list(make_result: Maker) -> None:
    assert marks_of(make_result()) == ()


def test_the_box_is_scaled_from_frame_to_canvas(make_result: Maker) -> None:
    (mark,) = marks_of(make_result((100, 50, 200, 150), size=(400, 300)), size=(800, 900))
    assert mark.box == Rect(200, 150, 200, 300)


def test_a_label_gives_the_box_its_colour_and_the_tag_its_name(make_result: Maker) -> None:
    (mark,) = marks_of(make_result((100, 100, 200, 200), labels=[Emotion.FEAR]))
    assert mark.colour == COLOURS[Emotion.FEAR]
    assert mark.tag is not None
    assert mark.tag.value is not None
    assert (mark.tag.name.text, mark.tag.value.text) == ("#1 Fear", "87 %")


def test_an_uncertain_face_is_gray_and_names_no_emotion(make_result: Maker) -> None:
    (mark,) = marks_of(make_result((100, 100, 200, 200), uncertain=[0]))
    assert mark.dashed
    assert mark.colour == GRAY
    assert mark.tag is not None
    assert mark.tag.name.text == "#1 uncertain"
    assert mark.tag.value is None


@pytest.mark.parametrize("flaw", UnreadableReason)
def test_a_face_with_a_flaw_says_which_and_has_a_thin_box_and_no_bars(
    make_result: Maker, flaw: UnreadableReason
) -> None:
    boxes = (100, 60, 180, 140), (300, 60, 380, 140)
    result = make_result(*boxes, size=(800, 270), flaws=[flaw, None])
    flawed, sound = marks_of(result)
    assert (flawed.dashed, flawed.thin, flawed.colour) == (True, True, GRAY)
    assert flawed.panel is None
    assert flawed.tag is not None
    assert (flawed.tag.name.text, flawed.tag.value) == (f"#1 {flaw}", None)
    assert (sound.dashed, sound.thin) == (False, False)
    assert sound.panel is not None


def test_a_thin_box_has_a_thinner_line_and_an_equally_wide_halo(make_result: Maker) -> None:
    result = make_result(
        (100, 60, 180, 140), (300, 60, 380, 140), flaws=[UnreadableReason.TOO_DARK, None]
    )
    overlay = layout(result, (480, 270), SHOWN, measure)
    (thin, thin_halo), (line, halo) = (overlay.widths(mark) for mark in overlay.faces)
    assert thin < line
    assert thin_halo - thin == pytest.approx(halo - line)


def test_there_is_a_bar_for_every_class_in_canonical_order(make_result: Maker) -> None:
    classes = (Emotion.NEUTRAL, Emotion.SADNESS, Emotion.ANGER)
    (mark,) = marks_of(make_result((50, 60, 190, 200), classes=classes, labels=[Emotion.ANGER]))
    assert mark.panel is not None
    assert [bar.emotion for bar in mark.panel.bars] == [
        Emotion.ANGER,
        Emotion.SADNESS,
        Emotion.NEUTRAL,
    ]
    assert mark.panel.bars[0].fraction == pytest.approx(0.87)
    assert mark.panel.bars[0].fill.width == pytest.approx(0.87 * mark.panel.bars[0].track.width)


def test_bars_can_be_switched_off(make_result: Maker) -> None:
    (mark,) = marks_of(make_result((50, 60, 120, 130)), options=OverlayOptions(bars=False))
    assert mark.panel is None


def test_bars_stand_on_the_right_if_there_is_room(make_result: Maker) -> None:
    (mark,) = marks_of(make_result((100, 60, 180, 140)))
    assert mark.panel is not None
    assert mark.panel.plate.x > mark.box.right


def test_bars_move_to_the_left_at_the_right_edge(make_result: Maker) -> None:
    (mark,) = marks_of(make_result((380, 60, 470, 150)))
    assert mark.panel is not None
    assert mark.panel.plate.right < mark.box.x


def test_the_bars_of_two_people_stand_each_at_the_own_face(make_result: Maker) -> None:
    boxes = ((248, 239, 554, 545), (745, 221, 1039, 514))
    result = make_result(*boxes, size=(1280, 720), classes=tuple(CANONICAL_ORDER)[:7])
    marks = marks_of(result, size=(940, 529))
    for mark, other in zip(marks, reversed(marks), strict=True):
        assert mark.panel is not None
        plate = mark.panel.plate
        assert plate.gap_to(mark.box) < 15
        assert plate.centre_distance(mark.box) < plate.centre_distance(other.box)


def test_bars_of_a_close_up_leave_eyes_mouth_and_chin_free(make_result: Maker) -> None:
    for corner in (5.0, 60.0):
        box = (corner, corner, 475.0, 475.0)
        (mark,) = marks_of(make_result(box, size=(480, 480)))
        if mark.panel is not None:
            assert mark.panel.plate.overlap(eyes_of(box)) == 0
            below = mark.box.y + 0.5 * mark.box.height
            mouth = Rect(mark.box.x + 0.2 * mark.box.width, below, 0.6 * mark.box.width, 1000)
            assert mark.panel.plate.overlap(mouth) == 0


@pytest.mark.parametrize(
    ("side", "bars"), [(40, None), (75, None), (90, 1), (130, 3), (205, 8), (300, 8)]
)
def test_bars_are_never_larger_than_their_face(
    make_result: Maker, side: int, bars: int | None
) -> None:
    (mark,) = marks_of(make_result((100, 100, 100 + side, 100 + side), size=(1280, 720)))
    if mark.panel is None:
        assert bars is None
        return
    plate = mark.panel.plate
    assert plate.width * plate.height <= side * side
    assert len(mark.panel.bars) == bars


def test_few_bars_are_those_of_the_likeliest_classes(make_result: Maker) -> None:
    few, all_ = (
        marks_of(make_result((100, 100, 100 + side, 100 + side), size=(1280, 720)))[0].panel
        for side in (130, 300)
    )
    assert few is not None
    assert all_ is not None
    likeliest = sorted(bar.fraction for bar in all_.bars)[-3:]
    assert sorted(bar.fraction for bar in few.bars) == likeliest


@pytest.mark.parametrize(
    ("column", "heat", "text"),
    [
        (3, 1.0, "heatmap: happiness 87 %"),
        (2, 1.0, "heatmap: fear 2 %"),
        (2, 0.0, "heatmap: fear 2 %: no evidence"),
        (-1, 0.0, "preparing heatmap …"),
    ],
)
def test_a_heatmap_says_what_it_explains_and_how_likely_that_is(
    make_result: Maker, column: int, heat: float, text: str
) -> None:
    result = make_result((100, 60, 300, 240), heatmaps=True)
    assert result.heatmaps is not None
    result = replace(
        result,
        heatmaps=np.full_like(result.heatmaps, heat),
        heatmap_classes=np.array([column]),
    )
    overlay = layout(result, (480, 270), SHOWN, measure)
    (mark,) = overlay.faces
    assert mark.note is not None
    assert mark.note.name.text == text
    assert overlay.scale is not None
    plates = [*plates_of((mark,)), mark.note.plate, overlay.scale.plate]
    assert sum(a.overlap(b) for a, b in combinations(plates, 2)) == 0
    assert all(Rect(0, 0, 480, 270).contains(plate) for plate in plates)


def test_without_heatmaps_there_is_no_scale(make_result: Maker) -> None:
    result = make_result((100, 60, 300, 240), heatmaps=True)
    overlay = layout(result, (480, 270), OverlayOptions(heatmaps=False), measure)
    assert overlay.scale is None
    assert overlay.faces[0].note is None


def test_the_tag_moves_below_a_face_at_the_top(make_result: Maker) -> None:
    (mark,) = marks_of(make_result((100, 0, 200, 100)))
    assert mark.tag is not None
    assert mark.tag.plate.y > mark.box.bottom


@pytest.mark.parametrize("size", [(320, 240), (480, 270), (1280, 720), (3840, 2160)])
@pytest.mark.parametrize("mirrored", [False, True])
def test_nothing_leaves_the_canvas_or_covers_anything_else(
    make_result: Maker, size: tuple[int, int], mirrored: bool
) -> None:
    width, height = size
    # A crowd, with faces at every edge.
    boxes = [
        (0.30, 0.30, 0.50, 0.65),
        (0.00, 0.00, 0.15, 0.25),
        (0.85, 0.75, 1.00, 1.00),
        (0.55, 0.40, 0.70, 0.65),
        (0.80, 0.05, 0.95, 0.30),
        (0.05, 0.60, 0.20, 0.85),
    ]
    scaled = [(a * width, b * height, c * width, d * height) for a, b, c, d in boxes]
    marks = marks_of(make_result(*scaled, size=size), options=OverlayOptions(mirrored=mirrored))
    plates = plates_of(marks)
    # Six tags always; bars as far as there is room.
    assert len(plates) > len(boxes) or height < 300
    assert all(Rect(0, 0, width, height).contains(plate) for plate in plates)
    panels = [mark.panel.plate for mark in marks if mark.panel is not None]
    for panel in panels:
        assert sum(panel.overlap(plate) for plate in plates if plate is not panel) == 0
        for other, (a, b, c, d) in zip(marks, scaled, strict=True):
            if other.panel is None or other.panel.plate is not panel:
                eyes = eyes_of((width - c, b, width - a, d) if mirrored else (a, b, c, d))
                assert panel.overlap(eyes) == 0


def test_mirroring_moves_the_box_but_not_its_number(make_result: Maker) -> None:
    result = make_result((10, 100, 60, 150), (300, 100, 420, 220))
    plain, mirrored = marks_of(result), marks_of(result, options=OverlayOptions(mirrored=True))
    assert mirrored[0].box.x == 480 - plain[0].box.right
    assert [mark.track_id for mark in mirrored] == [1, 2]


@pytest.mark.parametrize("size", [(320, 180), (640, 480), (1280, 720), (3840, 2160)])
def test_text_is_readable_at_any_zoom(make_result: Maker, size: tuple[int, int]) -> None:
    (mark,) = marks_of(make_result((100, 60, 180, 140), size=(320, 180)), size=size)
    assert mark.tag is not None
    assert mark.tag.name.size >= 13


def test_a_changing_percentage_moves_nothing(make_result: Maker) -> None:
    box = (100, 60, 180, 140)
    low, high = (
        marks_of(make_result(box, confidence=confidence))[0] for confidence in (0.2, 0.99999)
    )
    assert low.tag is not None
    assert high.tag is not None
    assert low.tag.plate == high.tag.plate
    assert low.panel is not None
    assert high.panel is not None
    assert low.panel.plate == high.panel.plate
    assert [bar.track for bar in low.panel.bars] == [bar.track for bar in high.panel.bars]
    assert [bar.value.rect.right for bar in low.panel.bars] == pytest.approx(
        [bar.value.rect.right for bar in high.panel.bars]
    )


def test_a_canvas_too_small_for_texts_shows_the_box_alone(make_result: Maker) -> None:
    (mark,) = marks_of(make_result((10, 10, 40, 40), size=(48, 48)))
    assert (mark.tag, mark.panel) == (None, None)


def test_a_label_row_is_bold_only_if_it_is_certain(make_result: Maker) -> None:
    box = (20, 30, 220, 240)
    for uncertain, expected in (((), [Emotion.DISGUST]), ((0,), [])):
        result = make_result(box, labels=[Emotion.DISGUST], uncertain=uncertain)
        (mark,) = marks_of(result)
        assert mark.panel is not None
        assert [bar.emotion for bar in mark.panel.bars if bar.label.bold] == expected
        assert len(mark.panel.bars) == len(CANONICAL_ORDER)
