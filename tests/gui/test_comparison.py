"""Two models side by side."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from emotion_desktop.domain import FrameResult
from emotion_desktop.errors import CheckpointError
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.comparison import Agreement
from emotion_desktop.gui.live_view.comparison_view import ComparisonView, prefers_vertical
from emotion_desktop.vision.model_catalog import ModelEntry
from tests.gui.test_model_controller import predictor

if TYPE_CHECKING:
    from tests.gui.conftest import App

HAPPY = (0.0, 0.0, 0.0, 0.9, 0.0, 0.1, 0.0)
SAD = (0.0, 0.0, 0.0, 0.1, 0.9, 0.0, 0.0)
SECOND = "/models/cnn48_rgb.safetensors"


@pytest.mark.parametrize(
    ("area", "picture", "expected"),
    [
        ((1200, 400), (1280, 720), False),
        ((900, 900), (1280, 720), True),
        ((900, 600), (480, 640), False),
        ((400, 900), (480, 640), True),
    ],
)
def test_two_pictures_stand_as_they_are_largest(
    area: tuple[int, int], picture: tuple[int, int], *, expected: bool
) -> None:
    assert prefers_vertical(area, picture, 20) is expected


@pytest.fixture
def pair(
    app: "App", entries: list[ModelEntry], make_result: Callable[..., FrameResult]
) -> ComparisonView:
    """The pictures of a window that shows the demo, two models trained."""
    app.start()
    app.show(make_result(HAPPY))
    app.qtbot.waitUntil(lambda: bool(app.window.model_menu.rows))
    app.window.model_menu.set_catalog(entries)
    app.controller.session.model = "cnn48_gray"
    return app.stage.pictures


def both(result: FrameResult, second: FrameResult) -> FrameResult:
    other = replace(second, frame=result.frame, model="cnn48_rgb")
    return replace(result, comparison=other)


def compare_with(app: "App") -> dict[str, QAction]:
    menus = app.window.findChildren(QMenu)
    menu = next(menu for menu in menus if menu.title() == "Compare with")
    assert menu.menuAction() in app.window.model_menu.actions()
    menu.aboutToShow.emit()
    return {str(action.data()): action for action in menu.actions()}


def test_the_key_compares_with_the_next_trained_model_and_ends_it(
    app: "App", pair: ComparisonView, make_result: Callable[..., FrameResult]
) -> None:
    with app.qtbot.waitActive(app.window):
        app.window.activateWindow()
    QTest.keyClick(app.window, Qt.Key.Key_C)
    assert app.live.request.comparison == SECOND
    app.show(make_result(HAPPY))
    assert pair.titles == ("cnn48_gray 61\u00a0% of photos", "cnn48_rgb loading …")
    result = both(make_result(HAPPY), make_result(SAD))
    app.show(result)
    assert pair.compares
    assert pair.second.isVisible()
    assert pair.second.frame is pair.first.frame is result.frame
    assert pair.titles[1] == "cnn48_rgb not measured here · agrees on 0\u00a0%, disagreements: 1"
    QTest.keyClick(app.window, Qt.Key.Key_C)
    assert app.controller.session.request.comparison is None
    assert not app.window.commands[ActionName.COMPARE].isChecked()
    app.show(both(make_result(HAPPY), make_result(SAD)))  # it was on its way
    assert not pair.second.isVisible()


def test_a_button_ends_the_comparison(
    app: "App", pair: ComparisonView, make_result: Callable[..., FrameResult]
) -> None:
    app.window.commands[ActionName.COMPARE].trigger()
    app.show(both(make_result(HAPPY), make_result(SAD)))
    pair.end_button.click()
    assert not pair.compares
    assert app.live.request.comparison is None


def test_a_model_is_never_compared_with_itself(app: "App", pair: ComparisonView) -> None:
    app.window.commands[ActionName.COMPARE].trigger()
    app.live.ready(predictor("cnn48_rgb"))
    app.qtbot.waitUntil(lambda: app.live.request.comparison is None)
    assert not app.window.commands[ActionName.COMPARE].isChecked()
    assert "would be compared with itself" in app.stage.toast.text


def test_agreement_counts_readings_and_partings(make_result: Callable[..., FrameResult]) -> None:
    agreement = Agreement()
    assert agreement.text == "no face yet"
    for second in (HAPPY, SAD, SAD, HAPPY, SAD, HAPPY, HAPPY, HAPPY):
        agreement.add(make_result(HAPPY), make_result(second))
    assert agreement.text == "agrees on 62\u00a0%, disagreements: 2"


def test_the_menu_lists_the_other_trained_models_and_ticks_the_second(
    app: "App", pair: ComparisonView
) -> None:
    actions = compare_with(app)
    assert list(actions) == [SECOND]
    action = actions[SECOND]
    action.trigger()
    assert app.live.request.comparison == SECOND
    assert app.window.commands[ActionName.COMPARE].isChecked()
    assert compare_with(app)[SECOND].isChecked()
    assert not pair.compares


def test_each_picture_has_its_own_faces_and_the_same_options(
    app: "App", pair: ComparisonView, make_result: Callable[..., FrameResult]
) -> None:
    app.window.commands[ActionName.COMPARE].trigger()
    app.show(both(make_result(HAPPY), make_result(SAD)))
    app.window.commands[ActionName.BARS].trigger()
    assert pair.second.options == pair.first.options
    app.window.commands[ActionName.MIRROR].trigger()
    assert pair.second.options.mirrored
    size = pair.first.size().boundedTo(pair.second.size())
    images = [view.grab().toImage().scaled(size) for view in (pair.first, pair.second)]
    assert images[0] != images[1]


def test_a_second_model_that_fails_is_said_and_the_first_goes_on_alone(
    app: "App", pair: ComparisonView, make_result: Callable[..., FrameResult]
) -> None:
    app.window.commands[ActionName.COMPARE].trigger()
    app.show(make_result(HAPPY))
    app.live.callbacks["on_comparison_error"](CheckpointError("the file is damaged"))
    app.qtbot.waitUntil(lambda: bool(app.stage.notices.notices))
    notice = app.stage.notices.notices[0]
    assert notice.warning
    assert "continuing with cnn48_gray only" in notice.text
    assert notice.details == "the file is damaged"
    assert not pair.compares
    assert not app.window.commands[ActionName.COMPARE].isChecked()
    app.show(make_result(HAPPY))


def test_with_one_trained_model_nothing_is_compared_and_it_is_said_why(
    app: "App", entries: list[ModelEntry]
) -> None:
    app.start()
    app.qtbot.waitUntil(lambda: bool(app.window.model_menu.rows))
    app.window.model_menu.set_catalog(entries[:1])
    app.controller.session.model = "cnn48_gray"
    app.window.model_menu.aboutToShow.emit()
    compare = app.window.commands[ActionName.COMPARE]
    assert not compare.isEnabled()
    assert "two trained models" in compare.toolTip()
    app.window.model_menu.set_catalog(entries)
    app.window.model_menu.aboutToShow.emit()
    assert compare.isEnabled()


def test_a_narrow_window_shows_one_picture_above_the_other(
    app: "App", pair: ComparisonView, make_result: Callable[..., FrameResult]
) -> None:
    app.window.commands[ActionName.COMPARE].trigger()
    app.show(both(make_result(HAPPY), make_result(SAD)))
    pair.resize(1400, 400)
    stacked = [pair.is_stacked]
    pair.resize(600, 900)
    stacked.append(pair.is_stacked)
    assert stacked == [False, True]
