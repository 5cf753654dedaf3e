"""Plays, steps, seeks and stops, by bar, keys and menu."""

import math
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject

from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.language import QT_TRANSLATE_NOOP, translate
from emotion_desktop.gui.live_view.states import stopped
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.menus.source_text import repeats
from emotion_desktop.gui.session import Session
from emotion_desktop.gui.transport.bar import TransportBar
from emotion_desktop.gui.transport.scrubber import JUMP_S
from emotion_desktop.vision.live.stats import Playhead
from emotion_desktop.vision.sources import FILE, Kind, SourceSpec, kind_of
from emotion_desktop.vision.sources.playback import next_speed

FILES_ONLY: Final = (
    *(ActionName.STEP_BACK, ActionName.STEP_FORWARD, ActionName.SEEK_BACK, ActionName.SEEK_FORWARD),
    *(ActionName.SLOWER, ActionName.FASTER, ActionName.LOOP),
)
"""Actions that live sources and single pictures know nothing of."""

WHY: Final = QT_TRANSLATE_NOOP("Transport", "available for videos, GIFs and folders only")

PREVIOUS: Final = QT_TRANSLATE_NOOP("Transport", "Previous picture")
NEXT: Final = QT_TRANSLATE_NOOP("Transport", "Next picture")
"""What a step is called among photos."""


def is_played(spec: SourceSpec) -> bool:
    """Return whether a source is one to be played, as far as its text tells."""
    if spec.kind == FILE:
        return kind_of(Path(spec.value)) is not Kind.PICTURE
    return not spec.is_live


class Transport(QObject):
    """Joins the bar and the actions of the Playback menu with the session."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._at_end = False
        self._is_offered = False
        self.bar = TransportBar(window.commands, (ActionName.LOOP,))
        window.stage.add_bar(self.bar)
        self._offer(on=False)
        self.bar.scrubber.sought.connect(self._seek)
        self.bar.scrubber.moved_by.connect(self._seek_by)
        self.bar.speed_chosen.connect(self._set_speed)
        commands = window.commands
        commands[ActionName.MINI_MODE].toggled.connect(self._show_bar)
        commands[ActionName.STOP].triggered.connect(session.stop)
        commands[ActionName.STEP_BACK].triggered.connect(self._step_back)
        commands[ActionName.STEP_FORWARD].triggered.connect(self._step_forward)
        commands[ActionName.SEEK_BACK].triggered.connect(self._seek_back)
        commands[ActionName.SEEK_FORWARD].triggered.connect(self._seek_forward)
        commands[ActionName.SLOWER].triggered.connect(self._play_slower)
        commands[ActionName.FASTER].triggered.connect(self._play_faster)
        commands[ActionName.LOOP].triggered.connect(self._repeat)
        session.opening.connect(self._on_opening)
        session.frame_arrived.connect(self._on_picture)
        session.result_arrived.connect(self._on_picture)
        session.playback_changed.connect(self._show_playback)
        session.source_failed.connect(self._on_failed)
        session.source_stopped.connect(self._on_stopped)

    # What the session says

    def _on_opening(self, source: str) -> None:
        spec = SourceSpec.parse(source)
        self._at_end = False
        for name in (ActionName.PAUSE, ActionName.STOP):
            self._window.commands.enable(name)
        self._offer(on=is_played(spec))
        self._window.commands[ActionName.LOOP].setChecked(repeats(spec))
        self.bar.show_playhead(Playhead())

    def _on_picture(self) -> None:
        # Only now it is known: a text may promise more than the source holds.
        seekable = self._session.playhead().seekable
        if seekable is not self._is_offered:
            self._offer(on=seekable)
        self._follow()

    def _follow(self) -> None:
        playhead = self._session.playhead()
        if not playhead.seekable:
            return
        if self._session.ended and playhead.duration_s and not playhead.pictures:
            # The last picture comes before the end, and stays up to it.
            playhead = replace(playhead, position_s=playhead.duration_s)
        self.bar.show_playhead(playhead)

    def _show_playback(self) -> None:
        session, window = self._session, self._window
        resting = session.paused or session.ended or session.stopped
        window.commands.show_playing(playing=not resting)
        held = translate("Window", "Paused") if session.paused and not session.photos else ""
        window.stage.video.set_badge(held)
        if self._at_end and not session.ended:
            window.stage.notices.clear("source")
        self._at_end = session.ended
        self._follow()

    def _on_stopped(self) -> None:
        self._hide()
        self._window.stage.notices.clear("source")
        self._window.stage.video.clear()
        self._window.stage.show_state(stopped())
        self._disable(ActionName.STOP)

    def _on_failed(self) -> None:
        self._hide()
        if not self._session.spec.is_live:  # what may come back is tried again until it is closed
            self._disable(ActionName.PAUSE, ActionName.STOP)

    def _disable(self, *names: ActionName) -> None:
        for name in names:
            self._window.commands.disable(name, translate("Transport", "nothing is playing"))

    def _hide(self) -> None:
        self._offer(on=False)

    # What the user does

    def _seek(self, time_s: float) -> None:
        if self._session.playhead().seekable:
            self._session.playback.seek(time_s)
            self._session.playback_changed.emit()

    def _seek_by(self, seconds: float) -> None:
        playhead = self._session.playhead()
        if playhead.pictures:
            self._step(round(seconds / JUMP_S))
            return
        end_s = playhead.duration_s or math.inf
        self._seek(min(max(0.0, playhead.position_s + seconds), end_s))

    def _step(self, count: int) -> None:
        if self._session.playhead().seekable:
            self._session.playback.step(count)
            self._session.playback_changed.emit()

    def _set_speed(self, speed: float) -> None:
        self._session.playback.speed = speed
        self._session.playback_changed.emit()

    def _step_back(self) -> None:
        self._step(-1)

    def _step_forward(self) -> None:
        self._step(1)

    def _seek_back(self) -> None:
        self._seek_by(-JUMP_S)

    def _seek_forward(self) -> None:
        self._seek_by(JUMP_S)

    def _play_slower(self) -> None:
        self._change_speed(-1)

    def _play_faster(self) -> None:
        self._change_speed(1)

    def _change_speed(self, places: int) -> None:
        self._set_speed(next_speed(self._session.playback.speed, places))

    def _repeat(self) -> None:
        self._session.playback.loop = self._window.commands[ActionName.LOOP].isChecked()
        self._session.playback_changed.emit()

    def _offer(self, *, on: bool) -> None:
        self._is_offered = on
        self._show_bar()
        for name, text in ((ActionName.STEP_BACK, PREVIOUS), (ActionName.STEP_FORWARD, NEXT)):
            photo = translate("Transport", text) if self._session.photos else ""
            self._window.commands.rename(name, photo)
        for name in FILES_ONLY:
            if on:
                self._window.commands.enable(name)
            else:
                self._window.commands.disable(name, translate("Transport", WHY))

    def _show_bar(self) -> None:
        mini = self._window.commands[ActionName.MINI_MODE].isChecked()
        self.bar.setVisible(self._is_offered and not mini)
