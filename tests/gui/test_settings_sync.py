import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSlider, QToolButton
from pytestqt.qtbot import QtBot

from emotion_desktop.config import BlurStyle, BlurWho, HeatmapMethod, PipelineSettings
from emotion_desktop.domain import FrameResult
from emotion_desktop.gui import settings_sync
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.dialogs.settings_fields import BLUR_NOTE
from emotion_desktop.gui.docks.smoothing_slider import SmoothingSlider, explanation
from emotion_desktop.gui.menus.heatmap_menu import METHODS, PREDICTED, HeatmapMenu
from emotion_desktop.labels import Emotion
from emotion_desktop.vision.pipeline_request import PipelineRequest
from tests.builders import make_frame

if TYPE_CHECKING:
    from tests.gui.conftest import App

HAPPY = (0.0, 0.0, 0.0, 0.9, 0.0, 0.1, 0.0)
BEST = METHODS[HeatmapMethod.DEFAULT]
FOUR = (Emotion.HAPPINESS, Emotion.NEUTRAL, Emotion.SADNESS, Emotion.SURPRISE)


def slider_of(widget: SmoothingSlider | HeatmapMenu) -> QSlider:
    (slider,) = widget.findChildren(QSlider)
    return slider


def texts(menu: HeatmapMenu) -> list[str]:
    return [action.text() for action in menu.actions() if action.isCheckable()]


def ticked(menu: HeatmapMenu) -> list[str]:
    return [action.text() for action in menu.actions() if action.isChecked()]


def choose(menu: HeatmapMenu, text: str) -> None:
    next(action for action in menu.actions() if action.text() == text).trigger()


def test_the_slider_reaches_the_pipeline_and_is_remembered(app: "App", settings: QSettings) -> None:
    live = app.start()
    assert live.request.settings == PipelineSettings()
    slider_of(app.window.docks.calm).setValue(100)
    assert live.request.settings == PipelineSettings().with_smoothing(1.0)
    assert float(str(settings.value("calm"))) == 1.0


def test_the_slider_listens_to_the_arrow_keys_and_has_a_name(qtbot: QtBot) -> None:
    calm = SmoothingSlider(0.5)
    qtbot.addWidget(calm)
    calm.show()
    slider = slider_of(calm)
    assert slider.accessibleName()
    assert slider.focusPolicy() & Qt.FocusPolicy.TabFocus
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert calm.calm == pytest.approx(0.55)


def test_the_slider_says_in_milliseconds_what_it_means() -> None:
    assert "300 ms" in explanation(0.5)
    assert "1200 ms" in explanation(1.0)
    assert "every frame" in explanation(0.0)


def test_keys_make_labels_calmer_and_quicker_and_say_so_without_the_side_panel(app: "App") -> None:
    live = app.start()
    app.window.commands[ActionName.SIDE_PANEL].setChecked(False)
    app.window.commands[ActionName.CALMER].trigger()
    assert live.request.settings.smoothing_s > PipelineSettings().smoothing_s
    assert f"{1000 * live.request.settings.smoothing_s:.0f} ms" in app.stage.toast.text
    for _ in range(2):
        app.window.commands[ActionName.QUICKER].trigger()
    assert live.request.settings.smoothing_s < PipelineSettings().smoothing_s


def test_settings_of_the_last_time_are_there_before_the_first_frame(
    app: "App", settings: QSettings
) -> None:
    app.window.preferences.change(max_faces=2)
    assert settings.value("max_faces") == 2
    assert app.start().request.settings.max_faces == 2


def test_the_heatmap_menu_lists_the_classes_of_the_model_in_canonical_order(qtbot: QtBot) -> None:
    menu = HeatmapMenu(0.45)
    qtbot.addWidget(menu)
    menu.set_classes(FOUR)
    assert texts(menu) == [
        PREDICTED,
        "Happiness",
        "Sadness",
        "Surprise",
        "Neutral",
        *METHODS.values(),
    ]
    assert ticked(menu) == [PREDICTED, BEST]
    assert menu.actions()[-1].text() == "Opacity"


