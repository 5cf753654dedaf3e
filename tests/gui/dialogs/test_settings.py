"""The settings dialog, and what is found again at the next start."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QSpinBox,
    QTabWidget,
)

from emotion_desktop.config import RANGES, PipelineSettings
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.dialogs.settings_dialog import SettingsDialog
from emotion_desktop.gui.dialogs.settings_fields import FACES, PAGES, Field, Kind
from emotion_desktop.gui.look.fonts import resized
from emotion_desktop.gui.look.theme import ThemeChoice
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.preferences import Settings, choices_of
from emotion_desktop.vision.model_catalog import ModelEntry

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.gui.conftest import App

NUMBERS = [field for field in FACES if field.kind is Kind.NUMBER]


def dialog_of(app: "App", action: ActionName = ActionName.SETTINGS) -> SettingsDialog:
    app.window.commands[action].trigger()
    (dialog,) = app.window.findChildren(SettingsDialog)
    app.qtbot.waitUntil(dialog.isVisible)
    return dialog


def number(dialog: SettingsDialog, name: str) -> QSpinBox:
    box = dialog.editors[name].control
    assert isinstance(box, QSpinBox)
    return box


def folder(dialog: SettingsDialog) -> QLineEdit:
    line = dialog.editors["snapshot_folder"].control
    assert isinstance(line, QLineEdit)
    return line


def test_each_number_reaches_the_pipeline_at_once(app: "App") -> None:
    live = app.start()
    app.window.commands[ActionName.CALMER].trigger()
    calm = live.request.settings
    dialog = dialog_of(app, ActionName.ANALYSIS)
    number(dialog, "detection_confidence").setValue(65)
    number(dialog, "min_face_px").setValue(48)
    assert (live.request.settings.detection_confidence, live.request.settings.min_face_px) == (
        0.65,
        48,
    )
    assert live.request.settings.smoothing_s == calm.smoothing_s


def test_reset_brings_the_defaults_of_the_page_back(app: "App") -> None:
    live = app.start()
    app.window.preferences.change(bars=False)
    dialog = dialog_of(app, ActionName.ANALYSIS)
    for field in NUMBERS:
        box = number(dialog, field.name)
        box.setValue(box.maximum())
    (buttons,) = dialog.findChildren(QDialogButtonBox)
    buttons.button(QDialogButtonBox.StandardButton.RestoreDefaults).click()
    assert live.request.settings == PipelineSettings()
    assert number(dialog, "max_faces").value() == PipelineSettings().max_faces
    assert not app.window.preferences.settings.bars


@pytest.mark.parametrize("field", NUMBERS, ids=lambda field: field.name)
def test_the_dialog_allows_what_the_settings_allow(app: "App", field: Field) -> None:
    box = number(dialog_of(app), field.name)
    assert (box.minimum() / field.scale, box.maximum() / field.scale) == RANGES[field.name]


def test_every_control_has_a_name_for_screen_readers(app: "App") -> None:
    assert [e for e in dialog_of(app).editors.values() if not e.control.accessibleName()] == []


def test_every_field_of_the_dialog_is_a_setting_of_its_kind() -> None:
    names = [field.name for _, fields in PAGES for field in fields if field.name != "theme"]
    assert set(names) <= set(Settings.model_fields)
    choices = {f.name: {v for v, _ in f.choices} for _, fs in PAGES for f in fs if f.choices}
    for name, values in choices.items():
        if name != "theme":
            assert values == set(choices_of(name))


def test_a_choice_is_kept(app: "App", settings: QSettings) -> None:
    box = dialog_of(app).editors["recording_video"].control
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(1)
    box.activated.emit(1)
    assert settings.value("recording_video") == "annotated"


def test_another_detector_is_used_from_the_next_frame_on(app: "App") -> None:
    live = app.start()
    assert live.request.settings.detector == "blazeface"
    app.window.preferences.change(detector="mediapipe")
    assert live.request.settings.detector == "mediapipe"


def test_the_detector_of_the_command_line_counts_until_another_is_chosen(app: "App") -> None:
    app.controller.session.detector = "mediapipe"
    live = app.start()
    app.window.commands[ActionName.GRADCAM].trigger()
    app.window.preferences.change(max_faces=2)
    assert (live.request.settings.detector, live.request.settings.max_faces) == ("mediapipe", 2)
    app.window.preferences.change(detector="mediapipe")
    app.window.preferences.change(detector="blazeface")
    assert live.request.settings.detector == "blazeface"


def test_the_theme_can_be_chosen_here_too(app: "App") -> None:
    box = dialog_of(app).editors["theme"].control
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(2)
    box.activated.emit(2)
    assert app.window.theme.choice is ThemeChoice.DARK
    app.window.theme.choose(ThemeChoice.SYSTEM)
    assert box.currentIndex() == 0


def test_a_tick_is_kept(app: "App", settings: QSettings) -> None:
    box = dialog_of(app).editors["reconnect"].control
    assert isinstance(box, QCheckBox)
    box.click()
    assert settings.value("reconnect") is False


def test_a_folder_that_cannot_be_used_is_refused_with_the_reason(
    app: "App", tmp_path: Path
) -> None:
    dialog = dialog_of(app)
    dialog.show_page(2)
    file = tmp_path / "a file"
    file.touch()
    line = folder(dialog)
    line.setText(str(file / "below"))
    QTest.keyClick(line, Qt.Key.Key_Return)
    shown = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    assert f"{file} is not a folder." in shown
    assert app.window.preferences.settings.snapshot_folder == ""
    line.setText(str(tmp_path / "new" / "folder"))
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert app.window.preferences.settings.snapshot_folder == str(tmp_path / "new" / "folder")


def test_the_usual_folder_is_shown_where_none_was_set(app: "App") -> None:
    assert folder(dialog_of(app)).placeholderText().endswith("emotion-desktop")


def test_window_and_panels_come_back_as_they_were_left(
    app: "App", settings: QSettings, qtbot: "QtBot"
) -> None:
    app.start()
    app.window.resize(1000, 640)
    app.window.commands[ActionName.MODEL_DOCK].trigger()
    app.window.close()
    again = MainWindow(settings)
    qtbot.addWidget(again)
    again.show()
    assert again.height() == 640
    assert not again.commands[ActionName.MODEL_DOCK].isChecked()
    assert not again.docks.model.isVisible()
    assert again.docks.faces.isVisible()


def test_panels_put_away_for_the_picture_are_there_at_the_next_start(
    app: "App", settings: QSettings, qtbot: "QtBot"
) -> None:
    app.start()
    app.window.commands[ActionName.SIDE_PANEL].trigger()
    assert not app.window.docks.faces.isVisible()
    app.window.close()
    again = MainWindow(settings)
    qtbot.addWidget(again)
    again.show()
    assert again.docks.faces.isVisible()


def test_the_layout_can_be_reset(app: "App") -> None:
    app.start()
    app.window.commands[ActionName.FACES_DOCK].trigger()
    assert not app.window.docks.faces.isVisible()
    app.window.commands[ActionName.RESET_LAYOUT].trigger()
    assert app.window.docks.faces.isVisible()
    assert app.window.commands[ActionName.FACES_DOCK].isChecked()


def test_a_layout_that_makes_no_sense_is_left_out(settings: QSettings, qtbot: "QtBot") -> None:
    settings.setValue("layout/state", "nonsense")
    settings.setValue("layout/geometry", 12)
    window = MainWindow(settings)
    qtbot.addWidget(window)
    window.show()
    assert window.docks.faces.isVisible()


def test_the_model_of_the_last_time_is_loaded_again(app: "App") -> None:
    app.window.preferences.change(model="cnn48_rgb")
    app.start()
    assert app.controller.session.wanted == "cnn48_rgb"


def test_bars_stay_off(app: "App", settings: QSettings) -> None:
    app.start()
    app.window.commands[ActionName.BARS].trigger()
    assert settings.value("bars") is False


def test_a_name_of_snapshots_is_shown_as_it_will_be_and_refused_if_it_cannot_be(app: "App") -> None:
    dialog = app.controller.windows.settings_dialog()
    editor = dialog.editors["snapshot_name"]
    line, preview = editor.findChild(QLineEdit), editor.findChild(QLabel)
    assert line is not None
    assert preview is not None
    assert preview.text() == "emotion-20260131-142530-512.png"
    line.setText("{source} {date}")
    line.editingFinished.emit()
    assert preview.text() == "demo 20260131.png"
    assert app.window.preferences.settings.snapshot_name == "{source} {date}"
    line.setText("{who}")
    line.editingFinished.emit()
    assert preview.text().startswith("{who} is no field of a file name")
    assert app.window.preferences.settings.snapshot_name == "{source} {date}"


def test_texts_are_as_large_as_was_chosen() -> None:
    points, pixels = QFont("DejaVu Sans", 10), QFont("DejaVu Sans")
    pixels.setPixelSize(20)
    assert resized(points, "system").pointSizeF() == 10
    assert resized(points, "larger").pointSizeF() == 12.5
    assert resized(pixels, "largest").pixelSize() == 30


def test_the_model_chosen_for_the_start_is_loaded_whichever_was_used_last(
    app: "App", entries: list[ModelEntry]
) -> None:
    app.window.model_menu.set_catalog(entries)
    dialog = dialog_of(app)
    box = dialog.editors["default_model"].control
    assert isinstance(box, QComboBox)
    listed = [box.itemText(place) for place in range(box.count())]
    assert listed == ["The one used last", *(r.title for r in app.window.model_menu.rows[:2])]
    box.setCurrentIndex(2)
    box.activated.emit(2)
    app.window.preferences.change(model="se64_rgb")
    app.start()
    assert app.controller.session.wanted == "cnn48_rgb"


def test_a_model_for_the_start_that_is_gone_is_shown_nevertheless(app: "App") -> None:
    app.window.preferences.change(default_model="mine")
    box = dialog_of(app).editors["default_model"].control
    assert isinstance(box, QComboBox)
    assert box.currentText() == "mine"


def test_all_pages_of_the_settings_can_be_seen_at_once(app: "App") -> None:
    dialog = app.controller.windows.settings_dialog()
    (tabs,) = dialog.findChildren(QTabWidget)
    tabs.setTabText(2, "Schnappschüsse und Aufnahmen, die länger heißen")
    dialog_of(app)
    bar = tabs.tabBar()
    assert bar.tabRect(bar.count() - 1).right() < bar.width()
