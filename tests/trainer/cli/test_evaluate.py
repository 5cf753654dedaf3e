"""Scoring checkpoints and ensembles, and `emotion-evaluate`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from PIL import Image

from emotion_desktop.errors import DataError
from emotion_desktop.labels import CANONICAL_ORDER, Emotion
from emotion_desktop.models import load_checkpoint
from trainer.cli.evaluate import main
from trainer.data import FaceTable, load_faces
from trainer.evaluation.ensemble import Ensemble
from trainer.evaluation.score import Score, score

DataMaker = Callable[..., tuple[Path, Path]]
CheckpointMaker = Callable[..., Path]
CPU = torch.device("cpu")


@pytest.fixture
def table(make_data: DataMaker) -> FaceTable:
    data, ferplus = make_data(7, 35, 35)
    return load_faces([data], ferplus=ferplus)


def test_the_score_holds_the_faces_and_the_answers_behind_its_figures(
    table: FaceTable, make_checkpoint: CheckpointMaker
) -> None:
    checkpoint = load_checkpoint(make_checkpoint())
    found = score(checkpoint, table, "PrivateTest", device=CPU)
    assert isinstance(found, Score)
    assert found.logits.shape == (20, 4)
    right = found.logits.argmax(dim=1) == found.samples.labels
    assert found.metrics.accuracy == pytest.approx(float(right.float().mean()))
    assert found.metrics.count == len(found.samples) == 20


def test_a_test_split_is_scored_with_the_temperature_of_the_checkpoint(
    table: FaceTable, make_checkpoint: CheckpointMaker
) -> None:
    checkpoint = load_checkpoint(make_checkpoint())
    assert score(checkpoint, table, "PrivateTest", device=CPU).temperature == 1.25


def test_public_test_is_what_a_temperature_is_fitted_on(
    table: FaceTable, make_checkpoint: CheckpointMaker
) -> None:
    checkpoint = load_checkpoint(make_checkpoint())
    fitted = score(checkpoint, table, "PublicTest", device=CPU)
    given = score(checkpoint, table, "PublicTest", device=CPU, temperature=1.25)
    assert given.temperature == 1.25
    assert fitted.metrics.nll < given.metrics.nll


def test_an_ensemble_has_used_its_temperatures(
    table: FaceTable, make_checkpoint: CheckpointMaker
) -> None:
    checkpoint = load_checkpoint(make_checkpoint())
    alone = score(checkpoint, table, "PrivateTest", device=CPU)
    twice = score(Ensemble.of([checkpoint, checkpoint]), table, "PrivateTest", device=CPU)
    assert twice.temperature == 1.0
    assert twice.metrics.nll == pytest.approx(alone.metrics.nll, abs=1e-6)


def test_the_protocol_names_labels_classes_count_split_and_views(
    table: FaceTable, make_checkpoint: CheckpointMaker
) -> None:
    checkpoint = load_checkpoint(make_checkpoint())
    plain = score(checkpoint, table, "PrivateTest", device=CPU).metrics.protocol
    assert str(plain) == "FER+ majority, 4 classes, PrivateTest, n = 20, single crop"
    ensemble = Ensemble.of([checkpoint] * 3)
    several = score(ensemble, table, "PublicTest", device=CPU, tta="ten-crop").metrics.protocol
    assert str(several) == (
        "FER+ majority, 4 classes, PublicTest, n = 20, ten-crop TTA, ensemble of 3"
    )


def test_other_labels_than_in_training_and_classes_without_a_face_are_said(
    table: FaceTable, make_checkpoint: CheckpointMaker
) -> None:
    checkpoint = load_checkpoint(make_checkpoint(classes=tuple(CANONICAL_ORDER)))
    metrics = score(checkpoint, table, "PrivateTest", device=CPU, labels="fer2013").metrics
    assert str(metrics.protocol) == (
        "FER2013 original labels, 8 classes, PrivateTest, n = 35, single crop, trained on FER+, "
        "no face of contempt"
    )
    assert metrics.count == 35


@pytest.fixture
def evaluate(make_data: DataMaker, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """A function that runs `emotion-evaluate` on small data and returns what was printed."""
    data, ferplus = make_data(7, 35, 35)

    def run(*arguments: str | Path, votes: bool = True) -> str:
        main(
            [*map(str, arguments), "--data", str(data), "--device", "cpu", "--threads", "1"]
            + (["--ferplus", str(ferplus)] if votes else [])
        )
        return capsys.readouterr().out

    return run


def test_figures_and_confusion_are_printed(
    evaluate: Callable[..., str], make_checkpoint: CheckpointMaker
) -> None:
    printed = evaluate("--checkpoint", make_checkpoint())
    for piece in ("FER+ majority, 4 classes, PrivateTest, n = 20", "macro-F1", "recall", "ECE"):
        assert piece in printed


def test_an_ensemble_is_evaluated_with_tta(
    evaluate: Callable[..., str], make_checkpoint: CheckpointMaker
) -> None:
    names = f"{make_checkpoint(name='a')},{make_checkpoint(name='b')}"
    metrics = json.loads(evaluate("--ensemble", names, "--tta", "flip", "--json"))
    assert metrics["protocol"].endswith("n = 20, flip TTA, ensemble of 2")


def test_a_temperature_can_be_fitted_anew(
    evaluate: Callable[..., str], make_checkpoint: CheckpointMaker
) -> None:
    path = make_checkpoint()
    own = json.loads(evaluate("--checkpoint", path, "--json"))
    fitted = json.loads(evaluate("--checkpoint", path, "--json", "--calibrate"))
    assert fitted["nll_before"] == own["nll_before"]
    assert fitted["nll"] < own["nll"]


def test_without_votes_the_labels_are_those_of_the_data(
    evaluate: Callable[..., str], make_checkpoint: CheckpointMaker
) -> None:
    printed = evaluate("--checkpoint", make_checkpoint(), votes=False)
    assert "FER2013 original labels, 4 classes" in printed


def test_labels_by_votes_that_are_not_given_are_refused(
    evaluate: Callable[..., str], make_checkpoint: CheckpointMaker
) -> None:
    path = make_checkpoint()
    with pytest.raises(DataError, match="--ferplus"):
        evaluate("--checkpoint", path, "--labels", "ferplus-majority", votes=False)


def test_bad_rows_are_refused_or_counted(
    make_data: DataMaker, make_checkpoint: CheckpointMaker, capsys: pytest.CaptureFixture[str]
) -> None:
    data, _ = make_data(7, 7, 7)
    data.write_text(data.read_text() + "3,1 2 3,PrivateTest\n")
    path = make_checkpoint(classes=(Emotion.HAPPINESS, Emotion.SADNESS))
    arguments = ["--checkpoint", str(path), "--data", str(data), "--device", "cpu"]
    with pytest.raises(DataError, match="pixels"):
        main(arguments)
    main([*arguments, "--skip-bad"])
    assert "1 bad row skipped" in capsys.readouterr().out


def test_folders_of_classes_alone_are_scored_whole(
    tmp_path: Path, cache_home: Path, make_checkpoint: CheckpointMaker,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    for name in ("happy", "sad"):
        for number in range(6):
            path = tmp_path / "faces" / name / f"{number}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.new("L", (48, 48), 20 * number).save(path)
    path = make_checkpoint(classes=(Emotion.HAPPINESS, Emotion.SADNESS))
    arguments = ["--checkpoint", str(path), "--data", str(tmp_path / "faces"), "--device", "cpu"]
    main([*arguments, "--json"])
    assert json.loads(capsys.readouterr().out)["count"] == 12
    with pytest.raises(DataError, match="no face of PrivateTest"):
        main([*arguments, "--split", "PrivateTest"])
