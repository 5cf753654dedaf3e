"""Processes of this machine that analyse files, each with the model loaded."""

import logging
import multiprocessing
import shutil
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from enum import Enum, auto
from logging.handlers import QueueHandler
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any, Final

from emotion_desktop.error_boundary import MODEL, OUTPUT, error_boundary
from emotion_desktop.errors import EmotionDesktopError, ModelError, UnreadableFileError
from emotion_desktop.outputs.parallel.job import (
    Advanced,
    AnalysisJob,
    Event,
    Expects,
    Failed,
    Finished,
    ModelFacts,
    Noticed,
    PartTask,
    Started,
)
from emotion_desktop.outputs.part_files import Part

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

_TELL_EVERY_S: Final = 0.1
_PATIENCE_S: Final = 5.0


class _Order(Enum):
    STOP = auto()
    PAUSE = auto()
    GO_ON = auto()


class _Worker:
    """A process as the others see it: what it is doing, and the way to it; one of `count`."""

    def __init__(self, job: AnalysisJob, count: int) -> None:
        # Spawned on every system: a forked one would inherit the threads' locks, not the threads.
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        work = (theirs, job, count)
        self.process: BaseProcess = context.Process(target=_work, args=work, daemon=True)
        self.task: PartTask | None = None
        with _ignoring_interrupts():
            self.process.start()
        theirs.close()

    def send(self, message: PartTask | _Order) -> None:
        """Send it a task or an order; if it is gone, `receive` notices."""
        with suppress(OSError):
            self.connection.send(message)

    def receive(self) -> Any:  # noqa: ANN401 (what it sends)
        """Return its next message; None if it is gone."""
        try:
            return self.connection.recv()
        except (EOFError, OSError):
            self.process.join(_PATIENCE_S)
            return None

    def why_gone(self) -> str:
        """Return how it ended, for people."""
        code = self.process.exitcode
        if code is not None and code < 0:
            with suppress(ValueError):
                return f"killed by {signal.Signals(-code).name}"
        return f"exit code {code}"

    def end(self) -> None:
        """End it at once."""
        self.connection.close()
        self.process.kill()
        self.process.join()
        self.process.close()


class WorkerPool:
    """Analyses files in processes of this machine; an `Executor`.

    A process that dies costs its file, which is named; another one takes its place.

    Args:
        job: What is the same for all files.
        count: How many processes at most.
    """

    def __init__(self, job: AnalysisJob, count: int) -> None:
        self._job = job
        self._count = count
        self._workers: list[_Worker] = []

    def open(self, count: int) -> ModelFacts:
        """Start the processes, and return what the model is.

        Raises:
            ModelError: If the model cannot be used, or a process does not start.
            SettingError: If a plug-in or the detector cannot be used.
        """
        self._count = max(1, min(self._count, count))
        self._workers = [_Worker(self._job, self._count) for _ in range(self._count)]
        first = self._workers[0]
        while True:
            message = first.receive()
            if isinstance(message, ModelFacts):
                return message
            if message is None:
                raise ModelError(
                    "a process for the analysis ended at its start: {reason}",
                    reason=first.why_gone(),
                )
            _heed(message)

    def run(
        self,
        tasks: Sequence[PartTask],
        *,
        stop: Callable[[], bool],
        paused: Callable[[], bool] = lambda: False,
    ) -> Iterator[Event | None]:
        """Analyse the files and tell how it goes."""
        waiting = deque(tasks)
        told = _Order.GO_ON
        while waiting or any(worker.task for worker in self._workers):
            order = _Order.STOP if stop() else _Order.PAUSE if paused() else _Order.GO_ON
            if order is not told:
                told = order
                for worker in self._workers:
                    worker.send(order)
            if order is _Order.STOP:
                waiting.clear()
            for worker in self._workers:
                if worker.task is None and waiting and order is _Order.GO_ON:
                    worker.task = waiting.popleft()
                    worker.send(worker.task)
                    yield Started(worker.task.number)
            ready = wait([worker.connection for worker in self._workers], timeout=_TELL_EVERY_S)
            if not ready:
                yield None
            for worker in [each for each in self._workers if each.connection in ready]:
                yield from self._receive(worker, more=bool(waiting))

    def _receive(self, worker: _Worker, *, more: bool) -> Iterator[Event]:
        """Give what a process says; if it is gone, replace it where there is more to do."""
        message = worker.receive()
        if message is not None:
            if isinstance(message, Finished):
                worker.task = None
            if isinstance(message, Event):
                yield message
            else:
                _heed(message)
            return
        task, why = worker.task, worker.why_gone()
        self._workers.remove(worker)
        worker.end()
        if more:
            self._workers.append(_Worker(self._job, self._count))
        if task is not None:
            shutil.rmtree(task.folder, ignore_errors=True)
            error = UnreadableFileError(
                "{name}: the process that analysed it was ended: {reason}",
                name=task.item.name,
                reason=why,
            )
            yield Failed(task.number, error)
            yield Finished(task.number, Part(error=str(error)))

    def close(self) -> None:
        """End all processes, at once; may be called twice."""
        workers, self._workers = self._workers, []
        for worker in workers:
            worker.end()


