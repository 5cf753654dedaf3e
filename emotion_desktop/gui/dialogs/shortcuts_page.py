"""The settings page on which actions get other keys."""

from typing import Any, Final

from PySide6.QtCore import QModelIndex, QObject, QSortFilterProxyModel, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QGridLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from emotion_desktop.gui.accessibility import add_clear_button, announce
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.actions import Actions, ActionSpec
from emotion_desktop.gui.actions.shortcuts import as_texts, keys_of, problem_of
from emotion_desktop.gui.language import key_name, translate
from emotion_desktop.gui.look.fonts import line_height, scaled
from emotion_desktop.gui.preferences import Preferences
from emotion_desktop.gui.row_table import NOWHERE, Index, Role, RowTable, RowView

ROWS: Final = 8
"""So many are in sight at least."""

KEYS_PX: Final = 176
"""Width of the column of keys with the usual font."""


class ShortcutTable(RowTable):
    """A row for each action that can have another key: what it is called, its keys."""

    def __init__(self, actions: Actions, parent: QObject) -> None:
        titles = translate("Shortcuts", "Action"), translate("Shortcuts", "Keys")
        super().__init__(titles, (), parent)
        self._actions = actions
        self.names = [spec.name for spec in actions.usual.values() if spec.in_menu]
        actions.keys_changed.connect(self._on_keys)

    def spec(self, row: int) -> ActionSpec:
        """Return the action of a row."""
        return self._actions.specs[self.names[row]]

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return the number of actions."""
        return 0 if parent.isValid() else len(self.names)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:  # noqa: ANN401
        """Return what a cell shows."""
        spec = self.spec(index.row())
        if role == Role.ToolTipRole:
            return spec.advice
        if role != Role.DisplayRole:
            return None
        return ", ".join(map(key_name, spec.keys)) if index.column() else spec.title

    def _on_keys(self) -> None:
        self.tell_changed(0, len(self.names) - 1)


class ShortcutsPage(QWidget):
    """All actions with their keys, and a line that takes the key of the chosen one.

    Args:
        preferences: Keep the keys.
        actions: Have them.
    """

    def __init__(self, preferences: Preferences, actions: Actions) -> None:
        super().__init__()
        self._preferences = preferences
        self._actions = actions
        self._table = ShortcutTable(actions, self)
        self._filter = QSortFilterProxyModel(self)
        self._filter.setSourceModel(self._table)
        self._filter.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._filter.setFilterKeyColumn(-1)  # names and keys
        self._find = QLineEdit()
        self._find.setPlaceholderText(translate("Shortcuts", "Find an action or a key"))
        self._find.setAccessibleName(translate("Shortcuts", "Find an action or a key"))
        add_clear_button(self._find)
        self._find.textChanged.connect(self._on_find)
        row_px = line_height(self.font(), 10)
        self.view = RowView(translate("Shortcuts", "Shortcuts"), self._filter, row_px)
        self.view.setMinimumHeight((ROWS + 1) * row_px)
        header = self.view.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.view.setColumnWidth(1, scaled(KEYS_PX, self.font()))
        self.view.selectionModel().currentRowChanged.connect(self._show_chosen)
        self._label = QLabel()
        self.key = QKeySequenceEdit()
        self.key.setMaximumSequenceLength(1)
        self.key.setAccessibleName(translate("Shortcuts", "New key"))
        self._label.setBuddy(self.key)
        self.key.editingFinished.connect(self._on_key)
        self._remove = _button(translate("Shortcuts", "No key"))
        self._remove.clicked.connect(self._on_remove)
        self._reset = _button(translate("Shortcuts", "Reset"))
        self._reset.clicked.connect(self._on_reset)
        self.complaint = QLabel()
        self.complaint.setObjectName("complaint")
        self.complaint.setWordWrap(True)
        grid = QGridLayout(self)
        grid.setContentsMargins(8, 16, 8, 8)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        grid.addWidget(self._find, 0, 0, 1, 4)
        grid.addWidget(self.view, 1, 0, 1, 4)
        for column, widget in enumerate((self._label, self.key, self._remove, self._reset)):
            grid.addWidget(widget, 2, column)
        grid.addWidget(self.complaint, 3, 0, 1, 4)
        actions.keys_changed.connect(self._show_chosen)
        self._choose_first()

    @property
    def chosen(self) -> ActionName | None:
        """The action of the chosen row; None if nothing was found."""
        index = self._filter.mapToSource(self.view.currentIndex())
        return self._table.names[index.row()] if index.isValid() else None

    def reset_all(self) -> None:
        """Give all actions their usual keys."""
        self._preferences.reset("shortcuts")

    def _on_find(self, text: str) -> None:
        self._filter.setFilterFixedString(text)
        self._choose_first()

    def _choose_first(self) -> None:
        self.view.setCurrentIndex(self._filter.index(0, 0))
        self._show_chosen()

    def _show_chosen(self, *_: QModelIndex) -> None:
        name = self.chosen
        spec = None if name is None else self._actions.specs[name]
        self._label.setText("" if spec is None else spec.title)
        for widget in (self.key, self._remove, self._reset):
            widget.setEnabled(spec is not None)
        self._complain("")
        self.key.blockSignals(True)  # noqa: FBT003 (Qt's signature)
        self.key.setKeySequence(QKeySequence(spec.keys[0] if spec and spec.keys else ""))
        self.key.blockSignals(False)  # noqa: FBT003
        if name is not None and spec is not None:
            self._remove.setEnabled(bool(spec.keys))
            self._reset.setEnabled(spec.keys != self._actions.usual[name].keys)

    def _on_key(self) -> None:
        key, name = self.key.keySequence().toString(), self.chosen
        if name is None or (key,) == self._actions.specs[name].keys:
            return
        problem = problem_of(key, name, self._actions) if key else ""
        if problem:
            self._show_chosen()
            self._complain(problem)
        else:
            self._give(name, key)

    def _on_remove(self) -> None:
        if self.chosen is not None:
            self._give(self.chosen, "")

    def _on_reset(self) -> None:
        name = self.chosen
        if name is None:
            return
        problems = [problem_of(key, name, self._actions) for key in self._actions.usual[name].keys]
        problem = next(filter(None, problems), "")
        if problem:
            self._complain(problem)
            return
        keys = keys_of(self._preferences.settings.shortcuts)
        keys.pop(name, None)
        self._preferences.change(shortcuts=as_texts(keys))

    def _give(self, name: ActionName, key: str) -> None:
        keys = keys_of(self._preferences.settings.shortcuts)
        keys[name] = key
        if (key,) == self._actions.usual[name].keys:
            del keys[name]
        self._preferences.change(shortcuts=as_texts(keys))

    def _complain(self, text: str) -> None:
        self.complaint.setText(text)
        if text:
            announce(self.complaint, text)


def _button(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("role", "quiet")
    button.setAutoDefault(False)
    return button
