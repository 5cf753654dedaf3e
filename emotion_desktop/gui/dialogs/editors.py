"""The controls of the settings dialog: a number, a tick, a choice, a folder, a model."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from emotion_desktop.errors import SettingError
from emotion_desktop.gui.accessibility import add_clear_button, announce, label_chooser
from emotion_desktop.gui.dialogs.settings_fields import Field, Kind
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.messages import error_text
from emotion_desktop.gui.preferences import Value, limits_of
from emotion_desktop.gui.user_folders import folder_problem
from emotion_desktop.outputs.snapshot_name import snapshot_name

NUMBER_WIDTH: Final = 120


class Editor(QWidget):
    """Shows one setting and tells what people make of it.

    Signals:
        changed: (str, object) Name and new value of the setting; never an invalid one.

    Attributes:
        control: What takes the focus.
    """

    changed = Signal(str, object)

    def __init__(self, field: Field, control: QWidget) -> None:
        super().__init__()
        self._field = field
        self.control = control
        self.setFocusProxy(control)
        control.setAccessibleName(translate("Settings", field.text))
        if field.note:
            control.setAccessibleDescription(translate("Settings", field.note))

    def show_value(self, value: Value) -> None:
        """Show a value without telling of it."""
        raise NotImplementedError

    def show_usual(self, text: str) -> None:
        """Show what stands for an empty value."""

    def _row(self, *widgets: QWidget) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in widgets:
            row.addWidget(widget)
        row.addStretch()


class NumberEditor(Editor):
    """A whole number held in its range."""

    def __init__(self, field: Field) -> None:
        self._box = QSpinBox()
        limits = limits_of(field.name)
        super().__init__(field, self._box)
        self._box.setRange(round(field.scale * limits[0]), round(field.scale * limits[1]))
        self._box.setSuffix(field.unit)
        self._box.setMinimumWidth(NUMBER_WIDTH)
        self._box.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._box.setAccelerated(True)
        self._box.setKeyboardTracking(False)  # 45 is not 4 first
        self._box.valueChanged.connect(self._tell)
        self._row(self._box)

    def show_value(self, value: Value) -> None:
        """Show a value without telling of it."""
        self._box.blockSignals(True)  # noqa: FBT003 (Qt's signature)
        self._box.setValue(round(self._field.scale * float(value)))
        self._box.blockSignals(False)  # noqa: FBT003

    def _tell(self) -> None:
        self.changed.emit(self._field.name, self._box.value() / self._field.scale)


class FlagEditor(Editor):
    """A tick."""

    def __init__(self, field: Field) -> None:
        self._tick = QCheckBox(translate("Settings", field.text))
        super().__init__(field, self._tick)
        self._tick.clicked.connect(self._tell)
        self._row(self._tick)

    def show_value(self, value: Value) -> None:
        """Show a value without telling of it."""
        self._tick.setChecked(bool(value))

    def _tell(self) -> None:
        self.changed.emit(self._field.name, self._tick.isChecked())


class ChoiceEditor(Editor):
    """One of a few values."""

    def __init__(self, field: Field) -> None:
        self._list = QComboBox()
        super().__init__(field, self._list)
        for value, text in field.choices:
            self._list.addItem(translate("Settings", text), value)
        self._list.setMinimumWidth(240)
        self._list.activated.connect(self._tell)
        self._row(self._list)
        label_chooser(self._list, translate("Settings", field.text))

    def show_value(self, value: Value) -> None:
        """Show a value without telling of it."""
        self._list.setCurrentIndex(self._list.findData(value))

    def _tell(self) -> None:
        self.changed.emit(self._field.name, self._list.currentData())


class ModelEditor(ChoiceEditor):
    """One of the trained models, or the one used last."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.show_models(())

    def show_models(self, models: Iterable[tuple[str, str]]) -> None:
        """List models: name, and what it is for people."""
        value = self._list.currentData() or ""
        self._list.clear()
        self._list.addItem(translate("Settings", "The one used last"), "")
        for name, title in models:
            self._list.addItem(title, name)
        self.show_value(value)

    def show_value(self, value: Value) -> None:
        """Show a model without telling of it, also one that is not there any more."""
        if self._list.findData(value) < 0:
            self._list.addItem(str(value), value)
        super().show_value(value)


