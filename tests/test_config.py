"""Where things are found, and which settings are allowed."""

from dataclasses import fields, replace
from pathlib import Path

import pytest

from emotion_desktop.config import (
    DEFAULT_SMOOTHING,
    RANGES,
    PipelineSettings,
    checkpoint_name,
    find_asset,
    find_checkpoint,
    list_checkpoints,
    shipped_checkpoints,
)
from emotion_desktop.errors import AssetError, SettingError, UnknownModelError


def test_the_face_detector_ships_with_the_app() -> None:
    assert find_asset("face_detection_short_range.tflite").stat().st_size == 229_714


def test_a_missing_asset_is_named() -> None:
    with pytest.raises(AssetError, match=r"nothing\.bin is missing; install"):
        find_asset("nothing.bin")


def test_a_checkpoint_is_found_by_path(tmp_path: Path) -> None:
    path = tmp_path / "mine.safetensors"
    path.touch()
    assert find_checkpoint(path) == path


def test_a_checkpoint_of_the_users_own_leaves_the_shipped_one_of_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "cnn48_gray.safetensors"
    own.touch()
    (tmp_path / "mine.safetensors").touch()
    monkeypatch.setattr("emotion_desktop.config.user_checkpoints", lambda: tmp_path)
    found = list_checkpoints()
    assert found["cnn48_gray"].parent == shipped_checkpoints()
    assert found["cnn48_gray-own"] == own
    assert found["mine"] == tmp_path / "mine.safetensors"
    assert find_checkpoint("cnn48_gray-own") == own
    assert [checkpoint_name(path) for path in (found["cnn48_gray"], own)] == [
        "cnn48_gray",
        "cnn48_gray-own",
    ]
    assert checkpoint_name(Path("elsewhere/net.safetensors")) == "net"


def test_a_folder_of_checkpoints_that_is_named_replaces_those_of_the_same_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "cnn48_gray.safetensors"
    own.touch()
    monkeypatch.setenv("EMOTION_DESKTOP_CHECKPOINTS", str(tmp_path))
    assert list_checkpoints()["cnn48_gray"] == own
    assert find_checkpoint("cnn48_gray") == own


def test_an_unknown_checkpoint_says_how_to_train_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(UnknownModelError, match=r"'cnn99'.*emotion-train --help"):
        find_checkpoint("cnn99")
    monkeypatch.setattr("emotion_desktop.config.list_checkpoints", dict)
    with pytest.raises(UnknownModelError, match=r"ones: none\..*emotion-train --arch se64_rgb"):
        find_checkpoint("se64_rgb")


@pytest.mark.parametrize(
    ("name", "value"),
    [("detection_confidence", 1.5), ("max_faces", 0), ("smoothing_s", -1.0)],
)
def test_a_setting_outside_its_range_is_named_with_the_range(name: str, value: float) -> None:
    with pytest.raises(SettingError, match=rf"{name} must be between .* got {value}"):
        PipelineSettings(**{name: value})  # type: ignore[arg-type]


def test_the_middle_of_calm_is_the_default() -> None:
    assert PipelineSettings().with_smoothing(DEFAULT_SMOOTHING) == PipelineSettings()


def test_calm_changes_the_labels_alone_and_no_calm_takes_every_frame_as_it_is() -> None:
    settings = PipelineSettings(max_faces=3)
    quick = settings.with_smoothing(0.0)
    assert (quick.smoothing_s, quick.switch_margin) == (0.0, 0.0)
    assert replace(quick, smoothing_s=0.3, switch_margin=0.1) == settings


def test_more_calm_is_slower_and_beyond_the_ends_nothing_changes() -> None:
    steps = [PipelineSettings().with_smoothing(calm) for calm in (-1, 0, 0.25, 0.5, 0.75, 1, 2)]
    times = [step.smoothing_s for step in steps]
    assert times == sorted(times)
    assert (steps[0], steps[-1]) == (steps[1], steps[-2])


def test_every_number_among_the_settings_has_a_range() -> None:
    numbers = [field.name for field in fields(PipelineSettings) if field.name != "detector"]
    assert list(RANGES) == numbers
