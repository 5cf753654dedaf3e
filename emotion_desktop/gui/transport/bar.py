"""The bar below the picture of a file."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.look.buttons import icon_button, make_flat
from emotion_desktop.gui.look.fonts import tabular
from emotion_desktop.gui.transport.scrubber import Scrubber
from emotion_desktop.gui.transport.times import (
    picture_text,
    position_text,
    speed_text,
    widest,
)
from emotion_desktop.vision.live.stats import Playhead
from emotion_desktop.vision.sources.playback import SPEEDS

if TYPE_CHECKING:
    from emotion_desktop.gui.actions import Actions


class TransportBar(QFrame):
    """Play, steps, position, time and speed.

    Args:
        commands: Has the actions of the buttons.
        more: Actions that get a button on the right.
        parent: What it stands in.

    Signals:
        speed_chosen: (float) Times the file's own speed.

    Attributes:
        scrubber: The slider.
    """

    speed_chosen = Signal(float)

    def __init__(
        self, commands: "Actions", more: Sequence[ActionName], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("transport")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(4)
        for name in (ActionName.STEP_BACK, ActionName.PAUSE, ActionName.STEP_FORWARD):
            layout.addWidget(icon_button(commands[name], self))
        layout.addSpacing(4)
        self.scrubber = Scrubber(self)
        layout.addWidget(self.scrubber, 1)
        layout.addSpacing(4)
        self._time = QLabel(self)
        self._time.setFont(tabular(self._time.font()))
        self._time.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._time)
        layout.addSpacing(4)
        self.speed_button = self._speed_button()
        layout.addWidget(self.speed_button)
        for name in more:
            layout.addWidget(icon_button(commands[name], self))
        self._shown: Playhead | None = None
        self.show_playhead(Playhead())

    @property
    def time_text(self) -> str:
        """The position and the length as they are shown."""
        return self._time.text()

    @property
    def speed_text(self) -> str:
        """The speed as it is shown."""
        return self.speed_button.text()

    def show_playhead(self, playhead: Playhead) -> None:
        """Show where the file is and how it is played."""
        before, self._shown = self._shown, playhead
        if before is None or before.duration_s != playhead.duration_s:
            text = (
                picture_text(playhead.pictures - 1, playhead.pictures)
                if playhead.pictures
                else widest(playhead.duration_s)
            )
            self._time.setMinimumWidth(self._time.fontMetrics().horizontalAdvance(text))
        if before is None or before.speed != playhead.speed:
            self.speed_button.setText(speed_text(playhead.speed))
            for action in self._speeds.actions():
                action.setChecked(action.data() == playhead.speed)
        self.speed_button.setVisible(not playhead.pictures)
        if playhead.pictures:
            text = picture_text(playhead.picture, playhead.pictures)
            last_s: float | None = playhead.time_of(playhead.pictures - 1)
        else:
            text = position_text(playhead.position_s, playhead.duration_s)
            last_s = playhead.duration_s
        self.scrubber.show_position(playhead.position_s, last_s, text)
        self._time.setText(text)

    def _speed_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setAccessibleName(translate("Transport", "Speed"))
        button.setToolTip(translate("Transport", "Speed ([ slower, ] faster)"))
        button.setFont(tabular(button.font()))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        self._speeds = QActionGroup(self)
        for speed in reversed(SPEEDS):
            action = menu.addAction(speed_text(speed))
            action.setCheckable(True)
            action.setData(speed)
            self._speeds.addAction(action)
        self._speeds.triggered.connect(self._choose_speed)
        button.setMenu(menu)
        width = button.fontMetrics().horizontalAdvance(speed_text(0.25))
        button.setMinimumWidth(width + 28)
        make_flat(button)
        return button

    def _choose_speed(self) -> None:
        self.speed_chosen.emit(self._speeds.checkedAction().data())
