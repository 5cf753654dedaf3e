"""The window of one recorded session. It imports pyqtgraph, so it is imported when wanted."""

import time
from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenu,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from emotion_desktop.gui.actions import Actions
from emotion_desktop.gui.jobs import Jobs
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.live_view.notices import NoticeStack
from emotion_desktop.gui.live_view.toast import Toast
from emotion_desktop.gui.live_view.video_view import VideoView
from emotion_desktop.gui.look.theme import Theme
from emotion_desktop.gui.review.actions import FILE, GROUPS, PLAYBACK, REVIEW, VIEW
from emotion_desktop.gui.review.controller import Controller
from emotion_desktop.gui.review.exports import Exports
from emotion_desktop.gui.review.player import Player
from emotion_desktop.gui.review.review_data import ReviewData
from emotion_desktop.gui.review.side_panel import SidePanel
from emotion_desktop.gui.review.texts import facts
from emotion_desktop.gui.review.timeline import Timeline
from emotion_desktop.gui.review.transport import ReviewBar
from emotion_desktop.gui.slices import Slices, dressed
from emotion_desktop.gui.tab_order import move_focus

EXPOSED_S: Final = 0.5


class ReviewWindow(QMainWindow):
    """Picture, timeline and figures of a session, all at the same moment of it.

    It makes itself in slices, and shows itself when it is complete.

    Signals:
        ready: It is complete.
        closed: It is about to go.

    Attributes:
        session: What is shown.
        commands: The actions by name.
        player: Navigation through the session.
        notices: Lines above the picture.
        video: The picture.
        transport: The row below it.
        timeline: The chart.
        side: The tables.
        exports: Saves.
        toast: The message over the picture.
        jobs: Work off the GUI thread.
    """

    ready = Signal()
    closed = Signal()

    notices: NoticeStack
    video: VideoView
    transport: ReviewBar
    timeline: Timeline
    side: SidePanel
    toast: Toast

    def __init__(self, material: ReviewData, theme: Theme) -> None:
        super().__init__()
        session = material.session
        self.setWindowTitle(translate("Review", "Review – {name}").format(name=session.name))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1280, 800)
        self.setMinimumSize(880, 560)
        self.session = session
        self.jobs = Jobs(self)
        self.commands = Actions(theme, self, ())
        self.player = Player(session, self)
        self.exports = Exports(session, self.jobs, self)
        self._material = material
        self._theme = theme
        self._slices = Slices(self._make(), self)
        self._slices.done.connect(self.ready)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Hide first, then end the threads."""
        self.hide()
        self._slices.stop()
        self.player.close()
        self.jobs.wait(0.5)
        self.closed.emit()
        event.accept()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001 (Qt's signature)
        """Let Tab go through picture, chart and tables as they are read."""
        return move_focus(self, [self._left, self.side], forward=next)

    def _make(self) -> Iterator[None]:
        """Make, join and show everything; stop after each two milliseconds or so.

        From the outside to the inside: a widget that moves into another one is dressed anew.
        """
        for specs in (FILE, PLAYBACK, VIEW):
            self.commands.add(specs)
            yield
        self._make_menus()
        yield
        self._make_rooms()
        yield
        self._make_picture()
        yield
        self.transport = ReviewBar(self.commands, self._theme, self._picture)
        self._picture_column.addWidget(self.transport)
        yield
        self.timeline = Timeline(self._material, self.commands, self._theme, self._left)
        yield from self.timeline.fill()
        self.side = SidePanel(self._material, self.jobs, self._middle)
        self._row.addWidget(self.side)
        yield from self.side.fill()
        self._left.setStretchFactor(0, 1)
        self._left.setSizes([470, 280])
        self.toast = Toast(self.video)
        yield
        controller = Controller(self, self._material)
        yield
        controller.connect_parts()
        yield
        controller.start()
        yield
        yield from dressed(self)
        yield from self._appear()

    def _make_menus(self) -> None:
        for group in GROUPS:
            menu = QMenu(translate("Actions", group), self)
            menu.setToolTipsVisible(True)
            menu.addActions([self.commands[spec.name] for spec in REVIEW if spec.group == group])
            self.menuBar().addMenu(menu)
        self.addActions(list(self.commands))

    def _make_rooms(self) -> None:
        self._middle = QWidget(self)
        self.setCentralWidget(self._middle)
        self._row = QHBoxLayout(self._middle)
        self._row.setContentsMargins(8, 8, 8, 8)
        self._row.setSpacing(12)
        self._left = QSplitter(Qt.Orientation.Vertical, self._middle)
        self._left.setChildrenCollapsible(False)
        self._row.addWidget(self._left, 1)
        self._picture = QWidget(self._left)
        self._picture_column = QVBoxLayout(self._picture)
        self._picture_column.setContentsMargins(0, 0, 0, 0)
        self._picture_column.setSpacing(8)
        self.statusBar().addWidget(QLabel(facts(self.session), self.statusBar()))
        self.statusBar().setSizeGripEnabled(False)

    def _make_picture(self) -> None:
        self.notices = NoticeStack(self._theme, self._picture)
        self.video = VideoView(self._theme, self._picture)
        self.video.setAccessibleName(translate("Review", "Recorded picture"))
        self._picture_column.addWidget(self.notices)
        self._picture_column.addWidget(self.video, 1)

    def _appear(self) -> Iterator[None]:
        """Show it in front; each of its parts is painted in a turn of its own."""
        parts = (self._picture, self.timeline, self.side)
        for part in parts:
            part.setUpdatesEnabled(False)
        self.timeline.chart.hide()  # what it holds is laid out anew by itself
        self.winId()
        yield
        self.ensurePolished()
        layout = self.layout()
        assert layout is not None
        layout.activate()
        yield
        self.video.setFocus()
        self.show()
        yield
        self.raise_()
        self.activateWindow()
        # Not before it has its place on the screen; a screen nobody looks at is not waited for.
        deadline = time.monotonic() + EXPOSED_S
        while not self.windowHandle().isExposed() and time.monotonic() < deadline:
            yield
        yield
        self.timeline.chart.show()
        for part in parts:
            yield
            part.setUpdatesEnabled(True)
