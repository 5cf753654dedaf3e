"""The menu of a chart, as far as all have it: copies what is shown of it."""

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from emotion_desktop.gui.language import translate
from emotion_desktop.gui.live_view.toast import Toast


class CopyMenu(QObject):
    """Copies the part of a chart that is shown, as a picture or as numbers.

    Args:
        widget: The menu's parent.
        toast: Says what was copied.
    """

    def __init__(self, widget: QWidget, toast: Toast) -> None:
        super().__init__(widget)
        self._widget = widget
        self._toast = toast

    def drawing(self) -> str:
        """Return what is shown as SVG."""
        raise NotImplementedError

    def table(self) -> str:
        """Return what is shown as a table, cells parted by tabs."""
        raise NotImplementedError

    def menu(self) -> QMenu:
        """Return the menu."""
        menu = QMenu(self._widget)
        menu.addAction(translate("Timeline", "Copy chart")).triggered.connect(self._copy_picture)
        menu.addAction(translate("Timeline", "Copy values")).triggered.connect(self._copy_values)
        return menu

    def open(self, place: QPoint) -> None:
        """Show the menu at a place of the screen."""
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def _copy_picture(self) -> None:
        from emotion_desktop.gui.charts.chart_copies import image_of

        QGuiApplication.clipboard().setImage(image_of(self.drawing()))
        self._toast.say(translate("Timeline", "Copied the chart"))

    def _copy_values(self) -> None:
        QGuiApplication.clipboard().setText(self.table())
        self._toast.say(translate("Timeline", "Copied the values"))
