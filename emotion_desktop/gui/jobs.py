"""Small work off the GUI thread: listing cameras, reading checkpoints, writing a picture."""

import threading
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

from emotion_desktop.errors import EmotionDesktopError


class _Job(QObject):
    """One function on one daemon thread.

    Signals:
        done: (object) What the function returned.
        failed: (EmotionDesktopError) What it raised.
        ended: It is over either way.
    """

    done = Signal(object)
    failed = Signal(object)
    ended = Signal()

    def __init__(self, work: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        # A daemon: a hung disk or driver must not keep the app from closing.
        self.thread_ = threading.Thread(target=self._run, name="job", daemon=True)

    def _run(self) -> None:
        try:
            result = self._work()
        except EmotionDesktopError as error:
            self.failed.emit(error)
        else:
            self.done.emit(result)
        self.ended.emit()


class Jobs(QObject):
    """Starts jobs and keeps them until they are over."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: list[_Job] = []

    def start(
        self,
        work: Callable[[], object],
        done: Callable[[object], None],
        failed: Callable[[EmotionDesktopError], None] | None = None,
    ) -> None:
        """Run a function on a thread of its own.

        Args:
            work: The function; errors of ours may be raised, others are bugs.
            done: A bound method of a QObject, called on the GUI thread with the result.
            failed: Likewise with the error.
        """
        job = _Job(work, self)
        queued = Qt.ConnectionType.QueuedConnection
        job.done.connect(done, queued)
        if failed is not None:
            job.failed.connect(failed, queued)
        job.ended.connect(self._forget, queued)
        self._running.append(job)
        job.thread_.start()

    def wait(self, timeout_s: float) -> bool:
        """Wait until all are over, so long at most; return whether they are."""
        deadline = time.monotonic() + timeout_s
        for job in self._running:
            job.thread_.join(max(0.0, deadline - time.monotonic()))
        return not any(job.thread_.is_alive() for job in self._running)

    def _forget(self) -> None:
        job = self.sender()
        assert isinstance(job, _Job)
        job.thread_.join()
        self._running.remove(job)
        job.deleteLater()
