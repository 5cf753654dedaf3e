"""Repeated trainings, cross-validation, and faces that stand in two splits."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from emotion_desktop.errors import DataError
from trainer.cli import train_main
from trainer.data import FaceTable, load_faces
from trainer.data.duplicates import find_duplicates
from trainer.data.folds import assign_folds, with_fold
from trainer.evaluation.repeats import repeated

DataMaker = Callable[..., tuple[Path, Path]]


@pytest.fixture
def table(make_data: DataMaker) -> FaceTable:
    return load_faces([make_data(70, 35, 35)[0]])


def test_every_face_is_tested_once_and_chosen_by_once(table: FaceTable) -> None:
    folds = torch.stack([with_fold(table, fold, 4).splits for fold in range(1, 5)])
    assert ((folds == 2).sum(dim=0) == 1).all()
    assert ((folds == 1).sum(dim=0) == 1).all()
    assert with_fold(table, 2, 4).origin == "FER2013 (fold 2 of 4)"


def test_every_fold_has_the_classes_in_their_shares(table: FaceTable) -> None:
    for fold in range(1, 5):
        counts = with_fold(table, fold, 4).counts("PrivateTest")
        assert set(list(counts.values())[:7]) == {5}


def test_the_faces_of_a_group_are_never_parted(table: FaceTable) -> None:
    groups = {(0, row): f"person {row % 12}" for row in range(len(table))}
    for fold in range(1, 4):
        splits = with_fold(table, fold, 3, groups).splits
        for person in range(12):
            assert len(set(splits[person::12].tolist())) == 1


def test_fewer_groups_than_folds_are_refused() -> None:
    with pytest.raises(DataError, match="2 groups cannot be in 3 folds"):
        assign_folds(torch.zeros(9, dtype=torch.int64), torch.arange(9) % 2, 3)


def test_runs_are_summed_up_as_the_textbook_does() -> None:
    found = repeated([0.6, 0.7, 0.8])
    assert found.mean == pytest.approx(0.7)
    assert found.deviation == pytest.approx(0.1)
    assert found.high - found.mean == pytest.approx(4.3027 * 0.1 / 3**0.5, rel=1e-4)


def test_a_training_is_repeated_with_seeds_on_folds_and_goes_on_after_a_stop(
    make_data: DataMaker, tmp_path: Path, arguments: Callable[..., list[str]],
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    out = tmp_path / "out"
    command = arguments(*make_data(56, 21, 21), out, "--epochs", "1", "--seeds", "2", "--folds=3")
    assert train_main(command) == 0
    names = sorted(path.name for path in out.iterdir() if path.is_dir())
    assert names == [f"seed-{seed}-fold-{fold}" for seed in (1, 2) for fold in (1, 2, 3)]
    text = (out / "summary.json").read_text()
    found = json.loads(text)
    assert len(found["figures"]["accuracy"]["values"]) == 6
    assert "fold 2 of 3" in found["runs"]["seed-1-fold-2"]
    assert "mean ± s.d." in capsys.readouterr().out
    (out / "summary.json").unlink()
    assert train_main(command) == 0
    assert "epoch" not in capsys.readouterr().out
    assert (out / "summary.json").read_text() == text


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--folds", "2"), "at least 3"),
        (("--folds", "3", "--fold", "4"), "--fold I needs"),
        (("--by", "person"), "belong together"),
        (("--seeds", "2", "--no-private-test"), "--no-private-test"),
        (("--seeds", "1"), "at least 2"),
    ],
)
def test_a_protocol_that_makes_no_sense_is_a_usage_error(
    more: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        train_main(["--arch", "cnn48_rgb", *more])
    assert says in capsys.readouterr().err


def test_a_face_that_stands_in_two_splits_is_found_also_brighter_and_noisy(
    table: FaceTable,
) -> None:
    images = table.images.clone()
    generator = np.random.default_rng(0)
    smooth = generator.normal(size=(6, 6)).repeat(8, 0).repeat(8, 1) * 30 + 120
    noisy = (0.8 * smooth + 30 + generator.normal(size=(48, 48)) * 3).clip(0, 255)
    images[0], images[-1] = torch.from_numpy(smooth.clip(0, 255)), torch.from_numpy(noisy)
    found = find_duplicates(replace(table, images=images), "PrivateTest")
    assert (len(table) - 1, 0) in zip(found.faces.tolist(), found.others.tolist(), strict=True)


def test_duplicates_are_counted_and_listed(
    make_data: DataMaker, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    make_checkpoint: Callable[..., Path],
) -> None:  # fmt: skip
    data, _ = make_data(14, 7, 7)
    lines = data.read_text().splitlines()
    data.write_text("\n".join([*lines, lines[1].replace("Training", "PrivateTest")]) + "\n")
    listing = tmp_path / "pairs.csv"
    command = ["duplicates", "--data", str(data), "--list", str(listing), "--device", "cpu"]
    assert train_main([*command, "--checkpoint", str(make_checkpoint())]) == 0
    printed = capsys.readouterr().out
    assert "of 8 faces of PrivateTest" in printed
    assert "that stand in no other split" in printed
    assert "0,28,0,0,Training" in listing.read_text().splitlines()
    assert train_main(command) == 1
