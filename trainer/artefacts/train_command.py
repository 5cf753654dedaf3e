"""The command line that trains a checkpoint anew."""

import shlex
from collections.abc import Iterator
from dataclasses import asdict, fields
from typing import Final

from pydantic import JsonValue, TypeAdapter

from emotion_desktop.errors import UnknownModelError
from emotion_desktop.labels import MERGE_7_TO_4
from emotion_desktop.models import CheckpointMetadata, EvaluationProtocol, get_spec
from emotion_desktop.models.pretrained import PRETRAINED
from trainer.augment import Augmentation
from trainer.config_file import to_toml
from trainer.data.synthetic import ORIGIN, SYNTHETIC
from trainer.recipes import AUGMENTATIONS, RECIPES, Recipe, Variant, current_name

PLAIN: Final = Recipe()

OWN_OPTIONS: Final = {"labels", "augmentation", "merges"}
"""Settings of a recipe that have other options than one of their own name, or none."""


def training_command(metadata: CheckpointMetadata) -> str:
    """Return the command line, with every setting in which a header differs from its recipe.

    Paths of data and of the checkpoints it started from or learned from are placeholders.
    """
    return " ".join(_parts(metadata))


def evaluation_command(metadata: CheckpointMetadata, file: str) -> str:
    """Return the command line that scores a file again as `metadata.measured` says.

    Args:
        metadata: Its header.
        file: Its name.
    """
    private = "PrivateTest" in metadata.metrics or not metadata.metrics
    split = "" if private else " --split PublicTest"
    return f"emotion-evaluate --checkpoint {file} {_data_options(metadata)}{split}"


def _data_options(metadata: CheckpointMetadata) -> str:
    data = "--data fer2013.csv" if is_fer2013(metadata) else "--data DATA"
    if is_drawn(metadata):
        data = f"--data {SYNTHETIC}"
    return data if metadata.label_source == "fer2013" else f"{data} --ferplus fer2013new.csv"


def is_fer2013(metadata: CheckpointMetadata) -> bool:
    """Return whether a checkpoint was measured on FER2013, or by FER+'s votes on its faces."""
    return any(
        "FER2013" in protocol.origin or "ferplus" in {protocol.labels, protocol.trained_on}
        for protocol in _protocols(metadata)
    )


def is_drawn(metadata: CheckpointMetadata) -> bool:
    """Return whether a checkpoint learned drawn faces alone."""
    return any(protocol.origin == ORIGIN for protocol in _protocols(metadata))


def _protocols(metadata: CheckpointMetadata) -> Iterator[EvaluationProtocol]:
    for metrics in metadata.metrics.values():
        if isinstance(metrics.protocol, EvaluationProtocol):
            yield metrics.protocol


def _parts(metadata: CheckpointMetadata) -> Iterator[str]:
    training = metadata.training
    is_original = current_name(str(training.get("variant"))) == "original"
    variant: Variant = "original" if is_original else "best"
    recipe = RECIPES[variant].get(metadata.architecture, Recipe())
    yield f"emotion-train --arch {metadata.architecture} --recipe {variant}"
    yield _data_options(metadata)
    yield f"--labels {metadata.label_source}"
    yield from _classes(metadata, recipe)
    for name in (field.name for field in fields(Recipe) if field.name not in OWN_OPTIONS):
        # a setting younger than the checkpoint was as its default is
        value = training.get(name, getattr(PLAIN, name) if "lr" in training else None)
        if value == "auto" and name == "precision":
            value = metadata.environment.get("precision", value)
        if value is not None and value != getattr(recipe, name):
            yield _option(name, value)
    yield from _augmentation(training.get("augmentation"), recipe)
    for name in ("limit", "seed"):
        if name in training:
            yield _option(name, training[name])
    if "teachers" in training:
        yield "--teacher TEACHER.safetensors"
    start = training.get("init")
    if start is not None:
        source = start.get("from") if isinstance(start, dict) else None
        yield f"--init {source}" if source in PRETRAINED else "--init START.safetensors"


def _classes(metadata: CheckpointMetadata, recipe: Recipe) -> Iterator[str]:
    try:
        usual = get_spec(metadata.architecture).classes
    except UnknownModelError:
        usual = ()
    if metadata.classes == usual and metadata.merges == recipe.merges:
        return
    yield f"--classes {','.join(metadata.classes)}"
    if metadata.merges == dict(MERGE_7_TO_4):
        yield "--merge 7to4"
    elif metadata.merges:
        yield f"--merge {','.join(f'{old}={new}' for old, new in metadata.merges.items())}"


def _augmentation(amounts: JsonValue, recipe: Recipe) -> Iterator[str]:
    if amounts is None:
        return
    trained = TypeAdapter(Augmentation).validate_python(amounts)
    if trained != recipe.augmentation:
        names = [name for name, known in AUGMENTATIONS.items() if known == trained]
        yield f"--augmentation {names[0] if names else shlex.quote(to_toml(asdict(trained)))}"


def _option(name: str, value: JsonValue) -> str:
    option = name.replace("_", "-")
    if isinstance(value, bool):
        return f"--{option}" if value else f"--no-{option}"
    return f"--{option} {value}"
