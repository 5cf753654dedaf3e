"""Four residual blocks with squeeze-and-excitation: the largest input, 5.6 M parameters."""

from torch import Tensor, nn

from emotion_desktop.labels import Emotion
from emotion_desktop.models.spec import Formula, ModelSpec


class SqueezeExcitation(nn.Module):
    """Scales each channel by what its mean tells (Hu et al. 2017, https://arxiv.org/abs/1709.01507)."""

    def __init__(self, channels: int, reduction: int = 16) -> None:
        super().__init__()
        self.gate = nn.Sequential(
            nn.AdaptiveAvgPool2d(1),
            nn.Flatten(),
            nn.Linear(channels, channels // reduction, bias=False),
            nn.ReLU(inplace=True),
            nn.Linear(channels // reduction, channels, bias=False),
            nn.Sigmoid(),
            nn.Unflatten(1, (channels, 1, 1)),
        )

    def forward(self, x: Tensor) -> Tensor:
        """Return (N, C, H, W), scaled."""
        scale: Tensor = self.gate(x)
        return x * scale


class ResidualBlock(nn.Module):
    """Convolutions beside a 1x1 skip; their sum is gated and halved in size."""

    def __init__(self, inputs: int, outputs: int, convolutions: int) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for index in range(convolutions):
            channels = inputs if index == 0 else outputs
            layers += [nn.Conv2d(channels, outputs, 3, padding=1), nn.BatchNorm2d(outputs)]
            if index < convolutions - 1:
                layers.append(nn.ReLU(inplace=True))
        self.body = nn.Sequential(*layers)
        self.skip = nn.Sequential(
            nn.Conv2d(inputs, outputs, 1, bias=False), nn.BatchNorm2d(outputs)
        )
        self.after = nn.Sequential(
            nn.ReLU(inplace=True), SqueezeExcitation(outputs), nn.MaxPool2d(2)
        )

    def forward(self, x: Tensor) -> Tensor:
        """Return (N, outputs, H / 2, W / 2)."""
        out: Tensor = self.after(self.body(x) + self.skip(x))
        return out


class Se64Rgb(nn.Module):
    """(N, 3, 64, 64) in [-1, 1] → (N, num_classes) logits."""

    def __init__(self, num_classes: int) -> None:
        super().__init__()
        self.block1 = ResidualBlock(3, 64, 2)
        self.block2 = ResidualBlock(64, 128, 2)
        self.block3 = ResidualBlock(128, 256, 3)
        self.block4 = ResidualBlock(256, 512, 2)
        self.classifier = nn.Sequential(
            nn.AdaptiveAvgPool2d(1),
            nn.Flatten(),
            nn.Linear(512, 128),
            nn.ReLU(inplace=True),
            nn.Dropout(0.5),
            nn.Linear(128, num_classes),
        )

    def forward(self, x: Tensor) -> Tensor:
        """Return logits."""
        x = self.block4(self.block3(self.block2(self.block1(x))))
        logits: Tensor = self.classifier(x)
        return logits


SPEC = ModelSpec(
    name="se64_rgb",
    channels=3,
    size=64,
    mean=(0.5, 0.5, 0.5),
    std=(0.5, 0.5, 0.5),
    classes=(
        Emotion.HAPPINESS,
        Emotion.SURPRISE,
        Emotion.SADNESS,
        Emotion.ANGER,
        Emotion.DISGUST,
        Emotion.FEAR,
    ),
    parameters=5_563_910,
    cam_layer="block4.body.3",
    heatmap_layer="block4",
    heatmap_formula=Formula.HIRES_CAM,
    build=Se64Rgb,
)
