"""Where files of ours go, and whether a folder can be used."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices

from emotion_desktop.config import APP_NAME
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.preferences import Preferences
from emotion_desktop.outputs.destinations import Trouble, judge


def pictures_folder() -> Path:
    """Return where snapshots go if nothing else was set: a folder of ours in Pictures."""
    return _own_folder(QStandardPaths.StandardLocation.PicturesLocation)


def snapshots_folder(preferences: Preferences) -> Path:
    """Return where snapshots go: the folder that was set, else one of ours in Pictures."""
    return Path(preferences.settings.snapshot_folder or pictures_folder())


def recordings_folder(preferences: Preferences) -> Path:
    """Return where recordings go: the folder that was set, else one of ours in Movies."""
    usual = _own_folder(QStandardPaths.StandardLocation.MoviesLocation)
    return Path(preferences.settings.recording_folder or usual)


def results_folder(preferences: Preferences) -> Path:
    """Return where tables of many files go: the folder that was set, else one in Documents."""
    usual = _own_folder(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(preferences.settings.batch_folder or usual)


def open_folder(path: Path) -> None:
    """Let the system show a folder."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def folder_problem(text: str) -> str:
    """Return why a folder cannot be written to, in one sentence; empty if it can.

    A folder that is not there yet will be made; then its nearest parent must allow that. Empty
    text stands for the usual folder.
    """
    if not text:
        return ""
    verdict = judge(Path(text))
    if verdict is None:
        return ""
    texts = {
        Trouble.RELATIVE: translate("Settings", "Enter an absolute path."),
        Trouble.NO_DRIVE: translate("Settings", "{path} does not exist; is the drive connected?"),
        Trouble.NO_FOLDER: translate("Settings", "{path} is not a folder."),
        Trouble.LOCKED: translate("Settings", "{path} cannot be written to."),
        Trouble.TOO_LONG: translate("Settings", "This is not a valid folder name."),
    }
    return texts[verdict.trouble].format(path=verdict.where)


def _own_folder(within: QStandardPaths.StandardLocation) -> Path:
    return Path(QStandardPaths.writableLocation(within)) / APP_NAME
