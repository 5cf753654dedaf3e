"""The analysis of files: every frame, in order, into the files that were asked for."""

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Protocol

import numpy as np

from emotion_desktop.domain import FrameResult
from emotion_desktop.error_boundary import ANALYSIS, SOURCE, error_boundary
from emotion_desktop.errors import (
    EmotionDesktopError,
    SourceEndedError,
    SourceError,
    UnexpectedError,
)
from emotion_desktop.outputs.analysis_inputs import (
    InputSelection,
    Item,
    inputs_of,
    with_unique_names,
)
from emotion_desktop.outputs.analysis_summary import Report
from emotion_desktop.outputs.label_counts import Tally
from emotion_desktop.outputs.part_files import Part, PartFiles
from emotion_desktop.outputs.result_files import OutputSelection, ResultFiles
from emotion_desktop.vision.pipeline import FramePipeline
from emotion_desktop.vision.sources import FrameSource, open_source
from emotion_desktop.vision.sources.images import ImageSource
from emotion_desktop.vision.sources.naming import public_name


def analyze_source(
    source: FrameSource,
    pipeline: FramePipeline,
    write: Callable[[FrameResult], None],
    *,
    name: str | None = None,
    selection: InputSelection = InputSelection(),  # noqa: B008 (frozen)
    stop: Callable[[], bool] = lambda: False,
) -> None:
    """Pass the frames of a source through the pipeline and their results to `write`.

    Faces of earlier sources are forgotten first, and people are numbered from 1.

    Args:
        source: Is read to its end, not closed.
        pipeline: Detects, tracks and predicts.
        write: Takes each result, in order.
        name: What results call the source; its own name if None.
        selection: Which frames.
        stop: Asked before every frame whether to end early.

    Raises:
        SourceError: If the source fails before its end. What came before has been written.
        ModelError: If the device fails.
        OutputError: If `write` raises it.
    """
    pipeline.reset()
    numbers: dict[int, int] = {}
    first: int | None = None
    while not stop():
        try:
            frame = source.read()
        except SourceEndedError:
            return
        if not frame.is_still:
            if selection.end_s is not None and frame.time_s >= selection.end_s:
                return
            if frame.time_s < selection.start_s:
                continue
            first = frame.index if first is None else first
            if (frame.index - first) % selection.every:
                continue
        result = pipeline.process(replace(frame, source=name or frame.source))
        tracks = [numbers.setdefault(i, len(numbers) + 1) for i in result.track_ids.tolist()]
        write(replace(result, track_ids=np.array(tracks, np.int64)))


class Observer(Protocol):
    """Is told how an analysis goes, in this order per input: start, expect, advance, finish."""

    def start(self, text: str) -> None:
        """An input begins."""

    def expect(self, frames: int | None) -> None:
        """So many more frames are to come in this input; None if nobody knows."""

    def advance(self) -> None:
        """A frame has been analysed."""

    def failed(self, error: EmotionDesktopError) -> None:
        """A file of this input could not be read, or not to its end."""

    def noticed(self, remark: str) -> None:
        """Something was read though not all is well with it."""

    def finish(self) -> None:
        """The input is done."""


