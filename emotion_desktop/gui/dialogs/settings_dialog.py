"""The settings, page by page, applied as they are changed."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from emotion_desktop.gui.actions import Actions
from emotion_desktop.gui.dialogs.editors import Editor, ModelEditor, editor_for
from emotion_desktop.gui.dialogs.privacy_page import PrivacyPage
from emotion_desktop.gui.dialogs.settings_fields import FILES, PAGES, PRIVACY, Field, Kind
from emotion_desktop.gui.dialogs.shortcuts_page import ShortcutsPage
from emotion_desktop.gui.language import QT_TRANSLATE_NOOP, translate
from emotion_desktop.gui.look.theme import Theme, ThemeChoice
from emotion_desktop.gui.preferences import Preferences, Value
from emotion_desktop.gui.user_folders import recordings_folder, snapshots_folder

WIDTH: Final = 608
MARGIN: Final = 16
NOTE_GAP: Final = 12
TICK_WIDTH: Final = 26
"""Notes of ticks begin below their texts."""

ABOUT: Final = QT_TRANSLATE_NOOP(
    "Settings", "Changes are saved and take effect immediately unless a note says otherwise."
)


class SettingsDialog(QDialog):
    """A tab for each page; lies beside the picture it changes, and follows other controls.

    Args:
        preferences: What is shown and changed.
        theme: Light or dark, which is remembered elsewhere.
        commands: The actions whose keys can be changed.
        parent: The window.

    Signals:
        delete_wanted: What the app keeps shall be deleted, some of it or all.

    Attributes:
        editors: The control of each setting, by its name.
    """

    delete_wanted = Signal()

    def __init__(
        self,
        preferences: Preferences,
        theme: Theme,
        commands: Actions,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._theme = theme
        self.editors: dict[str, Editor] = {}
        self.setWindowTitle(translate("Settings", "Settings"))
        self.setMinimumWidth(WIDTH)
        self._tabs = QTabWidget()
        self._tabs.setAccessibleName(translate("Settings", "Pages"))
        self._tabs.setDocumentMode(True)
        self._privacy = PrivacyPage(preferences)
        self._privacy.delete_wanted.connect(self.delete_wanted)
        self._shortcuts = ShortcutsPage(preferences, commands)
        self._pages: dict[QWidget, tuple[Field, ...]] = {}
        for title, fields in PAGES:
            page = self._page(fields)
            self._pages[page] = fields
            self._tabs.addTab(page, translate("Settings", title))
        before_privacy = len(PAGES) - 1
        self._tabs.insertTab(before_privacy, self._shortcuts, translate("Settings", "Shortcuts"))
        self._tabs.currentChanged.connect(self._on_page)
        about = QLabel(translate("Settings", ABOUT))
        about.setWordWrap(True)
        text_width = about.fontMetrics().horizontalAdvance(about.text())
        about.setMinimumWidth(min(text_width + 1, WIDTH - 2 * MARGIN))
        about.setProperty("role", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(12)
        layout.addWidget(self._tabs)
        layout.addWidget(about)
        layout.addWidget(self._buttons())
        preferences.changed.connect(self._follow)
        theme.changed.connect(self._follow_theme)

    def showEvent(self, event: QShowEvent) -> None:
        """Be wide enough for all tabs, and as high as the notes need: Qt reckons otherwise."""
        layout = self.layout()
        assert layout is not None
        tabs = self._tabs.tabBar().sizeHint().width() + 2 * MARGIN
        width = max(self.width(), self.sizeHint().width(), tabs)
        self.resize(width, max(self.height(), layout.totalHeightForWidth(width)))
        super().showEvent(event)

    def show_page(self, index: int) -> None:
        """Come up with a page, by its place in `PAGES`."""
        self._tabs.setCurrentWidget(list(self._pages)[index])
        self.show()
        self.raise_()
        self.activateWindow()

    def show_models(self, models: Iterable[tuple[str, str]]) -> None:
        """List models to begin with: name, and what it is for people."""
        editor = self.editors["default_model"]
        assert isinstance(editor, ModelEditor)
        editor.show_models(models)

    def _on_page(self) -> None:
        """Show the folders as they are now."""
        if self._fields is PRIVACY:
            self._privacy.refresh()

    @property
    def _fields(self) -> tuple[Field, ...]:
        """The fields of the page in sight."""
        return self._pages.get(self._tabs.currentWidget(), ())

    def _page(self, fields: tuple[Field, ...]) -> QWidget:
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(8, 16, 8, 8)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, field in enumerate(fields):
            self._add_field(grid, row, field)
        grid.setRowStretch(2 * len(fields), 1)
        if fields is FILES:
            self._show_usual_folders()
        if fields is PRIVACY:
            grid.addWidget(self._privacy, 2 * len(fields), 0, 1, 2)
        return page

    def _add_field(self, grid: QGridLayout, row: int, field: Field) -> None:
        is_flag = field.kind is Kind.FLAG
        editor = self.editors[field.name] = editor_for(field)
        editor.show_value(self._value(field.name))
        editor.changed.connect(self._set)
        if is_flag:
            grid.addWidget(editor, 2 * row, 0, 1, 2)
        else:
            label = QLabel(translate("Settings", field.text))
            label.setBuddy(editor.control)
            label.setMinimumHeight(editor.control.sizeHint().height())
            grid.addWidget(label, 2 * row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(editor, 2 * row, 1)
        if field.note:
            note = QLabel(translate("Settings", field.note))
            note.setWordWrap(True)
            note.setProperty("role", "muted")
            note.setContentsMargins(TICK_WIDTH if is_flag else 0, 0, 0, NOTE_GAP)
            grid.addWidget(note, 2 * row + 1, 0 if is_flag else 1, 1, 2)
        else:
            grid.setRowMinimumHeight(2 * row + 1, NOTE_GAP)

    def _show_usual_folders(self) -> None:
        usual = {
            "snapshot_folder": snapshots_folder,
            "recording_folder": recordings_folder,
        }
        for name, folder in usual.items():
            self.editors[name].show_usual(str(folder(self._preferences)))

    def _buttons(self) -> QDialogButtonBox:
        kinds = QDialogButtonBox.StandardButton
        box = QDialogButtonBox(kinds.RestoreDefaults | kinds.Close)
        box.rejected.connect(self.reject)
        reset = box.button(kinds.RestoreDefaults)
        reset.setText(translate("Settings", "Reset this page"))
        reset.clicked.connect(self._reset)
        box.button(kinds.Close).setText(translate("Settings", "Close"))
        return box

    def _value(self, name: str) -> Value:
        if name == "theme":
            return self._theme.choice.value
        value: Value = getattr(self._preferences.settings, name)
        return value

    def _set(self, name: str, value: object) -> None:
        assert isinstance(value, Value)
        if name == "theme":
            self._theme.choose(ThemeChoice(str(value)))
        else:
            self._preferences.change(**{name: value})

    def _reset(self) -> None:
        if self._tabs.currentWidget() is self._shortcuts:
            self._shortcuts.reset_all()
        for field in self._fields:
            if field.name == "theme":
                self._theme.choose(ThemeChoice.SYSTEM)
            else:
                self._preferences.reset(field.name)
            self.editors[field.name].show_value(self._value(field.name))

    def _follow(self, name: str) -> None:
        if name in self.editors:
            self.editors[name].show_value(self._value(name))

    def _follow_theme(self) -> None:
        self._follow("theme")
