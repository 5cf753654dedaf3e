"""Several checkpoints that answer as one: the mean of their calibrated probabilities.

Lakshminarayanan et al. 2017, https://arxiv.org/abs/1612.01474.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from emotion_desktop.config import HeatmapMethod, find_checkpoint
from emotion_desktop.domain import Floats, Image, Ints
from emotion_desktop.errors import CheckpointError, UnknownModelError
from emotion_desktop.models import CheckpointMetadata
from emotion_desktop.models.ensemble import class_orders
from emotion_desktop.vision.opencv import cv2

if TYPE_CHECKING:
    from emotion_desktop.vision.backends import Backend

JOINT: Final = " + "
"""Stands between the members' names on screen."""

_TINY: Final = 1e-12


def find_members(checkpoint: str | Path) -> list[Path]:
    """Return the files of a checkpoint, or of several separated by commas: an ensemble.

    Raises:
        UnknownModelError: If there is neither a file nor a checkpoint of one of the names.
        CheckpointError: If the same one is named twice.
    """
    try:
        return [find_checkpoint(checkpoint)]
    except UnknownModelError:
        names = [name.strip() for name in str(checkpoint).split(",") if name.strip()]
        if len(names) < 2:
            raise
    paths = [find_checkpoint(name) for name in names]
    for name, path in zip(names, paths, strict=True):
        if paths.count(path) > 1:
            raise CheckpointError(
                "{name} is named twice in {names!r}; name each member once",
                name=name,
                names=str(checkpoint),
            )
    return paths


def calibrated(logits: Floats, temperature: float) -> Floats:
    """Return (N, C) float32 probabilities: the softmax of (N, C) logits over the temperature.

    Logits that are not finite give rows of NaN.
    """
    with np.errstate(invalid="ignore"):
        scaled = logits.astype(np.float64) / temperature
        odds = np.exp(scaled - scaled.max(axis=1, keepdims=True))
        return np.asarray(odds / odds.sum(axis=1, keepdims=True), np.float32)


class EnsembleBackend:
    """Asks several backends and averages what they say.

    Args:
        members: At least one; the first gives the order of the classes.
        names: What to call them.

    Attributes:
        metadata: What holds for all of them together, without figures: nobody measured it. The
            input is the largest of theirs; the others shrink its crops.

    Raises:
        CheckpointError: If they do not have the same classes.
    """

    def __init__(self, members: Sequence["Backend"], names: Sequence[str]) -> None:
        self._members = tuple(members)
        documents = [member.metadata for member in members]
        self._orders = class_orders(documents, names)
        self.metadata = _together(documents, names)

    @property
    def device_name(self) -> str:
        """What computes, for people to read; more than one where members differ."""
        return JOINT.join(dict.fromkeys(member.device_name for member in self._members))

    def logits(self, crops: Image) -> Floats:
        """Return (N, C) float32, the logarithm of the mean calibrated probability."""
        mean = np.mean(
            [
                calibrated(member.logits(_shrunk(crops, member)), member.metadata.temperature)[
                    :, order
                ]
                for member, order in zip(self._members, self._orders, strict=True)
            ],
            axis=0,
        )  # (N, C)
        return np.asarray(np.log(np.maximum(mean, _TINY)), np.float32)

    def heatmaps(
        self,
        crops: Image,
        classes: Ints | None = None,
        method: HeatmapMethod = HeatmapMethod.DEFAULT,
    ) -> Floats:
        """Return (N, S, S) float32 in 0–1: the mean of the members' maps for the same classes."""
        wanted = self.logits(crops).argmax(axis=1) if classes is None else classes  # (N,)
        size = self.metadata.input.size
        total = np.zeros((len(crops), size, size), np.float32)
        for member, order in zip(self._members, self._orders, strict=True):
            columns = np.array(order, np.int64)[wanted]
            maps = member.heatmaps(_shrunk(crops, member), columns, method)
            total += [cv2.resize(one, (size, size), interpolation=cv2.INTER_LINEAR) for one in maps]
        # Its highest value is 1 again, as a single model's, however far the members disagree.
        highest = total.max(axis=(1, 2), keepdims=True)
        return np.asarray(total / np.maximum(highest, _TINY), np.float32)


def _shrunk(crops: Image, member: "Backend") -> Image:
    """Return (N, S, S, 3) uint8 crops in the size of a member's input."""
    size = member.metadata.input.size
    if crops.shape[1] == size:
        return crops
    return np.stack(
        [cv2.resize(crop, (size, size), interpolation=cv2.INTER_AREA) for crop in crops]
    )


def _together(documents: Sequence[CheckpointMetadata], names: Sequence[str]) -> CheckpointMetadata:
    """Return the metadata of an ensemble; its members' own stays with them."""
    return documents[0].model_copy(
        update={
            "architecture": JOINT.join(document.architecture for document in documents),
            "input": max((document.input for document in documents), key=lambda one: one.size),
            "training": {"members": list(names)},
            "history": (),
            "metrics": {},
            "temperature": 1.0,
            "parameters": sum(document.parameters for document in documents),
            "weights_sha256": "",
        }
    )
