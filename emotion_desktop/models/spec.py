"""What is fixed about an architecture, apart from its layers."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from emotion_desktop.labels import Emotion

if TYPE_CHECKING:
    from torch import nn


class Formula(StrEnum):
    """How the activations of a layer and their gradient become one heatmap."""

    GRAD_CAM = "Grad-CAM"
    """Channels weighted by the mean of their gradient (Selvaraju et al. 2017,
    https://arxiv.org/abs/1610.02391)."""

    HIRES_CAM = "HiResCAM"
    """Activation times gradient, place by place (Draelos and Carin 2020,
    https://arxiv.org/abs/2011.08891)."""

    LAYER_CAM = "LayerCAM"
    """Activation times the positive part of the gradient (Jiang et al. 2021,
    https://doi.org/10.1109/TIP.2021.3089943)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSpec:
    """Everything the app and the trainer need to know of an architecture.

    Attributes:
        name: Registry name; equals the name of the module that defines it.
        channels: 1 for gray input, 3 for RGB.
        size: Height and width of the square input in pixels.
        mean: Subtracted from pixels in 0–1, one per channel.
        std: Divides after the mean is subtracted, one per channel.
        classes: Default classes, in the order of the logits.
        parameters: Number of trainable parameters with the default classes.
        cam_layer: Dotted path of the `Conv2d` that Grad-CAM looks at.
        heatmap_layer: Dotted path of the layer whose activations make the default heatmap: of
            those that can be computed in time, the one that is most faithful to the network
            (`python -m benchmarks.explanations`).
        heatmap_formula: What the default heatmap makes of them.
        build: Makes the untrained network for a number of classes.
    """

    name: str
    channels: int
    size: int
    mean: tuple[float, ...]
    std: tuple[float, ...]
    classes: tuple[Emotion, ...]
    parameters: int
    cam_layer: str
    heatmap_layer: str
    heatmap_formula: Formula
    build: "Callable[[int], nn.Module]"

    def __post_init__(self) -> None:
        """Check that the normalisation fits the channels."""
        if not len(self.mean) == len(self.std) == self.channels:
            msg = (
                f"{self.name}: mean and std need {self.channels} values each, "
                f"got {len(self.mean)} and {len(self.std)}"
            )
            raise ValueError(msg)

    @property
    def input_shape(self) -> tuple[int, int, int]:
        """Channels, height and width of one input."""
        return (self.channels, self.size, self.size)
