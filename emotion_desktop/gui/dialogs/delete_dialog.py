"""Asks which of the app's data shall be deleted."""

from collections.abc import Sequence
from functools import partial
from typing import Final, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from emotion_desktop.files.disk_space import size_text
from emotion_desktop.gui.jobs import Jobs
from emotion_desktop.gui.language import QT_TRANSLATE_NOOP, local_number, translate
from emotion_desktop.gui.look.buttons import text_indent
from emotion_desktop.gui.stored_data import Store

WIDTH: Final = 520

LEAST: Final = 1000
"""Bytes; a file that is there is not said to have 0 kB."""

WARNING: Final = QT_TRANSLATE_NOOP(
    "Privacy",
    "The selected items are permanently deleted, and the app quits. Files of other programs in "
    "these folders are kept.",
)


class DeleteDialog(QDialog):
    """A check box for each kind of data, with its folder, number of files and size.

    What people made themselves has to be checked by them.

    Args:
        stores: What there is.
        jobs: Count the files meanwhile.
        parent: The window.

    Signals:
        chosen: (tuple of Store) What shall be deleted.
    """

    chosen = Signal(object)

    def __init__(self, stores: Sequence[Store], jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stores = tuple(stores)
        self._boxes: list[QCheckBox] = []
        self._notes: list[QLabel] = []
        self.setWindowTitle(translate("Privacy", "Delete what the app keeps"))
        self.setMinimumWidth(WIDTH)
        self.accepted.connect(self._tell)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(4)
        warning = QLabel(translate("Privacy", WARNING))
        warning.setWordWrap(True)
        warning.setContentsMargins(0, 0, 0, 12)
        layout.addWidget(warning)
        for store in self._stores:
            box, note = QCheckBox(translate("Privacy", store.title)), QLabel(str(store.folder))
            box.setEnabled(False)
            box.setToolTip(translate("Privacy", "The files are being counted"))
            box.toggled.connect(self._update)
            note.setProperty("role", "muted")
            note.setWordWrap(True)
            note.setContentsMargins(text_indent(box), 0, 0, 8)
            layout.addWidget(box)
            layout.addWidget(note)
            self._boxes.append(box)
            self._notes.append(note)
        layout.addStretch()
        layout.addWidget(self._buttons())
        self._update()
        jobs.start(partial(_measure, self._stores), self.show_sizes)

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._delete = box.addButton(
            translate("Privacy", "Delete and quit"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        box.button(QDialogButtonBox.StandardButton.Cancel).setDefault(True)
        return box

    def show_sizes(self, found: object) -> None:
        """Say beside each store how many files it has and how many bytes they take."""
        rows = zip(self._stores, self._boxes, self._notes, strict=True)
        for (store, box, note), (count, size) in zip(
            rows, cast("list[tuple[int, int]]", found), strict=True
        ):
            about = translate("Privacy", store.about)
            amount = translate("Privacy", "nothing there")
            if count:
                text = translate("Privacy", "{count} files, {size}")
                if count == 1:
                    text = translate("Privacy", "1 file, {size}")
                amount = text.format(count=count, size=local_number(size_text(max(size, LEAST))))
            note.setText(f"{about}: {amount}\n{store.folder}")
            box.setAccessibleDescription(note.text())
            box.setEnabled(count > 0)
            box.setToolTip("" if count else amount)
            box.setChecked(count > 0 and not store.is_work)
        self._update()
        self.adjustSize()  # the texts have become longer
        for box in self._boxes:
            if box.isEnabled():
                box.setFocus()
                break

    def _checked(self) -> tuple[Store, ...]:
        pairs = zip(self._stores, self._boxes, strict=True)
        return tuple(store for store, box in pairs if box.isChecked())

    def _update(self) -> None:
        some = bool(self._checked())
        self._delete.setEnabled(some)
        why = translate("Privacy", "Select what to delete first")
        self._delete.setToolTip("" if some else why)

    def _tell(self) -> None:
        self.chosen.emit(self._checked())


def _measure(stores: Sequence[Store]) -> object:
    return [store.measure() for store in stores]
