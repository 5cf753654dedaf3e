"""The arithmetic a training computes in."""

import json
from pathlib import Path

import pytest
import torch

from emotion_desktop.errors import SettingError
from trainer import precision
from trainer.precision import measure, settle_precision

CPU = torch.device("cpu")
measure_for_real = measure


@pytest.fixture
def with_bf16(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precision, "has_bf16", lambda: True)


@pytest.mark.usefixtures("with_bf16")
def test_the_faster_one_is_measured_once_and_kept(
    cache_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def found(architecture: str) -> dict[str, float]:
        asked.append(architecture)
        return {"32": 67.0, "bf16": 83.0}

    monkeypatch.setattr(precision, "measure", found)
    first = settle_precision("auto", CPU, "cnn48_rgb")
    assert first == ("bf16", "67 faces a second in 32, 83 in bf16 here")
    assert settle_precision("auto", CPU, "cnn48_rgb") == first
    assert settle_precision("auto", CPU, "cnn48_gray")[0] == "bf16"
    assert asked == ["cnn48_rgb", "cnn48_gray"]


@pytest.mark.usefixtures("with_bf16")
@pytest.mark.parametrize("text", ["", "[]", "{}"])
def test_a_damaged_table_is_measured_anew(text: str, cache_home: Path) -> None:
    settle_precision("auto", CPU, "cnn48_rgb")
    (table,) = cache_home.rglob("training_precision.json")
    kept = table.read_text()
    table.write_text(text)
    assert settle_precision("auto", CPU, "cnn48_rgb")[0] == "32"
    assert json.loads(table.read_text()) == json.loads(kept)


@pytest.mark.usefixtures("with_bf16")
def test_a_machine_where_nothing_can_be_kept_measures_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert settle_precision("auto", CPU, "cnn48_rgb")[0] == "32"


@pytest.mark.usefixtures("with_bf16")
def test_what_is_asked_for_is_not_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precision, "measure", None)
    assert settle_precision("bf16", CPU, "cnn48_rgb")[0] == "bf16"
    assert settle_precision("32", CPU, "cnn48_rgb")[0] == "32"
    with pytest.raises(SettingError, match="needs a CUDA device"):
        settle_precision("fp16", CPU, "cnn48_rgb")


def test_a_processor_without_bf16_computes_in_float32(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precision, "has_bf16", lambda: False)
    assert settle_precision("auto", CPU, "cnn48_rgb") == ("32", "this processor has no bf16")
    assert settle_precision("bf16", CPU, "cnn48_rgb")[0] == "32"


def test_measuring_leaves_the_random_numbers_as_they_were() -> None:
    torch.manual_seed(3)
    before = torch.get_rng_state()
    assert measure_for_real("cnn48_rgb").keys() == {"32", "bf16"}
    assert torch.equal(torch.get_rng_state(), before)
