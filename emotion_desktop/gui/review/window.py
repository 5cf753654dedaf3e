"""The window of one recorded session. It imports pyqtgraph, so it is imported when wanted."""

from collections.abc import Callable
from pathlib import Path
from typing import Final, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenu,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from emotion_desktop.domain import FrameResult
from emotion_desktop.errors import EmotionDesktopError
from emotion_desktop.gui.actions import Actions
from emotion_desktop.gui.jobs import Jobs
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.look.theme import Theme
from emotion_desktop.gui.review.actions import GROUPS, REVIEW
from emotion_desktop.gui.review.exports import Exports
from emotion_desktop.gui.review.player import Player
from emotion_desktop.gui.review.side import SidePanel
from emotion_desktop.gui.review.timeline import Timeline
from emotion_desktop.gui.review.transport import Transport
from emotion_desktop.gui.review.words import facts, remarks
from emotion_desktop.gui.stage.notices import NoticeStack
from emotion_desktop.gui.stage.states import Notice
from emotion_desktop.gui.stage.toast import Toast
from emotion_desktop.gui.stage.video_view import VideoView
from emotion_desktop.gui.tab_order import move_focus
from emotion_desktop.outputs.recording.reader import RecordedSession
from emotion_desktop.vision.sources.playback import next_speed

JUMP_S: Final = 5.0
NEAR_S: Final = 0.5
"""Whoever is so little behind a marker and wants to go back means the one before."""


