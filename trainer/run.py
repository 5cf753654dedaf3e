"""One training run from start to finished checkpoint, and the files it leaves."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import torch
from torch import nn

from emotion_desktop import __version__
from emotion_desktop.errors import CheckpointError, DataError
from emotion_desktop.labels import Emotion
from emotion_desktop.models import (
    Checkpoint,
    CheckpointMetadata,
    SplitMetrics,
    create_model,
    get_spec,
    load_checkpoint,
    read_metadata,
    save_checkpoint,
)
from emotion_desktop.models.checkpoint import input_spec, parameter_count
from emotion_desktop.models.metadata import EpochRecord
from trainer.data import FaceTable, LabelSource, Split, select
from trainer.evaluation.metrics import fit_temperature, measure
from trainer.loop import fit, on_device, predict
from trainer.recipes import Recipe
from trainer.report import plot_history

INIT_FIELDS: Final = {"training", "weights_sha256"}
"""What a checkpoint tells of the one it started from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunConfig:
    """What to train.

    Attributes:
        architecture: One of `list_models()`.
        classes: In the order of the logits.
        labels: Where labels come from.
        recipe: Hyperparameters.
        seed: Of weights, shuffling and augmentation.
        folder: Where to write; made if missing.
        init: Checkpoint whose weights to start from; random weights if None.
    """

    architecture: str
    classes: tuple[Emotion, ...]
    labels: LabelSource
    recipe: Recipe
    seed: int
    folder: Path
    init: Path | None = None

    @property
    def checkpoint(self) -> Path:
        """The file that holds the best epoch."""
        return self.folder / f"{self.architecture}.safetensors"


def train(
    config: RunConfig,
    table: FaceTable,
    *,
    device: torch.device,
    on_step: Callable[[int, int], None],
    on_epoch: Callable[[EpochRecord, bool], None],
    on_interrupt: Callable[[], None] = lambda: None,
) -> Checkpoint:
    """Train, keep the epoch with the best PublicTest accuracy, calibrate it, score it once.

    A KeyboardInterrupt ends the training early; the best epoch so far is finished as usual.

    Args:
        config: What to train.
        table: The data.
        device: Where to compute.
        on_step: Called with step and steps of the epoch.
        on_epoch: Called with an epoch's record and whether it is the best so far.
        on_interrupt: Called when a KeyboardInterrupt ends the training early.

    Raises:
        KeyboardInterrupt: If interrupted before the first epoch is done; nothing is written.
        DataError: If the data lacks a split or class, or the loss is no number.
        CheckpointError: If the checkpoint cannot be written.
    """
    torch.manual_seed(config.seed)
    if config.checkpoint.exists():
        msg = f"{config.checkpoint} is already there; choose another folder with --out"
        raise DataError(msg)
    spec = get_spec(config.architecture)
    merges = config.recipe.merges
    training = select(table, "Training", config.classes, labels=config.labels, merges=merges)
    validation = select(table, "PublicTest", config.classes, labels=config.labels, merges=merges)
    absent = [c for i, c in enumerate(config.classes) if not (training.labels == i).any()]
    if absent:
        msg = f"no training face is labelled {', '.join(absent)}; leave it out with --classes"
        raise DataError(msg)
    model = _initial_model(config)
    history: list[EpochRecord] = []
    try:
        for epoch in fit(
            model,
            spec,
            training,
            validation,
            config.recipe,
            device=device,
            seed=config.seed,
            on_step=on_step,
        ):
            history.append(epoch.record)
            if epoch.best:
                metadata = _metadata(config, table, history, epoch.model)
                save_checkpoint(config.checkpoint, epoch.model, metadata)
            _write_history(config, history)
            on_epoch(epoch.record, epoch.best)
    except KeyboardInterrupt:
        if not config.checkpoint.is_file():
            raise
        on_interrupt()
    return finish(config, table, history, device=device)


def finish(
    config: RunConfig, table: FaceTable, history: list[EpochRecord], *, device: torch.device
) -> Checkpoint:
    """Fit the temperature of a saved best epoch on PublicTest and score both test splits.

    Scores the weights as they lie in the file, rounded to float16.
    """
    saved = load_checkpoint(config.checkpoint)
    public = score(saved, table, "PublicTest", device=device)
    temperature = public.temperature
    metrics = {"PublicTest": public.metrics}
    if (table.splits == 2).any():
        metrics["PrivateTest"] = score(
            saved, table, "PrivateTest", device=device, temperature=temperature
        ).metrics
    metadata = saved.metadata.model_copy(
        update={"history": tuple(history), "metrics": metrics, "temperature": temperature}
    )
    save_checkpoint(config.checkpoint, saved.model, metadata)
    plot_history(history, config.folder / "training_history.png")
    return load_checkpoint(config.checkpoint)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Figures, and the temperature they hold for."""

    metrics: SplitMetrics
    temperature: float


def score(
    checkpoint: Checkpoint,
    table: FaceTable,
    split: Split,
    *,
    device: torch.device,
    labels: LabelSource | None = None,
    temperature: float | None = None,
) -> Score:
    """Return a checkpoint's figures on a split.

    Args:
        checkpoint: What to score.
        table: The data.
        split: Which part of it.
        device: Where to compute.
        labels: Where labels come from; those of the checkpoint's training if None.
        temperature: Fitted on this very split if None.
    """
    metadata = checkpoint.metadata
    samples = select(
        table,
        split,
        metadata.classes,
        labels=labels or metadata.label_source,
        merges=metadata.merges,
    )
    model = on_device(checkpoint.model, device)
    logits = predict(model, checkpoint.spec, samples.images, device=device)
    if temperature is None:
        temperature = fit_temperature(logits, samples.labels)
    return Score(
        metrics=measure(
            logits,
            samples.labels,
            metadata.classes,
            temperature=temperature,
            protocol=samples.protocol,
        ),
        temperature=temperature,
    )


def _initial_model(config: RunConfig) -> nn.Module:
    """Return the network to start from, random or from a checkpoint.

    Raises:
        CheckpointError: If the checkpoint is of another architecture or class set.
    """
    if config.init is None:
        return create_model(config.architecture, len(config.classes))
    start = load_checkpoint(config.init)
    if (start.spec.name, start.metadata.classes) != (config.architecture, config.classes):
        msg = (
            f"{config.init} is {start.spec.name} for {', '.join(start.metadata.classes)}; to start "
            f"from it, train that architecture on those classes"
        )
        raise CheckpointError(msg)
    return start.model


def _metadata(
    config: RunConfig, table: FaceTable, history: list[EpochRecord], model: nn.Module
) -> CheckpointMetadata:
    recipe = asdict(replace(config.recipe, merges={})) | {"seed": config.seed}
    del recipe["merges"]  # has a field of its own
    if config.init is not None:
        recipe["init"] = read_metadata(config.init).model_dump(mode="json", include=INIT_FIELDS)
    return CheckpointMetadata(
        architecture=config.architecture,
        classes=config.classes,
        merges=dict(config.recipe.merges),
        input=input_spec(get_spec(config.architecture)),
        label_source=config.labels,
        training=recipe,
        history=tuple(history),
        metrics={},
        created_at=datetime.now(UTC),
        data_fingerprint=table.fingerprint,
        package_version=__version__,
        parameters=parameter_count(model),
    )


def _write_history(config: RunConfig, history: list[EpochRecord]) -> None:
    path = config.folder / "history.json"
    try:
        path.write_text(json.dumps([record.model_dump() for record in history], indent=1))
    except OSError as error:
        msg = f"cannot write {path}: {error.strerror}"
        raise CheckpointError(msg) from error
