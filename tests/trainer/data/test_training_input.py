"""The benchmark of the training input, on a few faces."""

import json

import pytest
import torch

from benchmarks.input_rates import SingleFaces, made_up_faces, ours
from benchmarks.training_input import main
from emotion_desktop.models import get_spec


def test_both_ways_give_faces_of_the_same_shape_and_range() -> None:
    spec = get_spec("cnn48_gray")
    faces = made_up_faces(32)
    batch = next(ours(faces, spec, 32, torch.device("cpu")))
    single = torch.stack([SingleFaces(faces, spec)[index] for index in range(32)])
    assert batch.shape == single.shape == (32, 1, 48, 48)
    assert batch.mean().item() == pytest.approx(single.mean().item(), abs=0.3)
    assert batch.std().item() == pytest.approx(single.std().item(), abs=0.3)


def test_the_benchmark_prints_rates_and_ratios(capsys: pytest.CaptureFixture[str]) -> None:
    few = ["--seconds", "0.01", "--workers", "0", "--batch-size", "8", "--device", "cpu"]
    assert main([*few, "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert set(result["images_per_second"]) == {
        "ours: batches on the device",
        "DataLoader, 0 workers",
    }
    assert main(few) == 0
    assert "x as fast" in capsys.readouterr().out
