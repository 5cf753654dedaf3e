"""Asks which models shall answer together."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from emotion_desktop.gui.fonts import percent
from emotion_desktop.models.ensemble import disagreement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from emotion_desktop.vision.catalog import ModelEntry

WHAT_IT_IS: Final = (
    "Check two or more models that tell the same emotions apart. For each face they give the "
    "mean of their probabilities; every further model takes its own time."
)
INDENT: Final = 28
"""From the edge of a check box to its text, in pixels."""


class EnsembleDialog(QDialog):
    """A check box per trained model; those that cannot join the checked ones say why.

    Args:
        entries: Trained models.
        parent: The window.

    Signals:
        chosen: (str) The names of the checked models, separated by commas.
    """

    chosen = Signal(str)

    def __init__(self, entries: "Sequence[ModelEntry]", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Ensemble")
        self._entries = tuple(entries)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(4)
        about = QLabel(WHAT_IT_IS)
        about.setWordWrap(True)
        about.setProperty("role", "muted")
        layout.addWidget(about)
        layout.addSpacing(12)
        self._boxes: list[QCheckBox] = []
        self._notes: list[QLabel] = []
        for entry in self._entries:
            box, note = QCheckBox(_title(entry)), QLabel()
            box.toggled.connect(self._update)
            note.setProperty("role", "muted")
            note.setContentsMargins(INDENT, 0, 0, 8)
            layout.addWidget(box)
            layout.addWidget(note)
            self._boxes.append(box)
            self._notes.append(note)
        layout.addSpacing(4)
        layout.addStretch()
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._ok = buttons.button(kinds.Ok)
        layout.addWidget(buttons)
        self.setMinimumWidth(480)
        self.accepted.connect(self._tell)
        self._update()

    def _checked(self) -> "list[ModelEntry]":
        pairs = zip(self._boxes, self._entries, strict=True)
        return [entry for box, entry in pairs if box.isChecked()]

    def _update(self) -> None:
        checked = self._checked()
        for box, note, entry in zip(self._boxes, self._notes, self._entries, strict=True):
            reason = disagreement(checked[0], entry) if checked else ""
            box.setEnabled(not reason)
            box.setToolTip(f"{entry.name} {reason}" if reason else "")
            classes = f"{len(entry.classes)} classes: {', '.join(entry.classes)}"
            note.setText(f"cannot join: {reason}" if reason else classes)
            note.setToolTip(box.toolTip())
        self._ok.setEnabled(len(checked) > 1)

    def _tell(self) -> None:
        self.chosen.emit(",".join(entry.name for entry in self._checked()))


def _title(entry: "ModelEntry") -> str:
    figure = "not measured" if entry.accuracy is None else percent(entry.accuracy, 1)
    return f"{entry.name} · {figure}"
