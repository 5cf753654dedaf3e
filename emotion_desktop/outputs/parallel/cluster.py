"""Machines of a Dask cluster that analyse files, one file a task; see ADR 21."""

import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from emotion_desktop.error_boundary import MODEL, OUTPUT, error_boundary
from emotion_desktop.errors import EmotionDesktopError, SettingError, UnreadableFileError
from emotion_desktop.files.unique_paths import output_error
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
    from distributed import Client, Future

    from emotion_desktop.vision.pipeline import FramePipeline

_ANSWER_S: Final = 15.0
_MODEL_S: Final = 300.0
_ASK_EVERY_S: Final = 0.1

_one_at_a_time = threading.Lock()
_opened: "list[tuple[AnalysisJob, FramePipeline]]" = []
"""What this worker has loaded, for the next file; it may have several threads."""


class Cluster:
    """Analyses files on the workers of a Dask cluster; an `Executor`.

    Workers read the files under the same paths, and send back what they found; a task of a worker
    that dies is done by another one.

    Args:
        job: What is the same for all files.
        address: Of the scheduler, `tcp://host:8786` or `host:8786`.
    """

    def __init__(self, job: AnalysisJob, address: str) -> None:
        self._job = job
        self._address = address
        self._client: Client | None = None

    def open(self, count: int) -> ModelFacts:
        """Connect, and return what the model is on a worker.

        Raises:
            SettingError: If the package is missing, nobody answers, or there is no worker.
            ModelError: If the model cannot be used there.
        """
        del count
        try:
            from distributed import Client
        except ImportError as error:
            raise SettingError(
                "--cluster needs the package distributed; install emotion-desktop[cluster]"
            ) from error
        address = self._address if "://" in self._address else f"tcp://{self._address}"
        try:
            self._client = Client(address, timeout=_ANSWER_S, set_as_default=False)
            self._client.wait_for_workers(1, timeout=_ANSWER_S)
            facts = self._client.submit(_facts, self._job, pure=False).result(_MODEL_S)
        except (OSError, ValueError, TimeoutError, FutureTimeoutError) as error:
            raise SettingError(
                "no Dask worker answers at {address}: {reason}; start `dask scheduler` and "
                "`dask worker {address}`",
                address=self._address,
                reason=type(error).__name__,
            ) from error
        if isinstance(facts, EmotionDesktopError):
            raise facts
        assert isinstance(facts, ModelFacts)
        return facts

    def run(
        self,
        tasks: Sequence[PartTask],
        *,
        stop: Callable[[], bool],
        paused: Callable[[], bool] = lambda: False,
    ) -> Iterator[Event | None]:
        """Analyse the files and tell how it goes; a pause is not possible."""
        del paused
        assert self._client is not None
        running: dict[Future, PartTask] = {}
        for task in tasks:
            running[self._client.submit(_analyze, self._job, task, pure=False)] = task
            yield Started(task.number)
        while running:
            if stop():
                self._client.cancel(list(running))
                return
            done = [future for future in running if future.done()]
            for future in done:
                yield from self._conclude(running.pop(future), future)
            if not done:
                time.sleep(_ASK_EVERY_S)
                yield None

    def _conclude(self, task: PartTask, future: "Future") -> Iterator[Event]:
        """Put into place what a worker has sent."""
        if future.status != "finished":  # it killed several workers, or a bug of ours
            error = UnreadableFileError(
                "{name}: the cluster could not analyse it: {reason}",
                name=task.item.name,
                reason=type(future.exception()).__name__,
            )
            yield Failed(task.number, error)
            yield Finished(task.number, Part(error=str(error)))
            return
        found = future.result()
        if isinstance(found, EmotionDesktopError):
            raise found
        part, files = found
        try:
            shutil.rmtree(task.folder, ignore_errors=True)
            task.folder.mkdir(parents=True)
            for name, data in files.items():
                (task.folder / name).write_bytes(data)
        except OSError as error:
            raise output_error(task.folder, error) from error
        if part.remark is not None:
            yield Noticed(task.number, part.remark)
        if part.error is not None:
            yield Failed(task.number, UnreadableFileError(part.error))
        yield Expects(task.number, part.tally.frames - task.item.is_picture)
        yield Advanced(task.number, part.tally.frames)
        yield Finished(task.number, part)

    def close(self) -> None:
        """Leave the cluster; may be called twice."""
        client, self._client = self._client, None
        if client is not None:
            client.close(timeout=_ANSWER_S)


class _Silent:
    """Tells nobody; the `Observer` on a worker."""

    def start(self, text: str) -> None: ...
    def expect(self, frames: int | None) -> None: ...
    def advance(self, frames: int = 1) -> None: ...
    def failed(self, error: EmotionDesktopError) -> None: ...
    def noticed(self, remark: str) -> None: ...
    def finish(self) -> None: ...


def _pipeline_of(job: AnalysisJob) -> "FramePipeline":
    for known, pipeline in _opened:
        if known == job:
            return pipeline
        pipeline.close()
    _opened.clear()
    with error_boundary(MODEL):
        _opened.append((job, job.open_pipeline()))
    return _opened[0][1]


def _facts(job: AnalysisJob) -> ModelFacts | EmotionDesktopError:
    """Return what the model is, or why it cannot be used; on a worker."""
    try:
        with _one_at_a_time:
            return ModelFacts.of(_pipeline_of(job))
    except EmotionDesktopError as error:
        return error


def _analyze(
    job: AnalysisJob, task: PartTask
) -> tuple[Part, dict[str, bytes]] | EmotionDesktopError:
    """Return what was found in a file and the files of results by name; on a worker."""
    try:
        with (
            _one_at_a_time,
            tempfile.TemporaryDirectory(prefix="emotion-desktop-") as name,
            error_boundary(OUTPUT),
        ):
            folder = Path(name) / "part"
            part = job.run(replace(task, folder=folder), _pipeline_of(job), _Silent())
            return part, {path.name: path.read_bytes() for path in folder.iterdir()}
    except EmotionDesktopError as error:
        return error
