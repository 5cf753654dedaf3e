"""The loss of a training: cross-entropy with class weights, smoothing, focus and a teacher."""

import torch
from torch import Tensor, nn
from torch.nn import functional


class Loss(nn.Module):
    """Mean loss of a batch against target distributions, optionally also against a teacher.

    Without extras, or with class weights and label smoothing, it equals
    `torch.nn.functional.cross_entropy` for one-hot targets: with class weights the sum over the
    batch is divided by the weights of the targets, not by the number of faces.

    Args:
        class_weights: (C,) float32, or None for equal ones.
        label_smoothing: Share of each target that is spread evenly over all classes
            (Szegedy et al. 2015, https://arxiv.org/abs/1512.00567).
        focal_gamma: Faces the network is sure of count less, by (1 - p)^gamma (Lin et
            al. 2017, https://arxiv.org/abs/1708.02002), here for each class of a soft target: the
            sum of -t · (1 - p)^gamma · log p.
        teacher_weight: Share of the teacher in the loss, the rest is the targets'
            (Hinton et al. 2015, https://arxiv.org/abs/1503.02531).
        teacher_temperature: T; teacher and student are both softened by it, and their divergence
            is multiplied by T² to keep its gradients in scale.
    """

    class_weights: Tensor | None

    def __init__(
        self,
        class_weights: Tensor | None = None,
        *,
        label_smoothing: float = 0.0,
        focal_gamma: float = 0.0,
        teacher_weight: float = 0.0,
        teacher_temperature: float = 1.0,
    ) -> None:
        super().__init__()
        # on the network's device, but no part of a checkpoint
        self.register_buffer("class_weights", class_weights, persistent=False)
        self.label_smoothing = label_smoothing
        self.focal_gamma = focal_gamma
        self.teacher_weight = teacher_weight
        self.teacher_temperature = teacher_temperature

    def forward(self, logits: Tensor, targets: Tensor, teacher: Tensor | None = None) -> Tensor:
        """Return the loss, a scalar.

        Args:
            logits: (n, C) float32.
            targets: (n, C) float32, each row sums to 1.
            teacher: (n, C) logits or log-probabilities; None leaves the whole loss to the targets.
        """
        if teacher is None or self.teacher_weight == 0:
            return self._against_targets(logits, targets)
        divergence = self._against_teacher(logits, teacher)
        if self.teacher_weight == 1:
            return divergence
        own = self._against_targets(logits, targets)
        return torch.lerp(own, divergence, self.teacher_weight)

    def _against_targets(self, logits: Tensor, targets: Tensor) -> Tensor:
        log_p = functional.log_softmax(logits, dim=1)  # (n, C)
        smooth = self.label_smoothing
        cost = -log_p * (targets * (1 - smooth) + smooth / logits.shape[1])
        if self.focal_gamma:
            # never quite 0, where the power's gradient is infinite for gamma below 1
            cost = cost * (1 - log_p.exp()).clamp_min(1e-6) ** self.focal_gamma
        if self.class_weights is None:
            return cost.sum() / len(logits)
        return (cost * self.class_weights).sum() / (targets * self.class_weights).sum()

    def _against_teacher(self, logits: Tensor, teacher: Tensor) -> Tensor:
        heat = self.teacher_temperature
        return heat**2 * functional.kl_div(
            functional.log_softmax(logits / heat, dim=1),
            functional.log_softmax(teacher / heat, dim=1),
            reduction="batchmean",
            log_target=True,
        )
