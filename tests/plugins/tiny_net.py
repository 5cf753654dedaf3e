"""An architecture from outside: one convolution and one dense layer."""

from torch import Tensor, nn

from emotion_desktop.labels import Emotion
from emotion_desktop.models import ModelSpec, register_architecture
from emotion_desktop.models.spec import Formula


class TinyNet(nn.Module):
    """(N, 1, 8, 8) → (N, num_classes) logits."""

    def __init__(self, num_classes: int) -> None:
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(1, 2, 3, padding=1), nn.ReLU())
        self.classifier = nn.Sequential(nn.Flatten(), nn.Linear(2 * 8 * 8, num_classes))

    def forward(self, x: Tensor) -> Tensor:
        """Return logits."""
        logits: Tensor = self.classifier(self.features(x))
        return logits


SPEC = ModelSpec(
    name="tiny_net",
    channels=1,
    size=8,
    mean=(0.5,),
    std=(0.5,),
    classes=(Emotion.HAPPINESS, Emotion.NEUTRAL, Emotion.SADNESS),
    parameters=407,
    cam_layer="features.0",
    heatmap_layer="features.1",
    heatmap_formula=Formula.HIRES_CAM,
    build=TinyNet,
)

register_architecture("tiny_net", lambda: SPEC)
