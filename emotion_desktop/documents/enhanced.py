"""The documents' network for 48 x 48 gray; importing this imports PyTorch."""

from typing import Any, Final

from torch import nn

from emotion_desktop.models.architectures.cnn48_gray import Cnn48Gray

_DROPOUT: Final = 0.5
"""Of the first dense layer, as designed."""


class EnhancedGrayscaleModel(Cnn48Gray):
    """`cnn48_gray` with another share of dropout: (N, 1, 48, 48) → (N, num_classes) logits.

    Args:
        num_classes: Number of logits.
        dropout_rate: Of the first dense layer; the other rates change in proportion.
    """

    def __init__(self, num_classes: int, dropout_rate: float = _DROPOUT) -> None:
        super().__init__(num_classes)
        for layer in self.modules():
            if isinstance(layer, nn.Dropout | nn.Dropout2d):
                layer.p = min(1.0, layer.p * dropout_rate / _DROPOUT)

    def get_transfer_learning_optimizer_groups(
        self, backbone_lr: float = 1e-5, classifier_lr: float = 1e-3
    ) -> list[dict[str, Any]]:
        """Return groups for an optimizer of `torch.optim`: convolutions, then dense layers."""
        return [
            {"params": list(self.blocks.parameters()), "lr": backbone_lr},
            {"params": list(self.classifier.parameters()), "lr": classifier_lr},
        ]
