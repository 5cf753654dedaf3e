"""`emotion-train compare`: models side by side."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from emotion_desktop.errors import SettingError
from emotion_desktop.labels import Emotion
from trainer.cli.compare import main

DataMaker = Callable[..., tuple[Path, Path]]
CheckpointMaker = Callable[..., Path]
Compare = Callable[..., str]


@pytest.fixture
def compare(make_data: DataMaker, capsys: pytest.CaptureFixture[str]) -> Compare:
    """A function that compares models on small data and returns what was printed."""
    data, ferplus = make_data(7, 14, 35)

    def run(*arguments: str | Path) -> str:
        given = ["--data", str(data), "--ferplus", str(ferplus)]
        main([*map(str, arguments), *given, "--device", "cpu", "--samples", "50"])
        return capsys.readouterr().out

    return run


def test_models_stand_side_by_side_with_intervals(
    compare: Compare, make_checkpoint: CheckpointMaker
) -> None:
    paths = [make_checkpoint(name=name) for name in ("a", "b")]
    document = json.loads(compare(*paths, "--json"))
    assert document["resamples"] == 50
    first, second = document["models"]
    assert first["name"] == str(paths[0])
    assert first["count"] == 20
    assert first["parameters"] == 595_076
    assert first["protocol"] == "FER+ majority, 4 classes, PrivateTest, n = 20, single crop"
    assert 0 <= first["ece_floor"] <= 1
    assert "ece" not in first["figures"]
    for figure in ("accuracy", "macro_f1", "nll", "brier"):
        interval = first["figures"][figure]
        assert interval["low"] <= interval["high"]
    assert first["difference"] is None
    assert second["difference"]["accuracy"] == {"value": 0, "low": 0, "high": 0}


def test_the_order_of_the_classes_is_no_difference(
    compare: Compare, make_checkpoint: CheckpointMaker
) -> None:
    three = (Emotion.ANGER, Emotion.FEAR, Emotion.NEUTRAL)
    paths = [
        make_checkpoint(classes=three, name="a"),
        make_checkpoint(classes=three[::-1], name="b"),
    ]
    assert json.loads(compare(*paths, "--json"))["models"][1]["difference"] is not None


def test_models_of_other_classes_are_scored_on_their_own_and_the_output_says_so(
    compare: Compare, make_checkpoint: CheckpointMaker
) -> None:
    two = make_checkpoint(classes=(Emotion.ANGER, Emotion.FEAR), name="two")
    printed = compare(make_checkpoint(), two)
    assert "each model is scored on the faces of its own classes" in printed
    assert "2 classes, PrivateTest, n = 10, single crop (anger, fear)" in printed
    assert "paired difference" not in printed


def test_an_ensemble_is_compared_like_a_model(
    compare: Compare, make_checkpoint: CheckpointMaker
) -> None:
    path = make_checkpoint()
    printed = compare(path, f"{path},{path}", "--tta", "flip")
    assert "flip TTA, ensemble of 2" in printed
    assert "1,190,152" in printed
    assert f"paired difference to {path}" in printed


def test_brackets_in_a_file_name_are_printed_as_they_are(
    compare: Compare, make_checkpoint: CheckpointMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_checkpoint(name="[red]")
    monkeypatch.chdir(path.parent)
    assert compare(path.name).count("[red].safetensors") == 1


def test_the_same_model_twice_is_refused(
    compare: Compare, make_checkpoint: CheckpointMaker
) -> None:
    path = make_checkpoint()
    with pytest.raises(SettingError, match="named twice"):
        compare(path, path)
