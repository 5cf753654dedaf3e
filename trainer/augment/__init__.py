"""Random changes to a batch of faces, all on its device, each face changed by its own draw."""

from trainer.augment.amounts import OFF, Augmentation
from trainer.augment.batch import augment
from trainer.augment.mixing import mixup

__all__ = ["OFF", "Augmentation", "augment", "mixup"]
