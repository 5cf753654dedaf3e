"""Who made this under which licence, what it is made of, and where its files are."""

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, metadata
from typing import Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from emotion_desktop import __version__
from emotion_desktop.config import find_asset
from emotion_desktop.diagnostics import PACKAGES
from emotion_desktop.gui.dialogs.help_dialog import WHAT_IT_DOES
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.preferences import Preferences
from emotion_desktop.gui.stored_data import stores

ICON_PX: Final = 64
LICENCE: Final = "MIT"


class AboutDialog(QDialog):
    """Version, licences and folders; texts can be selected and copied."""

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("About", "About Emotion Desktop"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(16)
        layout.addLayout(self._head())
        what = QLabel(translate("Help", WHAT_IT_DOES))
        what.setWordWrap(True)
        layout.addWidget(what)
        libraries = [(name, *parts) for name in PACKAGES if (parts := _known(name))]
        layout.addLayout(_table(translate("About", "Made with"), libraries))
        folders = [
            (translate("Privacy", store.title), str(store.folder)) for store in stores(preferences)
        ]
        layout.addLayout(_table(translate("About", "Folders"), folders))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        role = QDialogButtonBox.ButtonRole.ActionRole
        licences = buttons.addButton(translate("About", "Licences"), role)
        licences.clicked.connect(_open_licences)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)

    def _head(self) -> QHBoxLayout:
        icon = QLabel()
        icon.setPixmap(QIcon(str(find_asset("icon-256.png"))).pixmap(ICON_PX, ICON_PX))
        name = QLabel(f"Emotion Desktop {__version__}")
        font = name.font()
        font.setPointSizeF(font.pointSizeF() * 1.5)
        font.setBold(True)
        name.setFont(font)
        licence = QLabel(translate("About", "Licence: {name}").format(name=LICENCE))
        texts = QVBoxLayout()
        texts.setSpacing(4)
        for label in (name, licence):
            label.setTextInteractionFlags(_SELECTABLE)
            texts.addWidget(label)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(icon)
        head.addLayout(texts, 1)
        return head


_SELECTABLE: Final = Qt.TextInteractionFlag.TextSelectableByMouse


def _table(title: str, rows: Sequence[tuple[str, ...]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    heading = QLabel(title)
    font = heading.font()
    font.setBold(True)
    heading.setFont(font)
    grid.addWidget(heading, 0, 0, 1, 3)
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row):
            label = QLabel(text)
            label.setTextInteractionFlags(_SELECTABLE)
            if not column:
                label.setProperty("role", "muted")
            grid.addWidget(label, number, column)
    grid.setColumnStretch(2, 1)
    return grid


def _known(package: str) -> tuple[str, str] | None:
    """Return version and licence of a package; None if it is not installed."""
    try:
        about = metadata(package)
    except PackageNotFoundError:
        return None
    names = [about[field] for field in ("License-Expression", "License") if field in about]
    licence = names[0] if names else ""
    first_line = licence.strip().splitlines()[0] if licence.strip() else ""
    return about["Version"], first_line


def _open_licences() -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(find_asset("LICENSES.md"))))
