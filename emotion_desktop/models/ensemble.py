"""Which checkpoints can form an ensemble: those with the same classes."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from emotion_desktop.errors import CheckpointError, Message
from emotion_desktop.labels import CANONICAL_ORDER, Emotion
from emotion_desktop.models.metadata import CheckpointMetadata


class Labelling(Protocol):
    """What a model's labels mean, e.g. `CheckpointMetadata`."""

    @property
    def classes(self) -> tuple[Emotion, ...]:
        """In the order of the logits."""

    @property
    def merges(self) -> Mapping[Emotion, Emotion]:
        """Which emotions counted as another."""


def class_orders(
    members: Sequence[CheckpointMetadata], names: Sequence[str] | None = None
) -> list[list[int]]:
    """Return for each member the indices that bring its logits into the first member's order.

    Args:
        members: Metadata of at least one checkpoint; the first gives the order.
        names: What to call the members in the error; their architectures if None.

    Returns:
        One list per member: `logits[:, order]` has the first member's columns.

    Raises:
        CheckpointError: If two members do not agree; names the first disagreement.
    """
    first = members[0]
    called = names or [member.architecture for member in members]
    for name, member in zip(called, members, strict=True):
        reason = disagreement(first, member)
        if reason:
            raise CheckpointError(
                "{first} and {name} cannot be one ensemble: {same} {reason}; combine checkpoints "
                "trained with the same --classes",
                first=called[0],
                name=name,
                same=name,
                reason=reason,
            )
    return [[member.classes.index(emotion) for emotion in first.classes] for member in members]


def disagreement(first: Labelling, other: Labelling) -> Message | None:
    """Return why `other` cannot join `first` in an ensemble; None if it can.

    Members agree if they have the same classes, in whatever order, and merged the same emotions:
    to one that counts fear as sadness, `sadness` means something else than to one that does not.
    The reason reads on from the other's name: "lacks fear".
    """
    lacking = _names(set(first.classes) - set(other.classes))
    foreign = _names(set(other.classes) - set(first.classes))
    if lacking and foreign:
        values = {"lacking": lacking, "foreign": foreign}
        return Message("lacks {lacking} and also has {foreign}", values)
    if lacking:
        return Message("lacks {lacking}", {"lacking": lacking})
    if foreign:
        return Message("also has {foreign}", {"foreign": foreign})
    if _effective(first.merges) != _effective(other.merges):
        values = {"merges": _merges(other.merges), "others": _merges(first.merges)}
        return Message("merges {merges}, not {others}", values)
    return None


def _effective(merges: Mapping[Emotion, Emotion]) -> dict[Emotion, Emotion]:
    """Return the merges that change a label; an emotion counted as itself is none."""
    return {source: target for source, target in merges.items() if source != target}


def _names(emotions: set[Emotion]) -> str:
    return ", ".join(emotion for emotion in CANONICAL_ORDER if emotion in emotions)


def _merges(merges: Mapping[Emotion, Emotion]) -> str:
    pairs = sorted(_effective(merges).items())
    return ", ".join(f"{source} into {target}" for source, target in pairs) or "nothing"
