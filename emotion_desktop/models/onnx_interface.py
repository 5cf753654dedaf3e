"""What the graphs in a checkpoint are called, take and return. Without PyTorch and ONNX."""

from enum import StrEnum
from typing import Final

CROPS: Final = "crops"
"""Input of every graph: (N, S, S, 3) uint8 RGB."""

CLASSES: Final = "classes"
"""Second input of a heatmap's graph: (N,) int64."""

OPSET: Final = 18
"""Version of the ONNX operators in a graph."""


class GraphKind(StrEnum):
    """What a graph computes."""

    LOGITS = "logits"
    INT8_LOGITS = "logits, int8"
    HEATMAPS = "heatmaps"
    GRAD_CAM = "heatmaps, Grad-CAM"

    @property
    def output(self) -> str:
        """Name of the output: (N, C) or (N, S, S) float32."""
        return self.value.partition(",")[0]

    @property
    def inputs(self) -> tuple[str, ...]:
        """Names of the inputs."""
        return (CROPS, CLASSES) if self.output == GraphKind.HEATMAPS.value else (CROPS,)
