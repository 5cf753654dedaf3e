"""Where checkpoints and assets are found, and the settings of the pipeline."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal

from platformdirs import user_cache_path, user_data_path, user_log_path

from emotion_desktop.errors import AssetError, SettingError, UnknownModelError, shorten

APP_NAME: Final = "emotion-desktop"
PACKAGE: Final = Path(__file__).resolve().parent
CHECKPOINT_SUFFIX: Final = ".safetensors"


BACKENDS: Final = ("auto", "onnx", "torch")
"""What may compute a network; `vision.backends` says what each name means."""

PRECISIONS: Final = ("auto", "fp32", "int8")
"""Arithmetic of a network on the CPU; `auto` times both once and keeps the faster."""


class HeatmapMethod(StrEnum):
    """Where heatmaps come from."""

    DEFAULT = "default"
    """The layer and formula that are most faithful to the network (`ModelSpec.heatmap_layer`)."""

    GRAD_CAM = "gradcam"
    """Grad-CAM at the network's last convolution (`ModelSpec.cam_layer`)."""


class BlurWho(StrEnum):
    """Whose faces are hidden, in the live picture and in all that is saved or sent of it."""

    NOBODY = "nobody"
    EVERYBODY = "everybody"
    BYSTANDERS = "bystanders"
    """Those marked so, and whoever has no number yet."""
    UNNAMED = "unnamed"
    """Everybody who was given no name."""


class BlurStyle(StrEnum):
    """How a face is hidden."""

    MOSAIC = "mosaic"
    MASK = "mask"


def _shipped(folder: str) -> Path:
    """Return a folder that lies inside the package in a wheel and beside it in a checkout."""
    inside = PACKAGE / folder
    return inside if inside.is_dir() else PACKAGE.parent / folder


def find_asset(name: str) -> Path:
    """Return the path of a file that ships with the app.

    Raises:
        AssetError: If it is not there.
    """
    path = _shipped("assets") / name
    if not path.is_file():
        raise AssetError("{path} is missing; install emotion-desktop again", path=path)
    return path


def checkpoint_folders() -> tuple[Path, ...]:
    """Return where checkpoints are looked for, in order.

    The folder in $EMOTION_DESKTOP_CHECKPOINTS if set, whose models replace others of the same
    name, then the shipped ones, last the user's own.
    """
    first = os.environ.get("EMOTION_DESKTOP_CHECKPOINTS")
    return (*((Path(first),) if first else ()), shipped_checkpoints(), user_checkpoints())


def shipped_checkpoints() -> Path:
    """Return where the checkpoints are that come with the app."""
    return _shipped("checkpoints")


def data_folder() -> Path:
    """Return where files go that are kept, and that people may add to."""
    return user_data_path(APP_NAME, appauthor=False)


def user_checkpoints() -> Path:
    """Return where people may put checkpoints of their own."""
    return data_folder() / "checkpoints"


def cache_folder() -> Path:
    """Return where files go that can be made again."""
    return user_cache_path(APP_NAME, appauthor=False)


def log_folder() -> Path:
    """Return where the log lies."""
    return user_log_path(APP_NAME, appauthor=False)


def list_checkpoints() -> dict[str, Path]:
    """Return all checkpoints by name, which is that of their file.

    A user's own whose name is taken is called `NAME-own`, so that both can be chosen.
    """
    found: dict[str, Path] = {}
    for folder in checkpoint_folders():
        for path in sorted(folder.glob(f"*{CHECKPOINT_SUFFIX}")):
            name = path.stem
            if name in found and folder == user_checkpoints():
                name = f"{name}-own"
            found.setdefault(name, path)
    return found


def checkpoint_name(path: Path) -> str:
    """Return the name a checkpoint is listed by; of a file elsewhere, that of the file."""
    return next((name for name, listed in list_checkpoints().items() if listed == path), path.stem)


