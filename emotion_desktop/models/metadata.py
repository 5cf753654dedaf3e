"""The JSON document in a checkpoint's header, and how to read it without PyTorch.

A safetensors file starts with the length of its header (8 bytes, little endian) and the
header, https://github.com/huggingface/safetensors#format; our document is the string
`emotion_desktop` in the header's `__metadata__`.
"""

import hashlib
import json
import os
import stat
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    ValidationError,
    field_validator,
    model_validator,
)
from safetensors import SafetensorError
from safetensors.numpy import load as load_tensors

from emotion_desktop.errors import CheckpointError, shorten
from emotion_desktop.labels import Emotion, declare_classes_of
from emotion_desktop.models.layouts import find_layout
from emotion_desktop.models.protocol import LONGEST, EvaluationProtocol, read_sentence
from emotion_desktop.models.registry import list_models

KEY: Final = "emotion_desktop"
MAX_HEADER: Final = 16_000_000
MAX_FILE: Final = 2_000_000_000
"""Of a header and of a whole file, in bytes."""

MAX_COUNT: Final = 1_000_000_000
"""Of faces, epochs and pixels."""

Fraction = Annotated[float, Field(ge=0, le=1)]

LabelSource = Literal["fer2013", "ferplus-majority", "ferplus-votes"]
"""The data's own labels, the majority of FER+'s votes, or the share of each emotion in them."""

LOW_RECALL: Final = 0.5
"""A class of which less is recognised is named as a limit."""

FEW_FACES: Final = 100
"""Figures of a class with fewer faces are rough."""


Name = Annotated[str, Field(max_length=200)]
Count = Annotated[int, Field(ge=0, le=MAX_COUNT)]
Amount = Annotated[float, Field(ge=-1e30, le=1e30)]
Surprisal = Annotated[float, Field(ge=0, le=1e6)]
"""Wider than anything that is measured, and narrow enough to be computed with and shown."""


RENAMED: Final = {
    "flavour": "variant",
    "small_size": "progressive_size",
    "small_share": "progressive_fraction",
}
"""What older files call the settings of a training, and their names now."""


def with_current_names(value: Any) -> Any:  # noqa: ANN401 (any JSON)
    """Return a JSON value in which all settings of trainings have the names they have now."""
    if isinstance(value, dict):
        return {RENAMED.get(key, key): with_current_names(part) for key, part in value.items()}
    return list(map(with_current_names, value)) if isinstance(value, list) else value


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class InputSpec(_Document):
    """What the network was trained to be fed; must agree with the architecture's `ModelSpec`."""

    size: Annotated[int, Field(ge=8, le=512)]
    channels: Literal[1, 3]
    mean: tuple[Amount, ...]
    std: tuple[Annotated[float, Field(gt=0, le=1e9)], ...]

    @model_validator(mode="after")
    def _check_channels(self) -> Self:
        if not len(self.mean) == len(self.std) == self.channels:
            msg = f"mean and std need {self.channels} values each"
            raise ValueError(msg)
        return self


class SplitMetrics(_Document):
    """Figures on one split. `ece_before` and `nll_before` are those before temperature scaling.

    Attributes:
        protocol: How they were measured; of an old header that says what no field holds, its words.
        ece_floor: The ECE that a perfectly calibrated model of the same confidences would show on
            as many faces by chance; None of version 0.1.
        rms_calibration_error: Debiased, of bins with equally many faces; None of version 0.1.
        brier: Mean squared distance of the probabilities to the labels, 0–2; None of version 0.1.
    """

    protocol: EvaluationProtocol | Annotated[str, Field(max_length=LONGEST)]
    count: Annotated[Count, Field(gt=0)]
    accuracy: Fraction
    macro_f1: Fraction
    ece: Fraction
    nll: Surprisal
    ece_before: Fraction
    nll_before: Surprisal
    ece_floor: Fraction | None = None
    rms_calibration_error: Fraction | None = None
    brier: Annotated[float, Field(ge=0, le=2)] | None = None
    recall: dict[Emotion, Fraction]
    confusion: list[list[Count]]

    @model_validator(mode="after")
    def _check_confusion(self) -> Self:
        classes = len(self.recall)
        if [len(row) for row in self.confusion] != [classes] * classes:
            msg = f"confusion needs {classes} rows and columns, one for each class of recall"
            raise ValueError(msg)
        return self

    @field_validator("protocol", mode="before")
    @classmethod
    def _read_sentence(cls, value: object) -> object:
        """Turn the sentence of an old header into fields."""
        return read_sentence(value) if isinstance(value, str) else value

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

    epoch: Count
    train_loss: Amount
    val_loss: Amount
    val_accuracy: Fraction
    learning_rate: Amount
    seconds: Amount
    plain_train_loss: Amount | None = None
    train_accuracy: Fraction | None = None
    size: Count | None = None


