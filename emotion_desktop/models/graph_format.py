"""What the compiler of graphs and those who run them agree on. Without PyTorch."""

from enum import StrEnum
from typing import Final

CROPS: Final = "crops"
"""Input of every graph: (N, S, S, 3) uint8 RGB."""

CLASSES: Final = "classes"
"""Second input of a heatmap graph: (N,) int64."""


class Kind(StrEnum):
    """What a graph computes; also the name of its output."""

    LOGITS = "logits"
    HEATMAPS = "heatmaps"


UNUSABLE: Final = 3
"""Exit code of the compiler if the checkpoint is to blame; its message is on stderr."""