class Analysis:
    """Analyses files, folders and streams one after the other.

    An input that cannot be read, or that ends in a bug, is reported and the rest still done.
    Whatever happens, files written so far are complete and readable.

    Args:
        pipeline: Detects, tracks and predicts; not closed.
        wanted: The files to write.
        observer: Is told how it goes.
        selection: What of the inputs is read.
        stop: Asked before every frame whether to end early.
    """

    def __init__(
        self,
        pipeline: FramePipeline,
        wanted: OutputSelection,
        observer: Observer,
        *,
        selection: InputSelection = InputSelection(),  # noqa: B008 (frozen)
        stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self._pipeline = pipeline
        self._wanted = wanted
        self._observer = observer
        self._selection = selection
        self._stop = stop

    def run(self, texts: Sequence[str]) -> Report:
        """Analyse the inputs, given as the user wrote them, and return what was found.

        Raises:
            OutputError: If a result cannot be written.
            ModelError: If the device fails.
        """
        predictor = self._pipeline.predictor
        report = Report(predictor.name, predictor.classes, predictor.device_name)
        began = time.monotonic()
        if self._wanted.resume:
            groups = self._expand(texts, report)
            parts = PartFiles(self._wanted, predictor.classes, self._command(groups))
            self._run(groups, parts, report, began)
            if not report.interrupted:
                parts.forget()
            return report
        with ResultFiles(self._wanted, predictor.classes) as files:
            self._run(self._expand(texts, report), files, report, began)
        return report

    def _run(
        self,
        groups: dict[str, list[Item]],
        files: ResultFiles | PartFiles,
        report: Report,
        began: float,
    ) -> None:
        report.files = files.written
        try:
            for text, items in groups.items():
                if not self._stop():
                    self._analyze_input(text, items, files, report)
            if isinstance(files, PartFiles) and not self._stop():
                files.join()
        finally:
            report.interrupted = self._stop()
            report.seconds = time.monotonic() - began
            files.write_summary(report.as_record())

    def _command(self, groups: dict[str, list[Item]]) -> list[str]:
        """Return what the results depend on."""
        predictor = self._pipeline.predictor
        items = [item for group in groups.values() for item in group]
        return [
            *(predictor.name, predictor.device_name, *predictor.classes),
            *(repr(self._pipeline.request), repr(self._selection), repr(self._wanted)),
            *map(repr, items),
        ]

    def _expand(self, texts: Sequence[str], report: Report) -> dict[str, list[Item]]:
        groups: dict[str, list[Item]] = {}
        for text in dict.fromkeys(texts):
            try:
                with error_boundary(SOURCE):
                    inputs = inputs_of(text, recursive=self._selection.recursive)
            except (SourceError, UnexpectedError) as error:
                self._fail(text, error, report)
                continue
            groups[text] = inputs.items
            report.left_out |= inputs.left_out
        return dict(zip(groups, with_unique_names(groups.values()), strict=True))

    def _analyze_input(
        self, text: str, items: list[Item], files: ResultFiles | PartFiles, report: Report
    ) -> None:
        shown = public_name(text)
        report.tallies.setdefault(shown, Tally())
        self._observer.start(shown)
        self._observer.expect(sum(item.is_picture for item in items))
        for item in items:
            part = files.begin() if isinstance(files, PartFiles) else None
            if part is None:
                part = Part(Tally())
                try:
                    with error_boundary(ANALYSIS):
                        self._analyze_item(item, files, part.tally, report)
                except (SourceError, UnexpectedError) as error:
                    self._fail(item.location, error, report)
                    part = Part(part.tally, str(error))
                finally:
                    report.tallies[shown] += part.tally
                if isinstance(files, PartFiles) and not self._stop():
                    files.finish(part)
                continue
            report.tallies[shown] += part.tally
            if part.error is not None:
                report.errors[public_name(item.location)] = part.error
            self._observer.noticed(f"{item.name} was analysed before")
        self._observer.finish()

    def _analyze_item(
        self, item: Item, files: ResultFiles | PartFiles, tally: Tally, report: Report
    ) -> None:
        if self._stop():
            return
        with closing(open_source(item.location)) as source:
            if isinstance(source, ImageSource) and source.remarks:
                said = " ".join(map(str, source.remarks))
                report.remarks[public_name(item.location)] = said
                self._observer.noticed(said)
            if not item.is_picture:
                count = self._selection.frames(source.frame_count, source.fps)
                self._observer.expect(count)
            elif source.frame_count is not None and source.frame_count > 1:
                self._observer.expect(source.frame_count - 1)
            with files.item(item, source.fps) as write_files:

                def write(result: FrameResult) -> None:
                    tally.add(result)
                    write_files(result)
                    self._observer.advance()

                analyze_source(
                    source,
                    self._pipeline,
                    write,
                    name=item.name,
                    selection=self._selection,
                    stop=self._stop,
                )

    def _fail(self, text: str, error: EmotionDesktopError, report: Report) -> None:
        report.errors[public_name(text)] = str(error)
        self._observer.failed(error)
