"""The analysis of several files at once, with the results of an analysis one after the other."""

import time
from collections.abc import Callable, Sequence

from emotion_desktop.outputs.analysis import Observer, command_of, expand
from emotion_desktop.outputs.analysis_inputs import Item
from emotion_desktop.outputs.analysis_summary import Report
from emotion_desktop.outputs.parallel.job import (
    Advanced,
    AnalysisJob,
    Event,
    Executor,
    Expects,
    Failed,
    Finished,
    ModelFacts,
    Noticed,
    PartTask,
)
from emotion_desktop.outputs.part_files import Part, PartFiles
from emotion_desktop.vision.sources.naming import public_name


class ParallelAnalysis:
    """Analyses files, folders and streams, several at once, row for row as `Analysis` does.

    Args:
        executor: Analyses the files; not closed.
        job: What it was made with.
        observer: Is told how it goes, all files as one input.
        stop: Whether to end early, asked often.
        paused: Whether to wait, asked often.
        listen: Is told of each file, beside.
    """

    def __init__(
        self,
        executor: Executor,
        job: AnalysisJob,
        observer: Observer,
        *,
        stop: Callable[[], bool] = lambda: False,
        paused: Callable[[], bool] = lambda: False,
        listen: Callable[[Event], None] = lambda _: None,
    ) -> None:
        self._executor, self._job = executor, job
        self._observer = observer
        self._stop, self._paused, self._listen = stop, paused, listen
        self._found: dict[int, Part] = {}
        self._expected = ExpectedFrames([])

    def run(
        self,
        texts: Sequence[str],
        check: Callable[[ModelFacts], None] = lambda _: None,
        plan: Callable[[list[Item]], None] = lambda _: None,
    ) -> Report:
        """Analyse the inputs, given as the user wrote them, and return what was found.

        Args:
            texts: The inputs.
            check: Is given the model before anything is written, and may raise.
            plan: Is given all files before any is analysed, in order.

        Raises:
            EmotionDesktopError: What `check` raises, or if nothing can be started.
            OutputError: If a result cannot be written.
            ModelError: If the device fails.
        """
        job, began = self._job, time.monotonic()
        report = Report("", (), "")
        groups = expand(texts, job.selection, report, self._observer)
        items = [(public_name(text), item) for text, group in groups.items() for item in group]
        plan([item for _, item in items])
        model = self._executor.open(len(items))
        check(model)
        report.model, report.classes, report.device = model.name, model.classes, model.device
        command = command_of(report, job.request, job.selection, job.wanted, groups)
        parts = PartFiles(job.wanted, model.classes, command)
        report.files = parts.written
        complete = False
        try:
            self._run([item for _, item in items], parts)
            complete = not self._stop()
        finally:
            stays = job.wanted.resume and not complete
            if not stays:
                parts.join(len(items))
            for number, (text, item) in enumerate(items, start=1):
                report.add(text, item.location, self._found.get(number, Part()))
            report.interrupted = not complete
            report.seconds = time.monotonic() - began
            parts.write_summary(report.as_record())
            if not stays:
                parts.forget()
        return report

    def _run(self, items: list[Item], parts: PartFiles) -> None:
        count = len(items)
        self._observer.start("1 file" if count == 1 else f"{count} files")
        tasks = []
        for number, item in enumerate(items, start=1):
            known = parts.finished(number)
            if known is None:
                tasks.append(PartTask(number, item, parts.unfinished(number)))
            else:
                self._found[number] = known
                self._observer.noticed(f"{item.name} was analysed before")
                self._listen(Finished(number, known))
        self._expected = ExpectedFrames(tasks)
        self._observer.expect(self._expected.total)
        for event in self._executor.run(tasks, stop=self._stop, paused=self._paused):
            if event is not None:
                self._take(event, parts)
                self._listen(event)
        self._observer.finish()

    def _take(self, event: Event, parts: PartFiles) -> None:
        if isinstance(event, Expects):
            before, known = self._expected.total, self._expected.add(event)
            if known is None:
                self._observer.expect(None)
            elif before is not None:
                self._observer.expect(known - before)
        elif isinstance(event, Advanced):
            self._observer.advance(event.frames)
        elif isinstance(event, Noticed):
            self._observer.noticed(event.remark)
        elif isinstance(event, Failed):
            self._observer.failed(event.error)
        elif isinstance(event, Finished):
            self._found[event.number] = event.part
            if not (self._job.wanted.resume and self._stop()):
                parts.finish(event.number, event.part)


class ExpectedFrames:
    """How many frames there are in all, about: files not opened yet count like the others.

    Args:
        tasks: The files.

    Attributes:
        total: The number; None if nobody knows.
    """

    def __init__(self, tasks: Sequence[PartTask]) -> None:
        self._count = len(tasks)
        self._known: dict[int, int] = {task.number: 1 for task in tasks if task.item.is_picture}
        self.total: int | None = self._estimate()

    def add(self, event: Expects) -> int | None:
        """Take note of what a file says when it is opened, and return the new total."""
        if event.frames is None or self.total is None:
            self.total = None
        else:
            self._known[event.number] = self._known.get(event.number, 0) + event.frames
            self.total = self._estimate()
        return self.total

    def _estimate(self) -> int:
        if not self._known:
            return 0
        return round(sum(self._known.values()) * self._count / len(self._known))