class CheckpointMetadata(_Document):
    """Everything known about a checkpoint apart from its weights.

    Attributes:
        classes: In the order of the logits.
        own_classes: Those that are not among the eight, and their colours as `#rrggbb`.
        merges: Which emotions the labels counted as another; empty if none.
        kept_epoch: The epoch of the history whose weights these are; None in files of version 0.1.
        environment: Versions, device, threads and precision of the training.
        metrics: By name of the split.
        temperature: Logits are divided by it before softmax
            (Guo et al. 2017, https://arxiv.org/abs/1706.04599).
        weights_sha256: Of the tensor data in the file.
    """

    format_version: Literal[1] = 1
    architecture: Annotated[str, Field(pattern=r"^[\w-]{1,100}$")]
    classes: Annotated[tuple[Emotion, ...], Field(min_length=2)]
    own_classes: dict[str, str] = {}
    merges: dict[Emotion, Emotion] = {}
    input: InputSpec
    label_source: LabelSource
    training: Annotated[dict[str, JsonValue], BeforeValidator(with_current_names)]
    history: tuple[EpochRecord, ...]
    kept_epoch: Count | None = None
    environment: dict[str, JsonValue] = {}
    metrics: dict[Name, SplitMetrics]
    temperature: Annotated[float, Field(ge=1e-6, le=1e6)] = 1.0
    created_at: datetime
    data_fingerprint: Name
    package_version: Name
    parameters: Annotated[int, Field(gt=0, le=100_000_000_000)]
    weights_sha256: Name = ""

    _before = model_validator(mode="before")(declare_classes_of)

    @model_validator(mode="after")
    def _check_classes(self) -> Self:
        if foreign := set(self.classes) - set(Emotion) - self.own_classes.keys():
            msg = f"unknown class {str(min(foreign))!r}"
            raise ValueError(msg)
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
        size, share, epochs = map(
            self.training.get, ("progressive_size", "progressive_fraction", "epochs")
        )
        if not (size and isinstance(share, float | int) and isinstance(epochs, int)):
            return 0
        if not (0 <= share <= 1 and 0 < epochs <= MAX_COUNT):
            return 0
        return min(int(share * epochs), epochs - 1)

    @property
    def measured(self) -> SplitMetrics | None:
        """The figures to quote: PrivateTest's, else PublicTest's, else none."""
        return self.metrics.get("PrivateTest") or self.metrics.get("PublicTest")


def read_metadata(path: Path) -> CheckpointMetadata:
    """Return the metadata of a checkpoint file without loading its weights.

    Of an architecture that is ours, input and shapes of the weights have been compared with it.

    Raises:
        CheckpointError: If the file is not one of our checkpoints, or damaged.
    """
    texts, shapes = _read_header(path)
    try:
        metadata = CheckpointMetadata.model_validate_json(texts[KEY])
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "metadata"
        raise CheckpointError(
            "the metadata of {path} is invalid at {place}: {reason}",
            path=path,
            place=shorten(where, 100),
            reason=shorten(first["msg"], 200),
        ) from error
    if "temperature" not in metadata.model_fields_set:
        raise CheckpointError(
            "the metadata of {path} is invalid at {place}: {reason}",
            path=path,
            place="temperature",
            reason="Field required",
        )
    _check_layout(path, metadata, shapes)
    return metadata


