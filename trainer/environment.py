"""With what a run computes: all that must be the same for the same weights to come out."""

import os
import platform
import subprocess
from importlib.metadata import distributions, version
from pathlib import Path
from typing import Final

import torch
from pydantic import JsonValue

from emotion_desktop.processor import cpu_name
from trainer.recipes import Precision

PACKAGES: Final = ("numpy", "pytorch-lightning")
"""Those, beside PyTorch, whose arithmetic or order of random numbers a training depends on."""

SOURCE: Final = Path(__file__).resolve().parent.parent


def environment(device: torch.device, precision: Precision) -> dict[str, JsonValue]:
    """Return what a checkpoint's header records of the machine and its software.

    Args:
        device: Where a run computes.
        precision: What it computes in.
    """
    known: dict[str, JsonValue] = {"python": platform.python_version(), "torch": torch.__version__}
    known |= {name: version(name) for name in PACKAGES}
    known |= {
        "system": platform.system(),
        "processor": cpu_name(),
        "instructions": torch.backends.cpu.get_cpu_capability(),
        "device": device.type,
        "threads": torch.get_num_threads(),
        "processes": int(os.environ.get("WORLD_SIZE", "1")),
        "precision": precision,
    }
    if device.type == "cuda":
        known |= {"gpu": torch.cuda.get_device_name(device), "cuda": torch.version.cuda}
    commit = _commit()
    return known | ({"commit": commit} if commit else {})


def installed_packages() -> str:
    """Return all installed packages, one a line, as `pip install -r` reads them."""
    found = {item.name: item.version for item in distributions() if item.name}
    return "".join(f"{name}=={found[name]}\n" for name in sorted(found, key=str.lower))


def _commit() -> str | None:
    """Return the commit of a checkout, with `-dirty` after changes; None of an installed wheel."""
    if not (SOURCE / ".git").exists():
        return None
    # `status` without optional locks does not write git's index anew, as `describe --dirty` would
    command = ["git", "--no-optional-locks", "-C", str(SOURCE)]
    try:
        head, changes = (
            subprocess.run(
                [*command, *question], capture_output=True, text=True, timeout=10, check=True
            ).stdout.strip()
            for question in (
                ("rev-parse", "HEAD"),
                ("status", "--porcelain", "--untracked-files=no"),
            )
        )
    except (OSError, subprocess.SubprocessError):
        return None  # no git, or not allowed to look
    return f"{head}-dirty" if changes else head
