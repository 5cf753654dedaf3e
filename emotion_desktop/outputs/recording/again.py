"""A recording analysed again, with another model or other settings, beside what was recorded.

Each analysis is a folder `again-MODEL` in that of the recording, with a document and tables like
its own, and without a video. It is there when it is whole: one that was given up leaves nothing.
"""

import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from emotion_desktop import __version__
from emotion_desktop.config import RANGES, PipelineSettings
from emotion_desktop.domain import FrameResult
from emotion_desktop.errors import UnreadableFileError
from emotion_desktop.files.unique_paths import output_error
from emotion_desktop.outputs.analysis import analyze_source
from emotion_desktop.outputs.recording.reader import RecordedSession
from emotion_desktop.outputs.recording.recording_start import recorded_model
from emotion_desktop.outputs.recording.session_format import CSV, JSONL, METADATA, is_session
from emotion_desktop.outputs.tables import CsvWriter, JsonlWriter

PREFIX: Final = "again-"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgainRequest:
    """How a recording is analysed again.

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
    from emotion_desktop.vision.pipeline import FramePipeline
    from emotion_desktop.vision.pipeline_request import PipelineRequest
    from emotion_desktop.vision.sources import open_source

    if session.video is None or session.metadata.video == "annotated":
        raise UnreadableFileError(
            "{path} cannot be analysed again: it holds no video of the picture alone",
            path=session.folder,
        )
    predictor = CropPredictor(request.model)
    total = len(session.times)
    try:
        made = Path(tempfile.mkdtemp(prefix=f".{PREFIX}", dir=session.folder))
    except OSError as error:
        raise output_error(session.folder, error) from error
    try:
        with ExitStack() as stack:
            pipeline = FramePipeline(predictor, PipelineRequest(settings=request.settings))
            stack.enter_context(closing(pipeline))
            source = stack.enter_context(closing(open_source(str(session.video))))
            tables = (
                stack.enter_context(CsvWriter(made / CSV, predictor.classes)),
                stack.enter_context(JsonlWriter(made / JSONL)),
            )
            count = 0

            def write(result: FrameResult) -> None:
                nonlocal count
                for table in tables:
                    table.write(result)
                count += 1
                progress(count, total)

            name = session.metadata.source.name
            analyze_source(source, pipeline, write, name=name, stop=stop)
        if stop():
            return None
        metadata = session.metadata.model_copy(
            update={
                "app_version": __version__,
                "model": recorded_model(predictor),
                "model_changes": (),
                "compared": (),
                "settings": {key: float(getattr(request.settings, key)) for key in RANGES},
                "ended_at": datetime.now().astimezone(),
                "frames": count,
            }
        )
        (made / METADATA).write_text(metadata.model_dump_json(indent=2) + "\n", encoding="utf-8")
        return _put_in_place(made, session.folder, predictor.name)
    except OSError as error:
        raise output_error(session.folder, error) from error
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _put_in_place(made: Path, parent: Path, model: str) -> Path:
    """Give a folder its name, with a number if it is taken, and return it."""
    from emotion_desktop.files.name_template import fill

    name = PREFIX + fill("{model}", model=Path(model).name.replace(",", "+"))
    number = 1
    while (folder := parent / (name if number == 1 else f"{name}-{number}")).exists():
        number += 1
    made.chmod(0o755)
    made.rename(folder)
    return folder
