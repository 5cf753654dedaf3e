"""Starting from the weights of another network: one of ours, or ImageNet's VGG16 and ResNet-18."""

from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from torch import nn

from emotion_desktop.errors import CheckpointError
from emotion_desktop.labels import Emotion
from emotion_desktop.models import ModelSpec, load_checkpoint
from emotion_desktop.models.metadata import KEY
from emotion_desktop.models.pretrained import (
    PRETRAINED,
    copy_filters,
    find_pretrained,
    read_state,
)


def initialise(model: nn.Module, spec: ModelSpec, classes: tuple[Emotion, ...], source: str) -> str:
    """Overwrite a fresh network's weights with those of another as far as they fit.

    A checkpoint of ours must be of the same architecture. Of its last layer, the rows of classes
    with the same name are taken; other classes, merged ones among them, stay random.

    Args:
        model: Changed in place.
        spec: Its architecture.
        classes: In the order of its logits.
        source: `vgg16`, `resnet18`, or a path to a checkpoint of ours (`.safetensors`) or to a
            state dict of another network (`.pth`, `.safetensors`).

    Returns:
        One line that says what was taken.

    Raises:
        CheckpointError: If the source is missing, damaged, or fits nowhere.
    """
    path = find_pretrained(source) if source in PRETRAINED else Path(source)
    if not path.is_file():
        names = ", ".join(PRETRAINED)
        msg = f"there is no checkpoint {source} to start from; give {names} or a path to a file"
        raise CheckpointError(msg)
    if is_ours(path):
        return _continue(model, spec, classes, path)
    report = copy_filters(model, read_state(path))
    if not report.convolutions:
        msg = f"no convolution of {path} fits {spec.name}; its kernels have other sizes"
        raise CheckpointError(msg)
    return f"{spec.name} starts from {path.name}: {report}"


def is_ours(path: Path) -> bool:
    """Return whether a file is a checkpoint of ours, by its header.

    Raises:
        CheckpointError: If it ends in .safetensors but is none.
    """
    if path.suffix != ".safetensors":
        return False
    try:
        with safe_open(path, framework="pt") as file:
            return KEY in (file.metadata() or {})
    except (SafetensorError, OSError) as error:
        msg = f"{path} is damaged or no safetensors file; get the file again"
        raise CheckpointError(msg) from error


def _continue(model: nn.Module, spec: ModelSpec, classes: tuple[Emotion, ...], path: Path) -> str:
    start = load_checkpoint(path)
    if start.spec.name != spec.name:
        msg = (
            f"{path} is a {start.spec.name}, not a {spec.name}; to start from it, train it with "
            f"--arch {start.spec.name}"
        )
        raise CheckpointError(msg)
    old_classes, state, own = start.metadata.classes, start.model.state_dict(), model.state_dict()
    if old_classes == classes:
        model.load_state_dict(state)
        return f"{spec.name} starts from {path.name}: all weights"
    shared = [emotion for emotion in classes if emotion in old_classes]
    with torch.no_grad():
        last = _last_linear(model)
        for name, values in own.items():
            if name.rpartition(".")[0] != last:
                values.copy_(state[name])
                continue
            for emotion in shared:
                values[classes.index(emotion)] = state[name][old_classes.index(emotion)]
    fresh = [emotion for emotion in classes if emotion not in old_classes]
    answers = f"the answers to {', '.join(shared)}" if shared else "no answers"
    random = f"; {', '.join(fresh)} at random" if fresh else ""
    return f"{spec.name} starts from {path.name}: all features and {answers}{random}"


def _last_linear(model: nn.Module) -> str:
    """Return the name of the layer that gives the logits."""
    linear = [name for name, module in model.named_modules() if isinstance(module, nn.Linear)]
    return str(linear[-1])
