"""The analysis of files: every frame, in order, into the files that were asked for."""

import shutil
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
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
from emotion_desktop.vision.pipeline_request import PipelineRequest
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
        """So many more frames are to come in this input, or fewer; None if nobody knows."""

    def advance(self, frames: int = 1) -> None:
        """Frames have been analysed."""

    def failed(self, error: EmotionDesktopError) -> None:
        """A file of this input could not be read, or not to its end."""

    def noticed(self, remark: str) -> None:
        """Something was read though not all is well with it."""

    def finish(self) -> None:
        """The input is done."""


def analyze_item(
    item: Item,
    pipeline: FramePipeline,
    files: ResultFiles,
    part: Part,
    observer: Observer,
    *,
    selection: InputSelection,
    stop: Callable[[], bool],
) -> None:
    """Analyse one file or stream, and count what was found in `part`, also if it fails.

    Raises:
        SourceError: If it cannot be read to its end.
        UnexpectedError: If a bug shows.
        ModelError: If the device fails.
        OutputError: If a result cannot be written.
    """
    with error_boundary(ANALYSIS), closing(open_source(item.location)) as source:
        if isinstance(source, ImageSource) and source.remarks:
            part.remark = " ".join(map(str, source.remarks))
            observer.noticed(part.remark)
        if not item.is_picture:
            observer.expect(selection.frames(source.frame_count, source.fps))
        elif source.frame_count is not None and source.frame_count > 1:
            observer.expect(source.frame_count - 1)
        with files.item(item, source.fps) as write_files:

            def write(result: FrameResult) -> None:
                part.tally.add(result)
                write_files(result)
                observer.advance()

            analyze_source(source, pipeline, write, name=item.name, selection=selection, stop=stop)


def analyze_part(
    item: Item,
    folder: Path,
    pipeline: FramePipeline,
    wanted: OutputSelection,
    observer: Observer,
    *,
    selection: InputSelection,
    stop: Callable[[], bool],
) -> Part:
    """Analyse one file or stream into a folder of its own, made anew, and return what was found.

    Raises:
        ModelError: If the device fails.
        OutputError: If a result cannot be written.
    """
    shutil.rmtree(folder, ignore_errors=True)
    part = Part()
    wanted = replace(wanted, folder=folder, dictionary=False)
    with ResultFiles(wanted, pipeline.predictor.classes) as files:
        try:
            analyze_item(item, pipeline, files, part, observer, selection=selection, stop=stop)
        except (SourceError, UnexpectedError) as error:
            part.error = str(error)
            observer.failed(error)
        part.add_own(files.own)
    return part


def expand(
    texts: Sequence[str], selection: InputSelection, report: Report, observer: Observer
) -> dict[str, list[Item]]:
    """Return what is behind each input; what cannot be read is put into the report."""
    groups: dict[str, list[Item]] = {}
    for text in dict.fromkeys(texts):
        try:
            with error_boundary(SOURCE):
                inputs = inputs_of(text, recursive=selection.recursive)
        except (SourceError, UnexpectedError) as error:
            report.errors[public_name(text)] = str(error)
            observer.failed(error)
            continue
        groups[text] = inputs.items
        report.left_out |= inputs.left_out
    return dict(zip(groups, with_unique_names(groups.values()), strict=True))


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
        self._number = 0

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
            groups = expand(texts, self._selection, report, self._observer)
            command = command_of(
                report, self._pipeline.request, self._selection, self._wanted, groups
            )
            parts = PartFiles(self._wanted, predictor.classes, command)
            self._run(groups, parts, report, began)
            if not report.interrupted:
                parts.forget()
            return report
        with ResultFiles(self._wanted, predictor.classes) as files:
            groups = expand(texts, self._selection, report, self._observer)
            self._run(groups, files, report, began)
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
                files.join(self._number)
        finally:
            report.interrupted = self._stop()
            report.seconds = time.monotonic() - began
            files.write_summary(report.as_record())

    def _analyze_input(
        self, text: str, items: list[Item], files: ResultFiles | PartFiles, report: Report
    ) -> None:
        shown = public_name(text)
        report.tallies.setdefault(shown, Tally())
        self._observer.start(shown)
        self._observer.expect(sum(item.is_picture for item in items))
        for item in items:
            self._number += 1
            part = Part()
            try:
                if isinstance(files, PartFiles):
                    part = self._analyze_part(item, files)
                else:
                    self._analyze_item(item, files, part)
            finally:
                report.add(shown, item.location, part)
        self._observer.finish()

    def _analyze_part(self, item: Item, files: PartFiles) -> Part:
        known = files.finished(self._number)
        if known is not None:
            self._observer.noticed(f"{item.name} was analysed before")
        if known is not None or self._stop():
            return known or Part()
        part = analyze_part(
            item,
            files.unfinished(self._number),
            self._pipeline,
            self._wanted,
            self._observer,
            selection=self._selection,
            stop=self._stop,
        )
        if not self._stop():
            files.finish(self._number, part)
        return part

    def _analyze_item(self, item: Item, files: ResultFiles, part: Part) -> None:
        if self._stop():
            return
        try:
            analyze_item(
                item,
                self._pipeline,
                files,
                part,
                self._observer,
                selection=self._selection,
                stop=self._stop,
            )
        except (SourceError, UnexpectedError) as error:
            part.error = str(error)
            self._observer.failed(error)


def command_of(
    report: Report,
    request: PipelineRequest,
    selection: InputSelection,
    wanted: OutputSelection,
    groups: dict[str, list[Item]],
) -> list[str]:
    """Return what the results depend on."""
    items = [item for group in groups.values() for item in group]
    return [
        *(report.model, report.device, *report.classes),
        *(repr(request), repr(selection), repr(wanted)),
        *map(repr, items),
    ]
