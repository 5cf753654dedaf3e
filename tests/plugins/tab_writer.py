"""A writer from outside: `results.tsv`, a line with source, time and label for each face."""

from collections.abc import Sequence
from pathlib import Path

from emotion_desktop.domain import FrameResult
from emotion_desktop.labels import Emotion
from emotion_desktop.outputs.tables import WriterEntry, register_writer


class TabWriter:
    """Writes tab-separated values."""

    def __init__(self, path: Path, _: Sequence[Emotion]) -> None:
        self._file = path.open("w", encoding="utf-8")

    def write(self, result: FrameResult) -> None:
        """Append the faces of one frame."""
        frame = result.frame
        for face in range(len(result)):
            self._file.write(f"{frame.source}\t{frame.time_s:.1f}\t{result.emotion(face)}\n")

    def close(self) -> None:
        """Close the file."""
        self._file.close()


register_writer("tsv", WriterEntry(open=TabWriter, summary="write tab-separated values"))
