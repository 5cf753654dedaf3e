import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import QRectF, QSettings, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from emotion_desktop.domain import FrameResult
from emotion_desktop.gui.live_view.frame_image import Picture, fitted, to_qimage
from emotion_desktop.gui.live_view.latency import LatencyMeter
from emotion_desktop.gui.live_view.video_view import VideoView
from emotion_desktop.gui.look.palettes import LIGHT
from emotion_desktop.gui.look.theme import Theme, ThemeChoice
from emotion_desktop.labels import COLOURS, Emotion

HAPPY = (0.0, 0.0, 0.0, 0.9, 0.0, 0.1, 0.0)
UNSURE = (0.2, 0.1, 0.1, 0.2, 0.2, 0.1, 0.1)
LEFT = QColor(120, 80, 40).rgb()
RIGHT = QColor(0, 0, 0).rgb()


@pytest.fixture
def view(qtbot: QtBot, settings: QSettings) -> Iterator[VideoView]:
    theme = Theme(settings)
    theme.choose(ThemeChoice.LIGHT)
    view = VideoView(theme)
    qtbot.addWidget(view)
    view.resize(640, 360)
    view.show()
    qtbot.waitExposed(view)
    yield view
    theme.deleteLater()


def painted(view: VideoView) -> QImage:
    return view.grab().toImage()


def count(image: QImage, emotion: Emotion, left: int = 0, right: int = 640) -> int:
    """Return how many pixels between two columns have about the colour of an emotion."""
    form = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(form.constBits(), np.uint8).reshape(form.height(), form.width(), 4)
    colours = pixels[:, left:right, 2::-1].astype(int)
    return int((np.abs(colours - np.array(COLOURS[emotion])).max(axis=-1) < 48).sum())


def test_a_picture_keeps_its_colours() -> None:
    image = np.zeros((3, 5, 3), np.uint8)
    image[1, 4] = (10, 20, 30)
    picture = to_qimage(image, mirrored=False)
    assert (picture.width(), picture.height()) == (5, 3)
    assert picture.pixelColor(4, 1) == QColor(30, 20, 10)


def test_a_mirrored_picture_changes_left_and_right() -> None:
    image = np.zeros((3, 5, 3), np.uint8)
    image[1, 4] = (10, 20, 30)
    assert to_qimage(image, mirrored=True).pixelColor(0, 1) == QColor(30, 20, 10)


@pytest.mark.parametrize("size", [None, QSize(320, 180)])
def test_a_picture_is_known_again_by_what_it_was_made_of(size: QSize | None) -> None:
    image = np.zeros((360, 640, 3), np.uint8)
    picture = Picture.of(image, size, mirrored=False)
    assert picture.pixels.size() == (size or QSize(640, 360))
    assert picture.shows(image, size, mirrored=False)
    assert not picture.shows(image.copy(), size, mirrored=False)
    assert not picture.shows(image, QSize(321, 180), mirrored=False)
    assert not picture.shows(image, size, mirrored=True)


@pytest.mark.parametrize(
    ("picture", "area", "expected"),
    [
        ((640, 360), (0, 0, 1280, 720), (0, 0, 1280, 720)),
        ((640, 360), (0, 0, 640, 640), (0, 140, 640, 360)),
        ((100, 200), (10, 20, 400, 400), (110, 20, 200, 400)),
    ],
)
def test_a_picture_fills_the_view_in_its_own_aspect(
    picture: tuple[int, int], area: tuple[int, ...], expected: tuple[int, ...]
) -> None:
    assert fitted(QSizeF(*picture), QRectF(*area)) == QRectF(*expected)


def test_the_frame_is_painted_in_the_middle(
    view: VideoView, make_result: Callable[..., FrameResult]
) -> None:
    view.resize(640, 560)
    view.show_frame(make_result().frame)
    image = painted(view)
    assert image.pixelColor(10, 10) == QColor(LIGHT.view)
    assert image.pixel(10, 280) == LEFT
    assert image.pixel(630, 280) == RIGHT


def test_mirroring_turns_the_picture_but_keeps_the_face_in_its_box(
    view: VideoView, make_result: Callable[..., FrameResult]
) -> None:
    view.show_result(make_result(HAPPY))
    view.set_overlay(bars=False, heatmaps=False)
    plain = painted(view)
    view.set_mirrored(on=True)
    turned = painted(view)
    assert (plain.pixel(10, 10), turned.pixel(10, 10)) == (LEFT, RIGHT)
    # The face's left edge lies at x = 60; mirrored it is the right edge, at 640 - 60.
    yellow = Emotion.HAPPINESS
    assert (count(plain, yellow, 55, 65) > 50, count(plain, yellow, 575, 585) > 50) == (True, False)
    assert (count(turned, yellow, 55, 65) > 50, count(turned, yellow, 575, 585) > 50) == (
        False,
        True,
    )