class NameEditor(Editor):
    """A template of file names, with what it makes now, or why it cannot be used."""

    def __init__(self, field: Field) -> None:
        self._line = QLineEdit()
        super().__init__(field, self._line)
        self._preview = QLabel()
        self._preview.setWordWrap(True)
        self._line.textChanged.connect(self._check)
        self._line.editingFinished.connect(self._tell)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(self._line, 0, 0)
        grid.addWidget(self._preview, 1, 0)

    def show_value(self, value: Value) -> None:
        """Show a value without telling of it."""
        self._line.setText(str(value))

    def _check(self, text: str) -> None:
        complaint = ""
        try:
            shown = f"{_example(text)}.png"
        except SettingError as error:
            shown = complaint = error_text(error)
            announce(self._preview, complaint)
        self._preview.setText(shown)
        self._preview.setObjectName("complaint" if complaint else "")
        self._preview.setProperty("role", "" if complaint else "muted")
        self._preview.style().polish(self._preview)

    def _tell(self) -> None:
        text = self._line.text()
        try:
            _example(text)
        except SettingError:
            return
        self.changed.emit(self._field.name, text)


def _example(template: str) -> str:
    taken = datetime(2026, 1, 31, 14, 25, 30, 512_000)
    return snapshot_name(template, taken, source="demo", model="cnn48_gray")


class FolderEditor(Editor):
    """A path, typed or picked; one that cannot be written to is refused with the reason."""

    def __init__(self, field: Field) -> None:
        self._path = QLineEdit()
        super().__init__(field, self._path)
        self._pick = QPushButton(translate("Settings", "Choose…"))
        self._pick.setProperty("role", "quiet")
        self._pick.setAccessibleName(
            translate("Settings", "Choose: {what}").format(what=translate("Settings", field.text))
        )
        self._complaint = QLabel()
        self._complaint.setObjectName("complaint")
        self._complaint.setWordWrap(True)
        self._complaint.hide()
        add_clear_button(self._path)
        self._path.textChanged.connect(self._check)
        self._path.editingFinished.connect(self._tell)
        self._pick.clicked.connect(self._ask)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(self._path, 0, 0)
        grid.addWidget(self._pick, 0, 1)
        grid.addWidget(self._complaint, 1, 0, 1, 2)

    def show_value(self, value: Value) -> None:
        """Show a value without telling of it."""
        self._path.setText(str(value))

    def show_usual(self, text: str) -> None:
        """Show what stands for an empty path."""
        self._path.setPlaceholderText(text)

    def _check(self, text: str) -> None:
        complaint = folder_problem(text.strip())
        self._complaint.setText(complaint)
        self._complaint.setVisible(bool(complaint))
        if complaint:
            announce(self._complaint, complaint)

    def _tell(self) -> None:
        text = self._path.text().strip()
        if not folder_problem(text):
            self.changed.emit(self._field.name, text)

    def _ask(self) -> None:
        start = self._path.text() or self._path.placeholderText()
        dialog = QFileDialog(self, translate("Settings", self._field.text), start)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._on_picked)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_picked(self, path: str) -> None:
        self._path.setText(path)
        self._tell()


_EDITORS: Final[dict[Kind, Callable[[Field], Editor]]] = {
    Kind.NUMBER: NumberEditor,
    Kind.FLAG: FlagEditor,
    Kind.CHOICE: ChoiceEditor,
    Kind.FOLDER: FolderEditor,
    Kind.NAME: NameEditor,
    Kind.MODEL: ModelEditor,
}


def editor_for(field: Field) -> Editor:
    """Return the control for a field."""
    return _EDITORS[field.kind](field)
