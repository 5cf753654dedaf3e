"""Four narrow residual blocks with squeeze-and-excitation: for CPUs, 0.4 M parameters."""

from torch import Tensor, nn
from torch.nn import functional

from emotion_desktop.labels import FER2013_ORDER
from emotion_desktop.models.architectures.se64_rgb import SqueezeExcitation
from emotion_desktop.models.spec import Formula, ModelSpec


class ResidualBlock(nn.Module):
    """Two convolutions, gated, beside a skip (He et al. 2015, https://arxiv.org/abs/1512.03385)."""

    def __init__(self, inputs: int, outputs: int, stride: int = 1) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(inputs, outputs, 3, stride=stride, padding=1, bias=False),
            nn.BatchNorm2d(outputs),
            nn.ReLU(inplace=True),
            nn.Conv2d(outputs, outputs, 3, padding=1, bias=False),
            nn.BatchNorm2d(outputs),
            SqueezeExcitation(outputs, reduction=8),
        )
        self.skip = (
            nn.Identity()
            if inputs == outputs
            else nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride=stride, bias=False), nn.BatchNorm2d(outputs)
            )
        )

    def forward(self, x: Tensor) -> Tensor:
        """Return (N, outputs, H / stride, W / stride)."""
        return functional.relu(self.body(x) + self.skip(x))


class Se48Gray(nn.Module):
    """(N, 1, 48, 48) in [-2, 2] → (N, num_classes) logits."""

    def __init__(self, num_classes: int) -> None:
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv2d(1, 16, 3, stride=2, padding=1, bias=False),
            nn.BatchNorm2d(16),
            nn.ReLU(inplace=True),
        )
        self.block1 = ResidualBlock(16, 16)
        self.block2 = nn.Sequential(ResidualBlock(16, 64, stride=2), ResidualBlock(64, 64))
        self.block3 = ResidualBlock(64, 128, stride=2)
        self.classifier = nn.Sequential(
            nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.3), nn.Linear(128, num_classes)
        )

    def forward(self, x: Tensor) -> Tensor:
        """Return logits."""
        x = self.block3(self.block2(self.block1(self.stem(x))))  # (N, 128, 6, 6)
        logits: Tensor = self.classifier(x)
        return logits


SPEC = ModelSpec(
    name="se48_gray",
    channels=1,
    size=48,
    mean=(0.5,),
    std=(0.25,),
    classes=FER2013_ORDER,
    parameters=363_575,
    cam_layer="block3.body.3",
    heatmap_layer="block2",
    heatmap_formula=Formula.HIRES_CAM,
    build=Se48Gray,
)
