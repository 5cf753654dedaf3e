"""Reading FER2013 and FER+, and choosing faces from them."""

import gzip
import lzma
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from emotion_desktop.errors import DataError
from emotion_desktop.labels import FER2013_ORDER, MERGE_7_TO_4, Emotion
from trainer.data import FaceTable, load_faces, majority, select

DataMaker = Callable[..., tuple[Path, Path]]


def voted(paths: tuple[Path, Path]) -> FaceTable:
    data, ferplus = paths
    return load_faces([data], ferplus=ferplus)


def test_all_rows_are_read_with_their_split(make_data: DataMaker) -> None:
    data, _ = make_data(14, 7, 7)
    table = load_faces([data])
    assert table.images.shape == (28, 48, 48)
    assert table.images.dtype == torch.uint8
    assert torch.bincount(table.splits).tolist() == [14, 7, 7]


def test_a_second_read_comes_from_the_cache(make_data: DataMaker, cache_home: Path) -> None:
    data, _ = make_data(7, 7, 7)
    first = load_faces([data])
    (stored,) = cache_home.rglob("*.npz")
    age = stored.stat().st_mtime_ns
    second = load_faces([data])
    assert torch.equal(first.images, second.images)
    assert stored.stat().st_mtime_ns == age


def test_a_cache_that_was_cut_off_is_made_anew(make_data: DataMaker, cache_home: Path) -> None:
    data, _ = make_data(7, 7, 7)
    first = load_faces([data])
    (stored,) = cache_home.rglob("*.npz")
    stored.write_bytes(stored.read_bytes()[:1000])
    assert torch.equal(load_faces([data]).images, first.images)


@pytest.mark.parametrize("suffix", [".gz", ".xz", ".zip"])
def test_compressed_files_are_read_as_they_are(suffix: str, make_data: DataMaker) -> None:
    data, _ = make_data(7, 7, 7)
    packed = data.with_name(data.name + suffix)
    match suffix:
        case ".gz":
            packed.write_bytes(gzip.compress(data.read_bytes()))
        case ".xz":
            packed.write_bytes(lzma.compress(data.read_bytes()))
        case _:
            with zipfile.ZipFile(packed, "w") as archive:
                archive.write(data, data.name)
    assert torch.equal(load_faces([packed]).images, load_faces([data]).images)


def test_spaces_in_the_column_names_do_not_matter(make_data: DataMaker) -> None:
    data, _ = make_data(7, 7, 7)
    data.write_text(data.read_text().replace("emotion,pixels,Usage", "emotion, pixels, Usage"))
    assert len(load_faces([data]).images) == 21


PIXELS = " ".join(["1"] * 2304)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "first line lacks Usage, emotion, pixels"),
        ("emotion,pixels\n", "first line lacks Usage"),
        ("emotion,pixels,Usage\n", "holds no faces"),
        ("emotion,pixels,Usage\n0,1 2 3,Training\n", "line 2: 3 pixels where 2304 are expected"),
        (f"emotion,pixels,Usage\n0,{PIXELS[:-1]}x,Training\n", "line 2: a pixel is not a whole"),
        (f"emotion,pixels,Usage\n0,{PIXELS[:-1]}256,Training\n", "line 2: a pixel is not a whole"),
        (f"emotion,pixels,Usage\n7,{PIXELS},Training\n", "line 2: emotion is '7'"),
        (f"emotion,pixels,Usage\n0,{PIXELS},Test\n", "line 2: Usage is 'Test'"),
        (f"emotion,pixels,Usage\n0,{PIXELS}\n", "line 2: 2 columns where 3 are expected"),
    ],
)
def test_a_bad_file_is_refused_with_the_line(
    content: str, sentence: str, tmp_path: Path, cache_home: Path
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(content)
    with pytest.raises(DataError, match=sentence):
        load_faces([path], cache=cache_home)


def test_a_truncated_archive_is_refused(make_data: DataMaker) -> None:
    data, _ = make_data(7, 7, 7)
    packed = data.with_suffix(".csv.xz")
    packed.write_bytes(lzma.compress(data.read_bytes())[:-3000])
    with pytest.raises(DataError, match="is the file complete"):
        load_faces([packed])


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="No such file"):
        load_faces([tmp_path / "none.csv"])


def test_votes_of_another_length_are_refused(make_data: DataMaker) -> None:
    data, ferplus = make_data(7, 7, 7)
    ferplus.write_text("\n".join(ferplus.read_text().splitlines()[:-1]))
    with pytest.raises(DataError, match=r"has 20 rows but .* has 21"):
        load_faces([data], ferplus=ferplus)


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
    classes = (Emotion.NEUTRAL, Emotion.ANGER)
    samples = select(table, "Training", classes, labels="fer2013")
    assert samples.labels.tolist() == [1, 0, 1, 0]
    assert samples.targets[0].tolist() == [0.0, 1.0]


def test_votes_become_shares_among_the_classes(make_data: DataMaker) -> None:
    table = voted(make_data(14, 7, 7))
    samples = select(table, "Training", FER2013_ORDER, labels="ferplus-votes")
    assert len(samples) == 14
    assert samples.targets.sum(dim=1).tolist() == pytest.approx([1.0] * 14)
    # anger has 8 of 10 votes, its right neighbour among FER+'s columns, disgust, has 2
    assert samples.targets[0].tolist() == pytest.approx([0.8, 0.2, 0, 0, 0, 0, 0])


def test_merged_classes_count_as_one(make_data: DataMaker) -> None:
    table = load_faces([make_data(14, 7, 7)[0]])
    classes = (Emotion.ANGER, Emotion.SADNESS, Emotion.HAPPINESS, Emotion.NEUTRAL)
    samples = select(table, "Training", classes, labels="fer2013", merges=MERGE_7_TO_4)
    assert len(samples) == 14
    assert torch.bincount(samples.labels).tolist() == [4, 4, 2, 4]


def test_the_protocol_names_labels_classes_split_and_count(make_data: DataMaker) -> None:
    table = voted(make_data(14, 7, 7))
    samples = select(table, "PrivateTest", FER2013_ORDER, labels="ferplus-votes")
    assert samples.protocol == "FER+ majority, 7 classes, PrivateTest, n = 7, single crop"


def test_votes_that_were_not_given_are_asked_for(make_data: DataMaker) -> None:
    table = load_faces([make_data(7, 7, 7)[0]])
    with pytest.raises(DataError, match="give --ferplus"):
        select(table, "Training", FER2013_ORDER, labels="ferplus-votes")
