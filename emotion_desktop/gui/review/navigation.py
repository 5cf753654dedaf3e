"""What keys, menus and buttons do to the position in a recording."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject

from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.actions import Actions
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.look.buttons import click_focused
from emotion_desktop.gui.review.player import Player
from emotion_desktop.gui.transport.scrubber import JUMP_S
from emotion_desktop.outputs.recording.reader_tables import Marker
from emotion_desktop.vision.sources.playback import next_speed

NEAR_S: Final = 0.5
"""Whoever is so little behind a marker and wants to go back means the one before."""


class Navigation(QObject):
    """Joins the actions of the Playback menu with the player."""

    def __init__(self, player: Player, commands: Actions, parent: QObject) -> None:
        super().__init__(parent)
        self._player = player
        self._session = player.session
        self._commands = commands
        self._markers: tuple[Marker, ...] = ()
        slots: dict[ActionName, Callable[[], None]] = {
            ActionName.PAUSE: self._toggle,
            ActionName.STEP_BACK: self._step_back,
            ActionName.STEP_FORWARD: self._step_forward,
            ActionName.SEEK_BACK: self._seek_back,
            ActionName.SEEK_FORWARD: self._seek_forward,
            ActionName.TO_START: self._to_start,
            ActionName.TO_END: self._to_end,
            ActionName.PREVIOUS_MARKER: self._previous_marker,
            ActionName.NEXT_MARKER: self._next_marker,
            ActionName.SLOWER: self._play_slower,
            ActionName.FASTER: self._play_faster,
        }
        for name, slot in slots.items():
            commands[name].triggered.connect(slot)
        self.show_markers(self._session.markers)

    def show_markers(self, markers: tuple[Marker, ...]) -> None:
        """Go to these markers from now on."""
        self._markers = markers
        for name in (ActionName.PREVIOUS_MARKER, ActionName.NEXT_MARKER):
            if markers:
                self._commands.enable(name)
            else:
                why = translate("Review", "this recording has no markers")
                self._commands.disable(name, why)

    def by(self, seconds: float) -> None:
        """Go so far on, or back if negative."""
        self._player.seek(self._player.position + seconds)

    def _toggle(self) -> None:
        if not click_focused():
            self._player.toggle()

    def _step_back(self) -> None:
        self._player.step(-1)

    def _step_forward(self) -> None:
        self._player.step(1)

    def _seek_back(self) -> None:
        self.by(-JUMP_S)

    def _seek_forward(self) -> None:
        self.by(JUMP_S)

    def _to_start(self) -> None:
        self._player.seek(0.0)

    def _to_end(self) -> None:
        self._player.seek(float(self._session.times[-1]))

    def _previous_marker(self) -> None:
        before = self._player.position - (NEAR_S if self._player.playing else 1e-3)
        times = [mark.time_s for mark in self._markers if mark.time_s < before]
        self._player.seek(max(times, default=0.0))

    def _next_marker(self) -> None:
        after = self._player.position + 1e-3
        if times := [mark.time_s for mark in self._markers if mark.time_s > after]:
            self._player.seek(min(times))

    def _play_slower(self) -> None:
        self._player.set_speed(next_speed(self._player.speed, -1))

    def _play_faster(self) -> None:
        self._player.set_speed(next_speed(self._player.speed, 1))
