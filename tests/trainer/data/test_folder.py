"""Reading folders of pictures, alone and mixed with FER2013."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from emotion_desktop.errors import DataError
from emotion_desktop.labels import CANONICAL_ORDER, FER2013_ORDER, Emotion
from trainer.data import load_faces, select

DataMaker = Callable[..., tuple[Path, Path]]
Size = tuple[int, int]


def draw(path: Path, colour: tuple[int, int, int] = (200, 100, 50), size: Size = (60, 60)) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, colour).save(path)


@pytest.fixture
def root(tmp_path: Path, cache_home: Path) -> Path:
    """A folder with 10 happy and 5 sad faces to train on, and one of each to test."""
    for number in range(10):
        draw(tmp_path / "faces/train/happy" / f"{number}.png", (20 * number, 0, 0))
    for number in range(5):
        draw(tmp_path / "faces/train/Sad" / f"{number}.jpg")
    draw(tmp_path / "faces/test/happiness/a.png")
    draw(tmp_path / "faces/test/sadness/b.png")
    return tmp_path / "faces"


def test_class_folders_are_read_by_name_and_alias(root: Path) -> None:
    table = load_faces([root])
    happy, sad = CANONICAL_ORDER.index(Emotion.HAPPINESS), CANONICAL_ORDER.index(Emotion.SADNESS)
    assert table.labels.tolist() == [happy, sad] + [sad] * 5 + [happy] * 10
    assert table.origin.startswith("faces")


@pytest.mark.parametrize(
    ("name", "split"),
    [
        ("train", 0), ("Training", 0), ("val", 1), ("valid", 1), ("validation", 1),
        ("PublicTest", 1), ("TEST", 2), ("PrivateTest", 2),
    ],
)  # fmt: skip
def test_split_folders_are_known_by_their_usual_names(
    name: str, split: int, tmp_path: Path, cache_home: Path
) -> None:
    draw(tmp_path / "faces" / name / "happy/1.png")
    assert load_faces([tmp_path / "faces"]).splits.tolist() == [split]


def test_class_folders_alone_are_for_training_and_a_fifth_of_each_is_held_back(
    tmp_path: Path, cache_home: Path
) -> None:
    for name, count in (("happy", 20), ("fear", 10), ("contempt", 2), ("anger", 1)):
        for number in range(count):
            draw(tmp_path / "faces" / name / f"{number}.png")
    table = load_faces([tmp_path / "faces"])
    public = table.counts("PublicTest")
    held = (Emotion.HAPPINESS, Emotion.FEAR, Emotion.CONTEMPT, Emotion.ANGER)
    assert [public[emotion] for emotion in held] == [4, 2, 1, 0]
    assert sum(table.counts("PrivateTest").values()) == 0
    assert table.origin == "faces (PublicTest: 20% of Training, seed 1)"


def test_the_same_faces_are_held_back_in_every_run(root: Path, tmp_path: Path) -> None:
    first, again = (load_faces([root], cache=tmp_path / name).splits for name in "ab")
    assert torch.equal(first, again)


def test_nothing_is_held_back_where_there_is_a_public_test(root: Path) -> None:
    draw(root / "val/happy/c.png")
    assert torch.bincount(load_faces([root]).splits).tolist() == [15, 1, 2]


@pytest.mark.parametrize(
    ("channels", "shape", "pixel"), [(1, (17, 32, 32), 124), (3, (17, 32, 32, 3), [200, 100, 50])]
)
def test_pictures_take_the_size_and_channels_asked_for(
    channels: int, shape: tuple[int, ...], pixel: object, root: Path
) -> None:
    images = load_faces([root], size=32, channels=channels).images
    assert images.shape == shape
    assert images[0, 0, 0].tolist() == pixel


@pytest.mark.parametrize(
    ("mode", "value", "expected"),
    [
        ("1", 1, 255),
        ("L", 77, 77),
        ("LA", (77, 0), 77),
        ("RGBA", (77, 77, 77, 10), 77),
        ("CMYK", (0, 0, 0, 178), 77),
        ("P", 1, 77),
        ("I;16", 77 * 257, 77),
    ],
)
def test_pictures_of_every_mode_are_read(
    mode: str, value: int | tuple[int, ...], expected: int, tmp_path: Path, cache_home: Path
) -> None:
    picture = Image.new(mode, (8, 8), value)
    if mode == "P":
        picture.putpalette([0, 0, 0, 77, 77, 77])
        picture.info["transparency"] = bytes([0, 128])
    path = tmp_path / "faces/happy/1.tif"
    if mode == "P":
        path = path.with_suffix(".png")
    path.parent.mkdir(parents=True)
    picture.save(path)
    images = load_faces([tmp_path / "faces"]).images
    assert set(images.flatten().tolist()) == {expected}


def test_a_photo_is_turned_as_its_camera_was(tmp_path: Path, cache_home: Path) -> None:
    picture = Image.fromarray(np.array([[0], [255]], np.uint8).repeat(8, axis=0).repeat(16, axis=1))
    exif = Image.Exif()
    exif[0x0112] = 3  # upside down
    (tmp_path / "faces/happy").mkdir(parents=True)
    picture.save(tmp_path / "faces/happy/1.png", exif=exif)
    image = load_faces([tmp_path / "faces"], size=16).images[0]
    assert image[[0, -1], 0].tolist() == [255, 0]


def test_other_files_and_hidden_ones_are_passed_over(root: Path) -> None:
    (root / "train/happy/Thumbs.db").write_text("x")
    (root / "train/happy/._1.png").write_text("x")
    (root / "__MACOSX/happy").mkdir(parents=True)
    (root / "__MACOSX/happy/1.png").write_text("x")
    assert len(load_faces([root])) == 17


def test_folders_inside_class_folders_are_read_too(root: Path) -> None:
    draw(root / "train/happy/session 2/1.png")
    assert len(load_faces([root])) == 18


def test_a_picture_that_cannot_be_read_is_refused_by_name(root: Path) -> None:
    bad = root / "train/happy/3.png"
    bad.write_bytes(bad.read_bytes()[:40])
    with pytest.raises(DataError, match=r"cannot read .*happy/3\.png: .*--skip-bad"):
        load_faces([root])


def test_a_picture_that_cannot_be_read_is_left_out_and_counted_on_demand(root: Path) -> None:
    whole = load_faces([root])
    (root / "train/happy/3.png").write_text("no picture")
    table = load_faces([root], skip_bad=True)
    assert (len(table), table.skipped) == (16, 1)
    kept = torch.tensor([row for row in range(17) if row != 10])
    assert torch.equal(table.images, whole.images[kept])


def test_a_folder_of_no_emotion_is_refused_or_left_out(root: Path) -> None:
    draw(root / "train/joyful/1.png")
    with pytest.raises(DataError, match=r"joyful/1\.png: no class folder .*anger, disgust"):
        load_faces([root])
    assert load_faces([root], skip_bad=True).skipped == 1


def test_a_folder_without_pictures_says_what_was_expected(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"expected train/happy/1\.png"):
        load_faces([tmp_path])


def test_a_folder_that_holds_the_csv_points_to_it(make_data: DataMaker) -> None:
    data, _ = make_data(7, 7, 7)
    with pytest.raises(DataError, match=r"did you mean .*fer2013\.csv\?"):
        load_faces([data.parent])


def test_a_second_read_of_a_folder_comes_from_the_cache(root: Path, cache_home: Path) -> None:
    first = load_faces([root])
    (stored,) = cache_home.rglob("*.npz")
    age = stored.stat().st_mtime_ns
    assert torch.equal(load_faces([root]).images, first.images)
    assert stored.stat().st_mtime_ns == age


def test_a_changed_picture_is_read_anew(root: Path) -> None:
    before = load_faces([root])
    draw(root / "test/happiness/a.png", (1, 1, 1))
    after = load_faces([root])
    assert int(after.images[0, 0, 0]) == 1
    assert before.fingerprint != after.fingerprint


def test_a_copy_of_a_folder_has_the_same_fingerprint(root: Path) -> None:
    before = load_faces([root]).fingerprint
    for path in root.rglob("*.*"):
        path.touch()
    assert load_faces([root]).fingerprint == before


def test_a_mix_has_one_size_and_all_faces_in_the_order_of_the_roots(
    make_data: DataMaker, root: Path
) -> None:
    data, _ = make_data(7, 7, 7)
    table = load_faces([root, data], size=32, channels=3)
    assert table.images.shape == (38, 32, 32, 3)
    assert table.images[0, 0, 0].tolist() == [200, 100, 50]
    assert torch.equal(table.images[17:, ..., 0], table.images[17:, ..., 2])
    assert table.origin == "faces + FER2013"
    assert torch.bincount(table.splits).tolist() == [22, 7, 9]


def test_a_mix_at_fer2013s_size_leaves_its_pixels_alone(make_data: DataMaker, root: Path) -> None:
    data, _ = make_data(7, 7, 7)
    mixed = load_faces([data, root], size=48)
    assert torch.equal(mixed.images[:21], load_faces([data]).images)


def test_faces_nobody_voted_on_keep_their_own_label(make_data: DataMaker, root: Path) -> None:
    data, ferplus = make_data(14, 7, 7)
    table = load_faces([root, data], ferplus=ferplus)
    chosen = select(table, "PrivateTest", FER2013_ORDER, labels="ferplus-votes")
    assert len(chosen) == 9
    assert sorted(chosen.targets.max(dim=1).values.tolist()) == pytest.approx([0.8] * 7 + [1.0] * 2)
    assert str(chosen.protocol).startswith("faces + FER2013, FER+ majority, 7 classes")


@pytest.mark.parametrize(
    "copies", [".ipynb_checkpoints", ".thumbnails", "@eaDir", "Thumbnails", "__MACOSX", "_old"]
)
@pytest.mark.parametrize("above", [".", "train", "train/happy"])
def test_copies_that_programs_keep_in_a_folder_are_no_faces(
    root: Path, copies: str, above: str
) -> None:
    before = len(load_faces([root]))
    draw(root / above / copies / "happy/0.png")
    draw(root / above / copies / "0.png")
    assert len(load_faces([root])) == before


@pytest.mark.parametrize(
    "layout",
    [
        "{split}/{emotion}", "images/{split}/{emotion}", "a/b/{split}/{emotion}",
        "{emotion}/{split}", "images/{emotion}/{split}",
    ],
)  # fmt: skip
def test_splits_may_lie_above_the_classes_or_inside_them(
    tmp_path: Path, cache_home: Path, layout: str
) -> None:
    for split, emotion in (("train", "happy"), ("train", "sad"), ("val", "sad"), ("test", "happy")):
        draw(tmp_path / "faces" / layout.format(split=split, emotion=emotion) / "1.png")
    table = load_faces([tmp_path / "faces"])
    found = [
        (int(split), CANONICAL_ORDER[label])
        for split, label in zip(table.splits, table.labels.tolist(), strict=True)
    ]
    assert sorted(found) == [
        (0, Emotion.HAPPINESS), (0, Emotion.SADNESS), (1, Emotion.SADNESS), (2, Emotion.HAPPINESS),
    ]  # fmt: skip


def test_a_broken_picture_is_named_by_its_path_alone(root: Path) -> None:
    (root / "train/happy/3.png").write_bytes(b"no picture")
    with pytest.raises(DataError, match=r"cannot read .*happy/3\.png: cannot identify") as caught:
        load_faces([root])
    assert "_io" not in str(caught.value)


def test_nothing_is_held_back_from_data_that_are_only_scored(
    tmp_path: Path, cache_home: Path
) -> None:
    for number in range(10):
        draw(tmp_path / "faces/happy" / f"{number}.png")
    assert load_faces([tmp_path / "faces"], hold_back=0).splits.tolist() == [0] * 10
