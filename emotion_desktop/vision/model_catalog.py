"""Which models there are to choose from, read without PyTorch."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from emotion_desktop.config import list_checkpoints
from emotion_desktop.errors import CheckpointError, UnknownModelError
from emotion_desktop.labels import Emotion
from emotion_desktop.models import CheckpointMetadata, list_models, read_metadata

DEFAULT_CLASSES: Final = 7
"""The default model tells at least so many emotions apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelEntry:
    """A line of the model picker.

    Attributes:
        name: Of the checkpoint, or of an architecture that has none yet.
        trained: Whether there is a checkpoint that can be used.
        classes: What it tells apart; empty if not trained.
        accuracy: Measured, 0–1; None if not measured.
        protocol: What the accuracy was measured on; empty if not measured.
        path: The checkpoint; None if there is none.
        merges: Which emotions counted as another.
        macro_f1: Measured, 0–1; None if not measured.
    """

    name: str
    trained: bool
    classes: tuple[Emotion, ...]
    accuracy: float | None
    protocol: str
    path: Path | None
    merges: Mapping[Emotion, Emotion] = field(default_factory=dict)
    macro_f1: float | None = None


def catalog() -> list[ModelEntry]:
    """Return one entry per architecture in their order, then the checkpoints of other names.

    A checkpoint whose metadata cannot be read counts as not there.
    """
    readable = {entry.name: entry for entry in _trained(list_checkpoints().items())}
    entries = [readable.pop(name, _untrained(name)) for name in list_models()]
    return entries + [readable[name] for name in sorted(readable)]


def default_checkpoint() -> str:
    """Return the name of the best checkpoint with at least `DEFAULT_CLASSES` classes.

    The best has the highest macro-F1, for which every class counts alike, however rare. If none
    tells so many apart, the best one with fewer.

    Raises:
        UnknownModelError: If there is no checkpoint at all.
    """
    trained = [entry for entry in catalog() if entry.trained]
    if not trained:
        raise UnknownModelError(
            "no trained model is installed; train one: {command}",
            command="emotion-train --arch cnn48_gray",
        )
    best = max(
        trained, key=lambda e: (len(e.classes) >= DEFAULT_CLASSES, e.macro_f1 or 0.0, e.name)
    )
    return best.name


def _trained(checkpoints: Iterable[tuple[str, Path]]) -> Iterable[ModelEntry]:
    for name, path in checkpoints:
        try:
            metadata: CheckpointMetadata = read_metadata(path)
        except CheckpointError:
            continue
        measured = metadata.measured
        yield ModelEntry(
            name=name,
            trained=True,
            classes=metadata.classes,
            accuracy=measured.accuracy if measured else None,
            protocol=measured.protocol if measured else "",
            path=path,
            merges=metadata.merges,
            macro_f1=measured.macro_f1 if measured else None,
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
