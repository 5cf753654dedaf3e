"""About, and a report of a problem."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton

from emotion_desktop import __version__
from emotion_desktop.gui import problem_report
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.dialogs.about_dialog import AboutDialog
from emotion_desktop.gui.dialogs.report_dialog import ReportDialog

if TYPE_CHECKING:
    from tests.gui.conftest import App


def report(app: "App") -> ReportDialog:
    app.start()
    app.window.commands[ActionName.REPORT_PROBLEM].trigger()
    dialog = app.window.findChild(ReportDialog)
    assert dialog is not None
    app.qtbot.waitUntil(dialog.isVisible)
    return dialog


def press(dialog: ReportDialog, text: str) -> None:
    (button,) = (one for one in dialog.findChildren(QPushButton) if one.text() == text)
    button.click()


def test_about_tells_version_licences_and_folders(app: "App", tmp_path: Path) -> None:
    app.window.preferences.change(recording_folder=str(tmp_path / "my recordings"))
    app.window.commands[ActionName.ABOUT].trigger()
    dialog = app.window.findChild(AboutDialog)
    assert dialog is not None
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert f"Emotion Desktop {__version__}" in texts
    assert "Licence: MIT" in texts
    assert {"numpy", "onnxruntime", "PySide6-Essentials"} <= set(texts)
    assert str(tmp_path / "my recordings") in texts
    dialog.reject()


def test_a_report_can_be_changed_before_it_is_copied(app: "App") -> None:
    dialog = report(app)
    field = dialog.findChild(QPlainTextEdit)
    assert field is not None
    assert f"emotion-desktop: {__version__}" in field.toPlainText()
    assert "source: demo" in field.toPlainText()
    field.setPlainText("problem: the picture is green")
    press(dialog, "Copy")
    assert QGuiApplication.clipboard().text() == "problem: the picture is green"
    assert app.stage.toast.text == "Copied"
    dialog.reject()


def test_the_log_is_opened_from_the_menu_and_the_report(
    app: "App", monkeypatch: pytest.MonkeyPatch
) -> None:
    log = Path("/logs/emotion-desktop.log")
    opened: list[Path] = []

    class Log:
        path = log

    monkeypatch.setattr(problem_report, "current_log", Log)
    monkeypatch.setattr(problem_report, "open_folder", opened.append)
    app.window.commands[ActionName.OPEN_LOG].trigger()
    dialog = report(app)
    press(dialog, "Open log")
    assert opened == [log, log]
    dialog.reject()
