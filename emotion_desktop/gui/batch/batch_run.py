"""The analysis of a queue of files, on a thread that is not the window's."""

import threading
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

from emotion_desktop.config import BlurStyle, BlurWho, PipelineSettings
from emotion_desktop.errors import EmotionDesktopError
from emotion_desktop.outputs.label_counts import Tally
from emotion_desktop.plugin_files import loaded_files

if TYPE_CHECKING:
    from emotion_desktop.outputs.analysis_inputs import Item
    from emotion_desktop.outputs.analysis_summary import Report
    from emotion_desktop.outputs.parallel.job import AnalysisJob, Event


class FileState(Enum):
    """Where a file of the queue is."""

    WAITING = auto()
    RUNNING = auto()
    DONE = auto()
    FAILED = auto()
    STOPPED = auto()


@dataclass(frozen=True, slots=True)
class QueuedFile:
    """A file of the queue.

    Attributes:
        path: The file.
        state: Where it is.
        frames: Frames that have been analysed.
        expected: Frames in all, about; None if nobody knows.
        tally: What was found, once it is done, or stopped.
        error: Why it could not be read, or not to its end.
        remark: What was wrong with it though it was read.
    """

    path: Path
    state: FileState = FileState.WAITING
    frames: int = 0
    expected: int | None = 0
    tally: Tally | None = None
    error: EmotionDesktopError | None = None
    remark: str = ""

    @property
    def share(self) -> float | None:
        """How much of it has been analysed, 0-1; None if nobody knows."""
        return min(1.0, self.frames / self.expected) if self.expected else None


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRequest:
    """What is to be analysed, and how.

    Attributes:
        files: The files, in order.
        folder: Where results go.
        model: As `CropPredictor` takes it; the most accurate one if empty.
        tables: Kinds of tables, as `register_writer` knows them.
        annotated: Also a copy of every file with the overlay.
        every: Every Nth frame of videos.
        workers: How many files at once.
        settings: Of the pipeline.
        blur: Whose faces the copies do not show.
        blur_style: What they show instead.
        device: As `CropPredictor` takes it; likewise `backend`.
    """

    files: Sequence[Path]
    folder: Path
    model: str = ""
    tables: Sequence[str] = ()
    annotated: bool = False
    every: int = 1
    workers: int = 1
    settings: PipelineSettings = field(default_factory=PipelineSettings)
    blur: BlurWho = BlurWho.NOBODY
    blur_style: BlurStyle = BlurStyle.MOSAIC
    device: str = "auto"
    backend: str = "auto"

    def job(self) -> "AnalysisJob":
        """Return what the processes are made with."""
        from emotion_desktop.outputs.analysis_inputs import InputSelection
        from emotion_desktop.outputs.parallel.job import AnalysisJob
        from emotion_desktop.outputs.result_files import OutputSelection
        from emotion_desktop.vision.model_catalog import default_checkpoint
        from emotion_desktop.vision.pipeline_request import PipelineRequest

        return AnalysisJob(
            model=self.model or default_checkpoint(),
            wanted=OutputSelection(
                folder=self.folder,
                tables=tuple(self.tables),
                dictionary=bool(self.tables),
                annotated=self.annotated,
            ),
            request=PipelineRequest(
                settings=self.settings, blur=self.blur, blur_style=self.blur_style
            ),
            selection=InputSelection(every=self.every),
            device=self.device,
            backend=self.backend,
            plugins=tuple(loaded_files()),
        )


