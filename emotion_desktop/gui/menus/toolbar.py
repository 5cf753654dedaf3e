"""The toolbar."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QCursor, QResizeEvent
from PySide6.QtWidgets import QApplication, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.look import icons

if TYPE_CHECKING:
    from emotion_desktop.gui.main_window import MainWindow

LEFT: Final = (
    (ActionName.PAUSE, ActionName.STOP),
    (ActionName.GRADCAM, ActionName.BARS, ActionName.MIRROR),
    (ActionName.SNAPSHOT, ActionName.RECORD),
)
"""Actions right of the menus, in groups; right of the last one, which grows, there is room."""

RIGHT: Final = (ActionName.SETTINGS, ActionName.HELP)


class ToolBar(QToolBar):
    """Source and model, what is done most often, and far right settings and help.

    Attributes:
        source: The button that opens the menu of sources.
        model: The button that opens the menu of models.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(translate("ToolBar", "Tools"))
        self._theme = window.theme
        self.setObjectName("tools")
        self.setMovable(False)
        self.setFloatable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setIconSize(QSize(icons.SIZE + 6, icons.SIZE))  # wider: room before the text
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.source = _menu_button(
            translate("ToolBar", "Source"),
            translate("ToolBar", "Choose the source"),
            window.source_menu,
        )
        self.model = _menu_button(
            translate("ToolBar", "Model"),
            translate("ToolBar", "Choose the model"),
            window.model_menu,
        )
        self.addWidget(self.source)
        self.addWidget(self.model)
        for names in LEFT:
            self.addSeparator()
            self.addActions([window.commands[name] for name in names])
        space = QWidget()
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(space)
        self.addActions([window.commands[name] for name in RIGHT])
        for action in self.actions():
            button = self.widgetForAction(action)
            if isinstance(button, QToolButton):
                button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        gradcam = self.widgetForAction(window.commands[ActionName.GRADCAM])
        assert isinstance(gradcam, QToolButton)
        gradcam.setMenu(window.heatmap_menu)
        gradcam.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        record = self.widgetForAction(window.commands[ActionName.RECORD])
        assert isinstance(record, QToolButton)
        record.setProperty("role", "record")
        # "Play" is narrower than "Pause", or wider: what stands right of it must not move.
        pause = self.widgetForAction(window.commands[ActionName.PAUSE])
        widths: dict[QWidget, list[int]] = {pause: [], record: []}
        for on in (True, False):
            window.commands.show_playing(playing=not on)
            window.commands.show_recording(on=on)
            for button, seen in widths.items():
                seen.append(button.sizeHint().width())
        self._pause, self._record = pause, record
        self._widest_pause, self._widest_record = max(widths[pause]), max(widths[record])
        groups = [[window.commands[name] for name in names] for names in (RIGHT, *reversed(LEFT))]
        found = [[self.widgetForAction(action) for action in group] for group in groups]
        self._groups = [
            [each for each in group if isinstance(each, QToolButton)] for group in found
        ]
        self._groups.append([self.model, self.source])
        for button in self.menus:
            button.menu().aboutToHide.connect(self._renew_hover)
        self._theme.changed.connect(self._tint)
        self._tint()

    @property
    def menus(self) -> list[QToolButton]:
        """The buttons that open a menu."""
        found = self.findChildren(QToolButton)
        return [button for button in found if button.menu() is not None]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show buttons without their texts, those far right first, as far as room is short."""
        super().resizeEvent(event)
        for group in self._groups:
            self._show(group, Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        for group in self._groups:
            # No text may go when "Record" becomes "Stop recording".
            has_text = self._record.toolButtonStyle() is not Qt.ToolButtonStyle.ToolButtonIconOnly
            grows = self._widest_record - self._record.sizeHint().width() if has_text else 0
            if self.sizeHint().width() + grows <= event.size().width():
                break
            self._show(group, Qt.ToolButtonStyle.ToolButtonIconOnly)

    def event(self, event: QEvent) -> bool:
        """Look where the mouse is when a dialog has come before the window."""
        if event.type() in {QEvent.Type.WindowDeactivate, QEvent.Type.WindowBlocked}:
            self._renew_hover()
        return super().event(event)

    def _renew_hover(self) -> None:
        """Take the hover from buttons that the mouse has left unnoticed, as by a menu's dialog."""
        QTimer.singleShot(0, self, self._unhover)

    def _unhover(self) -> None:
        over = QApplication.widgetAt(QCursor.pos())
        for button in self.findChildren(QToolButton):
            if button.underMouse() and button is not over:
                button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, on=False)
                button.update()

    def _show(self, group: list[QToolButton], style: Qt.ToolButtonStyle) -> None:
        for button in group:
            button.setToolButtonStyle(style)
            if button is self._pause:
                alone = style is Qt.ToolButtonStyle.ToolButtonIconOnly
                button.setMinimumWidth(0 if alone else self._widest_pause)

    def _tint(self) -> None:
        self.source.setIcon(self._theme.icon("video"))
        self.model.setIcon(self._theme.icon("model"))


def _menu_button(text: str, tip: str, menu: QMenu) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setMenu(menu)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    return button
