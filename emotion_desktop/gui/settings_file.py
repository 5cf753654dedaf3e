"""The settings file, and what happens to one that is damaged."""

from configparser import ParsingError, RawConfigParser
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QSettings

from emotion_desktop.config import APP_NAME


def open_settings(path: Path | None = None) -> tuple[QSettings, Path | None]:
    """Return the settings, and where a damaged file was put; None if all is well.

    A file that is no settings file is renamed, so that nothing in it is lost, and the app starts
    with its defaults. Single values that make no sense are left out later, one by one.

    Args:
        path: Of the file; the user's own if None.
    """
    settings = _open(path)
    file = Path(settings.fileName())
    if not _is_damaged(file):
        return settings, None
    aside = file.with_name(f"{file.stem}.broken-{datetime.now().astimezone():%Y%m%d-%H%M%S}")
    try:
        file.rename(aside)
    except OSError:
        return settings, None  # it cannot be read nor moved: defaults, and nothing is written
    return _open(path), aside


def _open(path: Path | None) -> QSettings:
    form = QSettings.Format.IniFormat
    if path is None:
        return QSettings(form, QSettings.Scope.UserScope, APP_NAME, APP_NAME)
    return QSettings(str(path), form)


def _is_damaged(file: Path) -> bool:
    """Return whether there is a file that is no settings file; QSettings takes nearly anything."""
    try:
        RawConfigParser(delimiters="=", strict=False).read_string(file.read_text(encoding="utf-8"))
    except (ParsingError, UnicodeDecodeError):
        return True
    except OSError:
        return False
    return False
