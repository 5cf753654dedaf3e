"""What the window does: joins the session, the widgets and the actions."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from emotion_desktop.domain import Frame
from emotion_desktop.errors import EmotionDesktopError, Message, UnexpectedError
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.batch.batch_controller import Batch
from emotion_desktop.gui.cameras.camera_controller import Cameras
from emotion_desktop.gui.comparison import Comparison
from emotion_desktop.gui.dialog_opener import DialogOpener
from emotion_desktop.gui.dialogs.open_dialogs import Dialogs
from emotion_desktop.gui.dialogs.report_dialog import ReportDialog
from emotion_desktop.gui.docks.dock_updater import PanelUpdates
from emotion_desktop.gui.docks.photos.controller import Photos
from emotion_desktop.gui.docks.timeline.chart_menu import ChartMenu
from emotion_desktop.gui.language import isolated, translate
from emotion_desktop.gui.live_view.picture_menu import PictureMenu
from emotion_desktop.gui.live_view.rotation import Rotation
from emotion_desktop.gui.live_view.states import (
    Notice,
    Remedy,
    demo_instead,
    ended,
    failure,
    notice_of_remarks,
    opening,
    state_of_source_error,
)
from emotion_desktop.gui.live_view.waiting import Waiting
from emotion_desktop.gui.look.buttons import click_focused
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.menus.recent_menu import RecentSources
from emotion_desktop.gui.menus.source_text import short_name
from emotion_desktop.gui.model_controller import ModelController
from emotion_desktop.gui.people import PeopleEditor
from emotion_desktop.gui.power.battery import Battery
from emotion_desktop.gui.problem_report import ProblemReport, UncaughtBugs
from emotion_desktop.gui.recording.cut_off import CutOff
from emotion_desktop.gui.recording.recording_controller import Recording
from emotion_desktop.gui.recordings.recording_list import RecordingList
from emotion_desktop.gui.review.review_opener import Reviews
from emotion_desktop.gui.review.video_analysis import VideoAnalysis
from emotion_desktop.gui.session import Session
from emotion_desktop.gui.settings_sync import SettingsSync
from emotion_desktop.gui.share.sharing import Sharing
from emotion_desktop.gui.snapshot import Snapshots
from emotion_desktop.gui.status_bar import figures
from emotion_desktop.gui.transport.playback_controller import Transport
from emotion_desktop.gui.transport.times import picture_text
from emotion_desktop.vision.sources import CAMERA, DEMO, SourceSpec
from emotion_desktop.vision.sources.camera.camera_registry import CameraRegistry

STATUS_MS: Final = 500


class Controller(QObject):
    """Owns nothing that is seen; every slot returns at once.

    Attributes:
        cameras: Finds cameras, opens them and gets lost ones back.
        status_timer: Brings the figures of the status line up to date.
    """

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        pictures: Path,
        cameras: CameraRegistry | None = None,
    ) -> None:
        super().__init__(window)
        self.window = window
        self.session = session
        self.closed_in_time = True
        self._called_for = ""
        self._dialogs = Dialogs(window)
        self.windows = DialogOpener(window, session)
        # Each joins one subject's actions and widgets with the session by itself.
        self._models = ModelController(window, session, self._dialogs)
        SettingsSync(window, session)
        PanelUpdates(window, session)
        self.cameras = Cameras(window, session, cameras)
        self.photos = Photos(window, session)
        snapshots = Snapshots(window, session, pictures)
        self.waiting = Waiting(window, session)
        self.people = PeopleEditor(window, session)
        self.chart_menu = ChartMenu(window)
        self.picture_menu = PictureMenu(window, session, self.people)
        RecentSources(window.preferences, session)
        self.recording = Recording(window, session)
        Rotation(window, session, self.recording)
        self.cameras.suspend.woke.connect(self.recording.markers.mark_gap)
        self._models.is_recording = self.recording.is_active
        self.reviews = Reviews(window, session)
        self.recording.review_wanted.connect(self.reviews.open)
        self.video_analysis = VideoAnalysis(window, session)
        self.video_analysis.review_wanted.connect(self.reviews.open)
        self.recordings = RecordingList(window)
        self.recordings.open_wanted.connect(self.reviews.open)
        self.recordings.leaving.connect(self.reviews.close)
        self.recording.finished.connect(self.recordings.refresh)
        self.video_analysis.review_wanted.connect(self.recordings.refresh)
        self.batch = Batch(window, session)
        self.batch.source_wanted.connect(self.come_to_front)
        self.sharing = Sharing(window, session, self.recording, snapshots)
        self.battery = Battery(window, session)
        self.cut_off = CutOff(window, self.recording)
        self.cut_off.review_wanted.connect(self.reviews.open)
        Transport(window, session)
        Comparison(window, session)
        self._problems = ProblemReport(window.stage.notices, window.stage.toast, self._facts, self)
        self._uncaught = UncaughtBugs(window.stage.notices, self)
        self._details = ""
        self._remedies: dict[Remedy, Callable[[], None]] = {
            Remedy.RETRY: session.reopen,
            Remedy.TRY_NOW: self.cameras.reconnect.try_now,
            Remedy.STOP_TRYING: self.cameras.stop_trying,
            Remedy.PRIVACY: self.cameras.open_privacy_settings,
            Remedy.START_AGAIN: session.reopen,
            Remedy.PLAY_AGAIN: session.play_again,
            Remedy.CHOOSE_SOURCE: self._choose_source,
            Remedy.CHOOSE_MODEL: self._choose_model,
            Remedy.OPEN_ANOTHER: self._dialogs.ask_file,
            Remedy.OPEN_CAMERA: self._open_camera,
            Remedy.OPEN_FILE: self._dialogs.ask_file,
            Remedy.OPEN_DEMO: self._open_demo,
            Remedy.COPY_DETAILS: self._copy_details,
            Remedy.OPEN_LOG: self._problems.open_log,
        }
        self._connect_session()
        self._connect_actions()
        self._remarks: tuple[Message, ...] = ()
        self.status_timer = QTimer(self)
        self.status_timer.setInterval(STATUS_MS)
        self.status_timer.timeout.connect(self.update_status)

    def start(self, source: str | None, model: str | None) -> None:
        """Start the session and the timers, and read the catalog of models."""
        source = self._called_for or source
        if source is not None and self.reviews.takes(source):
            source = None
        settings = self.window.preferences.settings
        self.session.start(source, model or settings.default_model or settings.model or None)
        self._on_overlay()
        self._models.read_catalog()
        self.cameras.start()
        self.battery.start()
        self.status_timer.start()
        self.cut_off.check()

    def come_to_front(self, source: str = "") -> None:
        """Bring the window to the front, and open a source, which never ends a recording."""
        window = self.window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.raise_()
        window.activateWindow()
        QApplication.alert(window)
        if source and self.recording.is_active():
            name = short_name(SourceSpec.parse(source))
            text = translate("Window", "{name} was not opened: a recording is in progress")
            window.stage.toast.say(text.format(name=name))
        elif self.session.stats() is None:
            self._called_for = source or self._called_for
        elif source:
            self._open(source)

    def _connect_session(self) -> None:
        session = self.session
        session.opening.connect(self._on_opening)
        session.frame_arrived.connect(self._on_frame)
        session.frame_coming.connect(self.window.stage.video.prepare)
        session.shown.changed.connect(self._on_shown)
        session.fell_back.connect(self._on_fell_back)
        session.source_failed.connect(self._on_source_failed)
        session.source_ended.connect(self._on_source_ended)

    def _connect_actions(self) -> None:
        window, dialogs = self.window, self._dialogs
        slots: dict[ActionName, Callable[[], None]] = {
            ActionName.OPEN_DEMO: self._open_demo,
            ActionName.OPEN_FILE: dialogs.ask_file,
            ActionName.OPEN_FOLDER: dialogs.ask_folder,
            ActionName.OPEN_URL: dialogs.ask_url,
            ActionName.REPORT_PROBLEM: self._show_report,
            ActionName.OPEN_LOG: self._problems.open_log,
            ActionName.PAUSE: self._toggle_paused,
            ActionName.BARS: self._on_overlay,
            ActionName.MIRROR: self._on_mirror,
        }
        for name, slot in slots.items():
            window.commands[name].triggered.connect(slot)
        window.commands[ActionName.GRADCAM].toggled.connect(self._on_overlay)
        dialogs.source_chosen.connect(self._open)
        window.source_menu.chosen.connect(self.session.open)
        window.file_dropped.connect(self._open)
        window.recent_menu.chosen.connect(self._open)
        window.stage.state_remedy.connect(self._on_state_remedy)
        window.stage.notices.chosen.connect(self._on_notice_remedy)
        window.jobs.failed.connect(self._on_job_failed)
        window.closing.connect(self._on_closing)

    # What the session says

    def _on_opening(self, source: str) -> None:
        window, spec = self.window, SourceSpec.parse(source)
        window.stage.notices.clear("source")
        window.stage.video.clear()
        if not self.cameras.reconnect.is_trying:
            window.stage.show_state(opening(short_name(spec)))
        window.source_menu.set_source(source)
        mirrored = spec.kind == CAMERA and window.preferences.settings.mirror_cameras
        window.commands[ActionName.MIRROR].setChecked(mirrored)
        self._on_mirror()

    def _on_frame(self, frame: Frame) -> None:
        self.window.stage.video.show_frame(frame)
        self.window.stage.show_picture()

    def _on_shown(self) -> None:
        result = self.session.shown.result
        assert result is not None
        self.window.stage.video.show_result(result)
        self.window.stage.show_picture()
        if self.session.photos:
            self.update_status()

    def _on_fell_back(self) -> None:
        self.window.stage.notices.show_notice(demo_instead())

    def _on_source_failed(self, error: EmotionDesktopError) -> None:
        self._details = str(error)
        self.window.stage.video.clear()
        self.window.stage.show_state(state_of_source_error(error))

    def _on_source_ended(self) -> None:
        self.window.stage.notices.show_notice(ended(self.session.spec))

    # What the user does

    def _on_state_remedy(self, remedy: Remedy) -> None:
        self._remedies[remedy]()

    def _on_notice_remedy(self, notice: Notice, remedy: Remedy) -> None:
        by_itself = remedy is Remedy.RETRY and notice.retry is not None
        others = {
            Remedy.COPY_DETAILS,
            Remedy.OPEN_LOG,
            Remedy.OPEN_RECORDING,
            Remedy.LOWER_RATE,
        }
        if not by_itself and remedy not in others:
            self._remedies[
                remedy
            ]()  # the others are those of `ProblemReport`, `CutOff` and `Battery`

    def _toggle_paused(self) -> None:
        if not click_focused():
            self.session.toggle_paused()

    def _on_overlay(self) -> None:
        bars = self.window.commands[ActionName.BARS].isChecked()
        heatmaps = self.window.commands[ActionName.GRADCAM].isChecked()
        self.window.stage.video.set_overlay(bars=bars, heatmaps=heatmaps)

    def _on_mirror(self) -> None:
        self.window.stage.video.set_mirrored(on=self.window.commands[ActionName.MIRROR].isChecked())

    def _open(self, source: str) -> None:
        # The folder of a recording holds a video, but is more than that.
        if not self.reviews.takes(source):
            self.session.open(source)

    def _open_camera(self) -> None:
        self.session.open(CAMERA)

    def _open_demo(self) -> None:
        self.session.open(DEMO)

    def _choose_source(self) -> None:
        self.window.show_menu("source")

    def _choose_model(self) -> None:
        self.window.show_menu("model")

    def _show_report(self) -> None:
        dialog = ReportDialog(self._problems.text(), self.window)
        dialog.copy_wanted.connect(self._problems.copy_text)
        dialog.log_wanted.connect(self._problems.open_log)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _copy_details(self) -> None:
        self._problems.copy(self._details)

    def _on_job_failed(self, error: UnexpectedError, again: Callable[[], None]) -> None:
        self.window.stage.notices.show_notice(failure(f"job: {error.where}", "", error, again))

    def _facts(self) -> dict[str, str]:
        """Return what a report says of this session; not which file or address it shows."""
        stats, session = self.session.stats(), self.session
        model = "none" if stats is None or not stats.model else f"{stats.model} on {stats.device}"
        size = "no picture" if stats is None or stats.size is None else "{}x{}".format(*stats.size)
        return {"model": model, "source": f"{session.spec.kind}, {size}"}

    def _photo(self) -> str | None:
        """Return name, size and place of the photo that is shown; None if it is none."""
        frame = self.window.stage.video.frame
        if not self.session.photos or frame is None:
            return None
        height, width = frame.image.shape[:2]
        text = f"{isolated(frame.source)}  {width}×{height}"
        playhead = self.session.playhead()
        if not playhead.pictures:
            return text
        return f"{text}  ·  {picture_text(playhead.picture, playhead.pictures)}"

    def update_status(self) -> None:
        """Show the newest figures."""
        latency, stats = self.window.stage.video.latency.figures(), self.session.stats()
        self.window.status.show_figures(figures(stats, latency, self._photo()))
        remarks = stats.remarks if stats is not None else ()
        if remarks != self._remarks:
            self._remarks = remarks
            self.window.stage.notices.clear("remarks")
            if remarks:
                self.window.stage.notices.show_notice(notice_of_remarks(remarks))

    def _on_closing(self) -> None:
        self.status_timer.stop()
        self._uncaught.stop()
        threads_ended = self.session.close()
        jobs_ended = self.window.jobs.wait(0.2)
        self.closed_in_time = threads_ended and jobs_ended
