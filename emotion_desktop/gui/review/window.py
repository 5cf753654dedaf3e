"""The window of one recorded session. It imports pyqtgraph, so it is imported when wanted."""

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
from emotion_desktop.gui.language import isolated, translate
from emotion_desktop.gui.live_view.notices import NoticeStack
from emotion_desktop.gui.live_view.toast import Toast
from emotion_desktop.gui.live_view.video_view import VideoView
from emotion_desktop.gui.look.fonts import scaled
from emotion_desktop.gui.look.theme import Theme
from emotion_desktop.gui.review.actions import GROUPS, REVIEW
from emotion_desktop.gui.review.again import Again
from emotion_desktop.gui.review.chart_menu import ChartMenu
from emotion_desktop.gui.review.controller import Controller
from emotion_desktop.gui.review.editor import Editor
from emotion_desktop.gui.review.exports import Exports
from emotion_desktop.gui.review.people_names import PeopleNames
from emotion_desktop.gui.review.player import Player
from emotion_desktop.gui.review.review_data import ReviewData
from emotion_desktop.gui.review.side_panel import SidePanel
from emotion_desktop.gui.review.texts import facts
from emotion_desktop.gui.review.timeline import Timeline
from emotion_desktop.gui.review.transport import ReviewBar
from emotion_desktop.gui.tab_order import move_focus
from emotion_desktop.outputs.recording.edits import NO_EDITS


class ReviewWindow(QMainWindow):
    """Picture, timeline and figures of a session, all at the same moment of it.

    Signals:
        closed: It is about to go.

    Attributes:
        session: What is shown.
        theme: Light or dark.
        commands: The actions by name.
        player: Moves through the session.
        notices: Lines above the picture.
        video: The picture.
        transport: The row below it.
        timeline: The chart.
        side: The tables.
        exports: Saves.
        toast: The message over the picture.
        jobs: Work off the GUI thread.
        controller: Joins them.
        editor: Changes the recording.
        people: Names them.
        again: Analyses it again.
        chart_menu: Copies the chart.
    """

    closed = Signal()

    def __init__(self, material: ReviewData, theme: Theme) -> None:
        super().__init__()
        session = material.session
        self.setWindowTitle(
            translate("Review", "Review – {name}").format(name=isolated(session.name))
        )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1280, 800)
        self.setMinimumSize(880, 560)
        self.session = session
        self.theme = theme
        self.jobs = Jobs(self)
        self.commands = Actions(theme, self, REVIEW)
        self.player = Player(session, self)
        self.exports = Exports(session, self.jobs, self)
        self.notices = NoticeStack(theme)
        self.video = VideoView(theme)
        self.video.setMinimumHeight(72)  # with a large font it comes first
        self.video.setAccessibleName(translate("Review", "Recorded picture"))
        self.toast = Toast(self.video)
        self.transport = ReviewBar(self.commands, theme)
        self.timeline = Timeline(material, self.commands, theme)
        self.side = SidePanel(material, self.jobs)
        self._facts = QLabel(facts(session))
        self._make_menus()
        self._left = self._make_left()
        self._lay_out()
        self.controller = Controller(self, material)
        self.editor = Editor(self, material)
        self.editor.edited.connect(self._on_edited)
        self.people = PeopleNames(self.side, self.player, self.editor)
        self.again = Again(self)
        self.chart_menu = ChartMenu(self)
        self.controller.start()
        if material.edits != NO_EDITS:
            self.editor.show()
        self.video.setFocus()

    def _on_edited(self, shown: ReviewData, kept: ReviewData) -> None:
        self._facts.setText(facts(kept.session))
        self.controller.show_edited(shown, kept)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Hide first, then end the threads."""
        self.hide()
        self.again.close()
        self.player.close()
        self.jobs.wait(0.5 if self.editor.is_settled else 5.0)
        self.closed.emit()
        event.accept()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001 (Qt's signature)
        """Let Tab go through picture, chart and tables as they are read."""
        return move_focus(self, [self._left, self.side], forward=next)

    def _make_menus(self) -> None:
        for group in GROUPS:
            menu = QMenu(translate("Actions", group), self)
            menu.setToolTipsVisible(True)
            menu.addActions([self.commands[spec.name] for spec in REVIEW if spec.group == group])
            self.menuBar().addMenu(menu)
        self.addActions(list(self.commands))

    def _make_left(self) -> QSplitter:
        """Return picture and timeline, one above the other."""
        picture = QWidget()
        column = QVBoxLayout(picture)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.notices)
        column.addWidget(self.video, 1)
        column.addWidget(self.transport)
        left = QSplitter(Qt.Orientation.Vertical)
        left.setChildrenCollapsible(False)
        left.addWidget(picture)
        left.addWidget(self.timeline)
        left.setStretchFactor(0, 1)
        left.setSizes([470, min(scaled(280, self.font()), 400)])
        return left

    def _lay_out(self) -> None:
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(8, 8, 8, 8)
        row.setSpacing(12)
        row.addWidget(self._left, 1)
        row.addWidget(self.side)
        self.setCentralWidget(middle)
        self.statusBar().addWidget(self._facts)
        self.statusBar().setSizeGripEnabled(False)
