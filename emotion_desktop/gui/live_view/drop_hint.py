"""Says, while something is dragged over the window, where to let it go and what for."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from emotion_desktop.gui.language import translate
from emotion_desktop.gui.look.theme import Theme

VEIL: Final = 220
EDGE: Final = 2
INSET: Final = 8


class DropHint(QWidget):
    """Lies over its parent, as large as that; hidden until it is wanted."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self._theme = theme
        self.text = translate("Window", "Drop to open: pictures, videos, folders or a recording")
        self.setAccessibleName(self.text)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        parent.installEventFilter(self)
        self.hide()

    def appear(self) -> None:
        """Be seen, above all else."""
        self.setGeometry(self._parent.rect())
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the parent."""
        if event.type() is QEvent.Type.Resize:
            self.setGeometry(self._parent.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint an edge and the text over a veil."""
        del event
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(colours.surface)
        veil.setAlpha(VEIL)
        painter.fillRect(self.rect(), veil)
        painter.setPen(QPen(QColor(colours.accent), EDGE, Qt.PenStyle.DashLine))
        room = QRectF(self.rect()).adjusted(INSET, INSET, -INSET, -INSET)
        painter.drawRoundedRect(room, INSET, INSET)
        painter.setPen(QColor(colours.text))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(room.adjusted(INSET, 0, -INSET, 0), flags, self.text)
        painter.end()
