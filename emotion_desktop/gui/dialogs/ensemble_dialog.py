"""Asks which models shall answer together."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from emotion_desktop.gui.language import QT_TRANSLATE_NOOP, class_list, emotion_name, translate
from emotion_desktop.gui.look.buttons import text_indent
from emotion_desktop.gui.look.fonts import percent
from emotion_desktop.models.ensemble import disagreement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from emotion_desktop.vision.model_catalog import ModelEntry

WIDTH: Final = 520

WHAT_IT_IS: Final = QT_TRANSLATE_NOOP(
    "Ensemble",
    "Select two or more models with the same classes. Their probabilities are averaged; each "
    "adds to the processing time.",
)


class EnsembleDialog(QDialog):
    """A check box per trained model; those that cannot join the checked ones say why.

    Args:
        entries: Trained models.
        parent: The window.

    Signals:
        chosen: (str) The names of the checked models, separated by commas.

    Attributes:
        boxes: One to check for each entry.
        ok: Enabled while at least two are checked.
    """

    chosen = Signal(str)

    def __init__(self, entries: "Sequence[ModelEntry]", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Ensemble", "Ensemble"))
        self.setMinimumWidth(WIDTH)
        self._entries = tuple(entries)
        self.boxes: list[QCheckBox] = []
        self._notes: list[QLabel] = []
        self.accepted.connect(self._tell)
        about = QLabel(translate("Ensemble", WHAT_IT_IS))
        about.setWordWrap(True)
        about.setProperty("role", "muted")
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.ok = buttons.button(kinds.Ok)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(16)
        layout.addWidget(about)
        area = QScrollArea()
        area.setWidget(self._list())
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout.addWidget(area, 1)
        layout.addWidget(buttons)
        self._update()

    def _list(self) -> QWidget:
        inside = QWidget()
        inside.setObjectName("scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for entry in self._entries:
            box, note = QCheckBox(_title(entry)), QLabel()
            box.toggled.connect(self._update)
            note.setProperty("role", "muted")
            note.setWordWrap(True)
            note.setContentsMargins(text_indent(box), 0, 0, 8)
            column.addWidget(box)
            column.addWidget(note)
            self.boxes.append(box)
            self._notes.append(note)
        column.addStretch()
        return inside

    def _checked(self) -> "list[ModelEntry]":
        pairs = zip(self.boxes, self._entries, strict=True)
        return [entry for box, entry in pairs if box.isChecked()]

    def _update(self) -> None:
        checked = self._checked()
        for box, note, entry in zip(self.boxes, self._notes, self._entries, strict=True):
            reason = _reason(checked[0], entry) if checked else ""
            box.setEnabled(not reason)
            box.setToolTip(f"{entry.name} {reason}" if reason else "")
            classes = class_list(entry.classes)
            note.setText(
                translate("Ensemble", "incompatible: {reason}").format(reason=reason)
                if reason
                else classes
            )
            note.setToolTip(box.toolTip())
        self.ok.setEnabled(len(checked) > 1)
        why = "" if len(checked) > 1 else translate("Ensemble", "Select at least two models")
        self.ok.setToolTip(why)

    def _tell(self) -> None:
        self.chosen.emit(",".join(entry.name for entry in self._checked()))


def _reason(first: "ModelEntry", other: "ModelEntry") -> str:
    """Return why a model cannot join another, reading on from its name; empty if it can."""
    if not disagreement(first, other):
        return ""
    parts = [
        text.format(emotions=", ".join(map(emotion_name, emotions)))
        for text, emotions in (
            (
                translate("Ensemble", "lacks {emotions}"),
                [emotion for emotion in first.classes if emotion not in other.classes],
            ),
            (
                translate("Ensemble", "also has {emotions}"),
                [emotion for emotion in other.classes if emotion not in first.classes],
            ),
        )
        if emotions
    ]
    return "; ".join(parts) or translate("Ensemble", "merges different classes")


def _title(entry: "ModelEntry") -> str:
    figure = (
        translate("Model", "not measured") if entry.accuracy is None else percent(entry.accuracy, 1)
    )
    return f"{entry.name} · {figure}"
