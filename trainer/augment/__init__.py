"""Random changes to a batch of faces, all on its device, each face changed by its own draw."""

from trainer.augment.amounts import Augmentation
from trainer.augment.batch import augment

__all__ = ["Augmentation", "augment"]
