"""What the app passes around, made with whatever a test does not care about filled in."""

from emotion_desktop.models import EvaluationProtocol


def make_protocol(**fields: object) -> EvaluationProtocol:
    """Return how figures of seven classes were measured on PrivateTest, but for these fields."""
    usual = {"labels": "ferplus", "class_count": 7, "split": "PrivateTest", "count": 3137}
    return EvaluationProtocol.model_validate(usual | fields)
