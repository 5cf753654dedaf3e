"""The menu of a recording's chart: copies what is shown of it, or saves it."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.charts.chart_copies import image_of
from emotion_desktop.gui.language import translate

if TYPE_CHECKING:
    from emotion_desktop.gui.review.window import ReviewWindow

SAVE: Final = (ActionName.CHART_PNG, ActionName.CHART_SVG, ActionName.SUMMARY_CSV)
ZOOM: Final = (ActionName.ZOOM_IN, ActionName.ZOOM_OUT, ActionName.ZOOM_ALL)


class ChartMenu(QObject):
    """Copies the part of the chart that is shown; saves and zooms as the menus do."""

    def __init__(self, window: "ReviewWindow") -> None:
        super().__init__(window)
        self._window = window
        window.timeline.chart.menu_wanted.connect(self._open)

    def menu(self) -> QMenu:
        """Return the menu."""
        menu = QMenu(self._window)
        copy_picture = menu.addAction(translate("Timeline", "Copy chart"))
        copy_picture.triggered.connect(self._copy_picture)
        copy_values = menu.addAction(translate("Timeline", "Copy values"))
        copy_values.triggered.connect(self._copy_values)
        for action in (copy_picture, copy_values):
            action.setEnabled(self._window.exports.person is not None)
        for names in (SAVE, ZOOM):
            menu.addSeparator()
            menu.addActions([self._window.commands[name] for name in names])
        return menu

    def _open(self, place: QPoint) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def _copy_picture(self) -> None:
        QGuiApplication.clipboard().setImage(image_of(self._window.exports.drawn_chart()))
        self._window.toast.say(translate("Timeline", "Copied the chart"))

    def _copy_values(self) -> None:
        QGuiApplication.clipboard().setText(self._window.timeline.as_table())
        self._window.toast.say(translate("Timeline", "Copied the values"))
