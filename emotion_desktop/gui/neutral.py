"""Records a person's neutral face, to which expressions are relative from then on."""

import math

from PySide6.QtCore import QObject, Signal

from emotion_desktop.domain import FrameResult
from emotion_desktop.errors import SettingError
from emotion_desktop.gui.language import translate
from emotion_desktop.gui.live_view.toast import Toast
from emotion_desktop.gui.messages import error_text
from emotion_desktop.gui.session import Session
from emotion_desktop.vision.baseline import BaselineRecorder


class NeutralRecording(QObject):
    """Counts the seconds down and tells what was recorded; one person at a time.

    Signals:
        recorded: (int, Baseline) The person's number, and what was recorded.
    """

    recorded = Signal(int, object)

    def __init__(self, session: Session, toast: Toast, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._toast = toast
        self._recorder: BaselineRecorder | None = None
        self._left_s = 0
        session.opening.connect(self._cancel)
        session.result_arrived.connect(self._on_result)
        session.source_ended.connect(self._finish)

    def start(self, track_id: int) -> None:
        """Record a person from the next result on, in place of whoever is being recorded."""
        if self._session.photos:
            self._toast.say(
                translate("People", "A neutral face is recorded from a video or camera")
            )
            return
        self._recorder = BaselineRecorder(track_id)
        self._left_s = 0
        self._count_down()

    def _cancel(self) -> None:
        self._recorder = None

    def _on_result(self, result: FrameResult) -> None:
        if self._recorder is None:
            return
        self._recorder.add(result)
        if self._recorder.done:
            self._finish()
        else:
            self._count_down()

    def _count_down(self) -> None:
        assert self._recorder is not None
        left_s = math.ceil(self._recorder.seconds - self._recorder.elapsed_s)
        if left_s != self._left_s:
            self._left_s = left_s
            text = translate("People", "#{id}: please look neutral for {seconds} s …")
            self._toast.say(text.format(id=self._recorder.track_id, seconds=left_s))

    def _finish(self) -> None:
        recorder, self._recorder = self._recorder, None
        if recorder is None:
            return
        try:
            baseline = recorder.baseline()
        except SettingError as error:
            self._toast.say(error_text(error))
            return
        self.recorded.emit(recorder.track_id, baseline)
        text = translate("People", "Expressions of #{id} are relative to neutral now")
        self._toast.say(text.format(id=recorder.track_id))
