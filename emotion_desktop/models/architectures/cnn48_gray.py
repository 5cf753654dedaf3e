"""Twelve convolutions and five dense layers on native 48x48 gray, 6.7 M parameters."""

from torch import Tensor, nn

from emotion_desktop.labels import FER2013_ORDER
from emotion_desktop.models.spec import Formula, ModelSpec

BLOCKS = (
    (1, 32, 2, 0.1),
    (32, 64, 2, 0.125),
    (64, 128, 3, 0.15),
    (128, 256, 3, 0.175),
    (256, 512, 2, 0.2),
)
"""Input channels, output channels, convolutions, dropout after the pool."""

DENSE = ((512, 1024, 0.35), (1024, 512, 0.25), (512, 256, 0.15), (256, 128, 0.1))
"""Inputs, outputs, dropout."""


def _block(
    inputs: int, outputs: int, convolutions: int, dropout: float, *, last: bool
) -> nn.Sequential:
    layers: list[nn.Module] = []
    for index in range(convolutions):
        channels = inputs if index == 0 else outputs
        layers += [
            nn.Conv2d(channels, outputs, 3, padding=1, bias=False),
            nn.BatchNorm2d(outputs),
            nn.ReLU(inplace=True),
        ]
    layers += [nn.AdaptiveAvgPool2d(1) if last else nn.MaxPool2d(2), nn.Dropout2d(dropout)]
    return nn.Sequential(*layers)


class Cnn48Gray(nn.Module):
    """(N, 1, 48, 48) → (N, num_classes) logits."""

    def __init__(self, num_classes: int) -> None:
        super().__init__()
        self.blocks = nn.Sequential(
            *(_block(*block, last=index == len(BLOCKS) - 1) for index, block in enumerate(BLOCKS))
        )
        dense: list[nn.Module] = [nn.Flatten(), nn.Dropout(0.5)]
        for inputs, outputs, dropout in DENSE:
            dense += [
                nn.Linear(inputs, outputs),
                nn.BatchNorm1d(outputs),
                nn.ReLU(inplace=True),
                nn.Dropout(dropout),
            ]
        self.classifier = nn.Sequential(*dense, nn.Linear(DENSE[-1][1], num_classes))

    def forward(self, x: Tensor) -> Tensor:
        """Return logits."""
        logits: Tensor = self.classifier(self.blocks(x))
        return logits


SPEC = ModelSpec(
    name="cnn48_gray",
    channels=1,
    size=48,
    mean=(0.5,),
    std=(0.5,),
    classes=FER2013_ORDER,
    parameters=6_670_759,
    cam_layer="blocks.4.3",
    heatmap_layer="blocks.1",
    heatmap_formula=Formula.HIRES_CAM,
    build=Cnn48Gray,
)