class BatchRun:
    """Analyses files in processes of their own; `run` takes as long as that takes.

    The `Observer` of its own analysis. What happened is kept until it is asked for, so the window
    asks as often as it wants to be painted, however fast the files are.

    Args:
        request: What is to be analysed.
    """

    def __init__(self, request: BatchRequest) -> None:
        self._request = request
        self._stop, self._paused, self._over = (threading.Event() for _ in range(3))
        self._lock = threading.Lock()
        self._files: dict[int, QueuedFile] = {}
        self._changed: dict[Path, QueuedFile] = {}
        self._unread: list[EmotionDesktopError] = []
        self._frames = 0
        self._expected: int | None = 0
        self._active_s = 0.0
        self._since: float | None = None

    def run(self) -> "Report":
        """Analyse all files, and return what was found.

        Raises:
            EmotionDesktopError: If the model cannot be used, or results cannot be written.
        """
        from emotion_desktop.outputs.parallel.analysis import ParallelAnalysis
        from emotion_desktop.outputs.parallel.worker_pool import WorkerPool

        try:
            job = self._request.job()
            with closing(WorkerPool(job, self._request.workers)) as pool:
                analysis = ParallelAnalysis(
                    pool,
                    job,
                    self,
                    stop=self._stop.is_set,
                    paused=self._paused.is_set,
                    listen=self._listen,
                )
                return analysis.run([str(path) for path in self._request.files], plan=self._plan)
        finally:
            self._over.set()

    def stop(self) -> None:
        """End early; files that were begun are finished with what was read."""
        self._stop.set()

    def pause(self, *, on: bool) -> None:
        """Wait, or go on."""
        (self._paused.set if on else self._paused.clear)()
        with self._lock:
            if self._since is not None:
                self._active_s += time.monotonic() - self._since
            self._since = None if on else time.monotonic()

    @property
    def stopped(self) -> bool:
        """Whether it was told to end early."""
        return self._stop.is_set()

    def wait(self, timeout_s: float) -> bool:
        """Wait until it is over, so long at most; return whether it is."""
        return self._over.wait(timeout_s)

    def changes(self) -> list[QueuedFile]:
        """Return the files that something has happened to since this was asked last."""
        with self._lock:
            changed, self._changed = self._changed, {}
        return list(changed.values())

    @property
    def seconds_left(self) -> float | None:
        """How long it will take, about; None if nobody knows."""
        with self._lock:
            if not self._expected or not self._frames or self._since is None:
                return None
            took = self._active_s + time.monotonic() - self._since
            return max(0, self._expected - self._frames) * took / self._frames

    # What the analysis says, on its thread

    def start(self, text: str) -> None:
        """All files, as one input, begin."""
        del text
        self.pause(on=self._paused.is_set())

    def expect(self, frames: int | None) -> None:
        """So many more frames are to come, or fewer; None if nobody knows."""
        with self._lock:
            self._expected = _sum(self._expected, frames)

    def advance(self, frames: int = 1) -> None:
        """Frames have been analysed."""
        with self._lock:
            self._frames += frames

    def failed(self, error: EmotionDesktopError) -> None:
        """Take note of files that cannot even be planned; of all others `_listen` is told."""
        if not self._files:
            self._unread.append(error)

    def noticed(self, remark: str) -> None:
        """Leave it to `_listen`, which knows the file."""

    def finish(self) -> None:
        """Leave it to `run`."""

    def _plan(self, items: "list[Item]") -> None:
        with self._lock:
            for number, item in enumerate(items, start=1):
                path = Path(item.location)
                self._files[number] = QueuedFile(path, expected=int(item.is_picture))
            planned = {file.path for file in self._files.values()}
            lost = [path for path in self._request.files if path not in planned]
            for path, error in zip(lost, self._unread, strict=False):
                self._changed[path] = QueuedFile(path, FileState.FAILED, error=error)

    def _listen(self, event: "Event") -> None:
        with self._lock:
            file = self._after(self._files[event.number], event)
            self._files[event.number] = self._changed[file.path] = file

    def _after(self, file: QueuedFile, event: "Event") -> QueuedFile:
        """Return what a file is after an event."""
        from emotion_desktop.outputs.parallel import job

        match event:
            case job.Started():
                return replace(file, state=FileState.RUNNING)
            case job.Expects(frames=frames):
                return replace(file, expected=_sum(file.expected, frames))
            case job.Advanced(frames=frames):
                return replace(file, frames=file.frames + frames)
            case job.Noticed(remark=remark):
                return replace(file, remark=remark)
            case job.Failed(error=error):
                return replace(file, error=error)
            case job.Finished(part=part):
                state = FileState.STOPPED if self.stopped else FileState.DONE
                state = state if part.error is None else FileState.FAILED
                return replace(file, state=state, tally=part.tally, frames=part.tally.frames)


def _sum(known: int | None, more: int | None) -> int | None:
    return None if known is None or more is None else known + more
