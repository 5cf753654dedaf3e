"""The settings page that shows what the app keeps, and where."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPushButton, QWidget

from emotion_desktop.gui.language import QT_TRANSLATE_NOOP, translate
from emotion_desktop.gui.preferences import Preferences
from emotion_desktop.gui.stored_data import Store, stores
from emotion_desktop.gui.user_folders import open_folder

PROMISE: Final = QT_TRANSLATE_NOOP(
    "Privacy",
    "Nothing is sent anywhere unless you switch it on under Share, where OSC has no password and "
    "Lab Streaming Layer announces itself to the local network. What the app keeps is in these "
    "folders on this computer, and it keeps no picture and no result unless you take a snapshot "
    "or record.",
)


class PrivacyPage(QWidget):
    """A row for each folder, with a button that opens it, and one that leads to deleting.

    Signals:
        delete_wanted: Some of it, or all, shall be deleted.
    """

    delete_wanted = Signal()

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self._preferences = preferences
        self._paths: dict[str, QLineEdit] = {}
        self._buttons: dict[str, QPushButton] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        promise = QLabel(translate("Privacy", PROMISE))
        promise.setWordWrap(True)
        promise.setContentsMargins(0, 0, 0, 8)
        grid.addWidget(promise, 0, 0, 1, 3)
        kept = stores(preferences)
        for row, store in enumerate(kept, 1):
            self._add_row(grid, row, store)
        delete = QPushButton(translate("Privacy", "Delete…"))
        delete.setAccessibleName(translate("Privacy", "Delete what the app keeps"))
        delete.clicked.connect(self.delete_wanted)
        grid.addWidget(delete, len(kept) + 1, 2)
        grid.setRowStretch(len(kept) + 2, 1)
        self.refresh()

    def refresh(self) -> None:
        """Show where everything is now, and what can be opened."""
        for store in stores(self._preferences):
            self._show(store)

    def _add_row(self, grid: QGridLayout, row: int, store: Store) -> None:
        title = translate("Privacy", store.title)
        label, path = QLabel(title), QLineEdit()
        path.setReadOnly(True)
        path.setAccessibleName(title)
        path.setAccessibleDescription(translate("Privacy", store.about))
        label.setBuddy(path)
        open_ = QPushButton(translate("Privacy", "Open"))
        open_.setProperty("role", "quiet")
        open_.setAccessibleName(translate("Privacy", "Open: {what}").format(what=title))
        open_.clicked.connect(partial(self._open, store.name))
        grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(path, row, 1)
        grid.addWidget(open_, row, 2)
        self._paths[store.name], self._buttons[store.name] = path, open_

    def _show(self, store: Store) -> None:
        path, open_ = self._paths[store.name], self._buttons[store.name]
        path.setText(str(store.folder))
        path.setToolTip(f"{translate('Privacy', store.about)}\n{store.folder}")
        path.setCursorPosition(0)
        there = store.folder.is_dir()
        open_.setEnabled(there)
        nothing = translate("Privacy", "Nothing has been stored there yet")
        open_.setToolTip("" if there else nothing)

    def _open(self, name: str) -> None:
        for store in stores(self._preferences):
            if store.name == name:
                open_folder(store.folder)
