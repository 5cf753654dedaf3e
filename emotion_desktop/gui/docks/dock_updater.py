"""Keeps the panels up to date while they can be seen, and joins a clicked face with its chart."""

import time

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from emotion_desktop.domain import FrameResult
from emotion_desktop.gui.accessibility import announce
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.docks.panels import PANELS
from emotion_desktop.gui.label_news import LabelNews
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.session import Session


class PanelUpdates(QObject):
    """Hands results to the panels; a panel that cannot be seen costs next to nothing."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._docks = window.docks
        self._source = ""
        self._shown: tuple[object, ...] = ()
        self._news = LabelNews()
        updates = {
            ActionName.FACES_DOCK: self.update_faces,
            ActionName.TIMELINE_DOCK: self._update_timeline,
            ActionName.PERFORMANCE_DOCK: self._update_figures,
        }
        # One timer each: the picture may be painted between two updates.
        self._timers: dict[ActionName, QTimer] = {}
        for spec in PANELS:
            if spec.update_ms:
                timer = QTimer(self)
                timer.setObjectName(spec.name)
                timer.setInterval(spec.update_ms)
                timer.timeout.connect(updates[spec.name])
                self._timers[spec.name] = timer
        session.opening.connect(self._on_opening)
        session.result_arrived.connect(self._on_result)
        session.shown.figures_changed.connect(self.update_faces)
        self._docks.faces.chosen.connect(self._on_face)
        self._docks.timeline.person_chosen.connect(self._on_person)
        window.closing.connect(self._on_closing)

    def _on_opening(self, source: str) -> None:
        # The same source again, e.g. a camera that was plugged in anew, goes on where it was.
        if source != self._source:
            self._source = source
            self._docks.timeline.clear()
            self._docks.performance.line.clear()
        for timer in self._timers.values():
            timer.start()

    def _on_result(self, result: FrameResult) -> None:
        if not self._session.photos:
            self._docks.timeline.add(result)

    def update_faces(self, *, anew: bool = False) -> None:
        """Show the figures that the picture shows in the list of faces and in the legend.

        Args:
            anew: Whether to show it although it is the one that is shown.
        """
        faces, timeline = self._docks.faces, self._docks.timeline
        current = timeline.choice.current(timeline.history)
        mirrored = self._window.stage.video.options.mirrored
        figures = self._session.shown.figures
        state = (figures, current, mirrored, faces.isVisible())
        if anew or state != self._shown:
            self._shown = state
            faces.set_chosen(current)
            faces.set_mirrored(on=mirrored)
            faces.show_result(figures)
            chosen = (row for row in faces.rows if row.track_id == current)
            timeline.show_row(next(chosen, None))
        self._tell_news()

    def _tell_news(self) -> None:
        if self._session.shown.figures is None:
            self._news = LabelNews()
        news = self._news.update(self._docks.faces.rows, time.monotonic())
        if news:
            announce(self._window.stage.video, news)

    def _update_timeline(self) -> None:
        timeline = self._docks.timeline
        if self._is_seen(timeline):
            if timeline.history.latest is not None:
                timeline.load_chart(self._window.jobs)
            timeline.redraw()

    def _update_figures(self) -> None:
        performance = self._docks.performance
        if self._is_seen(performance):
            performance.load_meter(self._window.jobs)
            latency = self._window.stage.video.latency.figures()
            performance.show_figures(self._session.stats(), latency)

    @staticmethod
    def _is_seen(panel: QWidget) -> bool:
        return panel.isVisible() and not panel.window().isMinimized()

    def _on_face(self, track_id: int) -> None:
        choice = self._docks.timeline.choice
        # Once more on the same card leaves the choice to the app again.
        self._on_person(None if choice.pinned == track_id else track_id)

    def _on_person(self, track_id: int | None) -> None:
        self._docks.timeline.choice.pin(track_id)
        self.update_faces()
        self._update_timeline()

    def _on_closing(self) -> None:
        for timer in self._timers.values():
            timer.stop()