def test_a_chosen_class_outlives_a_model_without_it(qtbot: QtBot) -> None:
    menu = HeatmapMenu(0.45)
    qtbot.addWidget(menu)
    seen: list[list[str]] = []
    for classes in (FOUR, (Emotion.ANGER, Emotion.NEUTRAL), FOUR):
        menu.set_classes(classes)
        if not seen:
            choose(menu, "Sadness")
        seen.append(ticked(menu))
    assert seen == [["Sadness", BEST], [PREDICTED, BEST], ["Sadness", BEST]]


def test_choosing_a_class_shows_its_heatmaps(app: "App") -> None:
    live = app.start()
    app.window.heatmap_menu.set_classes(FOUR)
    choose(app.window.heatmap_menu, "Surprise")
    assert (live.request.heatmaps, live.request.heatmap_class) == (True, Emotion.SURPRISE)
    assert app.stage.video.options.heatmaps
    choose(app.window.heatmap_menu, PREDICTED)
    assert (live.request.heatmaps, live.request.heatmap_class) == (True, None)


def test_choosing_the_kind_of_heatmap_shows_it(app: "App") -> None:
    live = app.start()
    menu = app.window.heatmap_menu
    assert menu.title() == "Heatmap"
    choose(menu, METHODS[HeatmapMethod.GRAD_CAM])
    request = live.request
    assert (request.heatmaps, request.heatmap_class) == (True, None)
    assert request.heatmap_method is HeatmapMethod.GRAD_CAM
    choose(menu, BEST)
    assert live.request.heatmap_method is HeatmapMethod.DEFAULT


@pytest.mark.parametrize(("there", "said"), [(False, True), (True, False)])
def test_a_heatmap_that_is_not_there_soon_is_announced(
    app: "App",
    make_result: Callable[..., FrameResult],
    monkeypatch: pytest.MonkeyPatch,
    there: bool,
    said: bool,
) -> None:
    monkeypatch.setattr(settings_sync, "PATIENCE_MS", 0)
    app.start()
    heatmaps = np.full((1, 48, 48), float(there), np.float32)
    app.show(replace(make_result(HAPPY), heatmaps=heatmaps))
    app.window.commands[ActionName.GRADCAM].trigger()
    app.qtbot.wait(30)
    assert ("first heatmap" in app.stage.toast.text) == said


def test_the_opacity_reaches_the_picture_and_is_remembered(app: "App", settings: QSettings) -> None:
    app.start()
    slider = slider_of(app.window.heatmap_menu)
    assert (slider.minimum(), slider.maximum()) == (20, 100)
    slider.setValue(80)
    assert app.stage.video.options.heatmap_opacity == 0.8
    assert float(str(settings.value("heatmap_opacity"))) == 0.8


def test_the_grad_cam_button_still_switches_and_has_the_menu_beside_it(app: "App") -> None:
    button = next(
        button
        for button in app.window.findChildren(QToolButton)
        if button.defaultAction() is app.window.commands[ActionName.GRADCAM]
    )
    assert button.menu() is app.window.heatmap_menu
    assert button.popupMode() is QToolButton.ToolButtonPopupMode.MenuButtonPopup


def blurred(request: PipelineRequest) -> str:
    return request.blur.value


def test_a_key_blurs_faces_says_how_well_and_remembers_whose(app: "App") -> None:
    live = app.start()
    blur = app.window.commands[ActionName.BLUR]
    assert not blur.isChecked()
    assert blurred(live.request) == "nobody"
    blur.trigger()
    assert blurred(live.request) == "everybody"
    assert BLUR_NOTE in app.stage.toast.text
    app.window.preferences.change(blur="unnamed", blur_style="mask")
    assert (live.request.blur, live.request.blur_style) == (BlurWho.UNNAMED, BlurStyle.MASK)
    blur.trigger()
    assert blurred(live.request) == "nobody"
    blur.trigger()
    assert blurred(live.request) == "unnamed"


def test_a_picture_before_there_is_a_model_is_unrecognisable_while_faces_are_blurred(
    app: "App",
) -> None:
    live = app.start()
    app.window.preferences.change(blur="everybody")
    frame = make_frame(np.random.default_rng(0).integers(0, 256, (90, 160, 3), np.uint8))
    live.frames.put(replace(frame, captured_at=time.monotonic()))
    live.callbacks["on_frame"]()
    app.qtbot.waitUntil(lambda: app.stage.video.frame is not None)
    shown = app.stage.video.frame
    assert shown is not None
    assert np.ptp(shown.image.astype(int), axis=(0, 1)).max() < 60
