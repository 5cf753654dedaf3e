"""Which checkpoints can be members of one ensemble."""

from collections.abc import Callable
from pathlib import Path

import pytest

from emotion_desktop.errors import CheckpointError
from emotion_desktop.labels import MERGE_7_TO_4, Emotion
from emotion_desktop.models import CheckpointMetadata, read_metadata
from emotion_desktop.models.ensemble import class_orders

ANGER, HAPPINESS, SADNESS = Emotion.ANGER, Emotion.HAPPINESS, Emotion.SADNESS

MemberMaker = Callable[..., CheckpointMetadata]


@pytest.fixture
def member(make_checkpoint: Callable[..., Path]) -> MemberMaker:
    """A function that makes the metadata of a checkpoint with these classes and merges."""

    def make(*classes: Emotion, merges: dict[Emotion, Emotion] | None = None) -> CheckpointMetadata:
        metadata = read_metadata(make_checkpoint(classes=classes))
        return metadata.model_copy(update={"merges": merges or {}})

    return make


def test_each_order_brings_a_member_into_the_order_of_the_first(member: MemberMaker) -> None:
    members = [member(ANGER, HAPPINESS, SADNESS), member(SADNESS, ANGER, HAPPINESS)]
    orders = class_orders(members)
    assert orders == [[0, 1, 2], [1, 2, 0]]
    assert [members[1].classes[index] for index in orders[1]] == list(members[0].classes)


def test_a_checkpoint_agrees_with_itself(member: MemberMaker) -> None:
    assert class_orders([member(ANGER, SADNESS)]) == [[0, 1]]


def test_other_classes_are_named(member: MemberMaker) -> None:
    with pytest.raises(CheckpointError, match="lacks anger and also has happiness"):
        class_orders([member(ANGER, SADNESS), member(HAPPINESS, SADNESS)])


def test_other_merges_are_named(member: MemberMaker) -> None:
    plain, merged = member(ANGER, SADNESS), member(ANGER, SADNESS, merges={Emotion.FEAR: SADNESS})
    with pytest.raises(CheckpointError, match="b merges fear into sadness, not nothing"):
        class_orders([plain, plain, merged], names=["a", "c", "b"])


def test_an_emotion_merged_into_itself_is_no_merge(member: MemberMaker) -> None:
    kept = {source: target for source, target in MERGE_7_TO_4.items() if source == target}
    assert class_orders([member(ANGER, SADNESS), member(ANGER, SADNESS, merges=kept)])
