"""A model's answers on one split, from which every figure and picture is made."""

from dataclasses import dataclass

from torch import Tensor

from emotion_desktop.models import SplitMetrics
from trainer.data import Samples


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Evaluated:
    """What a model said of one split; row i of `logits` is face i of `samples`.

    Attributes:
        metrics: The figures.
        temperature: Divides the logits for calibrated probabilities.
        logits: (n, C) float32 on the CPU, uncalibrated.
        samples: The faces with their labels.

    Raises:
        ValueError: If the parts disagree on the number of faces.
    """

    metrics: SplitMetrics
    temperature: float
    logits: Tensor
    samples: Samples

    def __post_init__(self) -> None:
        """Check that all parts speak of the same faces."""
        counts = (len(self.logits), len(self.samples), self.metrics.count)
        if len(set(counts)) > 1:
            msg = f"logits, samples and metrics hold {counts} faces; they must be the same ones"
            raise ValueError(msg)

    @property
    def probabilities(self) -> Tensor:
        """(n, C) float32 on the CPU, calibrated, each row sums to 1."""
        return (self.logits / self.temperature).softmax(dim=1)
