"""The row below the picture: that of a file, and what can be saved."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.actions import Actions
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.look.buttons import make_flat
from emotion_desktop.gui.look.fonts import scaled
from emotion_desktop.gui.look.theme import Theme
from emotion_desktop.gui.transport.bar import TransportBar

NARROW: Final = 640

EXPORTS: Final = (
    ActionName.REPORT,
    ActionName.CHART_PNG,
    ActionName.CHART_SVG,
    ActionName.SUMMARY_CSV,
)


class ReviewBar(TransportBar):
    """Play, steps, position, time and speed; what is painted over the picture; what to save.

    Attributes:
        export: The button with what can be saved.
    """

    def __init__(self, commands: Actions, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(commands, (ActionName.OVERLAY, ActionName.BARS), parent)
        self._theme = theme
        self.scrubber.setAccessibleName(translate("Review", "Position"))
        # Here arrow keys go from frame to frame, wherever the focus is.
        self.scrubber.setToolTip(translate("Review", "Drag to go to a time"))
        self.export = QToolButton(self)
        self.export.setObjectName("export")
        self.export.setText(translate("Review", "Export"))
        self.export.setToolTip(translate("Review", "Save a report, this chart or the figures"))
        self.export.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.export.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        make_flat(self.export)
        menu = QMenu(self.export)
        menu.setToolTipsVisible(True)
        menu.addActions([commands[name] for name in EXPORTS])
        self.export.setMenu(menu)
        row = self.layout()
        assert isinstance(row, QHBoxLayout)
        row.addWidget(self.export)
        theme.changed.connect(self._tint)
        self._tint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the last button without its text where there is no room for it."""
        super().resizeEvent(event)
        is_narrow = event.size().width() < scaled(NARROW, self.font())
        text, icon = (
            Qt.ToolButtonStyle.ToolButtonTextBesideIcon,
            Qt.ToolButtonStyle.ToolButtonIconOnly,
        )
        self.export.setToolButtonStyle(icon if is_narrow else text)

    def _tint(self) -> None:
        self.export.setIcon(self._theme.icon("export"))