def read_texts(path: Path) -> dict[str, str]:
    """Return the `__metadata__` of a checkpoint file: our document under `KEY`, and what else.

    Raises:
        CheckpointError: If the file is not one of our checkpoints.
    """
    return _read_header(path)[0]


def _read_header(path: Path) -> tuple[dict[str, str], dict[str, list[int]]]:
    """Return the `__metadata__` of a file, and the shapes of its tensors by name."""
    try:
        size = check_file(path).st_size
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            if not 2 <= length <= min(MAX_HEADER, size):
                raise CheckpointError(
                    "{path} is not a safetensors file; train one with emotion-train", path=path
                )
            header = json.loads(file.read(length))
        texts = {str(key): str(text) for key, text in header.pop("__metadata__").items()}
        texts[KEY].encode()
        shapes = {str(name): list(tensor["shape"]) for name, tensor in header.items()}
    except OSError as error:
        raise _unreadable(path, error) from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise CheckpointError(
            "{path} is not a checkpoint of emotion-desktop; train one with emotion-train", path=path
        ) from error
    return texts, shapes


def check_file(path: Path) -> os.stat_result:
    """Return what the system says about a checkpoint file.

    Raises:
        OSError: If it is not there.
        CheckpointError: If it is a pipe, a device or a folder, which could be read for ever, or
            too large.
    """
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise CheckpointError("{path} is no file; choose a file", path=path)
    if status.st_size > MAX_FILE:
        raise CheckpointError(
            "{path} is larger than {most} MB; choose another file",
            path=path,
            most=MAX_FILE // 1_000_000,
        )
    return status


def _unreadable(path: Path, error: OSError) -> CheckpointError:
    return CheckpointError(
        "cannot read checkpoint {path}: {reason}", path=path, reason=error.strerror
    )


def _check_layout(
    path: Path, metadata: CheckpointMetadata, shapes: Mapping[str, list[int]]
) -> None:
    """Refuse a checkpoint whose input or weights are not those of its architecture."""
    layout = find_layout(metadata.architecture)
    if layout is None:
        return
    if metadata.input != InputSpec.model_validate(layout.input):
        raise CheckpointError(
            "{path} was trained with a different input format than {model} expects; retrain it",
            path=path,
            model=metadata.architecture,
        )
    if shapes != layout.shapes(len(metadata.classes)):
        raise CheckpointError(
            "the weights in {path} do not fit {model} with {count} classes",
            path=path,
            model=metadata.architecture,
            count=len(metadata.classes),
        )


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
        check_file(path)
        data = path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error
    if tensor_digest(data) != metadata.weights_sha256:
        raise CheckpointError(
            "the weights in {path} are damaged (checksum differs); get the file again", path=path
        )
    return data


def read_weights(path: Path, metadata: CheckpointMetadata) -> dict[str, NDArray[Any]]:
    """Return the weights of a checkpoint by name, as they were saved: finite numbers.

    Raises:
        CheckpointError: If they are not, or the file cannot be read.
    """
    data = read_verified(path, metadata)
    try:
        weights = load_tensors(data)
    except (SafetensorError, KeyError) as error:
        raise CheckpointError(
            "the weights in {path} cannot be read ({reason})",
            path=path,
            reason=shorten(str(error).partition("\n")[0], 200),
        ) from error
    ours = find_layout(metadata.architecture) is not None
    for name, values in weights.items():
        if ours and values.ndim and values.dtype not in (np.float16, np.float32):
            raise CheckpointError(
                "the weights in {path} cannot be read ({reason})",
                path=path,
                reason=f"{name}: {values.dtype}",
            )
        if not np.isfinite(values).all():
            raise CheckpointError(
                "the weights in {path} are not all finite ({name}); train it anew or get the file "
                "again",
                path=path,
                name=shorten(name, 100),
            )
    return weights


def tensor_digest(data: bytes) -> str:
    """Return the SHA-256 of the tensors in a safetensors file, without its header."""
    length = int.from_bytes(data[:8], "little")
    return hashlib.sha256(memoryview(data)[8 + length :]).hexdigest()
