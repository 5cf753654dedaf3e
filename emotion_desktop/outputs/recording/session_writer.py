"""Writes the frames of one session, and keeps its document and its figures."""

import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from emotion_desktop.domain import FrameResult, Person
from emotion_desktop.files.disk_space import check_room
from emotion_desktop.outputs.cv_painter import draw
from emotion_desktop.outputs.overlay import OverlayOptions
from emotion_desktop.outputs.recording.session_files import Marker, SessionFiles
from emotion_desktop.outputs.recording.session_format import (
    Ending,
    ModelChange,
    RecordedModel,
    SessionMetadata,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecorderState:
    """Figures of a recording that goes on.

    Attributes:
        frames: Written so far.
        dropped: Frames of the source that are missing between those that came.
        size: Bytes on the disk.
        free: Bytes left on the disk.
    """

    frames: int = 0
    dropped: int = 0
    size: int = 0
    free: int = 0


class SessionWriter:
    """The session of one recorder; all but its making belongs to the writer thread.

    Args:
        parent: Where the session's folder goes.
        metadata: What is known at the start.
        least_free: Bytes to leave free on the disk.
        name: Of the folder; by its time if empty.

    Attributes:
        folder: The session's.
        state: Figures, those of the disk at most as old as the last `check`.
        models: What is known about models that may go to work later, by name.

    Raises:
        DiskFullError: If too little room is left, also by `check`.
        OutputError: If it cannot be written, also by all methods.
    """

    def __init__(
        self, parent: Path, metadata: SessionMetadata, least_free: int, name: str = ""
    ) -> None:
        self._files = SessionFiles(parent, metadata, name)
        self.folder = self._files.folder
        with ExitStack() as undo:
            undo.callback(self._files.remove)
            free = check_room(self.folder, least_free)
            undo.pop_all()
        self.state = RecorderState(free=free)
        self.models: dict[str, RecordedModel] = {metadata.model.name: metadata.model}
        self._people: dict[int, Person] = {}
        self._metadata = metadata
        self._least_free = least_free

    @property
    def duration_s(self) -> float:
        """Time of the last frame; 0 without one."""
        return self._metadata.duration_s or 0.0

    def incompatibility(self, result: FrameResult) -> Ending | None:
        """Return why this frame cannot be part of the session; None if it can."""
        source = self._metadata.source
        if self.state.frames and result.image.shape[:2] != (source.height, source.width):
            return "source changed"
        return None if result.classes == self._metadata.model.classes else "model changed"

    def write(self, result: FrameResult, options: OverlayOptions, time_s: float) -> None:
        """Append a frame that fits, at its time in the session."""
        if not self.state.frames:
            self._note_start(result)
        self._note_model(result, time_s)
        self._note_people(result)
        picture = draw(result, options) if self._metadata.video == "annotated" else result.image
        self._files.write(result, picture, time_s)
        self._metadata = self._metadata.model_copy(update={"duration_s": time_s})
        self.state = replace(self.state, frames=self.state.frames + 1)

    def write_markers(self, markers: tuple[Marker, ...]) -> None:
        """Write all markers anew."""
        self._files.write_markers(markers)

    def check(self) -> None:
        """Look at the disk."""
        size, free = self._files.size(), check_room(self.folder, self._least_free)
        self.state = replace(self.state, size=size, free=free)

    def close(self) -> None:
        """Finish the video and close the tables."""
        self._files.close()

    def describe_end(self, ending: Ending, dropped: int) -> None:
        """Say in the document how it ended; without a single frame, delete everything."""
        if not self.state.frames:
            with suppress(OSError):
                self._files.remove()
            return
        ended_at = datetime.now().astimezone()
        self._describe(ended_at=ended_at, ending=ending, frames=self.state.frames, dropped=dropped)

    def _note_start(self, result: FrameResult) -> None:
        """Take size and time of the first frame: what was known before may be outdated."""
        height, width = result.image.shape[:2]
        source = self._metadata.source.model_copy(update={"width": width, "height": height})
        ago = timedelta(seconds=time.monotonic() - result.captured_at)
        self._describe(source=source, started_at=datetime.now().astimezone() - ago)

    def _note_people(self, result: FrameResult) -> None:
        said = dict(zip(result.track_ids.tolist(), result.people, strict=True))
        people = {i: person for i, person in (self._people | said).items() if person != Person()}
        if people != self._people:
            self._people = people
            self._files.write_people(people)

    def _note_model(self, result: FrameResult, time_s: float) -> None:
        self._note_comparison(result)
        changes = self._metadata.model_changes
        if result.model == (changes[-1].model if changes else self._metadata.model).name:
            return
        unknown = RecordedModel(name=result.model, classes=result.classes, device=result.device)
        model = self.models.get(result.model, unknown)
        self._describe(model_changes=(*changes, ModelChange(time_s=time_s, model=model)))

    def _note_comparison(self, result: FrameResult) -> None:
        second, known = result.comparison, self._metadata.compared
        if second is None or any(model.name == second.model for model in known):
            return
        model = RecordedModel(name=second.model, classes=second.classes, device=second.device)
        self._describe(compared=(*known, model))

    def _describe(self, **news: object) -> None:
        """Write the document with some values changed."""
        self._metadata = self._metadata.model_copy(update=news)
        # The time of the last frame is known at the end only.
        open_end = {} if self._metadata.ended_at else {"duration_s": None}
        self._files.write_metadata(self._metadata.model_copy(update=open_end))
