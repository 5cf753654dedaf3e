"""What people set and find again at the next start."""

from functools import cache
from os import cpu_count
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from PySide6.QtCore import QObject, QSettings, Signal

from emotion_desktop.config import DEFAULT_SMOOTHING, RANGES, PipelineSettings, VideoQuality
from emotion_desktop.errors import SettingError
from emotion_desktop.outputs.overlay import OPACITIES, OverlayOptions
from emotion_desktop.outputs.recording.recording_details import DEFAULT_NAME
from emotion_desktop.outputs.snapshot_name import SNAPSHOT_NAME

Value = str | float | bool

SPANS_S: Final = (10, 30, 60, 120, 300, 600)
"""What the timeline can show, in seconds."""

_PIPELINE: Final = PipelineSettings()


def _within(limits: tuple[float, float], default: float) -> Any:  # noqa: ANN401 (as of `Field`)
    return Field(default, ge=limits[0], le=limits[1])


_Texts = Annotated[
    tuple[str, ...],
    BeforeValidator(lambda stored: (stored,) if isinstance(stored, str) else stored or ()),
]
"""Several texts; the file holds one as it is, and none as nothing."""


class Settings(BaseModel):
    """All settings, each under the name it has in the file, with its default and its range.

    An empty folder is the platform's usual one; `calm` stands for two numbers of the pipeline;
    `share_addresses` is what `--publish` takes, and says where to publish, not whether.
    `model` is the one used last, and used again unless there is a `default_model`; `shortcuts` are
    texts such as `snapshot=Ctrl+K`; `recording_now` is the folder of the recording that is going
    on, or was when the app failed, `separate_recording` likewise of a separate window.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    calm: float = _within((0.0, 1.0), DEFAULT_SMOOTHING)
    detection_confidence: float = _within(
        RANGES["detection_confidence"], _PIPELINE.detection_confidence
    )
    min_face_px: int = _within(RANGES["min_face_px"], _PIPELINE.min_face_px)
    max_faces: int = _within(RANGES["max_faces"], _PIPELINE.max_faces)
    detector: Literal["blazeface", "mediapipe"] = "blazeface"
    heatmap_opacity: float = _within(OPACITIES, OverlayOptions().heatmap_opacity)
    bars: bool = True
    mirror_cameras: bool = True
    camera_turns: int = Field(0, ge=0, le=3)
    language: Literal["system", "en", "de"] = "system"
    text_size: Literal["system", "larger", "largest"] = "system"
    source: str = ""
    recent: _Texts = ()
    model: str = ""
    default_model: str = ""
    shortcuts: _Texts = ()
    camera_mode: str = ""
    camera_controls: str = ""
    reconnect: bool = True
    save_battery: bool = False
    battery_offered: bool = False
    snapshot_folder: str = ""
    snapshot_name: str = SNAPSHOT_NAME
    snapshot_style: Literal["shown", "clean"] = "shown"
    recording_folder: str = ""
    recording_name: str = DEFAULT_NAME
    recording_countdown: bool = False
    recording_now: str = ""
    separate_recording: str = ""
    recording_video: Literal["clean", "annotated"] = "clean"
    recording_quality: VideoQuality = "standard"
    batch_model: str = ""
    batch_every: int = Field(1, ge=1, le=1000)
    batch_workers: int = Field(max(1, min(4, (cpu_count() or 1) // 2)), ge=1, le=64)
    batch_tables: _Texts = ("csv",)
    batch_annotated: bool = False
    batch_folder: str = ""
    timeline_span_s: float = _within((SPANS_S[0], SPANS_S[-1]), 60.0)
    timeline_style: Literal["lines", "stacked"] = "lines"
    blur: Literal["nobody", "everybody", "bystanders", "unnamed"] = "nobody"
    blur_style: Literal["mosaic", "mask"] = "mosaic"
    share_addresses: str = ""
    welcomed: bool = False

    @property
    def pipeline(self) -> PipelineSettings:
        """What the pipeline shall work with."""
        return PipelineSettings(
            detection_confidence=self.detection_confidence,
            min_face_px=self.min_face_px,
            max_faces=self.max_faces,
            detector=self.detector,
        ).with_smoothing(self.calm)


@cache
def _schema() -> dict[str, dict[str, Any]]:
    properties: dict[str, dict[str, Any]] = Settings.model_json_schema()["properties"]
    return properties


def limits_of(name: str) -> tuple[float, float]:
    """Return the least and greatest value of a setting that is a number."""
    return _schema()[name]["minimum"], _schema()[name]["maximum"]


def choices_of(name: str) -> tuple[str, ...]:
    """Return the texts that a setting can be; none if it is no choice."""
    return tuple(_schema()[name].get("enum", ()))


class Preferences(QObject):
    """The settings, and the file they are kept in.

    A value in the file that has the wrong type, or is out of its range, counts as not there.

    Signals:
        changed: (str) A setting has another value now; carries its name.

    Attributes:
        settings: As they are now.
        store: The file.
    """

    changed = Signal(str)

    def __init__(self, store: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store = store
        stored = {name: store.value(name) for name in Settings.model_fields if store.contains(name)}
        try:
            self.settings = Settings.model_validate(stored)
        except ValidationError as error:
            # A settings file edited by hand, or by a later version, must not stop the app.
            for fault in error.errors():
                stored.pop(str(fault["loc"][0]), None)
            self.settings = Settings.model_validate(stored)

    def change(self, **values: Value | tuple[str, ...]) -> None:
        """Give settings other values and remember them.

        Raises:
            SettingError: If a value is not allowed; then none is changed.
        """
        before = self.settings
        try:
            self.settings = Settings.model_validate(before.model_dump() | values)
        except ValidationError as error:
            name = str(error.errors()[0]["loc"][0])
            raise SettingError(
                "{name} must be {allowed}, got {value!r}",
                name=name,
                allowed=_allowed(name),
                value=values[name],
            ) from error
        for name in values:
            value = getattr(self.settings, name)
            if value != getattr(before, name):
                self.store.setValue(name, list(value) if isinstance(value, tuple) else value)
                self.changed.emit(name)

    def reset(self, name: str) -> None:
        """Give a setting its default again."""
        self.change(**{name: Settings.model_fields[name].default})
        self.store.remove(name)


def _allowed(name: str) -> str:
    schema = _schema()[name]
    if "enum" in schema:
        return " or ".join(schema["enum"])
    if "minimum" in schema:
        return f"between {schema['minimum']:g} and {schema['maximum']:g}"
    return f"a {schema['type']}"