class ReviewWindow(QMainWindow):
    """Picture, timeline and figures of a session, all at the same moment of it.

    Signals:
        closed: It is about to go.

    Attributes:
        session: What is shown.
        commands: The actions by name.
        player: Moves through the session.
        video: The picture.
        transport: The row below it.
        timeline: The chart.
        side: The tables.
        exports: Saves.
        notices: Lines above the picture.
        toast: The message over it.
        jobs: Work off the GUI thread.
    """

    closed = Signal()

    def __init__(self, session: RecordedSession, theme: Theme) -> None:
        super().__init__()
        self.session = session
        self.setWindowTitle(translate("Review", "Review – {name}").format(name=session.name))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1280, 800)
        self.setMinimumSize(880, 560)
        self._result: FrameResult | None = None
        self.jobs = Jobs(self)
        self.commands = Actions(theme, self, REVIEW)
        self.player = Player(session, self)
        self.video = VideoView(theme)
        self.video.setAccessibleName(translate("Review", "Recorded picture"))
        self.notices = NoticeStack(theme)
        self.transport = Transport(float(session.times[-1]), self.commands, theme)
        self.timeline = Timeline(session, self.commands, theme)
        self.side = SidePanel(session)
        self.exports = Exports(session, self.jobs, self)
        self._lay_out()
        self.toast = Toast(self.video)
        self._fill_menu_bar()
        self.addActions(list(self.commands))
        self._connect()
        self._limit()
        self._show_person(session.people[0].track_id if session.people else None)
        said = list(remarks(session))
        if said:
            self._warn("session", said[0], " ".join(said[1:]))
        self.video.setFocus()
        self.player.seek(0.0)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Hide first, then end the threads."""
        self.hide()
        self.player.close()
        self.jobs.wait(0.5)
        self.closed.emit()
        event.accept()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001 (Qt's signature)
        """Let Tab go through picture, chart and tables as they are read."""
        return move_focus(self, [self._left, self.side], forward=next)

    def _lay_out(self) -> None:
        picture = QWidget()
        column = QVBoxLayout(picture)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.notices)
        column.addWidget(self.video, 1)
        column.addWidget(self.transport)
        left = self._left = QSplitter(Qt.Orientation.Vertical)
        left.addWidget(picture)
        left.addWidget(self.timeline)
        left.setStretchFactor(0, 1)
        left.setSizes([470, 280])
        left.setChildrenCollapsible(False)
        self._middle = QWidget()
        row = QHBoxLayout(self._middle)
        row.setContentsMargins(8, 8, 8, 8)
        row.setSpacing(12)
        row.addWidget(left, 1)
        row.addWidget(self.side)
        self.setCentralWidget(self._middle)
        self.statusBar().addWidget(QLabel(facts(self.session)))
        self.statusBar().setSizeGripEnabled(False)

    def _fill_menu_bar(self) -> None:
        for group in GROUPS:
            menu = QMenu(translate("Actions", group), self)
            menu.setToolTipsVisible(True)
            menu.addActions([self.commands[spec.name] for spec in REVIEW if spec.group == group])
            self.menuBar().addMenu(menu)

    def _connect(self) -> None:
        player, exports = self.player, self.exports
        slots: dict[str, Callable[[], None]] = {
            "report": exports.ask_report,
            "chart_png": exports.ask_chart_png,
            "chart_svg": exports.ask_chart_svg,
            "summary_csv": exports.ask_summary_csv,
            "show_folder": exports.show_folder,
            "pause": self._toggle,
            "step_back": self._step_back,
            "step_forward": self._step_forward,
            "seek_back": self._seek_back,
            "seek_forward": self._seek_forward,
            "to_start": self._to_start,
            "to_end": self._to_end,
            "previous_marker": self._previous_marker,
            "next_marker": self._next_marker,
            "slower": self._slower,
            "faster": self._faster,
            "overlay": self._show_picture,
            "bars": self._show_picture,
            "next_person": self._next_person,
        }
        for name, slot in slots.items():
            self.commands[name].triggered.connect(slot)
        self.commands["close"].triggered.connect(self.close)
        player.moved.connect(self._on_moved)
        player.shown.connect(self._on_shown)
        player.switched.connect(self._on_switched)
        player.video_failed.connect(self._on_video_failed)
        for part in (self.transport, self.timeline, self.side):
            part.sought.connect(player.seek)
        self.transport.speed_chosen.connect(player.set_speed)
        self.transport.show_speed(player.speed)
        self.timeline.person_chosen.connect(self._show_person)
        self.timeline.span_shown.connect(exports.set_span)
        self.side.person_chosen.connect(self._show_person)
        exports.saved.connect(self._on_saved)
        exports.failed.connect(self._on_failed)

    def _limit(self) -> None:
        """Make grey what this session has not got, and say why."""
        commands, session = self.commands, self.session
        if not session.people:
            for name in ("chart_png", "chart_svg", "next_person"):
                commands.disable(name, translate("Review", "no face was seen in this recording"))
        elif len(session.people) == 1:
            commands.disable("next_person", translate("Review", "there is only one person"))
        if not session.markers:
            for name in ("previous_marker", "next_marker"):
                commands.disable(name, translate("Review", "this recording has no markers"))
        if session.metadata.video == "annotated" and session.video is not None:
            commands["overlay"].setChecked(False)
            for name in ("overlay", "bars"):
                commands.disable(name, translate("Review", "they are part of this video"))

    # What the player says

    def _on_moved(self, time_s: float) -> None:
        self.transport.show_time(time_s)
        self.timeline.set_head(time_s)

    def _on_shown(self, result: FrameResult) -> None:
        self._result = result
        self._show_picture()

    def _on_switched(self) -> None:
        self.commands.show_playing(playing=self.player.playing)

    def _on_video_failed(self, error: EmotionDesktopError) -> None:
        text = translate("Review", "The video cannot be shown, only the results")
        self._warn("video", text, str(error))

    # What the user does

    def _toggle(self) -> None:
        # A control that Tab has led to wants the space bar for itself.
        focused = QApplication.focusWidget()
        if isinstance(focused, QAbstractButton):
            focused.click()
        elif isinstance(focused, QComboBox):
            focused.showPopup()
        else:
            self.player.toggle()

    def _step_back(self) -> None:
        self.player.step(-1)

    def _step_forward(self) -> None:
        self.player.step(1)

    def _seek_back(self) -> None:
        self.player.seek(self.player.position - JUMP_S)

    def _seek_forward(self) -> None:
        self.player.seek(self.player.position + JUMP_S)

    def _to_start(self) -> None:
        self.player.seek(0.0)

    def _to_end(self) -> None:
        self.player.seek(float(self.session.times[-1]))

    def _previous_marker(self) -> None:
        before = self.player.position - (NEAR_S if self.player.playing else 1e-3)
        times = [mark.time_s for mark in self.session.markers if mark.time_s < before]
        self.player.seek(max(times, default=0.0))

    def _next_marker(self) -> None:
        after = self.player.position + 1e-3
        if times := [mark.time_s for mark in self.session.markers if mark.time_s > after]:
            self.player.seek(min(times))

    def _slower(self) -> None:
        self._set_speed(next_speed(self.player.speed, -1))

    def _faster(self) -> None:
        self._set_speed(next_speed(self.player.speed, 1))

    def _set_speed(self, speed: float) -> None:
        self.player.set_speed(speed)
        self.transport.show_speed(speed)

    def _show_picture(self) -> None:
        bars = self.commands["bars"].isChecked()
        self.video.set_overlay(bars=bars, heatmaps=False)
        if self._result is None:
            return
        if self.commands["overlay"].isChecked():
            self.video.show_result(self._result)
        else:
            self.video.show_frame(self._result.frame)

    def _next_person(self) -> None:
        ids = [person.track_id for person in self.session.people]
        shown = self.exports.person
        place = ids.index(shown.track_id) if shown is not None else -1
        self._show_person(ids[(place + 1) % len(ids)])

    def _show_person(self, track_id: int | None) -> None:
        self.exports.person = next(
            (person for person in self.session.people if person.track_id == track_id), None
        )
        self.timeline.show_person(track_id)
        self.side.show_person(track_id)

    def _on_saved(self, path: object) -> None:
        text = translate("Review", "Saved {name}").format(name=cast("Path", path).name)
        self.notices.clear("export")
        self.toast.say(text, translate("Review", "Open folder"), self.exports.show_saved)

    def _on_failed(self, error: EmotionDesktopError) -> None:
        text = translate("Review", "The file could not be saved")
        self._warn("export", text, str(error))

    def _warn(self, topic: str, text: str, details: str) -> None:
        self.notices.show_notice(Notice(topic=topic, text=text, details=details, warning=True))
