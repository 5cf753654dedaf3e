"""What a batch is analysed with, and what it writes."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QGridLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSpinBox,
    QWidget,
)

from emotion_desktop.gui.accessibility import label_chooser
from emotion_desktop.gui.language import QT_TRANSLATE_NOOP, translate
from emotion_desktop.gui.preferences import Preferences, limits_of
from emotion_desktop.gui.user_folders import results_folder
from emotion_desktop.outputs.tables import writers

PRESETS: Final[dict[str, tuple[str, ...]]] = {
    QT_TRANSLATE_NOOP("Batch", "Table of all frames"): ("csv",),
    QT_TRANSLATE_NOOP("Batch", "Statistics: people, episodes"): ("csv", "people", "episodes"),
    QT_TRANSLATE_NOOP("Batch", "Coding: BORIS, ELAN, Praat"): ("boris", "elan", "praat"),
}
"""What is often written together, by name."""


class BatchForm(QWidget):
    """Shows the settings of a batch, which are kept in the preferences.

    Signals:
        changed: Something was set.

    Attributes:
        model: The model, or an ensemble, by names separated by commas.
        preset: What is often written together.
        formats: The kinds of tables, in its menu.
        annotated: Whether copies are written.
        every: Every Nth frame.
        workers: How many files at once.
        folder: Where results go.
    """

    changed = Signal()

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        settings = preferences.settings
        self.model, self.preset = QComboBox(self), QComboBox(self)
        self.model.setEditable(True)
        self.model.setToolTip(
            translate(
                "Again", "A model, the path of a checkpoint, or several with commas: together"
            )
        )
        self.model.setMinimumContentsLength(16)
        self.every = _number("batch_every", settings.batch_every)
        self.every.setSpecialValueText(translate("Batch", "all"))
        self.every.setPrefix(translate("Batch", "1 in") + " ")
        self.workers = _number("batch_workers", settings.batch_workers)
        self.workers.setToolTip(
            translate("Batch", "Each takes some 300 MB of memory, and its share of the cores")
        )
        for name in PRESETS:
            self.preset.addItem(translate("Batch", name), PRESETS[name])
        self.preset.addItem(translate("Batch", "Own choice"), ())
        self.formats = QPushButton(translate("Batch", "Formats"))
        self.formats.setAutoDefault(False)
        self.formats.setMenu(self._format_menu(settings.batch_tables))
        self.annotated = QCheckBox(translate("Batch", "Annotated copies"))
        self.annotated.setToolTip(
            translate("Batch", "Also write each file with boxes and labels painted into it")
        )
        self.annotated.setChecked(settings.batch_annotated)
        self.folder = QLineEdit(str(results_folder(preferences)))
        self.browse = QPushButton(translate("Batch", "Choose…"))
        self.browse.setAutoDefault(False)
        self._lay_out()
        self._show_preset()
        self.preset.activated.connect(self._on_preset)
        self.browse.clicked.connect(self._ask_folder)
        self.model.editTextChanged.connect(self.changed)
        self.folder.textChanged.connect(self.changed)
        self.annotated.toggled.connect(self.changed)

    @property
    def tables(self) -> tuple[str, ...]:
        """The kinds of tables that are chosen."""
        actions = self.formats.menu().actions()
        return tuple(action.objectName() for action in actions if action.isChecked())

    def show_models(self, names: list[str], current: str) -> None:
        """Offer these models; the one that is given, or was used last, is chosen."""
        chosen = self._preferences.settings.batch_model or current
        with QSignalBlocker(self.model):
            self.model.clear()
            self.model.addItems(names)
            self.model.setCurrentText(chosen)
        self.changed.emit()

    def remember(self) -> None:
        """Keep what is set for the next time."""
        self._preferences.change(
            batch_model=self.model.currentText().strip(),
            batch_every=self.every.value(),
            batch_workers=self.workers.value(),
            batch_tables=self.tables,
            batch_annotated=self.annotated.isChecked(),
            batch_folder=self.folder.text().strip(),
        )

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        places: tuple[tuple[str, QWidget, int, int], ...] = (
            (translate("Batch", "Model"), self.model, 0, 0),
            (translate("Batch", "Frames of videos"), self.every, 0, 2),
            (translate("Batch", "Files at once"), self.workers, 0, 4),
            (translate("Batch", "Results"), self.preset, 1, 0),
        )
        for text, widget, row, column in places:
            label = QLabel(text)
            label.setBuddy(widget)
            grid.addWidget(label, row, column)
            grid.addWidget(widget, row, column + 1)
            if isinstance(widget, QComboBox):
                label_chooser(widget, text)
            else:
                widget.setAccessibleName(text)
        grid.addWidget(self.formats, 1, 2)
        grid.addWidget(self.annotated, 1, 3, 1, 3)
        label = QLabel(translate("Batch", "Folder for results"))
        label.setBuddy(self.folder)
        self.folder.setAccessibleName(label.text())
        grid.addWidget(label, 2, 0)
        grid.addWidget(self.folder, 2, 1, 1, 4)
        grid.addWidget(self.browse, 2, 5)
        grid.setColumnStretch(1, 1)

    def _format_menu(self, chosen: tuple[str, ...]) -> QMenu:
        menu = QMenu(self)
        group = QActionGroup(menu)
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        for name, entry in writers().items():
            action = menu.addAction(f"{name}: {entry.summary}" if entry.summary else name)
            action.setObjectName(name)
            action.setCheckable(True)
            action.setChecked(name in chosen)
            group.addAction(action)
        group.triggered.connect(self._show_preset)
        return menu

    def _show_preset(self) -> None:
        place = self.preset.findText(translate("Batch", "Own choice"))
        for row, tables in enumerate(PRESETS.values()):
            if set(tables) == set(self.tables):
                place = row
        self.preset.setCurrentIndex(place)
        self.changed.emit()

    def _on_preset(self) -> None:
        tables = tuple(self.preset.currentData())
        if tables:
            for action in self.formats.menu().actions():
                action.setChecked(action.objectName() in tables)
        self.changed.emit()

    def _ask_folder(self) -> None:
        title = translate("Batch", "Folder for results")
        dialog = QFileDialog(self, title, str(Path(self.folder.text()).parent))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.folder.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _number(setting: str, value: int) -> QSpinBox:
    box = QSpinBox()
    low, high = limits_of(setting)
    box.setRange(int(low), int(high))
    box.setValue(value)
    box.setAlignment(Qt.AlignmentFlag.AlignRight)
    return box
