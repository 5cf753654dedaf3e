"""Three VGG-like blocks on 48x48 gray, 6.0 M parameters."""

from torch import Tensor, nn

from emotion_desktop.labels import Emotion
from emotion_desktop.models.spec import Formula, ModelSpec


def _block(inputs: int, outputs: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, padding=1),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
        nn.Conv2d(outputs, outputs, 3, padding=1),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
        nn.MaxPool2d(2),
        nn.Dropout(0.25),
    )


class Vgg48Gray(nn.Module):
    """(N, 1, 48, 48) → (N, num_classes) logits."""

    def __init__(self, num_classes: int) -> None:
        super().__init__()
        self.blocks = nn.Sequential(_block(1, 64), _block(64, 128), _block(128, 256))
        self.classifier = nn.Sequential(
            nn.Flatten(),
            nn.Linear(256 * 6 * 6, 512),
            nn.BatchNorm1d(512),
            nn.ReLU(inplace=True),
            nn.Dropout(0.5),
            nn.Linear(512, 256),
            nn.BatchNorm1d(256),
            nn.ReLU(inplace=True),
            nn.Dropout(0.5),
            nn.Linear(256, num_classes),
        )

    def forward(self, x: Tensor) -> Tensor:
        """Return logits."""
        logits: Tensor = self.classifier(self.blocks(x))
        return logits


SPEC = ModelSpec(
    name="vgg48_gray",
    channels=1,
    size=48,
    mean=(0.5,),
    std=(0.5,),
    classes=(Emotion.ANGER, Emotion.HAPPINESS, Emotion.NEUTRAL, Emotion.SADNESS),
    parameters=5_999_044,
    cam_layer="blocks.2.3",
    heatmap_layer="blocks.1",
    heatmap_formula=Formula.HIRES_CAM,
    build=Vgg48Gray,
)
