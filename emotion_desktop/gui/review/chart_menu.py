"""The menu of a recording's chart: copies what is shown of it, or saves it."""

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QMenu

from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.charts.copy_menu import CopyMenu

if TYPE_CHECKING:
    from emotion_desktop.gui.review.window import ReviewWindow

SAVE: Final = (ActionName.CHART_PNG, ActionName.CHART_SVG, ActionName.SUMMARY_CSV)
ZOOM: Final = (ActionName.ZOOM_IN, ActionName.ZOOM_OUT, ActionName.ZOOM_ALL)


class ChartMenu(CopyMenu):
    """Copies the part of the chart that is shown; saves and zooms as the menus do."""

    def __init__(self, window: "ReviewWindow") -> None:
        super().__init__(window, window.toast)
        self._window = window
        window.timeline.chart.menu_wanted.connect(self.open)

    def drawing(self) -> str:
        """Return what is shown as SVG."""
        return self._window.exports.drawn_chart()

    def table(self) -> str:
        """Return what is shown as a table, cells parted by tabs."""
        return self._window.timeline.as_table()

    def menu(self) -> QMenu:
        """Return the menu; without a person there is nothing to copy."""
        menu = super().menu()
        for copy in menu.actions():
            copy.setEnabled(self._window.exports.person is not None)
        for names in (SAVE, ZOOM):
            menu.addSeparator()
            menu.addActions([self._window.commands[name] for name in names])
        return menu
