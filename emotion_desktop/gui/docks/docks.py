"""The docks that hold the panels: where they stand, and what is remembered."""

from typing import Final, TypeVar

from PySide6.QtCore import QByteArray, QObject, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.actions import Actions
from emotion_desktop.gui.docks.dock_title_bar import DockTitle
from emotion_desktop.gui.docks.faces.panel import FacesPanel
from emotion_desktop.gui.docks.model.panel import ModelPanel
from emotion_desktop.gui.docks.panels import PANELS
from emotion_desktop.gui.docks.performance.panel import PerformancePanel
from emotion_desktop.gui.docks.photos.panel import PhotosPanel
from emotion_desktop.gui.docks.share.panel import SharePanel
from emotion_desktop.gui.docks.smoothing_slider import SmoothingSlider
from emotion_desktop.gui.docks.timeline.panel import TimelinePanel
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.look.fonts import scaled
from emotion_desktop.gui.look.theme import Theme
from emotion_desktop.gui.preferences import Preferences

Panel = TypeVar("Panel", bound=QWidget)

STATE: Final = "layout/state"
LAYOUT_VERSION: Final = 3
"""To be raised when docks come or go, so that an older layout is not forced on them."""

RIGHT_WIDTH: Final = 320
TIMELINE_HEIGHT: Final = 208
TIMELINE_SHARE: Final = 0.22
"""Of the window's height, what the timeline has at first where that is more."""
MODEL_HEIGHT: Final = 198
FACES_AND_BARS: Final = 610
"""What of the window's height others need: two cards, menus, toolbar and status line."""
BARS: Final = 106
"""Menus, toolbar and status line."""
MODEL_MOST: Final = 470
"""So much shows the model's figures without scrolling."""
SLACK_PX: Final = 8
"""A panel that differs less from its usual size has it."""
MOST: Final = 0.4
"""Share of the window that a panel takes at most because the font is large."""
PHOTOS_SHARE: Final = 0.42
"""Of the window's height, what the table of photos takes at first."""


