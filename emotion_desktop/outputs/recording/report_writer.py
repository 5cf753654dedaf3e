"""The report of a recording, of a file that is analysed frame by frame."""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import emotion_desktop
from emotion_desktop.domain import FrameResult
from emotion_desktop.files.unique_paths import output_error
from emotion_desktop.labels import CANONICAL_ORDER, Emotion
from emotion_desktop.outputs.markers import TimeMarker
from emotion_desktop.outputs.recording.reader import read_session
from emotion_desktop.outputs.recording.reader_tables import Marker
from emotion_desktop.outputs.recording.report import report_html
from emotion_desktop.outputs.recording.session_format import (
    CSV,
    METADATA,
    RecordedModel,
    RecordedSource,
    SessionMetadata,
)
from emotion_desktop.outputs.recording.summary import write_text
from emotion_desktop.outputs.tables import CsvWriter

_UNKNOWN: Final = datetime(1970, 1, 1, tzinfo=UTC)


class ReportWriter:
    """Keeps results beside the report until the source ends, then makes the page of them.

    Args:
        path: Of the report; is replaced if it is there.
        classes: Those of the model.
        markers: Moments between which figures are told apart.

    Raises:
        OutputError: If it cannot be written, also by `write` and `close`.
    """

    def __init__(
        self, path: Path, classes: Sequence[Emotion], markers: Sequence[TimeMarker] = ()
    ) -> None:
        self.path = path
        self._classes = tuple(emotion for emotion in CANONICAL_ORDER if emotion in classes)
        self._markers = markers
        self._metadata: SessionMetadata | None = None
        try:
            self._folder = tempfile.TemporaryDirectory(prefix=".report-", dir=path.parent)
        except OSError as error:
            raise output_error(path, error) from error
        self._table = CsvWriter(Path(self._folder.name) / CSV, classes)
        self._closed = False

    def write(self, result: FrameResult) -> None:
        """Append one frame."""
        if self._metadata is None:
            height, width = result.image.shape[:2]
            self._metadata = SessionMetadata(
                app_version=emotion_desktop.__version__,
                source=RecordedSource(name=result.frame.source, width=width, height=height),
                model=RecordedModel(name=result.model, classes=self._classes, device=result.device),
                started_at=_UNKNOWN,
                ended_at=_UNKNOWN,
            )
        self._table.write(result)

    def close(self) -> None:
        """Write the report; may be called twice."""
        if self._closed:
            return
        self._closed = True
        with self._folder:
            self._table.close()
            if self._metadata is None:
                return
            folder = Path(self._folder.name)
            write_text(folder / METADATA, self._metadata.model_dump_json())
            session = replace(
                read_session(folder),
                folder=Path(self._metadata.source.name),
                markers=tuple(
                    Marker(mark.time_s, number, mark.label)
                    for number, mark in enumerate(self._markers, start=1)
                ),
            )
            write_text(self.path, report_html(session, of_file=True))
