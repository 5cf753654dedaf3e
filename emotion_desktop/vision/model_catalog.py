"""Which models there are to choose from, read without PyTorch."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from emotion_desktop.config import list_checkpoints, shipped_checkpoints
from emotion_desktop.errors import CheckpointError, UnknownModelError, encodable
from emotion_desktop.labels import Emotion
from emotion_desktop.models import EvaluationProtocol, list_models, read_metadata
from emotion_desktop.models.metadata import read_weights

DEFAULT_CLASSES: Final = 7
"""The default model tells at least so many emotions apart."""

DEFAULT_MS: Final = 2.0
"""The default model takes no longer for a face, so that eight are read within half of the time
between two frames."""

PHOTO_FIGURES: Final = "photos.json"
"""Beside the shipped checkpoints; `benchmarks.photos --common` writes it."""


class PhotoFigures(BaseModel):
    """A model on the common set.

    Attributes:
        accuracy: From photo to label, 0–1; a class the model lacks counts as wrong.
        webcam: The same for the photos as bad webcams show them; the mean of five ways.
        ms: Median time for one face on one processor, to compare models with each other.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    accuracy: Annotated[float, Field(ge=0, le=1)]
    webcam: Annotated[float, Field(ge=0, le=1)]
    ms: Annotated[float, Field(gt=0)]


class CommonSet(BaseModel):
    """What every shipped model was asked alike, so that their figures can be compared.

    Attributes:
        protocol: What was measured and how.
        count: Photos.
        models: By the SHA-256 of their weights.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    protocol: str = ""
    count: int = 0
    models: dict[str, PhotoFigures] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelEntry:
    """A line of the model picker.

    Attributes:
        name: Of the checkpoint, or of an architecture that has none yet.
        trained: Whether there is a checkpoint that can be used.
        error: Why the checkpoint of that name cannot be used; None if it can, or there is none.
        classes: What it tells apart; empty if not trained.
        accuracy: Measured, 0–1; None if not measured.
        protocol: What the accuracy was measured on; empty if not measured.
        path: The checkpoint; None if there is none.
        merges: Which emotions counted as another.
        macro_f1: Measured, 0–1; None if not measured.
        photos: Its figures on the common set; None if it was not asked.
        recommended: Whether it is the one the app takes if nobody chooses.
        fastest: Whether none of those asked takes less time.
        most_accurate: Whether none of those asked is right more often.
    """

    name: str
    trained: bool
    classes: tuple[Emotion, ...]
    accuracy: float | None
    protocol: EvaluationProtocol | str
    path: Path | None
    merges: Mapping[Emotion, Emotion] = field(default_factory=dict)
    macro_f1: float | None = None
    error: CheckpointError | None = None
    photos: PhotoFigures | None = None
    recommended: bool = False
    fastest: bool = False
    most_accurate: bool = False

    @property
    def lacks_neutral(self) -> bool:
        """Whether a calm face gets the name of an expression, for want of a better one."""
        return self.trained and Emotion.NEUTRAL not in self.classes


def catalog() -> list[ModelEntry]:
    """Return what can be used, the most useful first, then the architectures without a checkpoint.

    That is the recommended one, then the others by their accuracy on the common set, then those
    never asked. One that cannot be used says why.
    """
    found = _entries()
    best = _best(found.values())
    figures = {name: entry.photos for name, entry in found.items() if entry.photos is not None}
    fastest = min(figures, key=lambda name: figures[name].ms, default="")
    surest = max(figures, key=lambda name: figures[name].accuracy, default="")
    entries = [
        replace(
            entry,
            recommended=entry is best,
            fastest=name == fastest,
            most_accurate=name == surest,
        )
        for name, entry in found.items()
    ]
    entries.sort(key=_usefulness)
    return entries + [_untrained(name) for name in list_models() if name not in found]


def trained_models() -> list[ModelEntry]:
    """Return what can be used, the most useful first."""
    return [entry for entry in catalog() if entry.trained]


def _usefulness(entry: ModelEntry) -> tuple[bool, bool, float, str]:
    accuracy = entry.photos.accuracy if entry.photos is not None else 0.0
    return not entry.trained, not entry.recommended, -accuracy, entry.name


def default_checkpoint() -> str:
    """Return the name of the best checkpoint with at least `DEFAULT_CLASSES` classes.

    The best is, of those that were asked about the common set and take at most `DEFAULT_MS` for a
    face, the one with the highest mean of three accuracies: on the faces it was scored on, on the
    common set, and on that as bad webcams show it. If there is none, the one with the highest
    macro-F1, for which every class counts alike, however rare. If none tells so many apart, the
    best one with fewer.

    Raises:
        UnknownModelError: If there is no checkpoint at all.
    """
    best = _best(_entries().values())
    if best is None:
        raise UnknownModelError(
            "no trained model is installed; train one: {command}",
            command="emotion-train --arch cnn48_gray",
        )
    return best.name


def common_set() -> CommonSet:
    """Return the figures of the shipped models on the common set; none if the file is damaged."""
    try:
        text = (shipped_checkpoints() / PHOTO_FIGURES).read_text(encoding="utf-8")
        return CommonSet.model_validate_json(text)
    except (OSError, ValidationError):
        return CommonSet()


def _best(entries: Iterable[ModelEntry]) -> ModelEntry | None:
    trained = [entry for entry in entries if entry.trained]
    trained.sort(key=_worth)
    while trained:
        best = trained.pop()
        if not trained or _has_sound_weights(best):
            return best
    return None


def _worth(entry: ModelEntry) -> tuple[bool, bool, float, str]:
    """Return what the default model is chosen by, the best last."""
    many = len(entry.classes) >= DEFAULT_CLASSES
    asked = entry.photos
    if asked is None or asked.ms > DEFAULT_MS:
        return many, False, entry.macro_f1 or 0.0, entry.name
    accuracies = (entry.accuracy or 0.0, asked.accuracy, asked.webcam)
    return many, True, sum(accuracies) / len(accuracies), entry.name


def _has_sound_weights(entry: ModelEntry) -> bool:
    assert entry.path is not None
    try:
        read_weights(entry.path, read_metadata(entry.path))
    except CheckpointError:
        return False
    return True


def _entries() -> dict[str, ModelEntry]:
    common = common_set()
    checkpoints = list_checkpoints().items()
    return {encodable(name): _entry(name, path, common) for name, path in checkpoints}


def _entry(name: str, path: Path, common: CommonSet) -> ModelEntry:
    try:
        metadata = read_metadata(path)
    except CheckpointError as error:
        return replace(_untrained(encodable(name)), error=error)
    if encodable(name) != name:
        wrong = CheckpointError("the name of {path} is no valid text; rename it", path=path)
        return replace(_untrained(encodable(name)), error=wrong)
    measured = metadata.measured
    return ModelEntry(
        name=name,
        trained=True,
        classes=metadata.classes,
        accuracy=measured.accuracy if measured else None,
        protocol=measured.protocol if measured else "",
        path=path,
        merges=metadata.merges,
        macro_f1=measured.macro_f1 if measured else None,
        photos=common.models.get(metadata.weights_sha256),
    )


def _untrained(name: str) -> ModelEntry:
    return ModelEntry(
        name=name,
        trained=False,
        classes=(),
        accuracy=None,
        protocol="",
        path=None,
    )
