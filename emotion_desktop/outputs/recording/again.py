"""A recording analysed again, with another model or other settings, beside what was recorded.

Each analysis is a folder `again-MODEL` in that of the recording, with a document and tables like
its own, and without a video. It is there when it is whole: one that was given up leaves nothing.

A video that is no recording becomes one by its first analysis.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from emotion_desktop import __version__
from emotion_desktop.config import RANGES, PipelineSettings
from emotion_desktop.domain import FrameResult
from emotion_desktop.errors import UnreadableFileError
from emotion_desktop.files.name_template import fill
from emotion_desktop.files.unique_paths import output_error
from emotion_desktop.outputs.analysis import analyze_source
from emotion_desktop.outputs.recording.reader import RecordedSession
from emotion_desktop.outputs.recording.recording_start import recorded_model
from emotion_desktop.outputs.recording.session_format import (
    CSV,
    JSONL,
    METADATA,
    VIDEO,
    RecordedSource,
    SessionMetadata,
    is_session,
)
from emotion_desktop.outputs.tables import CsvWriter, JsonlWriter

if TYPE_CHECKING:
    from emotion_desktop.vision.crop_predictor import CropPredictor

PREFIX: Final = "again-"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgainRequest:
    """How a recording or a video is analysed.

    Attributes:
        model: Name or path of a checkpoint, or of several separated by commas.
        settings: Those of the pipeline, the detector among them.
    """

    model: str
    settings: PipelineSettings


def find_analyses(folder: Path) -> list[Path]:
    """Return the analyses that lie beside a recording, by name; `read_session` reads them."""
    return sorted(path for path in folder.glob(f"{PREFIX}*") if is_session(path))


def analyse_again(
    session: RecordedSession,
    request: AgainRequest,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
    stop: Callable[[], bool] = lambda: False,
) -> Path | None:
    """Return the folder of a new analysis; None if it was given up.

    Args:
        session: The recording; what a reviewer has left out is analysed too.
        request: How.
        progress: Told after each frame how many are done, and of how many.
        stop: Asked before each frame whether to give up.

    Raises:
        UnreadableFileError: If there is no video, or boxes are painted into it.
        ModelError: If the model cannot be used.
        OutputError: If the analysis cannot be written.
    """
    from emotion_desktop.vision.crop_predictor import CropPredictor

    if session.video is None or session.metadata.video == "annotated":
        raise UnreadableFileError(
            "{path} cannot be analysed again: it holds no video of the picture alone",
            path=session.folder,
        )
    predictor = CropPredictor(request.model)
    work = _Work(predictor, request, progress, stop, total=len(session.times))
    with _unfinished(session.folder) as made:
        work.run(session.video, session.metadata.source.name, made)
        if stop():
            return None
        update = {**work.said(), "model_changes": (), "compared": ()}
        metadata = session.metadata.model_copy(update=update)
        name = PREFIX + fill("{model}", model=Path(predictor.name).name.replace(",", "+"))
        return _put_in_place(made, session.folder, metadata, name)


def analyse_video(
    video: Path,
    folder: Path,
    request: AgainRequest,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
    stop: Callable[[], bool] = lambda: False,
) -> Path | None:
    """Return the folder of a recording made from a video's file; None if it was given up.

    It is called by the name of the file, and holds the same video: under a second name where the
    disk can do that, which takes no room, and as a copy elsewhere.

    Args:
        video: The file, which stays as it is.
        folder: Where the new one goes; made if it is not there.
        request: How.
        progress: Told after each frame how many are done, and of how many, 0 if nobody knows.
        stop: Asked before each frame whether to give up.

    Raises:
        UnreadableFileError: If it is no video, or one without a picture.
        SourceError: If it cannot be read to its end.
        ModelError: If the model cannot be used.
        OutputError: If the recording cannot be written.
    """
    from emotion_desktop.vision.crop_predictor import CropPredictor
    from emotion_desktop.vision.sources.kinds import Kind, kind_of
    from emotion_desktop.vision.sources.listing import check_readable

    check_readable(video)
    if video.is_dir() or kind_of(video) is not Kind.VIDEO:
        raise UnreadableFileError("{path} is no video; open one and try again", path=video)
    predictor = CropPredictor(request.model)
    started_at = datetime.now().astimezone()
    work = _Work(predictor, request, progress, stop)
    with _unfinished(folder) as made:
        _lay_beside(video, made / VIDEO)
        work.run(made / VIDEO, video.name, made)
        if stop():
            return None
        if work.last is None:
            raise UnreadableFileError("{path} holds no picture", path=video)
        height, width = work.last.image.shape[:2]
        metadata = SessionMetadata(
            source=RecordedSource(name=video.name, width=width, height=height, fps=work.fps),
            started_at=started_at,
            ending="source ended",
            duration_s=work.last.frame.time_s,
            **work.said(),
        )
        return _put_in_place(made, folder, metadata, fill("{source}", source=video.stem))


@dataclass(slots=True)
class _Work:
    """One analysis, and how far it is."""

    predictor: "CropPredictor"
    request: AgainRequest
    progress: Callable[[int, int], None]
    stop: Callable[[], bool]
    total: int | None = None
    fps: float | None = None
    count: int = 0
    last: FrameResult | None = None

    def run(self, video: Path, name: str, folder: Path) -> None:
        """Write the tables of a video into a folder."""
        from emotion_desktop.vision.pipeline import FramePipeline
        from emotion_desktop.vision.pipeline_request import PipelineRequest
        from emotion_desktop.vision.sources import open_source

        with ExitStack() as stack:
            request = PipelineRequest(settings=self.request.settings)
            pipeline = stack.enter_context(closing(FramePipeline(self.predictor, request)))
            source = stack.enter_context(closing(open_source(str(video))))
            tables = (
                stack.enter_context(CsvWriter(folder / CSV, self.predictor.classes)),
                stack.enter_context(JsonlWriter(folder / JSONL)),
            )
            total = (source.frame_count or 0) if self.total is None else self.total
            self.fps = source.fps

            def write(result: FrameResult) -> None:
                for table in tables:
                    table.write(result)
                self.last = result
                self.count += 1
                self.progress(self.count, total)

            analyze_source(source, pipeline, write, name=name, stop=self.stop)

    def said(self) -> dict[str, Any]:
        """Return what it says of itself in a recording's document."""
        return {
            "app_version": __version__,
            "model": recorded_model(self.predictor),
            "settings": {key: float(getattr(self.request.settings, key)) for key in RANGES},
            "ended_at": datetime.now().astimezone(),
            "frames": self.count,
        }


@contextmanager
def _unfinished(parent: Path) -> Iterator[Path]:
    """Lend a hidden folder, which is gone afterwards unless it was given a name."""
    made: Path | None = None
    try:
        parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{PREFIX}", dir=parent))
        yield made
    except OSError as error:
        raise output_error(parent, error) from error
    finally:
        if made is not None:
            shutil.rmtree(made, ignore_errors=True)


def _lay_beside(video: Path, copy: Path) -> None:
    """Give a file a second name, or copy it where that cannot be: on another disk."""
    try:
        os.link(video.resolve(), copy)
    except OSError:
        shutil.copyfile(video, copy)


def _put_in_place(made: Path, parent: Path, metadata: SessionMetadata, name: str) -> Path:
    """Finish a folder and give it its name, with a number if it is taken, and return it."""
    (made / METADATA).write_text(metadata.model_dump_json(indent=2) + "\n", encoding="utf-8")
    number = 1
    while (folder := parent / (name if number == 1 else f"{name}-{number}")).exists():
        number += 1
    made.chmod(0o755)
    made.rename(folder)
    return folder
