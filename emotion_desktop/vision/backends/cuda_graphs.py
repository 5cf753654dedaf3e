"""PyTorch's fast way on a GPU: half precision, batches of a few fixed sizes, recorded once."""

import copy
import threading
from collections.abc import Callable
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn

from emotion_desktop.domain import Floats, Image
from emotion_desktop.models.preprocess import preprocess
from emotion_desktop.models.spec import ModelSpec

SIZES: Final = (1, 2, 4, 8, 16)
"""Batches are filled up to the next of these; larger ones are cut."""

TOLERANCE: Final = 1e-3
"""Half precision is used only if no probability of a trial batch differs by more."""


class FixedBatches:
    """Computes logits in batches of fixed sizes; on CUDA each is a recorded graph.

    Recording (https://pytorch.org/blog/accelerating-pytorch-with-cuda-graphs) saves the launches,
    which take longer than the arithmetic of a few small faces. Where it is not possible the
    network runs as it is.

    Args:
        model: In evaluation mode, on the device.
        spec: Its architecture.
        device: Where to compute.
    """

    def __init__(self, model: nn.Module, spec: ModelSpec, device: torch.device) -> None:
        self._spec = spec
        self._device = device
        self._lock = threading.Lock()
        self._model, self.dtype = self._cheapest(model)
        self._pinned = torch.zeros(
            (SIZES[-1], spec.size, spec.size, 3),
            dtype=torch.uint8,
            pin_memory=device.type == "cuda",
        )
        self._runs = {size: self._prepare(size) for size in SIZES}

    def logits(self, crops: Image) -> Floats:
        """Return (N, C) float32 logits of (N, S, S, 3) uint8 RGB crops, N > 0."""
        parts = [
            self._part(crops[start : start + SIZES[-1]])
            for start in range(0, len(crops), SIZES[-1])
        ]
        return np.concatenate(parts)

    def _part(self, crops: Image) -> Floats:
        count = len(crops)
        size = next(size for size in SIZES if size >= count)
        with self._lock:  # the memory of all runs is the same
            self._pinned[:count] = torch.from_numpy(np.ascontiguousarray(crops))
            self._pinned[count:size] = 0
            return self._runs[size](self._pinned[:size])[:count].cpu().numpy()

    def _compute(self, model: nn.Module, dtype: torch.dtype, crops: Tensor) -> Tensor:
        batch = preprocess(crops, self._spec).to(dtype, memory_format=torch.channels_last)
        logits: Tensor = model(batch)
        return logits.float()

    @torch.inference_mode()
    def _cheapest(self, model: nn.Module) -> tuple[nn.Module, torch.dtype]:
        """Return the network in half precision if that tells the same, else as it is."""
        if self._device.type != "cuda":
            return model, torch.float32
        half = copy.deepcopy(model).half()
        generator = torch.Generator().manual_seed(0)
        shape = (64, self._spec.size, self._spec.size, 3)
        crops = torch.randint(0, 256, shape, generator=generator, dtype=torch.uint8)
        crops = crops.to(self._device)
        exact = self._compute(model, torch.float32, crops).softmax(dim=1)
        found = self._compute(half, torch.float16, crops).softmax(dim=1)
        same = bool((exact - found).abs().max() <= TOLERANCE)
        return (half, torch.float16) if same else (model, torch.float32)

    def _prepare(self, size: int) -> Callable[[Tensor], Tensor]:
        """Return a function from pinned (size, S, S, 3) crops to logits on the device."""

        def eager(pinned: Tensor) -> Tensor:
            with torch.inference_mode():
                moved = pinned.to(self._device, non_blocking=True)
                return self._compute(self._model, self.dtype, moved)

        eager(self._pinned[:size])
        if self._device.type != "cuda":
            return eager
        try:
            return self._record(size)
        except RuntimeError:
            return eager

    @torch.inference_mode()
    def _record(self, size: int) -> Callable[[Tensor], Tensor]:
        entry = self._pinned[:size].to(self._device)
        side = torch.cuda.Stream(self._device)  # type: ignore[no-untyped-call]
        side.wait_stream(torch.cuda.current_stream(self._device))
        with torch.cuda.stream(side):  # what is chosen at the first runs must not be recorded
            for _ in range(3):
                self._compute(self._model, self.dtype, entry)
        torch.cuda.current_stream(self._device).wait_stream(side)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            result = self._compute(self._model, self.dtype, entry)

        def replay(pinned: Tensor) -> Tensor:
            entry.copy_(pinned, non_blocking=True)
            graph.replay()
            return result

        return replay
