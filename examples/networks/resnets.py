"""Further networks, untrained: deeper ResNets, and one with spatial attention.

    emotion-train --plugin examples/networks/resnets.py --describe resnet50_gray
    emotion-train --plugin examples/networks/resnets.py --arch resnet34_gray

ResNet-34 and -50 are those of He et al. 2015, https://arxiv.org/abs/1512.03385, on gray input;
spatial attention is that of CBAM, Woo et al. 2018, https://arxiv.org/abs/1807.06521.
"""

from collections.abc import Callable
from dataclasses import replace

import torch
from torch import Tensor, nn

from emotion_desktop.labels import FER2013_ORDER
from emotion_desktop.models import ModelSpec, register_architecture
from emotion_desktop.models.architectures.resnet18_gray import BasicBlock
from emotion_desktop.models.spec import Formula
from trainer.recipes import register_recipe
from trainer.recipes.best import BEST

Stage = Callable[[int, int, int], nn.Module]
"""Makes a block of inputs, width and stride."""


class Bottleneck(nn.Module):
    """1x1, 3x3 and 1x1 convolutions beside a skip; 4 x width channels leave it."""

    def __init__(self, inputs: int, width: int, stride: int) -> None:
        super().__init__()
        outputs = 4 * width
        self.conv1 = nn.Conv2d(inputs, width, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, stride, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, outputs, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(outputs)
        self.relu = nn.ReLU(inplace=True)
        self.downsample: nn.Sequential | None = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs)
            )

    def forward(self, x: Tensor) -> Tensor:
        """Return (N, 4 x width, H / stride, W / stride)."""
        skip = x if self.downsample is None else self.downsample(x)
        out = self.relu(self.bn1(self.conv1(x)))
        out = self.bn3(self.conv3(self.relu(self.bn2(self.conv2(out)))))
        return torch.relu(out + skip)


class SpatialAttention(nn.Module):
    """Weighs each place by what mean and maximum over the channels say of its surroundings."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(2, 1, 7, padding=3, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """Return (N, C, H, W), each place of the input times its weight in 0–1."""
        seen = torch.cat([x.mean(dim=1, keepdim=True), x.amax(dim=1, keepdim=True)], dim=1)
        return x * torch.sigmoid(self.conv(seen))


class ResNet(nn.Module):
    """(N, 1, 48, 48) → (N, num_classes) logits.

    Args:
        num_classes: How many.
        block: What the four stages consist of.
        counts: Blocks of each stage.
        expansion: Channels that leave a block, by its width.
        attention: Whether spatial attention follows each stage.
    """

    layer1: nn.Module
    layer2: nn.Module
    layer3: nn.Module
    layer4: nn.Module

    def __init__(
        self,
        num_classes: int,
        *,
        block: Stage,
        counts: tuple[int, int, int, int],
        expansion: int = 1,
        attention: bool = False,
    ) -> None:
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv2d(1, 64, 7, stride=2, padding=3, bias=False),
            nn.BatchNorm2d(64),
            nn.ReLU(inplace=True),
            nn.MaxPool2d(3, stride=2, padding=1),
        )
        inputs = 64
        for stage, count in enumerate(counts, start=1):
            width, layers = 32 << stage, []
            for number in range(count):
                stride = 2 if number == 0 and stage > 1 else 1
                layers.append(block(inputs, width, stride))
                inputs = expansion * width
            if attention:
                layers.append(SpatialAttention())
            setattr(self, f"layer{stage}", nn.Sequential(*layers))
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(inputs, num_classes)
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")

    def forward(self, x: Tensor) -> Tensor:
        """Return logits."""
        x = self.stem(x)
        for layer in (self.layer1, self.layer2, self.layer3, self.layer4):
            x = layer(x)
        logits: Tensor = self.fc(self.avgpool(x).flatten(1))
        return logits


def _register(
    name: str, parameters: int, cam_layer: str, build: Callable[[int], nn.Module]
) -> None:
    """Make a network known, with the recipe of ResNet-18."""
    spec = ModelSpec(
        name=name,
        channels=1,
        size=48,
        mean=(0.0,),
        std=(1.0,),
        classes=FER2013_ORDER,
        parameters=parameters,
        cam_layer=cam_layer,
        heatmap_layer="layer1",
        heatmap_formula=Formula.LAYER_CAM,
        build=build,
    )
    register_architecture(name, lambda: spec)
    register_recipe(name, replace(BEST["resnet18_gray"], merges={}))


_register(
    "resnet34_gray",
    21_281_991,
    "layer4.2.conv2",
    lambda classes: ResNet(classes, block=BasicBlock, counts=(3, 4, 6, 3)),
)
_register(
    "resnet50_gray",
    23_516_103,
    "layer4.2.conv3",
    lambda classes: ResNet(classes, block=Bottleneck, counts=(3, 4, 6, 3), expansion=4),
)
_register(
    "resnet18_spatial_gray",
    11_174_223,
    "layer4.1.conv2",
    lambda classes: ResNet(classes, block=BasicBlock, counts=(2, 2, 2, 2), attention=True),
)
