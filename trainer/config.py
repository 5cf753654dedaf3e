"""What a run is asked to do, as it stands in its folder's `config.json`."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, JsonValue, TypeAdapter, ValidationError

from emotion_desktop.errors import DataError, OutputError
from emotion_desktop.labels import Emotion
from emotion_desktop.models import LabelSource
from emotion_desktop.models.metadata import with_current_names
from trainer.recipes import Precision, Recipe, Variant, current_name

CONFIG: Final = "config.json"

LOGGERS: Final = ("TensorBoardLogger", "CSVLogger")
"""Lightning's loggers that write into the run's folder."""

OTHER_LOGGERS: Final = ("MLFlowLogger", "WandbLogger")
"""Those that need a package of their own; what they send and where is theirs to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunConfig:
    """What to train on what.

    Attributes:
        architecture: One of `list_models()`.
        classes: In the order of the logits.
        labels: Where targets come from.
        variant: The recipe the settings started from.
        recipe: All settings.
        seed: Of weights, order, dropout and augmentation.
        data: Files and folders of faces.
        ferplus: FER+'s votes.
        skip_bad: Whether bad rows and pictures are left out.
        align: Whether faces were found in the pictures of folders, and aligned.
        folds: Of a cross-validation; None if the splits are the data's.
        fold: Which of them is tested on, from 1.
        groups: Table whose groups stay in one fold each.
        by: Its column.
        limit: Train on a random part of this many faces; on all if None.
        private_test: Whether the finished checkpoint is scored on PrivateTest; not for runs that
            others go on from or are chosen by.
        precision: Of the arithmetic on this machine, settled when the run was started; None in
            runs of version 0.1, which settle it at each start.
        data_fingerprint: SHA-256 of faces, labels and votes; in runs of version 0.1 of the files.
        name: Of the checkpoint's file; the architecture's if None.
        compile: Whether the network is compiled by `torch.compile`.
        loggers: Names of Lightning's loggers.
        figures: Kinds of files that pictures are written as beside PNG: `pdf`, `svg`.
        plugins: Python files that were loaded first.
        init: What the weights started from, as it was named; random weights if None.
        origin: What was taken from there, and how that was trained.
        teachers: Checkpoints that guide the training.
        teacher_digests: SHA-256 of their weights.
    """

    architecture: str
    classes: tuple[Emotion, ...]
    labels: LabelSource
    variant: Annotated[Variant, BeforeValidator(current_name)]
    recipe: Recipe
    seed: int
    data: tuple[Path, ...]
    ferplus: Path | None
    skip_bad: bool = False
    align: bool = False
    folds: int | None = None
    fold: int | None = None
    groups: Path | None = None
    by: str | None = None
    limit: int | None = None
    private_test: bool = True
    precision: Precision | None = None
    data_fingerprint: str
    name: str | None = None
    compile: bool = False
    loggers: tuple[str, ...] = LOGGERS
    figures: tuple[Literal["pdf", "svg"], ...] = ()
    plugins: tuple[Path, ...] = ()
    init: str | None = None
    origin: dict[str, JsonValue] = field(default_factory=dict)
    teachers: tuple[Path, ...] = ()
    teacher_digests: tuple[str, ...] = ()


_DOCUMENT: Final[TypeAdapter[RunConfig]] = TypeAdapter(
    Annotated[RunConfig, BeforeValidator(with_current_names)]
)


def require_empty(folder: Path) -> None:
    """Check that a run may be started in a folder.

    Raises:
        OutputError: If the folder holds something already, or cannot be looked into.
    """
    try:
        taken = folder.is_dir() and any(folder.iterdir())
    except OSError as error:
        msg = f"cannot look into {folder}: {(error.strerror or str(error)).lower()}"
        raise OutputError(msg) from error
    if taken:
        msg = f"{folder} is not empty and nothing is overwritten; choose another --out"
        raise OutputError(msg)


def write_config(config: RunConfig, folder: Path, toml: str) -> None:
    """Write `config.json`, and beside it `config.toml`, into a new folder.

    Args:
        config: What `--resume` reads.
        folder: Of the run.
        toml: What `--config` reads, to repeat the run.

    Raises:
        OutputError: If the folder holds something already, or cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        require_empty(folder)
        (folder / "config.toml").write_text(toml, encoding="utf-8")
        (folder / CONFIG).write_bytes(_DOCUMENT.dump_json(config, indent=1) + b"\n")
    except OSError as error:
        msg = f"cannot write into {folder}: {(error.strerror or str(error)).lower()}"
        raise OutputError(msg) from error


def read_config(folder: Path) -> RunConfig:
    """Return the configuration of a run.

    Raises:
        DataError: If the folder holds none, or a damaged one.
    """
    path = folder / CONFIG
    try:
        return _DOCUMENT.validate_json(path.read_bytes())
    except OSError as error:
        msg = f"{folder} is not the folder of a run: cannot read {path}: {error.strerror}"
        raise DataError(msg) from error
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"])) or "its JSON"
        msg = f"{path} is damaged at {where}; start the run anew"
        raise DataError(msg) from error


def is_first_process() -> bool:
    """Return whether this process writes the files: alone, or `torchrun`'s first."""
    return int(os.environ.get("RANK", "0")) == 0
