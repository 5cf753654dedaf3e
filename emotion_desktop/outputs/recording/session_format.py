"""What lies in the folder of a recorded session; written by the recorder, read by the review.

::

    emotion-20260131-142530/    or as the template of names says
        metadata.json    what was recorded, with what, and how it ended
        video.mp4        H.264; the picture of time t s is shown at t s
        results.csv      one row per face, see `outputs.tables`
        results.jsonl    one object per frame, see `outputs.tables`
        markers.csv      time_s,number,note

All times are seconds since the first recorded frame, on the clock of capture; `time_s` of the
tables is the time of the picture in the video. `metadata.json` is written at the start and
again at the end: one whose `ended_at` is null belongs to a session that was cut off.
"""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from emotion_desktop.config import VideoQuality
from emotion_desktop.labels import Emotion, declare_classes_of
from emotion_desktop.outputs.recording.recording_details import MOST_NOTES, MOST_TEXT, MOST_TRIALS

METADATA: Final = "metadata.json"
VIDEO: Final = "video.mp4"
CSV: Final = "results.csv"
JSONL: Final = "results.jsonl"
MARKERS: Final = "markers.csv"
PEOPLE: Final = "people.json"
MARKER_COLUMNS: Final = ("time_s", "number", "note")

VideoStyle = Literal["clean", "annotated"]
Ending = Literal[
    "stopped",
    "disk full",
    "write failed",
    "source ended",
    "source changed",
    "model changed",
]


def _in_our_time(moment: datetime) -> datetime:
    """Return a date that can be computed with in every time zone."""
    if not 1900 <= moment.year <= 9000:
        msg = "the year is not between 1900 and 9000"
        raise ValueError(msg)
    return moment


_Seconds = Annotated[float, Field(ge=0, le=1e9)]
_Count = Annotated[int, Field(ge=0, le=10**12)]
_Side = Annotated[int, Field(gt=0, le=1_000_000)]
_Trial = Annotated[int, Field(ge=0, le=MOST_TRIALS)]
_Moment = Annotated[datetime, AfterValidator(_in_our_time)]


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class RecordedModel(_Document):
    """The model in use when the recording began.

    Attributes:
        own_classes: Those that are not among the eight, and their colours as `#rrggbb`.
        sha256: Of the weights of each member, in their order.
        temperatures: What the logits of each member were divided by.
    """

    name: str
    classes: tuple[Emotion, ...]
    own_classes: dict[str, str] = {}
    sha256: tuple[str, ...] = ()
    temperatures: tuple[float, ...] = ()
    device: str = ""

    _before = model_validator(mode="before")(declare_classes_of)


class RecordedSource(_Document):
    """Where the pictures came from.

    Attributes:
        fps: Frames per second it promised; None if it did not say.
        camera_mode: Size and rate the camera was asked for; empty for its own, and for no camera.
    """

    name: str
    width: _Side
    height: _Side
    fps: Annotated[float, Field(ge=0, le=1e9)] | None = None
    camera_mode: str = ""


class ModelChange(_Document):
    """Another model of the same classes went to work while the recording went on.

    Attributes:
        time_s: Of the first frame it read.
    """

    time_s: _Seconds
    model: RecordedModel


class SessionMetadata(_Document):
    """The document of a session.

    Attributes:
        model_changes: Models after the first one, in their order.
        compared: Second models that read the same faces; `results.jsonl` has what they said.
        settings: Those of the pipeline, by name.
        quality: How true to the pictures the video is.
        participant: Who was recorded, an id; empty if nobody said.
        trial: Which time; None if nobody said.
        notes: Anything else that was said beforehand.
        started_at: With its time zone.
        ended_at: None while it goes on, and for ever if it was cut off.
        duration_s: Time of the last recorded frame; None as `ended_at` is.
        frames: Frames in the video.
        dropped: Frames of the source between the first and the last that are missing: skipped for
            want of time before they were analysed, not shown in time, or not written in time.
    """

    format_version: Literal[1] = 1
    app_version: str
    source: RecordedSource
    model: RecordedModel
    model_changes: tuple[ModelChange, ...] = ()
    compared: tuple[RecordedModel, ...] = ()
    settings: dict[str, float] = {}
    video: VideoStyle = "clean"
    quality: VideoQuality = "standard"
    participant: Annotated[str, Field(max_length=MOST_TEXT)] = ""
    trial: _Trial | None = None
    notes: Annotated[str, Field(max_length=MOST_NOTES)] = ""
    started_at: _Moment
    ended_at: _Moment | None = None
    ending: Ending | None = None
    duration_s: _Seconds | None = None
    frames: _Count = 0
    dropped: _Count = 0


def is_session(folder: Path) -> bool:
    """Return whether a folder holds a recorded session."""
    return (folder / METADATA).is_file()