def find_checkpoint(name_or_path: str | Path) -> Path:
    """Return the file of a checkpoint given by name or path.

    Raises:
        UnknownModelError: If there is neither a file nor a checkpoint of that name.
    """
    path = Path(name_or_path)
    try:
        if path.is_file():
            return path
    except OSError:  # e.g. a name that is too long: no file has it
        path = Path()
    found = list_checkpoints()
    if str(name_or_path) in found:
        return found[str(name_or_path)]
    from emotion_desktop.models.registry import list_models

    there = ", ".join(sorted(found)) or "none"
    how = f"--arch {path.stem}" if path.stem in list_models() else "--help"
    raise UnknownModelError(
        "no checkpoint {name!r}; trained ones: {there}. Give a path, or train one: {command}",
        name=shorten(str(name_or_path), 200),
        there=shorten(there, 1_000),
        command=f"emotion-train {how}",
    )


VideoQuality = Literal["small", "standard", "high"]
"""How true to the pictures a recording's video is; a better one takes more room."""

DEFAULT_SMOOTHING: Final = 0.5
"""The calm of the default settings."""

RANGES: Final[Mapping[str, tuple[float, float]]] = MappingProxyType(
    {
        "detection_confidence": (0.0, 1.0),
        "min_face_px": (0, 1000),
        "max_faces": (1, 256),
        "dark_below": (0.0, 255.0),
        "smoothing_s": (0.0, 10.0),
        "switch_margin": (0.0, 1.0),
        "uncertain_below": (0.0, 1.0),
        "track_memory_s": (0.0, 60.0),
        "gradcam_interval_s": (0.0, 10.0),
        "budget_s": (0.0, 10.0),
    }
)
"""Least and greatest value of each number in `PipelineSettings`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineSettings:
    """How the pipeline behaves; every number has a range.

    Attributes:
        detection_confidence: Least score of a face, 0–1.
        min_face_px: A face whose box is narrower, in pixels of the picture, is shown as too small.
        max_faces: Faces per frame at most; the largest are kept.
        dark_below: A face whose mean brightness, 0–255, is lower is shown as too dark.
        smoothing_s: Time constant of the label smoothing in seconds; 0 switches it off.
        switch_margin: By how much another class must be more probable before the label changes to
            it, 0–1.
        uncertain_below: A face whose best probability is lower is shown as uncertain, 0–1.
        track_memory_s: How long a person may be out of sight and keep the id, in seconds.
        gradcam_interval_s: Least time between two Grad-CAM updates, in seconds.
        budget_s: How long the expressions of one live frame may take to read, in seconds; if there
            are more faces than that, they take turns. At least one is read in every frame.
        detector: What finds the faces, as `vision.detection.open_detector` takes it.
    """

    detection_confidence: float = 0.5
    min_face_px: int = 32
    max_faces: int = 64
    dark_below: float = 30.0
    smoothing_s: float = 0.3
    switch_margin: float = 0.1
    uncertain_below: float = 0.4
    track_memory_s: float = 1.0
    gradcam_interval_s: float = 0.15
    budget_s: float = 0.005
    detector: str = "blazeface"

    def __post_init__(self) -> None:
        """Check the ranges.

        Raises:
            SettingError: If a value is outside its range.
        """
        for name, (low, high) in RANGES.items():
            value = getattr(self, name)
            if not low <= value <= high:
                raise SettingError(
                    "{name} must be between {low} and {high}, got {value}",
                    name=name,
                    low=low,
                    high=high,
                    value=value,
                )

    @property
    def sure_score(self) -> float:
        """Score from which someone new is clearly a face: halfway from the least one to 1."""
        return (1 + self.detection_confidence) / 2

    def with_smoothing(self, calm: float) -> "PipelineSettings":
        """Return the same settings with this smoothing level.

        Args:
            calm: 0 names what each frame shows, 1 waits longest; default `DEFAULT_SMOOTHING`.
                Values beyond are cut off. The time constant is 1.2 s times the square, the margin
                0.2 times it.
        """
        level = min(max(calm, 0.0), 1.0)
        return replace(
            self, smoothing_s=round(1.2 * level**2, 3), switch_margin=round(0.2 * level, 3)
        )
