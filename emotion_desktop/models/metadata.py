"""The JSON document in a checkpoint's header, and how to read it without PyTorch.

A safetensors file starts with the length of its header (8 bytes, little endian) and the
header, https://github.com/huggingface/safetensors#format; our document is the string
`emotion_desktop` in the header's `__metadata__`.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError, model_validator

from emotion_desktop.errors import CheckpointError
from emotion_desktop.labels import Emotion
from emotion_desktop.models.registry import list_models

KEY: Final = "emotion_desktop"
MAX_HEADER: Final = 16_000_000

Fraction = Annotated[float, Field(ge=0, le=1)]

LabelSource = Literal["fer2013", "ferplus-majority", "ferplus-votes"]
"""The data's own labels, the majority of FER+'s votes, or the share of each emotion in them."""

LOW_RECALL: Final = 0.5
"""A class of which less is recognised is named as a limit."""

FEW_FACES: Final = 100
"""Figures of a class with fewer faces are rough."""


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class InputSpec(_Document):
    """What the network was trained to be fed; must agree with the architecture's `ModelSpec`."""

    size: int
    channels: Literal[1, 3]
    mean: tuple[float, ...]
    std: tuple[float, ...]


class SplitMetrics(_Document):
    """Figures on one split. `ece_before` and `nll_before` are those before temperature scaling.

    Attributes:
        ece_floor: The ECE that a perfectly calibrated model of the same confidences would show on
            as many faces by chance; None of version 0.1.
        rms_calibration_error: Debiased, of bins with equally many faces; None of version 0.1.
        brier: Mean squared distance of the probabilities to the labels, 0–2; None of version 0.1.
    """

    protocol: str
    count: Annotated[int, Field(gt=0)]
    accuracy: Fraction
    macro_f1: Fraction
    ece: Fraction
    nll: Annotated[float, Field(ge=0)]
    ece_before: Fraction
    nll_before: Annotated[float, Field(ge=0)]
    ece_floor: Fraction | None = None
    rms_calibration_error: Fraction | None = None
    brier: Annotated[float, Field(ge=0, le=2)] | None = None
    recall: dict[Emotion, Fraction]
    confusion: list[list[int]]

    @property
    def support(self) -> dict[Emotion, int]:
        """Faces of each class."""
        return dict(zip(self.recall, map(sum, self.confusion), strict=True))

    @property
    def weak_classes(self) -> dict[Emotion, float]:
        """Recall of each class of which less than half is recognised: a limit worth naming."""
        support = self.support
        return {
            emotion: recall
            for emotion, recall in self.recall.items()
            if recall < LOW_RECALL and support[emotion]
        }

    @property
    def rare_classes(self) -> dict[Emotion, int]:
        """Faces of each class with so few that its figures are rough."""
        return {emotion: count for emotion, count in self.support.items() if count < FEW_FACES}


class EpochRecord(_Document):
    """One line of the training history; `val` is PublicTest.

    Attributes:
        train_loss: As optimised: on changed faces, with dropout, mixup and teacher.
        learning_rate: Mean over the steps, the highest of several; of version 0.1 the last one.
        plain_train_loss: On unchanged training faces, as many as PublicTest has, asked like those.
        train_accuracy: On the same faces.
        size: Side of the network's input in pixels.
    """

    epoch: int
    train_loss: float
    val_loss: float
    val_accuracy: Fraction
    learning_rate: float
    seconds: float
    plain_train_loss: float | None = None
    train_accuracy: Fraction | None = None
    size: int | None = None


