"""Which arithmetic a training computes in: as asked, or the one that is faster on this machine."""

import json
import os
import statistics
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

import torch

from emotion_desktop.config import cache_folder
from emotion_desktop.errors import SettingError
from emotion_desktop.files.atomic_write import write_whole
from emotion_desktop.models import create_model, get_spec
from emotion_desktop.processor import cpu_name
from trainer.recipes import Precision, WantedPrecision

BATCH: Final = 64
RUNS: Final = 3
"""Steps of each kind, by turns; the medians count."""

_FILE: Final = "training_precision.json"


def settle_precision(
    wanted: WantedPrecision, device: torch.device, architecture: str
) -> tuple[Precision, str]:
    """Return the precision to compute in, and why, in words.

    `auto` is bf16 on GPUs that have it. On CPUs that have it, it is what was faster when it was
    measured, once for each machine, network and number of threads; the result is kept in the
    user's cache folder. A CPU without instructions for bf16 would compute it by detours, so it
    gets float32.

    Raises:
        SettingError: If the device cannot compute in the precision at all.
    """
    if wanted == "fp16" and device.type != "cuda":
        msg = f"--precision fp16 needs a CUDA device, this is {device.type}; use auto, bf16 or 32"
        raise SettingError(msg)
    if device.type == "cpu" and wanted in {"auto", "bf16"} and not has_bf16():
        return "32", "this processor has no bf16"
    if wanted != "auto":
        return wanted, "as the recipe says"
    if device.type == "cuda" and torch.cuda.is_bf16_supported(including_emulation=False):
        return "bf16", "this GPU has it"
    if device.type != "cpu":
        return "32", f"without bf16 on {device.type}"
    if int(os.environ.get("WORLD_SIZE", "1")) > 1:
        return "32", "several processes are not measured; --precision bf16 is the other"
    return _measured(architecture)


def _measured(architecture: str) -> tuple[Precision, str]:
    """Return the faster one from the table, which is filled where it says nothing."""
    key = f"{architecture}, {torch.get_num_threads()} threads, {cpu_name()}, {torch.__version__}"
    table = _read()
    found = table.get(key)
    if not isinstance(found, dict) or not {"32", "bf16"} <= found.keys():
        found = measure(architecture)
        with suppress(OSError):  # where it cannot be kept, it is measured again
            text = json.dumps(table | {key: found}, indent=1)
            write_whole(cache_folder() / _FILE, text.encode())
    best: Precision = "bf16" if found["bf16"] > found["32"] else "32"
    return best, f"{found['32']:.0f} faces a second in 32, {found['bf16']:.0f} in bf16 here"


def has_bf16() -> bool:
    """Return whether this processor has instructions for bf16."""
    known: dict[str, Any] = getattr(torch.cpu, "get_capabilities", dict)()  # newer PyTorch only
    return bool(known.get("avx512_bf16") or known.get("amx_bf16"))


def measure(architecture: str) -> dict[str, float]:
    """Return faces a second in training steps on the CPU, by precision; takes a few seconds."""
    state = torch.get_rng_state()
    steps = {
        name: training_step(architecture, torch.device("cpu"), bf16=name == "bf16")
        for name in ("32", "bf16")
    }
    times: dict[str, list[float]] = {name: [] for name in steps}
    for step in steps.values():
        step()
    for _ in range(RUNS):
        for name, step in steps.items():
            start = time.perf_counter()
            step()
            times[name].append(time.perf_counter() - start)
    torch.set_rng_state(state)
    return {name: round(BATCH / statistics.median(found), 1) for name, found in times.items()}


def training_step(
    architecture: str, device: torch.device, *, bf16: bool, size: int | None = None
) -> Callable[[], None]:
    """Return what does one training step of `BATCH` faces, forward, backward and optimizer.

    Args:
        architecture: One of `list_models()`.
        device: Where to compute.
        bf16: Whether to compute in bfloat16 where PyTorch deems it safe.
        size: Side of the input in pixels; the architecture's if None.
    """
    spec = get_spec(architecture)
    side = size or spec.size
    model = create_model(architecture).to(device).to(memory_format=torch.channels_last).train()
    optimizer = torch.optim.AdamW(model.parameters(), 1e-3)
    x = torch.zeros(BATCH, spec.channels, side, side, device=device)
    x = x.contiguous(memory_format=torch.channels_last)
    y = torch.arange(BATCH, device=device) % len(spec.classes)

    def step() -> None:
        with torch.autocast(device.type, torch.bfloat16, enabled=bf16):
            logits = model(x)
        loss = torch.nn.functional.cross_entropy(logits.float(), y)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        float(loss.detach())  # waits for the device

    return step


def _read() -> dict[str, object]:
    try:
        found = json.loads((cache_folder() / _FILE).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
