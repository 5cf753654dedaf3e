"""Faces on their way to the network: in batches on the device, or one at a time."""

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final

import torch
from PIL import Image
from torch import Tensor
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms
from torchvision.transforms import InterpolationMode

from emotion_desktop.models import ModelSpec, get_spec
from emotion_desktop.models.preprocess import normalise, to_input
from trainer.augment import Augmentation
from trainer.augment.batch import augment

AMOUNTS: Final = Augmentation(
    flip=0.5,
    rotation=15.0,
    scale=0.1,
    shift=0.08,
    shear=5.0,
    contrast=(0.8, 1.2),
    brightness=(0.85, 1.15),
    erase=0.25,
)
OURS: Final = "ours: batches on the device"
ROUNDS: Final = 3


class SingleFaces(Dataset[Tensor]):
    """One face at a time as Pillow and torchvision change it.

    Args:
        images: (n, S, S) uint8 gray.
        spec: The architecture to feed; takes gray.
    """

    def __init__(self, images: Tensor, spec: ModelSpec) -> None:
        self._images = images.numpy()
        self._change = transforms.Compose(
            [
                transforms.RandomHorizontalFlip(AMOUNTS.flip),
                transforms.RandomAffine(
                    AMOUNTS.rotation,
                    translate=(AMOUNTS.shift, AMOUNTS.shift),
                    scale=(1 - AMOUNTS.scale, 1 + AMOUNTS.scale),
                    shear=AMOUNTS.shear,
                    interpolation=InterpolationMode.BILINEAR,
                ),
                transforms.ColorJitter(brightness=AMOUNTS.brightness, contrast=AMOUNTS.contrast),
                transforms.ToTensor(),
                # ours paints 10 to 40 % of each side
                transforms.RandomErasing(AMOUNTS.erase, scale=(0.01, 0.16), value=0.5),
                transforms.Normalize(spec.mean, spec.std),
            ]
        )

    def __len__(self) -> int:
        """Return the number of faces."""
        return len(self._images)

    def __getitem__(self, index: int) -> Tensor:
        """Return a face as (1, S, S) float32, normalised."""
        changed: Tensor = self._change(Image.fromarray(self._images[index]))
        return changed


def ours(
    images: Tensor, spec: ModelSpec, batch_size: int, device: torch.device
) -> Iterator[Tensor]:
    """Yield (batch_size, 1, S, S) float32 batches without end, made on the device."""
    generator = torch.Generator().manual_seed(1)
    images = images.to(device)
    while True:
        order = torch.randperm(len(images), generator=generator)
        for rows in torch.split(order, batch_size)[: len(images) // batch_size]:
            x = to_input(images[rows.to(device)], spec.channels, images.shape[1])
            x = normalise(augment(x, AMOUNTS, generator), spec)
            yield x.contiguous(memory_format=torch.channels_last)


def usual(loader: "DataLoader[Tensor]", device: torch.device) -> Iterator[Tensor]:
    """Yield (batch_size, 1, S, S) float32 batches without end, made one face at a time."""
    while True:
        for x in loader:
            moved = x.to(device, non_blocking=True)
            yield moved.contiguous(memory_format=torch.channels_last)


def rate(batches: Iterator[Tensor], seconds: float, device: torch.device) -> float:
    """Return faces per second; the first batch, which starts everything, is not counted."""
    next(batches)
    _wait_for(device)
    began, faces = time.perf_counter(), 0
    while (took := time.perf_counter() - began) < seconds or not faces:
        faces += len(next(batches))
        _wait_for(device)
    return faces / took


def measure(
    images: Tensor,
    *,
    batch_size: int,
    workers: Sequence[int],
    seconds: float,
    device: torch.device,
) -> dict[str, float]:
    """Return faces per second of each way, the median of rounds in which they take turns.

    Args:
        images: (n, 48, 48) uint8 gray.
        batch_size: Faces in a batch.
        workers: Numbers of processes to give the DataLoader.
        seconds: How long to measure each way in each round.
        device: Where the network would be.
    """
    spec = get_spec("cnn48_gray")
    ways: dict[str, Callable[[], Iterator[Tensor]]] = {
        OURS: partial(ours, images, spec, batch_size, device)
    }
    for count in workers:
        loader = DataLoader(
            SingleFaces(images, spec),
            batch_size,
            shuffle=True,
            drop_last=True,
            num_workers=count,
            pin_memory=device.type == "cuda",
            persistent_workers=count > 0,
        )
        ways[f"DataLoader, {count} workers"] = partial(usual, loader, device)
    rates: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, start in ways.items():
            rates[name].append(rate(start(), seconds, device))
    return {name: statistics.median(found) for name, found in rates.items()}


def made_up_faces(count: int) -> Tensor:
    """Return (count, 48, 48) uint8 of soft blobs, which take as long to change as faces."""
    generator = torch.Generator().manual_seed(1)
    coarse = torch.rand(count, 1, 6, 6, generator=generator)
    fine = torch.nn.functional.interpolate(coarse, (48, 48), mode="bilinear")
    return (fine[:, 0] * 255).to(torch.uint8)


def _wait_for(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize(device)
