"""Two convolutions and one hidden layer: the smallest of the five, 0.6 M parameters."""

import torch
from torch import Tensor, nn

from emotion_desktop.labels import Emotion
from emotion_desktop.models.spec import Formula, ModelSpec

SLOPE = 0.1


class Cnn48Rgb(nn.Module):
    """(N, 3, 48, 48) → (N, num_classes) logits, with leaky ReLUs.

    Leaky ReLU: Maas et al. 2013, "Rectifier Nonlinearities Improve Neural Network Acoustic Models",
    https://ai.stanford.edu/~amaas/papers/relu_hybrid_icml2013_final.pdf.
    Weights start from He's normal initialisation for leaky ReLU, fan-out
    (He et al. 2015, https://arxiv.org/abs/1502.01852).
    """

    def __init__(self, num_classes: int) -> None:
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(3, 16, 3, padding=1),
            nn.LeakyReLU(SLOPE),
            nn.Conv2d(16, 32, 3, padding=1),
            nn.LeakyReLU(SLOPE),
            nn.MaxPool2d(2),
        )
        self.classifier = nn.Sequential(
            nn.Flatten(),
            nn.Linear(32 * 24 * 24, 32),
            nn.LeakyReLU(SLOPE),
            nn.Linear(32, num_classes),
        )
        for module in self.modules():
            if isinstance(module, nn.Conv2d | nn.Linear):
                nn.init.kaiming_normal_(
                    module.weight, a=SLOPE, mode="fan_out", nonlinearity="leaky_relu"
                )
                assert module.bias is not None
                nn.init.zeros_(module.bias)

    def forward(self, x: Tensor) -> Tensor:
        """Return logits."""
        logits: Tensor = self.classifier(self.features(x))
        return logits

    def forward_with_softmax(self, x: Tensor) -> Tensor:
        """Return probabilities, each row summing to 1."""
        return torch.softmax(self(x), dim=1)


SPEC = ModelSpec(
    name="cnn48_rgb",
    channels=3,
    size=48,
    mean=(0.5, 0.5, 0.5),
    std=(0.5, 0.5, 0.5),
    classes=(Emotion.HAPPINESS, Emotion.NEUTRAL, Emotion.SADNESS, Emotion.SURPRISE),
    parameters=595_076,
    cam_layer="features.2",
    heatmap_layer="features.4",
    heatmap_formula=Formula.HIRES_CAM,
    build=Cnn48Rgb,
)
