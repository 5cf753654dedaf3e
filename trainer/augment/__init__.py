"""Random changes to a batch of faces, all on its device, each face changed by its own draw."""

from trainer.augment.parameters import OFF, Augmentation

__all__ = ["OFF", "Augmentation"]
