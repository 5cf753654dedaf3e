"""Small work off the GUI thread: listing cameras, reading checkpoints, writing a picture."""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from weakref import WeakMethod

from PySide6.QtCore import QObject, Qt, Signal

from emotion_desktop.error_boundary import BACKGROUND, error_boundary
from emotion_desktop.errors import EmotionDesktopError, Message, UnexpectedError

_log = logging.getLogger(__name__)


class _Job(QObject):
    """One function on one daemon thread.

    Signals:
        done: (object) What the function returned.
        failed: (EmotionDesktopError) What it raised.
        ended: It is over either way.

    Attributes:
        work: The function.
        listener: What `done` is connected to, if it is still there.
    """

    done = Signal(object)
    failed = Signal(object)
    ended = Signal()

    def __init__(
        self,
        work: Callable[[], object],
        listener: Callable[[object], None],
        where: Message,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.work = work
        # Weak: the thread must not be the last to hold a widget.
        self.listener = WeakMethod(listener)
        self._where = where
        # A daemon: a hung disk or driver must not keep the app from closing.
        self.thread_ = threading.Thread(target=self._run, name="job", daemon=True)

    def _run(self) -> None:
        with suppress(RuntimeError):  # this object is gone, with the window that has closed
            try:
                with error_boundary(self._where):
                    result = self.work()
            except EmotionDesktopError as error:
                self.failed.emit(error)
            else:
                self.done.emit(result)
            self.ended.emit()


class Jobs(QObject):
    """Starts jobs and keeps them until they are over.

    Signals:
        failed: (UnexpectedError, callable) A job has failed for which nobody else speaks; calling
            the second starts it again.

    Attributes:
        running: Those that are not over.
    """

    failed = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.running: list[_Job] = []

    def start(
        self,
        work: Callable[[], object],
        done: Callable[[object], None],
        failed: Callable[[EmotionDesktopError], None] | None = None,
        *,
        where: Message = BACKGROUND,
    ) -> None:
        """Run a function on a thread of its own.

        Args:
            work: The function; errors of ours may be raised, others are bugs.
            done: A bound method of a QObject, called on the GUI thread with the result.
            failed: Likewise with the error, an `UnexpectedError` after a bug; without it the
                signal `failed` tells of bugs, and other errors are logged.
            where: What a bug is called by, a constant of `error_boundary`.
        """
        job = _Job(work, done, where, self)
        queued = Qt.ConnectionType.QueuedConnection
        job.done.connect(done, queued)
        job.failed.connect(failed or self._on_failed, queued)
        job.ended.connect(self._forget, queued)
        self.running.append(job)
        job.thread_.start()

    def wait(self, timeout_s: float) -> bool:
        """Wait until all are over, so long at most; return whether they are."""
        deadline = time.monotonic() + timeout_s
        for job in self.running:
            job.thread_.join(max(0.0, deadline - time.monotonic()))
        return not any(job.thread_.is_alive() for job in self.running)

    def _on_failed(self, error: EmotionDesktopError) -> None:
        job = self.sender()
        assert isinstance(job, _Job)
        done = job.listener()
        if isinstance(error, UnexpectedError) and done is not None:
            self.failed.emit(error, partial(self.start, job.work, done, where=error.where))
        else:
            _log.warning("%s", error)

    def _forget(self) -> None:
        job = self.sender()
        assert isinstance(job, _Job)
        job.thread_.join()
        self.running.remove(job)
        job.deleteLater()
