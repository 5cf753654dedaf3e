"""Where the compiled form of a checkpoint is kept, and how it comes there.

A checkpoint is compiled once, by a child process, and found again by the hash of its weights and
of the code they were compiled with. The child spares this process PyTorch's memory, and its
window the moments in which a large import holds everything up.
"""

import hashlib
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

from emotion_desktop import models
from emotion_desktop.config import cache_folder
from emotion_desktop.errors import CheckpointError, ModelError
from emotion_desktop.models import CheckpointMetadata
from emotion_desktop.models.graph_format import UNUSABLE, Kind

KEPT: Final = 24
"""Compiled files at most; those used longest ago go first."""

_COMPILER: Final = "emotion_desktop.models.graphs"
_SOURCES: Final = ("gradcam.py", "graphs.py", "preprocess.py")
_PATIENCE_S: Final = 300


class CompilerError(ModelError):
    """A checkpoint that may be fine could not be compiled."""


def compiled(kind: Kind, checkpoint: Path, metadata: CheckpointMetadata) -> Path:
    """Return the ONNX file of a checkpoint, compiling it first if need be: seconds.

    Args:
        kind: What the file has to compute.
        checkpoint: Path of the checkpoint.
        metadata: What it says about itself.

    Raises:
        CheckpointError: If the checkpoint cannot be used.
        CompilerError: If the compiler fails, e.g. because the disk is full.
    """
    file = file_of(kind, metadata)
    if file.is_file():
        _mark_as_used(file)
    else:
        _compile(kind, checkpoint, file)
        _remove_oldest(file.parent)
    return file


def file_of(kind: Kind, metadata: CheckpointMetadata) -> Path:
    """Return where the compiled form of a checkpoint is, or would be."""
    return cache_folder() / "compiled" / f"{metadata.architecture}-{_key(metadata)}-{kind}.onnx"


def _key(metadata: CheckpointMetadata) -> str:
    """Return a hash of everything that decides what a graph computes."""
    folder = Path(models.__file__).parent
    sources = [*_SOURCES, f"architectures/{metadata.architecture}.py"]
    digest = hashlib.sha256(metadata.weights_sha256.encode())
    for name in sources:
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()[:16]


def _compile(kind: Kind, checkpoint: Path, file: Path) -> None:
    command = [sys.executable, "-m", _COMPILER, kind.value, str(checkpoint), str(file)]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_PATIENCE_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        msg = f"{checkpoint} could not be compiled ({error})"
        raise CompilerError(msg) from error
    if done.returncode == UNUSABLE:
        raise CheckpointError(done.stderr)
    if done.returncode != 0 or not file.is_file():
        reason = (done.stderr.strip() or f"exit code {done.returncode}").splitlines()[-1]
        msg = f"{checkpoint} could not be compiled ({reason})"
        raise CompilerError(msg)


def _mark_as_used(file: Path) -> None:
    with suppress(OSError):
        file.touch()


def _remove_oldest(folder: Path) -> None:
    with suppress(OSError):
        files = sorted(folder.glob("*.onnx"), key=lambda file: file.stat().st_mtime)
        for file in files[:-KEPT]:
            file.unlink()