@pytest.mark.parametrize("change", ["nothing", "the size", "the side"])
def test_a_picture_prepared_before_is_painted_as_any_other(
    view: VideoView, make_result: Callable[..., FrameResult], change: str
) -> None:
    result, before = make_result(HAPPY), make_result(UNSURE)
    view.show_result(before)
    painted(view)
    view.prepare(result.frame)
    if change == "the size":
        view.resize(500, 400)
    view.set_mirrored(on=change == "the side")
    view.show_result(result)
    prepared = painted(view)
    view.clear()
    view.show_result(result)
    assert painted(view) == prepared


def test_a_picture_announced_is_not_shown_before_its_faces(
    view: VideoView, make_result: Callable[..., FrameResult]
) -> None:
    view.show_result(make_result(HAPPY))
    before = painted(view)
    view.prepare(make_result(UNSURE).frame)
    assert painted(view) == before


def test_labels_kept_from_one_face_are_not_those_of_another(
    view: VideoView, make_result: Callable[..., FrameResult]
) -> None:
    pictures = []
    for probabilities in (HAPPY, UNSURE, HAPPY):
        view.show_result(make_result(probabilities))
        pictures.append(painted(view))
    assert pictures[0] == pictures[2] != pictures[1]


def test_a_face_has_a_box_in_the_colour_of_its_emotion(
    view: VideoView, make_result: Callable[..., FrameResult]
) -> None:
    view.set_overlay(bars=False, heatmaps=False)
    view.show_frame(make_result(HAPPY).frame)
    assert count(painted(view), Emotion.HAPPINESS) == 0
    view.show_result(make_result(HAPPY))
    assert count(painted(view), Emotion.HAPPINESS) > 400


def test_an_uncertain_face_has_no_emotions_colour(
    view: VideoView, make_result: Callable[..., FrameResult]
) -> None:
    view.set_overlay(bars=False, heatmaps=False)
    view.show_result(make_result(UNSURE))
    assert [count(painted(view), emotion) for emotion in (Emotion.ANGER, Emotion.HAPPINESS)] == [
        0,
        0,
    ]


def test_bars_are_painted_only_when_wanted(
    view: VideoView, make_result: Callable[..., FrameResult]
) -> None:
    view.show_result(make_result(HAPPY))
    with_bars = count(painted(view), Emotion.HAPPINESS)
    view.set_overlay(bars=False, heatmaps=False)
    assert count(painted(view), Emotion.HAPPINESS) < with_bars


def test_a_badge_lies_over_the_picture(
    view: VideoView, make_result: Callable[..., FrameResult]
) -> None:
    view.show_frame(make_result().frame)
    before = painted(view)
    view.set_badge("Paused")
    assert painted(view) != before


def test_latency_is_measured_from_capture_to_painting(
    view: VideoView, make_result: Callable[..., FrameResult]
) -> None:
    view.show_result(make_result(HAPPY, captured_at=time.monotonic() - 0.5))
    painted(view)
    figures = view.latency.figures()
    assert figures is not None
    assert 0.5 <= figures[0] < 5


def test_a_frame_painted_twice_is_measured_once(
    view: VideoView, make_result: Callable[..., FrameResult]
) -> None:
    view.show_result(make_result(HAPPY))
    painted(view)
    first = view.latency.figures()
    painted(view)
    assert view.latency.figures() == first


def test_latency_figures_are_median_and_95th_percentile() -> None:
    meter = LatencyMeter()
    assert meter.figures() is None
    for number in range(1, 102):
        meter.add(number / 1000)
    assert meter.figures() == (0.051, 0.096)


def test_a_picture_that_tab_has_led_to_is_ringed(view: VideoView) -> None:
    def ringed() -> bool:
        picture = painted(view)
        accent = QColor(LIGHT.accent).rgb()
        return {picture.pixel(0, 180), picture.pixel(639, 180), picture.pixel(320, 0)} == {accent}

    view.activateWindow()
    view.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not ringed()
    view.clearFocus()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert ringed()
    view.clearFocus()
    assert not ringed()
