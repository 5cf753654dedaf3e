"""What a run needs before it starts: a network and faces, proved to be usable."""

import os
from pathlib import Path

import torch
from pydantic import JsonValue
from torch import nn

from emotion_desktop.errors import DataError, SettingError
from emotion_desktop.labels import Emotion
from emotion_desktop.models import ModelSpec, create_model, get_spec, read_metadata
from emotion_desktop.models.pretrained import PRETRAINED, find_pretrained
from trainer.config import RunConfig
from trainer.data import FaceTable, Samples, select
from trainer.data.csvfile import digest_of
from trainer.data.folds import with_fold
from trainer.evaluation.groups import read_column
from trainer.recipes import Recipe
from trainer.transfer import initialise, is_ours


def start_model(
    architecture: str, classes: tuple[Emotion, ...], init: str | None, seed: int
) -> tuple[nn.Module, dict[str, JsonValue]]:
    """Return the network a training starts from, and where its weights came from.

    Args:
        architecture: One of `list_models()`.
        classes: In the order of the logits.
        init: See `trainer.transfer.initialise`; random weights if None.
        seed: Of random weights.

    Raises:
        CheckpointError: If `init` cannot be used for this architecture.
    """
    torch.manual_seed(seed)
    model = create_model(architecture, len(classes))
    if init is None:
        return model, {}
    origin: dict[str, JsonValue] = {
        "taken": initialise(model, get_spec(architecture), classes, init),
        "from": init if init in PRETRAINED else Path(init).name,
    }
    path = find_pretrained(init) if init in PRETRAINED else Path(init)
    if not is_ours(path):
        origin["file_sha256"] = digest_of(path)
    else:
        start = read_metadata(path)
        origin["scored_on"] = list(start.metrics)
        origin |= start.model_dump(
            mode="json",
            include={
                "architecture",
                "classes",
                "training",
                "kept_epoch",
                "environment",
                "label_source",
                "data_fingerprint",
                "package_version",
                "weights_sha256",
            },
        )
    return model, origin


def fold_of(config: RunConfig, table: FaceTable) -> FaceTable:
    """Return the data with the splits of a run's fold; as they are without one.

    Raises:
        DataError: If the groups cannot be read, or are fewer than the folds.
    """
    if config.folds is None or config.fold is None:
        return table
    groups = None
    if config.groups is not None and config.by is not None:
        groups = read_column(config.groups, config.by)
    return with_fold(table, config.fold, config.folds, groups)


def choose_faces(config: RunConfig, table: FaceTable) -> tuple[Samples, Samples]:
    """Return the faces to learn and those that choose the epoch.

    Raises:
        DataError: If a split or class is missing, or the faces do not fill one batch.
        SettingError: If a batch has less than two faces for each process.
    """
    merges = config.recipe.merges
    training = select(
        table,
        "Training",
        config.classes,
        labels=config.labels,
        merges=merges,
        undecided=config.recipe.undecided and config.labels == "ferplus-votes",
    )
    if config.limit is not None:
        training = training.sample(config.limit, config.seed)
    counts = training.counts()
    absent = [emotion for emotion, count in zip(config.classes, counts, strict=True) if not count]
    if absent:
        msg = f"no training face is labelled {', '.join(absent)}; leave it out with --classes"
        raise DataError(msg)
    least = 2 * int(os.environ.get("WORLD_SIZE", "1"))
    if config.recipe.batch_size < least:
        msg = f"batches of {config.recipe.batch_size} are too small; give --batch-size {least}"
        raise SettingError(msg)
    if len(training) < config.recipe.batch_size:
        msg = (
            f"{len(training)} training faces do not fill one batch of {config.recipe.batch_size}; "
            "lower --batch-size"
        )
        raise DataError(msg)
    return training, select(
        table, "PublicTest", config.classes, labels=config.labels, merges=merges
    )


def check_progressive_size(model: nn.Module, spec: ModelSpec, recipe: Recipe) -> None:
    """Check that a network can take the smaller faces of a recipe's early epochs.

    Raises:
        SettingError: If they are not smaller, or too small for the network, or it has one size.
    """
    side = recipe.progressive_size
    if not side:
        return
    fits = side < spec.size
    if fits:
        try:
            with torch.no_grad():
                model.eval()(torch.zeros(1, spec.channels, side, side))
        except RuntimeError:
            fits = False
    if not fits:
        msg = (
            f"{spec.name}, made for {spec.size} pixels, cannot begin with "
            f"--progressive-size {side}; "
            "networks that end in global pooling can, with a smaller size"
        )
        raise SettingError(msg)
