"""Choosing faces of a class set, by their own labels or by FER+."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from emotion_desktop.errors import DataError
from emotion_desktop.labels import FER2013_ORDER, MERGE_7_TO_4, Emotion
from tests.builders import make_protocol
from trainer.data import FaceTable, Samples, load_faces, majority, select

DataMaker = Callable[..., tuple[Path, Path]]


def voted(paths: tuple[Path, Path]) -> FaceTable:
    data, ferplus = paths
    return load_faces([data], ferplus=ferplus)


def samples(*counts: int) -> Samples:
    labels = torch.arange(len(counts)).repeat_interleave(torch.tensor(counts))
    return Samples(
        images=torch.arange(len(labels), dtype=torch.uint8)[:, None, None].expand(-1, 2, 2),
        targets=torch.nn.functional.one_hot(labels, len(counts)).float(),
        labels=labels,
        protocol=make_protocol(class_count=len(counts), count=len(labels)),
    )


@pytest.mark.parametrize(
    ("votes", "kept"),
    [
        ([6, 4, 0, 0, 0, 0, 0, 0, 0, 0], True),
        ([5, 5, 0, 0, 0, 0, 0, 0, 0, 0], False),  # no more than half
        ([5, 2, 1, 1, 1, 0, 0, 0, 0, 0], True),  # single votes do not count
        ([0, 2, 0, 0, 0, 0, 0, 0, 8, 0], False),  # unknown
        ([0, 0, 0, 0, 0, 0, 0, 0, 0, 10], False),  # not a face
        ([1, 1, 1, 1, 1, 1, 1, 1, 1, 1], False),
    ],
)
def test_a_face_needs_a_majority_among_the_votes_that_count(votes: list[int], kept: bool) -> None:
    assert bool(majority(torch.tensor([votes]))[1]) is kept


def test_original_labels_become_one_hot_targets_in_the_order_asked_for(
    make_data: DataMaker,
) -> None:
    table = load_faces([make_data(14, 7, 7)[0]])
    chosen = select(table, "Training", (Emotion.NEUTRAL, Emotion.ANGER), labels="fer2013")
    assert chosen.labels.tolist() == [1, 0, 1, 0]
    assert chosen.targets[0].tolist() == [0.0, 1.0]
    assert chosen.counts() == [2, 2]


def test_votes_become_shares_among_the_classes(make_data: DataMaker) -> None:
    table = voted(make_data(14, 7, 7))
    chosen = select(table, "Training", FER2013_ORDER, labels="ferplus-votes")
    assert len(chosen) == 14
    assert chosen.targets.sum(dim=1).tolist() == pytest.approx([1.0] * 14)
    # anger has 8 of 10 votes, its right neighbour among FER+'s columns, disgust, has 2
    assert chosen.targets[0].tolist() == pytest.approx([0.8, 0.2, 0, 0, 0, 0, 0])


def test_the_majority_takes_all_of_the_target(make_data: DataMaker) -> None:
    table = voted(make_data(14, 7, 7))
    chosen = select(table, "Training", FER2013_ORDER, labels="ferplus-majority")
    votes = select(table, "Training", FER2013_ORDER, labels="ferplus-votes")
    assert chosen.targets[0].tolist() == [1, 0, 0, 0, 0, 0, 0]
    assert torch.equal(chosen.labels, votes.labels)
    assert torch.equal(chosen.images, votes.images)


def test_faces_without_a_majority_are_left_out(make_data: DataMaker) -> None:
    data, ferplus = make_data(14, 7, 7)
    rows = ferplus.read_text().splitlines()
    rows[1] = "Training,fer0000000.png,5,5,0,0,0,0,0,0,0,0"
    ferplus.write_text("\n".join(rows))
    table = load_faces([data], ferplus=ferplus)
    assert len(select(table, "Training", FER2013_ORDER, labels="ferplus-majority")) == 13


def test_faces_without_a_majority_can_be_kept_by_their_votes(make_data: DataMaker) -> None:
    data, ferplus = make_data(7, 7, 7)
    lines = ferplus.read_text().splitlines()
    lines[1] = "Training,fer0000000.png,4,3,3,0,0,0,0,0,0,0"  # the most frequent has no majority
    lines[2] = "Training,fer0000001.png,3,0,0,0,0,0,0,0,7,0"  # unknown
    lines[3] = "Training,fer0000002.png,1,1,1,1,1,1,1,1,1,1"  # single votes count for nothing
    ferplus.write_text("\n".join(lines) + "\n")
    table = voted((data, ferplus))
    decided = select(table, "Training", FER2013_ORDER, labels="ferplus-votes")
    everyone = select(table, "Training", FER2013_ORDER, labels="ferplus-votes", undecided=True)
    assert (len(decided), len(everyone)) == (4, 5)
    shares = dict(zip(FER2013_ORDER, everyone.targets[0].tolist(), strict=True))
    assert shares["neutral"] == pytest.approx(0.4)
    assert shares["happiness"] == pytest.approx(0.3)
    assert everyone.protocol.undecided
    assert not decided.protocol.undecided


def test_contempt_is_a_class_of_the_votes(make_data: DataMaker) -> None:
    data, ferplus = make_data(14, 7, 7)
    rows = ferplus.read_text().splitlines()
    rows[1] = "Training,fer0000000.png,0,0,0,0,0,0,0,10,0,0"
    ferplus.write_text("\n".join(rows))
    table = load_faces([data], ferplus=ferplus)
    chosen = select(table, "Training", tuple(Emotion), labels="ferplus-majority")
    assert chosen.counts() == [1, 2, 2, 2, 2, 2, 2, 1]


def test_merged_classes_count_as_one(make_data: DataMaker) -> None:
    table = load_faces([make_data(14, 7, 7)[0]])
    classes = (Emotion.ANGER, Emotion.SADNESS, Emotion.HAPPINESS, Emotion.NEUTRAL)
    chosen = select(table, "Training", classes, labels="fer2013", merges=MERGE_7_TO_4)
    assert chosen.counts() == [4, 4, 2, 4]
    assert chosen.protocol.merges == MERGE_7_TO_4


def test_the_protocol_names_labels_classes_split_and_count(make_data: DataMaker) -> None:
    table = voted(make_data(14, 7, 7))
    chosen = select(table, "PrivateTest", FER2013_ORDER, labels="ferplus-votes")
    assert str(chosen.protocol) == "FER+ majority, 7 classes, PrivateTest, n = 7, single crop"


def test_the_protocol_names_single_merges(make_data: DataMaker) -> None:
    table = load_faces([make_data(14, 7, 7)[0]])
    chosen = select(
        table,
        "Training",
        FER2013_ORDER,
        labels="fer2013",
        merges={Emotion.DISGUST: Emotion.ANGER},
    )
    assert str(chosen.protocol) == (
        "FER2013 original labels, disgust as anger, 7 classes, Training, n = 14, single crop"
    )


def test_votes_that_were_not_given_are_asked_for(make_data: DataMaker) -> None:
    table = load_faces([make_data(7, 7, 7)[0]])
    with pytest.raises(DataError, match="give --ferplus"):
        select(table, "Training", FER2013_ORDER, labels="ferplus-votes")


def test_a_split_without_such_faces_is_refused(make_data: DataMaker) -> None:
    table = load_faces([make_data(14, 7, 7)[0]])
    with pytest.raises(DataError, match="no face of Training has a label among contempt"):
        select(table, "Training", (Emotion.CONTEMPT,), labels="fer2013")


def test_a_sample_keeps_the_shares_of_the_classes() -> None:
    assert samples(60, 30, 10).sample(20, seed=1).counts() == [12, 6, 2]


@pytest.mark.parametrize("count", [4, 5, 17, 99])
def test_a_sample_has_one_of_every_class_and_no_more_than_asked_for(count: int) -> None:
    drawn = samples(97, 0, 1, 1, 1).sample(count, seed=1)
    assert len(drawn) == count
    assert drawn.counts() == [count - 3, 0, 1, 1, 1]


def test_a_sample_is_the_same_for_the_same_seed_only() -> None:
    first, again, other = (samples(60, 40).sample(20, seed).images for seed in (1, 1, 2))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_a_sample_draws_no_face_twice() -> None:
    drawn = samples(60, 40).sample(50, seed=1)
    assert len(set(drawn.images[:, 0, 0].tolist())) == 50


def test_a_sample_says_so_in_its_protocol() -> None:
    drawn = samples(60, 40).sample(20, seed=3)
    assert str(drawn.protocol).endswith("n = 100, single crop, of which 20 drawn with seed 3")


def test_a_sample_of_all_is_the_whole() -> None:
    whole = samples(6, 4)
    assert whole.sample(10, seed=1) is whole


def test_a_sample_too_small_for_its_classes_is_refused() -> None:
    with pytest.raises(DataError, match="2 faces cannot show all 3 classes; ask for at least 3"):
        samples(5, 5, 5).sample(2, seed=1)
