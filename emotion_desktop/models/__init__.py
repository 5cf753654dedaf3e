"""The five networks, their registry and their checkpoints. Knows nothing of cameras or windows.

Importing this package does not import PyTorch; `load_checkpoint`, `save_checkpoint` and
`preprocess` do so on first use.
"""

from typing import TYPE_CHECKING

from emotion_desktop.models.metadata import (
    CheckpointMetadata,
    LabelSource,
    SplitMetrics,
    read_metadata,
)
from emotion_desktop.models.protocol import EvaluationProtocol
from emotion_desktop.models.registry import (
    create_model,
    get_spec,
    list_models,
    register_architecture,
)
from emotion_desktop.models.spec import ModelSpec

if TYPE_CHECKING:
    from emotion_desktop.models.checkpoint import Checkpoint, load_checkpoint, save_checkpoint

__all__ = [
    "Checkpoint",
    "CheckpointMetadata",
    "EvaluationProtocol",
    "LabelSource",
    "ModelSpec",
    "SplitMetrics",
    "create_model",
    "get_spec",
    "list_models",
    "load_checkpoint",
    "read_metadata",
    "register_architecture",
    "save_checkpoint",
]


def __getattr__(name: str) -> object:
    if name in {"Checkpoint", "load_checkpoint", "save_checkpoint"}:
        from emotion_desktop.models import checkpoint

        return getattr(checkpoint, name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
