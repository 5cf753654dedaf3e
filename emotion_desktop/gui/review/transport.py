"""The row below the picture: play, step, go to a time, how fast."""

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSlider,
    QStyle,
    QToolButton,
    QWidget,
)

from emotion_desktop.gui.actions import Actions
from emotion_desktop.gui.language import local_number, translate
from emotion_desktop.gui.look import icons
from emotion_desktop.gui.look.fonts import tabular
from emotion_desktop.gui.look.theme import Theme
from emotion_desktop.outputs.recording.chart_axis import clock
from emotion_desktop.vision.sources.playback import SPEEDS

NARROW: Final = 640

EXPORTS: Final = ("report", "chart_png", "chart_svg", "summary_csv")


class TimeSlider(QSlider):
    """A slider in milliseconds that goes where it is clicked.

    Signals:
        sought: (float) The user has moved it to a time in seconds.
    """

    sought = Signal(float)

    def __init__(self, end_s: float) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(0, max(1, round(1000 * end_s)))
        self.setAccessibleName(translate("Review", "Position"))
        self.setToolTip(translate("Review", "Drag to go to a time"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMinimumWidth(80)

    def show_time(self, time_s: float) -> None:
        """Stand at a time."""
        self.setValue(round(1000 * time_s))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there, and on with the mouse."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._go(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Stay where it is."""
        event.accept()

    def _go(self, event: QMouseEvent) -> None:
        handle = self.style().pixelMetric(QStyle.PixelMetric.PM_SliderLength, None, self)
        place = round(event.position().x() - handle / 2)
        value = QStyle.sliderValueFromPosition(
            self.minimum(), self.maximum(), place, self.width() - handle
        )
        self.setValue(value)
        self.sought.emit(value / 1000)
        event.accept()


class Transport(QWidget):
    """Buttons, slider, time and speed.

    Signals:
        sought: (float) The user wants to go to a time in seconds.
        speed_chosen: (float) The user wants to play so fast.

    Attributes:
        slider: The position.
        speed: The chooser of the speed.
        time: Position and length in words.
        export: The button with what can be saved.
    """

    sought = Signal(float)
    speed_chosen = Signal(float)

    def __init__(
        self, end_s: float, actions: Actions, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._end_s = end_s
        self._theme = theme
        self.slider = TimeSlider(end_s)
        self.slider.sought.connect(self.sought)
        self.time = QLabel()
        self.time.setFont(tabular(self.font()))
        self.speed = QComboBox()
        for speed in SPEEDS:
            self.speed.addItem(local_number(f"{speed:g}×"), speed)
        self.speed.setAccessibleName(translate("Review", "Speed"))
        self.speed.setToolTip(
            translate("Review", "How fast it plays ({slower} slower, {faster} faster)").format(
                slower=actions["slower"].shortcut().toString(),
                faster=actions["faster"].shortcut().toString(),
            )
        )
        self.speed.activated.connect(self._on_speed)
        self.export = QToolButton()
        self.export.setObjectName("export")
        self.export.setText(translate("Review", "Export"))
        self.export.setToolTip(translate("Review", "Save a report, this chart or the figures"))
        self.export.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.export.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.export.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.export.setAutoRaise(True)
        menu = QMenu(self.export)
        menu.setToolTipsVisible(True)
        menu.addActions([actions[name] for name in EXPORTS])
        self.export.setMenu(menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(4)
        for name in ("step_back", "pause", "step_forward"):
            row.addWidget(icon_button(actions, name))
        row.addSpacing(4)
        row.addWidget(self.slider, 1)
        row.addSpacing(4)
        row.addWidget(self.time)
        row.addSpacing(4)
        row.addWidget(self.speed)
        for name in ("overlay", "bars"):
            row.addWidget(icon_button(actions, name))
        row.addWidget(self.export)
        theme.changed.connect(self._tint)
        self._tint()
        self.show_time(0.0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the last button without its text where there is no room for it."""
        super().resizeEvent(event)
        is_narrow = event.size().width() < NARROW
        text, icon = (
            Qt.ToolButtonStyle.ToolButtonTextBesideIcon,
            Qt.ToolButtonStyle.ToolButtonIconOnly,
        )
        self.export.setToolButtonStyle(icon if is_narrow else text)

    def show_time(self, time_s: float) -> None:
        """Show where it is."""
        self.slider.show_time(time_s)
        now, end = clock(time_s, tenths=True), clock(self._end_s, tenths=True)
        self.time.setText(local_number(f"{now} / {end}"))

    def show_speed(self, speed: float) -> None:
        """Show how fast it plays."""
        self.speed.setCurrentIndex(SPEEDS.index(speed))

    def _on_speed(self, index: int) -> None:
        self.speed_chosen.emit(SPEEDS[index])

    def _tint(self) -> None:
        self.export.setIcon(self._theme.icon("export"))


def icon_button(actions: Actions, name: str) -> QToolButton:
    """Return a button for an action that shows its icon alone."""
    button = QToolButton()
    button.setDefaultAction(actions[name])
    button.setIconSize(QSize(icons.SIZE, icons.SIZE))
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    button.setAutoRaise(True)
    button.setAccessibleName(actions[name].text())
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
