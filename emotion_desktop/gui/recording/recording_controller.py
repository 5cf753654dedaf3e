"""Starts, feeds and ends recordings, by key R and by what happens."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from emotion_desktop.domain import FrameResult
from emotion_desktop.error_boundary import ANALYSIS, RECORDING
from emotion_desktop.errors import EmotionDesktopError, UnexpectedError
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.live_view.states import failure
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.recording.countdown import Countdown
from emotion_desktop.gui.recording.indicator import Indicator
from emotion_desktop.gui.recording.markers import Markers
from emotion_desktop.gui.recording.question import Question
from emotion_desktop.gui.recording.texts import TOPIC, end_notice, end_text
from emotion_desktop.gui.recording.wake_lock import WakeLock, system_wake_lock
from emotion_desktop.gui.session import Session
from emotion_desktop.gui.user_folders import open_folder, recordings_folder
from emotion_desktop.outputs.recording.recording_details import MOST_TRIALS, RecordingDetails
from emotion_desktop.outputs.recording.recording_start import RecordingStart, Start, recorded_model
from emotion_desktop.vision.sources import CAMERA, SourceSpec

if TYPE_CHECKING:
    from emotion_desktop.gui.recording.recording_form import RecordingForm
    from emotion_desktop.outputs.recording.recorder import Recorder, RecordingEnd
    from emotion_desktop.outputs.recording.session_format import Ending
    from emotion_desktop.vision.crop_predictor import CropPredictor

PATIENCE_S: Final = 5.0
"""So long the end of a recording may take when the window closes."""


class Phase(Enum):
    """Where a recording stands."""

    IDLE = auto()
    COUNTING_DOWN = auto()
    STARTING = auto()
    GOING_ON = auto()
    ENDING = auto()


class Recording(QObject):
    """One recording at a time.

    Signals:
        started: (Path) A recording goes on; carries its folder.
        refused: (EmotionDesktopError) It could not be started.
        ended: (RecordingEnd) It is over, also without a single frame.
        finished: (Path) A recording is over; carries its folder.
        review_wanted: (Path) The folder of a recording shall be opened to be looked at.

    Attributes:
        phase: Where it stands.
        markers: Marks it.
        details: What is said of the next one.
        countdown: Counts before it begins, if that is wanted.
        least_free: Bytes to leave free on the disk; None for the usual.
        indicator: Shows the recording that goes on.
        wake_lock: Keeps the machine awake meanwhile.
    """

    started = Signal(object)
    refused = Signal(object)
    ended = Signal(object)
    finished = Signal(object)
    review_wanted = Signal(object)

    _ended = Signal(object)

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__(window)
        self.phase = Phase.IDLE
        self.details = RecordingDetails(name=window.preferences.settings.recording_name)
        self.least_free: int | None = None
        self._window = window
        self._session = session
        self._opening: RecordingStart | None = None
        self._recorder: Recorder | None = None
        self._source = SourceSpec.parse("")
        self._folder = Path()
        self._quits = False
        self._is_own = True
        self._requested_ending: Ending | None = None
        self.indicator = Indicator(window)
        self.wake_lock: WakeLock = system_wake_lock()
        self.markers = Markers(window)
        self.markers.toggled.connect(self._on_markers)
        self._question = Question(
            window,
            translate("Recording", "A recording is in progress."),
            translate("Recording", "Quitting ends it; what has been recorded is kept."),
            yes=translate("Recording", "Stop and quit"),
            no=translate("Recording", "Keep recording"),
        )
        self._question.agreed.connect(self._stop_and_quit)
        self.countdown = Countdown(window.stage.video, self)
        self.countdown.over.connect(self._start)
        self._form: RecordingForm | None = None
        window.commands[ActionName.RECORDING_FORM].triggered.connect(self.show_form)
        window.leaving.append(self._cancel_countdown)
        self._action = window.commands[ActionName.RECORD]
        self._action.triggered.connect(self._toggle)
        # Told first: once the phase is idle, whoever looks finds the message.
        self._ended.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)
        session.result_arrived.connect(self._on_result)
        session.opening.connect(self._on_opening)
        session.playback_changed.connect(self._on_playback_changed)
        session.source_ended.connect(self._on_source_ended)
        session.source_stopped.connect(self._on_source_ended)
        session.source_failed.connect(self._on_source_failed)
        session.model_failed.connect(self._on_model_failed)
        session.model_ready.connect(self._on_model_ready)
        window.may_close.append(self._may_close)
        window.closing.connect(self._on_closing)
        self._show_phase()

    def is_active(self) -> bool:
        """Return whether there is a recording that could be ended."""
        return self.phase not in {Phase.IDLE, Phase.COUNTING_DOWN}

    def begin(self, **changes: Any) -> None:  # noqa: ANN401 (those of `RecordingDetails`)
        """Begin a recording at once, with details in place of those of the form."""
        self._start(replace(self.details, **changes) if changes else None)

    def stop(self) -> None:
        """End the recording, if there is one."""
        if self.is_active():
            self._stop("stopped")

    def show_form(self) -> "RecordingForm":
        """Show the form for the details of the next recording."""
        from emotion_desktop.gui.recording.recording_form import RecordingForm

        if self._form is None:
            preferences = self._window.preferences
            form = self._form = RecordingForm(
                self.details,
                countdown=preferences.settings.recording_countdown,
                name_of=self._name_of,
                parent=self._window,
            )
            form.changed.connect(self._on_details)
            form.countdown_changed.connect(self._on_countdown_wanted)
            form.record_wanted.connect(self._record)
        self._form.show_details(self.details)
        self._form.show()
        self._form.raise_()
        self._form.activateWindow()
        return self._form

    def _name_of(self, details: RecordingDetails) -> str:
        result = self._session.result
        return details.folder_name(
            datetime.now().astimezone(),
            source=result.frame.source if result is not None else "",
            model=result.model if result is not None else "",
        )

    def _on_details(self, details: RecordingDetails) -> None:
        self.details = details
        with suppress(EmotionDesktopError):
            self._name_of(details)
            self._window.preferences.change(recording_name=details.name)

    def _on_countdown_wanted(self, on: bool) -> None:  # noqa: FBT001 (the signature of a Qt slot)
        self._window.preferences.change(recording_countdown=on)

    def _record(self) -> None:
        if self.phase is Phase.IDLE:
            self._toggle()

    def _toggle(self) -> None:
        if self.phase is Phase.COUNTING_DOWN:
            self._cancel_countdown()
        elif self.phase is not Phase.IDLE:
            self._stop("stopped")
        elif self._window.preferences.settings.recording_countdown:
            self.phase = Phase.COUNTING_DOWN
            self.countdown.start()
            self._show_phase()
        else:
            self._start()

    def _cancel_countdown(self) -> bool:
        """Record nothing after all; return whether something was about to begin."""
        if not self.countdown.cancel():
            return False
        self.phase = Phase.IDLE
        self._show_phase()
        return True

    def _start(self, details: RecordingDetails | None = None) -> None:
        self.phase = Phase.IDLE
        result, stats = self._session.result, self._session.stats()
        if result is None or stats is None:
            self._show_phase()
            return
        preferences = self._window.preferences
        self._source = self._session.spec
        start = Start(
            folder=recordings_folder(preferences),
            result=result,
            fps=stats.source_fps,
            camera_mode=preferences.settings.camera_mode if self._source.kind == CAMERA else "",
            predictor=self._session.predictor,
            settings=preferences.settings.pipeline,
            video=preferences.settings.recording_video,
            quality=preferences.settings.recording_quality,
            least_free=self.least_free,
            details=self.details if details is None else details,
        )
        self._is_own = details is None
        self.phase = Phase.STARTING
        self._requested_ending = None
        self.markers.wait()
        self._window.stage.notices.clear(TOPIC)
        self._opening = RecordingStart(start, self._ended.emit)
        self._window.jobs.start(
            self._opening.run, self._on_started, self._on_refused, where=RECORDING
        )
        self._show_phase()

    def _on_started(self, recorder: object) -> None:
        if self.phase is not Phase.STARTING:  # it has come to its end before
            return
        self._recorder = cast("Recorder", recorder)
        self.phase = Phase.GOING_ON
        self.indicator.begin(self._recorder)
        self.wake_lock.hold(translate("Recording", "A recording is in progress."))
        self.markers.begin(self._recorder)
        self._show_phase()
        self.started.emit(self._recorder.folder)
        if self._requested_ending is not None:
            self._stop(self._requested_ending)
        elif self._session.photos and self._session.playhead().seekable:
            # The photo that is shown came before the recording: it comes again, to be in it.
            self._session.playback.seek(self._session.playhead().position_s)

    def _on_refused(self, error: EmotionDesktopError) -> None:
        self.phase = Phase.IDLE
        self.markers.end()
        self._question.dismiss()
        text = translate("Recording", "The recording could not be started")
        notice = failure(TOPIC, text, error, self._toggle)
        self._window.stage.notices.show_notice(notice)
        self._show_phase()
        self.refused.emit(error)

    def _stop(self, ending: "Ending") -> None:
        if self._recorder is not None and self.phase is Phase.GOING_ON:
            self.phase = Phase.ENDING
            self._recorder.stop(ending)
        elif self.phase is Phase.STARTING:
            self._requested_ending = ending
        self._show_phase()

    def _on_ended(self, end: "RecordingEnd") -> None:
        self.phase = Phase.IDLE
        self._recorder = None
        self.indicator.end()
        self.wake_lock.release()
        self.markers.end()
        self._question.dismiss()
        self._show_phase()
        self.ended.emit(end)
        if end.frames and self._is_own:
            # Whose recording it is stays; which one, and what was said of it, does not.
            trial = self.details.trial
            following = None if trial is None else min(trial + 1, MOST_TRIALS)
            self.details = replace(self.details, trial=following, notes="")
            if self._form is not None:
                self._form.show_details(self.details)
        if end.frames:
            self.finished.emit(end.folder)
        if self._quits:
            self._window.close()

    def _tell(self, end: "RecordingEnd") -> None:
        stage = self._window.stage
        notice = end_notice(end, self._toggle)
        if notice is not None:
            stage.notices.show_notice(notice)
        if not end.frames:
            stage.toast.say(end_text(end))
            return
        self._folder = end.folder
        stage.toast.say(
            end_text(end),
            translate("Recording", "Review"),
            self._review,
            second=translate("Recording", "Open folder"),
            on_second=self._open_folder,
        )

    def _review(self) -> None:
        self.review_wanted.emit(self._folder)

    def _open_folder(self) -> None:
        open_folder(self._folder)

    # What happens meanwhile

    def _on_result(self, result: FrameResult) -> None:
        if self._recorder is not None and self.phase is Phase.GOING_ON:
            self._recorder.put(result, self._window.stage.video.options)
        elif self.phase is Phase.IDLE and not self._action.isEnabled():
            self._show_phase()

    def _on_opening(self, source: str) -> None:
        # The same source opened again goes on in the same recording.
        if SourceSpec.parse(source) != self._source:
            self._stop("source changed")
        elif self._recorder is not None:
            self._recorder.count_anew()
        self._show_phase()

    def _on_playback_changed(self) -> None:
        if self._recorder is not None:
            self._recorder.count_anew()

    def _on_source_ended(self) -> None:
        self._stop("source ended")

    def _on_source_failed(self, error: EmotionDesktopError) -> None:
        # A camera or a stream may come back; the gap can be seen in the times.
        if not self._source.may_come_back or isinstance(error, UnexpectedError):
            self._stop("source ended")
        self._show_phase()

    def _on_model_failed(self, error: EmotionDesktopError) -> None:
        if isinstance(error, UnexpectedError) and error.where == ANALYSIS:
            self._stop("stopped")  # no results come any more
            self._show_phase()

    def _on_model_ready(self, predictor: "CropPredictor") -> None:
        if self._recorder is not None:
            self._recorder.register_model(recorded_model(predictor))

    def _on_markers(self, on: bool) -> None:  # noqa: FBT001 (the signature of a Qt slot)
        self.indicator.show_markers(on=on)

    def _show_phase(self) -> None:
        commands = self._window.commands
        busy = {Phase.COUNTING_DOWN, Phase.STARTING, Phase.GOING_ON}
        commands.show_recording(on=self.phase in busy)
        if self.phase is Phase.ENDING:
            why = translate("Recording", "the recording is being finished")
            commands.disable(ActionName.RECORD, why)
        elif self.phase is Phase.IDLE and self._session.result is None:
            why = translate("Recording", "no frame has been analysed yet")
            commands.disable(ActionName.RECORD, why)
        else:
            commands.enable(ActionName.RECORD)

    # The end of the window

    def _may_close(self) -> bool:
        if not self.is_active() or self._quits:
            return True
        self._question.ask()
        return False

    def _stop_and_quit(self) -> None:
        self._quits = True
        if self.phase is Phase.IDLE:
            self._window.close()
            return
        self._stop("stopped")
        QTimer.singleShot(round(1000 * PATIENCE_S), self._window, self._window.close)

    def _on_closing(self) -> None:
        self._cancel_countdown()
        if self._opening is not None and self.phase is Phase.STARTING:
            self._opening.cancel(PATIENCE_S)
        elif self._recorder is not None:
            self._stop("stopped")
            self._recorder.wait(PATIENCE_S)
        self.wake_lock.release()
