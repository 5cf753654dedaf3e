"""A recorded session, opened by a program."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np

from emotion_desktop.domain import FrameResult, Image
from emotion_desktop.outputs.api import to_dataframe
from emotion_desktop.outputs.recording.edits import apply_edits, read_edits
from emotion_desktop.outputs.recording.reader import RecordedSession, read_session

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False, kw_only=True)
class Recording(RecordedSession):
    """A recorded session: its frames, people and markers. Nothing in its folder is changed.

    ::

        recording = Recording.open("emotion-20260131-142530")
        print(recording.duration_s, [person.track_id for person in recording.people])
        for result in recording.frames():
            print(result.frame.time_s, len(result))

    Attributes: those of `RecordedSession`.
    """

    @classmethod
    def open(cls, folder: str | Path, *, raw: bool = False) -> Self:
        """Read a session, also one that was cut off.

        Args:
            folder: Where it lies.
            raw: Whether to read it as it was recorded. Else the changes of its review count: clip
                and ranges left out, people merged and split, markers, participant and notes.

        Raises:
            UnreadableFileError: If it is no session, holds no frame, or a file is damaged.
            PermissionDeniedError: If a file may not be read.
        """
        session = read_session(Path(folder))
        if not raw:
            session = apply_edits(session, read_edits(session.folder).fitting(session.times))
        return cls(**{field.name: getattr(session, field.name) for field in fields(session)})

    def __len__(self) -> int:
        """Return the number of frames."""
        return len(self.times)

    def frames(self, *, pictures: bool = True) -> Iterator[FrameResult]:
        """Yield what was recorded of each frame, but for landmarks, which are guessed.

        Args:
            pictures: Whether to decode the video; without it, and where there is none, pictures
                are black.

        Raises:
            UnreadableFileError: If the video is damaged.
            PermissionDeniedError: If it may not be read.
        """
        from emotion_desktop.vision.sources.video_reader import VideoReader

        source = self.metadata.source
        black: Image = np.broadcast_to(
            np.zeros((1, 1, 3), np.uint8), (source.height, source.width, 3)
        )
        with ExitStack() as stack:
            video = None
            if pictures and self.video is not None:
                video = VideoReader(self.video)
                stack.callback(video.close)
            for row, time_s in enumerate(self.times.tolist()):
                yield self.result(row, black if video is None else video.at(time_s).image())

    def to_dataframe(self) -> "pd.DataFrame":
        """Return the recorded faces as a table of pandas, as `to_dataframe` makes it.

        Raises:
            OutputError: If pandas is not installed.
        """
        return to_dataframe(self.frames(pictures=False))
