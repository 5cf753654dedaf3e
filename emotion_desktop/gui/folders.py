"""Where files of ours go, and whether a folder can be used."""

import os
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices

from emotion_desktop.config import APP_NAME
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.preferences import Preferences


def pictures_folder() -> Path:
    """Return where snapshots go if nothing else was set: a folder of ours in Pictures."""
    return _own_folder(QStandardPaths.StandardLocation.PicturesLocation)


def snapshots_folder(preferences: Preferences) -> Path:
    """Return where snapshots go: the folder that was set, else one of ours in Pictures."""
    return Path(preferences.text("snapshot_folder") or pictures_folder())


def recordings_folder(preferences: Preferences) -> Path:
    """Return where recordings go: the folder that was set, else one of ours in Movies."""
    usual = _own_folder(QStandardPaths.StandardLocation.MoviesLocation)
    return Path(preferences.text("recording_folder") or usual)


def open_folder(path: Path) -> None:
    """Let the system show a folder."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def complaint_about(text: str) -> str:
    """Return why a folder cannot be written to, in one sentence; empty if it can.

    A folder that is not there yet will be made; then its nearest parent must allow that. Empty
    text stands for the usual folder.
    """
    if not text:
        return ""
    path = Path(text)
    if not path.is_absolute():
        return translate("Settings", "Give the whole path, from the top.")
    while not path.exists():
        path = path.parent
    if not path.is_dir():
        return translate("Settings", "{path} is not a folder.").format(path=path)
    if not os.access(path, os.W_OK | os.X_OK):
        return translate("Settings", "{path} cannot be written to.").format(path=path)
    return ""


def _own_folder(within: QStandardPaths.StandardLocation) -> Path:
    return Path(QStandardPaths.writableLocation(within)) / APP_NAME
