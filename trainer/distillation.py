"""Checkpoints whose answers a network in training learns beside the labels."""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from emotion_desktop.errors import CheckpointError
from emotion_desktop.labels import Emotion
from emotion_desktop.models import Checkpoint, ModelSpec
from emotion_desktop.models.preprocess import normalise, to_input
from trainer.data import route
from trainer.evaluation.predict import on_device


class Teacher:
    """The mean answer of one or more checkpoints, in terms of the student's classes.

    A teacher may know classes that the student lacks; its answer is then spread over those they
    share.

    Args:
        members: The checkpoints.
        classes: The student's, in the order of its logits.
        merges: Which emotions the student counts as another.

    Raises:
        CheckpointError: If a teacher does not know one of the student's classes.
    """

    def __init__(
        self,
        members: Sequence[Checkpoint],
        classes: tuple[Emotion, ...],
        merges: dict[Emotion, Emotion],
    ) -> None:
        self._members = [(member, member.model) for member in members]
        self._routes = [_route(member, classes, merges) for member in members]

    def to(self, device: torch.device) -> None:
        """Move all members to a device."""
        self._members = [(member, on_device(model, device)) for member, model in self._members]
        self._routes = [matrix.to(device) for matrix in self._routes]

    @torch.no_grad()
    def __call__(self, x: Tensor) -> Tensor:
        """Return (n, classes) float32 log-probabilities.

        Args:
            x: (n, 1 or 3, S, S) float32 in 0–1: gray, or RGB.
        """
        total = torch.zeros(())
        for (member, model), to_class in zip(self._members, self._routes, strict=True):
            spec = member.spec
            view = x if x.shape[1] == spec.channels else _channels(x, spec.channels)
            if view.shape[2] != spec.size:
                view = functional.interpolate(
                    view, (spec.size, spec.size), mode="bilinear", antialias=True
                )
            view = normalise(view, spec).contiguous(memory_format=torch.channels_last)
            logits = model(view).float() / member.metadata.temperature
            with torch.autocast(logits.device.type, enabled=False):
                shared = logits.softmax(dim=1) @ to_class  # (n, classes)
            total = total.to(shared) + shared / shared.sum(dim=1, keepdim=True).clamp_min(1e-12)
        return (total / len(self._members)).clamp_min(1e-7).log()


def clean_answers(
    teacher: Teacher, images: Tensor, spec: ModelSpec, device: torch.device
) -> Tensor:
    """Return (n, classes) float32 probabilities: a teacher's mean over each face and its mirror.

    Args:
        teacher: On the device.
        images: (n, H, W) uint8 gray or (n, H, W, 3) uint8 RGB.
        spec: The student's, for the size and the colours that the teacher is shown.
        device: Where to compute; the answer is on the CPU.
    """
    answers = []
    for batch in torch.split(images, 256):
        x = to_input(batch.to(device), spec.channels, spec.size)
        answers.append((teacher(x).exp() + teacher(x.flip(3)).exp()).cpu() / 2)
    return torch.cat(answers)


def _channels(x: Tensor, channels: int) -> Tensor:
    # faces of training sets in gray are equal in all three channels
    return x.expand(-1, channels, -1, -1) if channels == 3 else x.mean(dim=1, keepdim=True)


def _route(
    member: Checkpoint, classes: tuple[Emotion, ...], merges: dict[Emotion, Emotion]
) -> Tensor:
    """Return (teacher's classes, student's classes) float32: where each answer goes."""
    own = member.metadata.classes
    matrix = route(own, classes, merges)
    unknown = [c for index, c in enumerate(classes) if not matrix[:, index].any()]
    if unknown:
        msg = (
            f"{member.path} cannot teach {', '.join(unknown)}; it knows {', '.join(own)}: "
            "choose another --teacher"
        )
        raise CheckpointError(msg)
    return matrix