class CheckpointMetadata(_Document):
    """Everything known about a checkpoint apart from its weights.

    Attributes:
        classes: In the order of the logits.
        merges: Which emotions the labels counted as another; empty if none.
        kept_epoch: The epoch of the history whose weights these are; None in files of version 0.1.
        environment: Versions, device, threads and precision of the training.
        metrics: By name of the split.
        temperature: Logits are divided by it before softmax
            (Guo et al. 2017, https://arxiv.org/abs/1706.04599).
        weights_sha256: Of the tensor data in the file.
    """

    format_version: Literal[1] = 1
    architecture: str
    classes: Annotated[tuple[Emotion, ...], Field(min_length=2)]
    merges: dict[Emotion, Emotion] = {}
    input: InputSpec
    label_source: LabelSource
    training: dict[str, JsonValue]
    history: tuple[EpochRecord, ...]
    kept_epoch: int | None = None
    environment: dict[str, JsonValue] = {}
    metrics: dict[str, SplitMetrics]
    temperature: Annotated[float, Field(gt=0)] = 1.0
    created_at: datetime
    data_fingerprint: str
    package_version: str
    parameters: Annotated[int, Field(gt=0)]
    weights_sha256: str = ""

    @model_validator(mode="after")
    def _check_classes(self) -> Self:
        if len(set(self.classes)) != len(self.classes):
            msg = "a class is named twice"
            raise ValueError(msg)
        return self

    @property
    def kept(self) -> EpochRecord | None:
        """The epoch whose weights these are; None without a history.

        Version 0.1 kept the first of the most accurate epochs at full size.
        """
        if self.kept_epoch is not None:
            return next((r for r in self.history if r.epoch == self.kept_epoch), None)
        full = [record for record in self.history if record.epoch > self.small_epochs]
        return max(full or self.history, key=lambda record: record.val_accuracy, default=None)

    @property
    def small_epochs(self) -> int:
        """How many epochs, from the first one on, looked at smaller faces than the others."""
        size, share, epochs = map(self.training.get, ("small_size", "small_share", "epochs"))
        if not (size and isinstance(share, float | int) and isinstance(epochs, int)):
            return 0
        return min(int(share * epochs), epochs - 1)

    @property
    def measured(self) -> SplitMetrics | None:
        """The figures to quote: PrivateTest's, else PublicTest's, else none."""
        return self.metrics.get("PrivateTest") or self.metrics.get("PublicTest")


def read_metadata(path: Path) -> CheckpointMetadata:
    """Return the metadata of a checkpoint file without loading its weights.

    Raises:
        CheckpointError: If the file is not one of our checkpoints, or damaged.
    """
    try:
        return CheckpointMetadata.model_validate_json(read_texts(path)[KEY])
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "metadata"
        raise CheckpointError(
            "the metadata of {path} is invalid at {place}: {reason}",
            path=path,
            place=where,
            reason=first["msg"],
        ) from error


def read_texts(path: Path) -> dict[str, str]:
    """Return the `__metadata__` of a checkpoint file: our document under `KEY`, and what else.

    Raises:
        CheckpointError: If the file is not one of our checkpoints.
    """
    try:
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            if not 2 <= length <= MAX_HEADER:
                raise CheckpointError(
                    "{path} is not a safetensors file; train one with emotion-train", path=path
                )
            texts = json.loads(file.read(length))["__metadata__"]
        texts[KEY].encode()
    except OSError as error:
        raise CheckpointError(
            "cannot read checkpoint {path}: {reason}", path=path, reason=error.strerror
        ) from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise CheckpointError(
            "{path} is not a checkpoint of emotion-desktop; train one with emotion-train", path=path
        ) from error
    return dict(texts)


def with_texts(data: bytes, texts: Mapping[str, str]) -> bytes:
    """Return a checkpoint file with another `__metadata__`; its weights stay byte for byte."""
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + length])
    header["__metadata__"] = dict(texts)
    written = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    written += b" " * (-len(written) % 8)  # tensors start at a multiple of 8
    return len(written).to_bytes(8, "little") + written + data[8 + length :]


def check_architecture(path: Path, metadata: CheckpointMetadata) -> None:
    """Raise CheckpointError if an architecture is none of ours, so that PyTorch cannot run it."""
    if metadata.architecture not in list_models():
        raise CheckpointError(
            "{path} holds {name!r}, an architecture this version does not know; only ONNX "
            "Runtime can run it: --device cpu --backend onnx",
            path=path,
            name=metadata.architecture,
        )


def read_verified(path: Path, metadata: CheckpointMetadata) -> bytes:
    """Return a whole checkpoint file whose weights are those that were saved.

    Raises:
        CheckpointError: If they are not, or the file cannot be read.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CheckpointError(
            "cannot read checkpoint {path}: {reason}", path=path, reason=error.strerror
        ) from error
    if tensor_digest(data) != metadata.weights_sha256:
        raise CheckpointError(
            "the weights in {path} are damaged (checksum differs); get the file again", path=path
        )
    return data


def tensor_digest(data: bytes) -> str:
    """Return the SHA-256 of the tensors in a safetensors file, without its header."""
    length = int.from_bytes(data[:8], "little")
    return hashlib.sha256(memoryview(data)[8 + length :]).hexdigest()
