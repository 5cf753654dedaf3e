"""The Lightning trainer: devices, processes, precision, logs and the resume state.

Why Lightning: docs/adr/0006-training-engine.md.
"""

import errno
import logging
import os
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, Literal

import pytorch_lightning as pl
import torch
from lightning_fabric.plugins.io.torch_io import TorchCheckpointIO
from pytorch_lightning.callbacks import ModelCheckpoint
from pytorch_lightning.loggers import Logger
from pytorch_lightning.strategies import DDPStrategy

from emotion_desktop.errors import OutputError, SettingError
from emotion_desktop.files.atomic_write import open_whole
from trainer.callbacks import Patience, StopOnInterrupt
from trainer.config import LOGGERS
from trainer.recipes import Precision, Recipe

LIGHTNING_PRECISION: Final[dict[Precision, Literal["32-true", "bf16-mixed", "16-mixed"]]] = {
    "32": "32-true",
    "bf16": "bf16-mixed",
    "fp16": "16-mixed",
}
"""Lightning's names."""

LAST: Final = "last.ckpt"
"""Resume state of the last whole epoch, in the run's folder."""


class AtomicCheckpointIO(TorchCheckpointIO):
    """Writes the resume state, which is whole or the one before, and waits until the disk has it.

    Lightning's own goes through the system's temporary folder, which may be another disk.
    """

    def save_checkpoint(
        self, checkpoint: dict[str, Any], path: str | Path, storage_options: object = None
    ) -> None:
        """Write a resume state.

        Raises:
            OutputError: If the system refuses, e.g. because the disk is full.
        """
        path = Path(path)
        try:
            with open_whole(path) as file:
                torch.save(checkpoint, file)
                file.flush()
                os.fsync(file.fileno())
        except (
            OSError,
            RuntimeError,
        ) as error:  # PyTorch's writer turns the former into the latter
            reason = getattr(error, "strerror", None) or os.strerror(errno.ENOSPC)
            kept = f"; {path.name} of the epoch before is whole" if path.exists() else ""
            msg = (
                f"cannot write {path}: {reason.lower()}{kept}. Make room, then go on with "
                f"--resume {path.parent}"
            )
            raise OutputError(msg) from error


def make_trainer(
    folder: Path,
    recipe: Recipe,
    *,
    precision: Precision,
    device: torch.device,
    callbacks: Sequence[pl.Callback],
    loggers: Sequence[str] = LOGGERS,
) -> pl.Trainer:
    """Return a trainer for a run's folder.

    Started by `torchrun`, it joins the other processes: gloo on CPUs, NCCL on GPUs.

    Args:
        folder: Of the run.
        recipe: Epochs, patience and clipping.
        precision: From `trainer.precision.settle_precision`.
        device: Kind of device, and which one if this is the only process.
        callbacks: Called before those that stop early and write the resume state.
        loggers: Names of Lightning's loggers.

    Raises:
        SettingError: If a logger's package is missing.
    """
    _quieten()
    processes = int(os.environ.get("WORLD_SIZE", "1"))
    local = int(os.environ.get("LOCAL_WORLD_SIZE", "1"))
    backend = "gloo" if device.type == "cpu" else "nccl"
    alone: int | list[int] = [device.index or 0] if device.type == "cuda" else 1
    return pl.Trainer(
        accelerator={"cuda": "gpu"}.get(device.type, device.type),
        devices=local if processes > 1 else alone,
        num_nodes=max(1, processes // local),
        strategy=DDPStrategy(process_group_backend=backend) if processes > 1 else "auto",
        sync_batchnorm=processes > 1 and device.type == "cuda",
        precision=LIGHTNING_PRECISION[precision],
        max_epochs=recipe.epochs,
        accumulate_grad_batches=recipe.accumulate,
        gradient_clip_val=recipe.clip_norm or None,
        callbacks=[
            *callbacks,
            Patience(recipe.patience),
            ModelCheckpoint(
                dirpath=folder,
                filename=LAST.removesuffix(".ckpt"),
                enable_version_counter=False,
                save_on_train_epoch_end=True,
            ),
            StopOnInterrupt(),
        ],
        logger=_loggers(folder, loggers),
        plugins=[AtomicCheckpointIO()],
        num_sanity_val_steps=0,
        enable_progress_bar=False,
        enable_model_summary=False,
        log_every_n_steps=1_000_000,  # epochs are what is logged
    )


def _loggers(folder: Path, names: Sequence[str]) -> list[Logger]:
    # a folder for each start, as a resumed run would delete the lines before
    start = f"start_{len(list(folder.glob('logs/*'))) + 1}"
    made: list[Logger] = []
    for name in names:
        options = (
            {"save_dir": folder, "name": "logs", "version": start}
            if name in LOGGERS
            else {"save_dir": str(folder / name)}
        )
        try:
            made.append(getattr(pl.loggers, name)(**options))
        except ModuleNotFoundError as error:
            msg = f"--logger {name} needs a package: {error}"
            raise SettingError(msg) from error
    return made


def _quieten() -> None:
    """Keep Lightning's advice off the terminal; ours says what users need."""
    for name in ("pytorch_lightning", "lightning_fabric"):
        logging.getLogger(name).setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", module=r"pytorch_lightning|lightning_fabric")