class Docks(QObject):
    """Makes the panels and joins each with its action.

    Attributes:
        faces: The people in view.
        timeline: What one of them looked like over time.
        photos: What was found in each photo, in place of the timeline.
        model: The model in use.
        performance: Where the time goes.
        share: What is published.
        calm: How calm labels are.
    """

    def __init__(
        self, window: QMainWindow, commands: Actions, theme: Theme, preferences: Preferences
    ) -> None:
        super().__init__(window)
        self._window = window
        self._commands = commands
        self._theme = theme
        self._store = preferences.store
        self._docks: dict[ActionName, QDockWidget] = {}
        self._other_height = 0  # of what is shown in place of the timeline, or of that
        self._put_away: list[QDockWidget] | None = None
        self._panels = [spec.make(theme, preferences) for spec in PANELS]
        self.faces = self._panel(FacesPanel)
        self.timeline = self._panel(TimelinePanel)
        self.photos = PhotosPanel()
        self._over_time = QStackedWidget()
        self._over_time.addWidget(self.timeline)
        self._over_time.addWidget(self.photos)
        self.model = self._panel(ModelPanel)
        self.performance = self._panel(PerformancePanel)
        self.share = self._panel(SharePanel)
        self.calm = SmoothingSlider(preferences.settings.calm)
        # The chart ends where the faces begin: both columns keep their full height.
        window.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        window.setDockNestingEnabled(True)
        contents = {self.faces: _column(self.faces, self.calm), self.timeline: self._over_time}
        for spec, panel in zip(PANELS, self._panels, strict=True):
            self._add(spec.name, contents.get(panel, panel))
        commands[ActionName.SIDE_PANEL].toggled.connect(self._on_side_panel)
        commands[ActionName.RESET_LAYOUT].triggered.connect(self.reset)
        self._arrange()

    def restore(self) -> None:
        """Put the panels where they were when the window was closed."""
        stored = self._store.value(STATE)
        if isinstance(stored, QByteArray):
            self._window.restoreState(stored, LAYOUT_VERSION)
            # Docks hidden before the window is shown tell nobody.
            for name, dock in self._docks.items():
                self._commands[name].setChecked(not dock.isHidden())
                if dock.isFloating():
                    dock.raise_()

    def remember(self) -> None:
        """Write down where the panels are, the timeline in its own height."""
        self.show_photos(on=False)
        self.show_all(on=True)
        self._store.setValue(STATE, self._window.saveState(LAYOUT_VERSION))

    def show_photos(self, *, on: bool) -> None:
        """Show the table of photos in place of the timeline, higher than that, or no longer."""
        panel = self.photos if on else self.timeline
        if self._over_time.currentWidget() is panel:
            return
        dock, room = self._docks[ActionName.TIMELINE_DOCK], self._window.height()
        before, self._other_height = self._other_height, dock.height()
        self._over_time.setCurrentWidget(panel)
        dock.setWindowTitle(
            translate("Docks", "Photos") if on else self._commands[ActionName.TIMELINE_DOCK].text()
        )
        height = before or round(PHOTOS_SHARE * room)
        self._window.resizeDocks([dock], [height], Qt.Orientation.Vertical)

    def in_order(self) -> list[QDockWidget]:
        """Return the panels as they are read: those further up first, then from the left."""
        return sorted(self._docks.values(), key=lambda dock: (dock.y(), dock.x()))

    def reset(self) -> None:
        """Put all panels back to where they were at first."""
        self._commands[ActionName.SIDE_PANEL].setChecked(True)
        self._arrange()

    def show_all(self, *, on: bool) -> None:
        """Show the panels that were put away, or put all away that are shown."""
        if on and self._put_away is not None:
            for dock in self._put_away:
                dock.show()
            self._put_away = None
        elif not on:
            shown = [dock for dock in self._docks.values() if not dock.isHidden()]
            self._put_away = [*(self._put_away or ()), *shown]
            for dock in shown:
                dock.hide()

    def _on_side_panel(self, on: bool) -> None:  # noqa: FBT001 (the signature of a Qt slot)
        self.show_all(on=on)

    def _panel(self, kind: type[Panel]) -> Panel:
        (panel,) = (panel for panel in self._panels if isinstance(panel, kind))
        return panel

    def _add(self, name: ActionName, widget: QWidget) -> None:
        action = self._commands[name]
        dock = _Dock(action.text(), self._window)
        dock.setObjectName(name)
        widget.setObjectName("dock-content")
        dock.setWidget(widget)
        dock.setAccessibleName(action.text())
        self._docks[name] = dock
        dock.setTitleBarWidget(DockTitle(dock, action, self._theme))
        dock.toggleViewAction().toggled.connect(self._on_dock_toggled)
        action.toggled.connect(dock.setVisible)
        action.toggled.connect(self._raise)

    def _on_dock_toggled(self) -> None:
        """Check what is shown: a panel that is minimised with its window is not hidden."""
        for name, dock in self._docks.items():
            self._commands[name].setChecked(not dock.isHidden())

    def _raise(self, on: bool) -> None:  # noqa: FBT001 (the signature of a Qt slot)
        """Bring a panel to the front that was asked for and shares its place with another."""
        if on and self._window.isVisible():
            self._docks[ActionName(self.sender().objectName())].raise_()

    def _arrange(self) -> None:
        for dock in self._docks.values():
            dock.hide()
        # Now, or Qt leaves the tabs of docks behind that shared a place.
        self._activate_layout()
        for spec in PANELS:
            dock = self._docks[spec.name]
            dock.setFloating(False)
            self._window.addDockWidget(spec.area, dock)
        for name in (ActionName.PERFORMANCE_DOCK, ActionName.SHARE_DOCK):
            self._window.tabifyDockWidget(self._docks[ActionName.MODEL_DOCK], self._docks[name])
        for spec in PANELS:
            self._docks[spec.name].setVisible(spec.shown)
        right = [self._docks[ActionName.FACES_DOCK]]
        self._window.resizeDocks(
            right, [self._size(RIGHT_WIDTH, self._window.width())], Qt.Orientation.Horizontal
        )
        for name, height in self._heights(self._window.height()).items():
            self._resize(name, height)

    def fit(self, before: int, now: int) -> None:
        """Use the room of a window that has another height now, where nobody chose a size."""
        column = self._docks[ActionName.FACES_DOCK].height()
        column += self._docks[ActionName.MODEL_DOCK].height()
        for name, height in self._heights(before).items():
            # Qt has given both docks of the column their share of its new height already.
            share = column / max(1, before - BARS) if name is ActionName.MODEL_DOCK else 1
            dock = self._docks[name]
            if dock.isVisible() and abs(dock.height() - share * height) <= SLACK_PX:
                self._resize(name, self._heights(now)[name])
        self._activate_layout()

    def _activate_layout(self) -> None:
        layout = self._window.layout()
        assert layout is not None
        layout.activate()

    def _resize(self, name: ActionName, height: int) -> None:
        docks, heights = [self._docks[name]], [height]
        if name is ActionName.MODEL_DOCK:
            docks.append(self._docks[ActionName.FACES_DOCK])
            heights.append(max(1, self._window.height() - BARS - height))
        self._window.resizeDocks(docks, heights, Qt.Orientation.Vertical)

    def _heights(self, window: int) -> dict[ActionName, int]:
        """Return the usual heights of panels in a window of this height; the others take the rest.

        Two cards with bars are seen whole in a window of usual size.
        """
        model = min(max(MODEL_HEIGHT, window - FACES_AND_BARS), MODEL_MOST)
        timeline = max(TIMELINE_HEIGHT, round(TIMELINE_SHARE * window))
        return {
            ActionName.MODEL_DOCK: self._size(model, window),
            ActionName.TIMELINE_DOCK: self._size(timeline, window),
        }

    def _size(self, size_px: int, window_px: int) -> int:
        """Return the size of a panel, chosen with the usual font, in the font of the window."""
        return max(size_px, min(scaled(size_px, self._window.font()), int(MOST * window_px)))


class _Dock(QDockWidget):
    """A panel out of which Tab leads, also while it floats in a window of its own."""

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001 (Qt's signature)
        window = self.parentWidget()
        assert window is not None
        return window.focusNextPrevChild(next)


def _column(*widgets: QWidget) -> QWidget:
    """Return a widget with these below each other; the first takes the room there is."""
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(8, 8, 8, 8)
    layout.setSpacing(8)
    for index, widget in enumerate(widgets):
        layout.addWidget(widget, int(index == 0))
    return column
