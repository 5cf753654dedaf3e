"""ImageNet's weights of VGG16 and ResNet-18, and how their filters get into a network of ours."""

import hashlib
import pickle
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from emotion_desktop.errors import CheckpointError

PRETRAINED: Final[Mapping[str, str]] = {
    "vgg16": "vgg16-397923af.pth",
    "resnet18": "resnet18-f37072fd.pth",
}
"""Torchvision's ImageNet weights; the name ends in the first digits of the file's SHA-256."""

URL: Final = "https://download.pytorch.org/models/"


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferReport:
    """What `copy_filters` took over.

    Attributes:
        convolutions: Names of the adapted convolutions, each with its source.
        total: Convolutions the network has.
        filters: Filters (output channels) taken over, whole or cut.
        others: Further tensors of equal name and shape, such as those of batch norms.
    """

    convolutions: tuple[tuple[str, str], ...]
    total: int
    filters: int
    others: int

    def __str__(self) -> str:
        """Return one line for people."""
        rest = f" and {self.others} tensors of equal name and shape" if self.others else ""
        count = len(self.convolutions)
        return f"{self.filters} filters in {count} of {self.total} convolutions{rest}"


def find_pretrained(name: str) -> Path:
    """Return the file of torchvision's ImageNet weights in PyTorch's cache; downloads nothing.

    Args:
        name: A key of `PRETRAINED`.

    Raises:
        CheckpointError: If it is not there or not the right one, with where to get it.
    """
    file = PRETRAINED[name]
    path = Path(torch.hub.get_dir()) / "checkpoints" / file
    if not path.is_file():
        raise CheckpointError(
            "the weights of {name} are not there; download {url} to {path}",
            name=name,
            url=URL + file,
            path=path,
        )
    wanted = path.stem.rpartition("-")[2]
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    if not digest.startswith(wanted):
        raise CheckpointError(
            "{path} is damaged (SHA-256 starts with {digest}); download {url} again",
            path=path,
            digest=digest[:8],
            url=URL + file,
        )
    return path


def read_state(path: Path) -> dict[str, Tensor]:
    """Return the tensors of a state dict in a `.safetensors` or PyTorch file.

    Raises:
        CheckpointError: If it is neither, or holds something else.
    """
    try:
        if path.suffix == ".safetensors":
            return load_file(path)
        state = torch.load(path, map_location="cpu", weights_only=True)
    except OSError as error:
        raise CheckpointError(
            "cannot read checkpoint {path}: {reason}", path=path, reason=error.strerror
        ) from error
    except (SafetensorError, pickle.UnpicklingError, RuntimeError, EOFError) as error:
        raise CheckpointError(
            "{path} is damaged or no state dict; save one with torch.save(model.state_dict(), …)",
            path=path,
        ) from error
    if isinstance(state, Mapping) and isinstance(state.get("state_dict"), Mapping):
        state = state["state_dict"]
    if not isinstance(state, Mapping) or not all(isinstance(v, Tensor) for v in state.values()):
        raise CheckpointError(
            "{path} holds no state dict; save one with torch.save(model.state_dict(), …)", path=path
        )
    return dict(state)


def copy_filters(model: nn.Module, source_state: Mapping[str, Tensor]) -> TransferReport:
    """Overwrite a network's convolutions with those of another, cut to size.

    Both networks' convolutions are walked from input to output. Each takes the next one with
    the same kernel that is not taken yet; those that look at the picture itself (up to three
    channels) pair only with their like. Channels beyond the network's own are cut; where the
    source has fewer, the remaining weights stay. RGB filters are added up for a gray network, so
    that each answers a gray picture as it did in colour; that is three times their average.

    Args:
        model: Changed in place.
        source_state: A state dict.
    """
    waiting: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for name in sorted(source_state, key=_natural):
        if source_state[name].ndim == 4 and name.endswith("weight"):
            waiting[_kind(source_state[name])].append(name)
    convolutions = {
        name: module for name, module in model.named_modules() if isinstance(module, nn.Conv2d)
    }
    pairs, filters = [], 0
    with torch.no_grad():
        others = _copy_equal(model, source_state)
        for name, convolution in convolutions.items():
            queue = waiting[_kind(convolution.weight)]
            if not queue:
                continue
            key = queue.pop(0)
            weight = _recoloured(source_state[key].float(), convolution.weight.shape[1])
            filters += _copy_part(convolution.weight, weight)
            bias = source_state.get(key.removesuffix("weight") + "bias")
            if convolution.bias is not None and bias is not None:
                _copy_part(convolution.bias, bias)
            pairs.append((name, key.removesuffix(".weight")))
    return TransferReport(
        convolutions=tuple(pairs), total=len(convolutions), filters=filters, others=others
    )


def _natural(name: str) -> list[tuple[bool, int, str]]:
    """Return a sort key that puts `features.10` after `features.2`."""
    return [
        (part.isdigit(), int(part) if part.isdigit() else 0, part)
        for part in re.split(r"(\d+)", name)
    ]


def _kind(weight: Tensor) -> tuple[int, ...]:
    """Return what two convolutions must share: the kernel, and whether they see the picture."""
    return (*weight.shape[2:], weight.shape[1] <= 3)


def _recoloured(weight: Tensor, channels: int) -> Tensor:
    """Return picture filters for gray or RGB that answer a gray picture as before."""
    if channels <= 3 and weight.shape[1] != channels:
        return weight.sum(dim=1, keepdim=True).expand(-1, channels, -1, -1) / channels
    return weight


def _copy_part(own: Tensor, other: Tensor) -> int:
    """Copy what the first two axes have in common; return the length along the first."""
    part = tuple(slice(min(a, b)) for a, b in zip(own.shape[:2], other.shape[:2], strict=True))
    own[part] = other[part].to(own.dtype)
    return len(own[part])


def _copy_equal(model: nn.Module, state: Mapping[str, Tensor]) -> int:
    """Copy tensors of equal name and shape that belong to no convolution; return their number."""
    equal = [
        (own, state[name])
        for name, own in model.state_dict().items()
        if name in state and own.ndim == 1 and own.shape == state[name].shape
    ]
    for own, other in equal:
        own.copy_(other)
    return len(equal)