def _heed(message: object) -> None:
    """Log what a process logs, and raise what it could not go on with."""
    if isinstance(message, logging.LogRecord):
        logging.getLogger(message.name).handle(message)
    elif isinstance(message, EmotionDesktopError):
        raise message


@contextmanager
def _ignoring_interrupts() -> Iterator[None]:
    """Let processes that are started meanwhile ignore Ctrl-C: it is for the one that leads."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class _Link:
    """The way to the process that leads, as a worker sees it; if that is gone, all ends."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._order = _Order.GO_ON

    def send(self, message: object) -> None:
        with suppress(OSError):
            self._connection.send(message)

    def put_nowait(self, record: object) -> None:
        """Send what was logged, as a `QueueHandler` does."""
        self.send(record)

    def get(self) -> None:
        """Never called: the process that leads takes what is sent."""

    get_nowait = get

    def next_task(self) -> PartTask:
        """Wait for a task.

        Raises:
            EOFError: If there is none any more.
        """
        while True:
            message = self._connection.recv()
            if isinstance(message, PartTask):
                return message
            self._order = message

    def stopped(self) -> bool:
        """Return whether to end early; while the analysis is paused, wait."""
        try:
            while self._connection.poll() or self._order is _Order.PAUSE:
                self._order = self._connection.recv()
        except (EOFError, OSError):
            self._order = _Order.STOP
        return self._order is _Order.STOP


class _Reporter:
    """Tells how the analysis of a file goes; the `Observer` of a worker."""

    def __init__(self, link: _Link, number: int) -> None:
        self._link, self._number = link, number
        self._frames = 0
        self._next = time.monotonic()

    def start(self, text: str) -> None:
        """Never called: the process that leads knows the inputs."""

    def expect(self, frames: int | None) -> None:
        self._link.send(Expects(self._number, frames))

    def advance(self, frames: int = 1) -> None:
        self._frames += frames
        if time.monotonic() >= self._next:
            self.finish()

    def failed(self, error: EmotionDesktopError) -> None:
        self._link.send(Failed(self._number, error))

    def noticed(self, remark: str) -> None:
        self._link.send(Noticed(self._number, remark))

    def finish(self) -> None:
        if self._frames:
            self._link.send(Advanced(self._number, self._frames))
        self._frames = 0
        self._next = time.monotonic() + _TELL_EVERY_S


def _work(connection: Connection, job: AnalysisJob, count: int) -> None:
    """Analyse files until there are none any more; in a process of its own, one of `count`."""
    from emotion_desktop.vision.backends.onnx import share_cores

    share_cores(count)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    link = _Link(connection)
    logging.getLogger().addHandler(QueueHandler(link))  # the leader has the log
    try:
        with error_boundary(MODEL):
            pipeline = job.open_pipeline()
        link.send(ModelFacts.of(pipeline))
        with closing(pipeline), suppress(EOFError, OSError), error_boundary(OUTPUT):
            while True:
                task = link.next_task()
                reporter = _Reporter(link, task.number)
                part = job.run(task, pipeline, reporter, link.stopped)
                reporter.finish()
                link.send(Finished(task.number, part))
    except EmotionDesktopError as error:
        link.send(error)
