"""The probabilities a scored model shows to users."""

from torch import Tensor

from trainer.evaluation.score import Score


def calibrated(score: Score) -> Tensor:
    """Return (n, C) float32 probabilities after temperature scaling, each row sums to 1."""
    return (score.logits / score.temperature).softmax(dim=1)
