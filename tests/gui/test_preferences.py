import math
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from emotion_desktop.config import PipelineSettings
from emotion_desktop.errors import SettingError
from emotion_desktop.gui.preferences import Preferences, Settings
from emotion_desktop.gui.settings_file import open_settings
from emotion_desktop.outputs.overlay import OverlayOptions


def read_again(settings: QSettings) -> Preferences:
    settings.sync()
    return Preferences(QSettings(settings.fileName(), QSettings.Format.IniFormat))


def test_nothing_stored_gives_the_defaults(settings: QSettings) -> None:
    preferences = Preferences(settings)
    assert preferences.settings.pipeline == PipelineSettings()
    assert preferences.settings.heatmap_opacity == OverlayOptions().heatmap_opacity


def test_what_was_set_is_found_again_in_the_file(settings: QSettings) -> None:
    first = Preferences(settings)
    values: dict[str, str | float | bool] = {
        "calm": 0.8,
        "detection_confidence": 0.7,
        "min_face_px": 50,
        "max_faces": 3,
        "heatmap_opacity": 0.9,
        "bars": False,
        "snapshot_folder": "/a b/ä,ö",
        "recording_video": "annotated",
    }
    for name, value in values.items():
        first.change(**{name: value})
    again = read_again(settings)
    assert again.settings.pipeline == first.settings.pipeline
    assert (again.settings.pipeline.max_faces, again.settings.pipeline.detection_confidence) == (
        3,
        0.7,
    )
    assert (again.settings.calm, again.settings.heatmap_opacity) == (0.8, 0.9)
    assert not again.settings.bars
    assert again.settings.snapshot_folder == "/a b/ä,ö"
    assert again.settings.recording_video == "annotated"


@pytest.mark.parametrize("broken", ["nonsense", "", "-1", "1e9", "nan", "inf", "1, 2"])
def test_a_broken_stored_value_counts_as_not_there(
    settings: QSettings, broken: str, capfd: pytest.CaptureFixture[str]
) -> None:
    settings.sync()
    kinds = [name for name, field in Settings.model_fields.items() if field.default != ""]
    lines = "".join(f"{name}={broken}\n" for name in kinds)
    Path(settings.fileName()).write_text(f"[General]\n{lines}", encoding="utf-8")
    preferences = Preferences(QSettings(settings.fileName(), QSettings.Format.IniFormat))
    assert preferences.settings.pipeline == PipelineSettings()
    assert math.isclose(preferences.settings.heatmap_opacity, OverlayOptions().heatmap_opacity)
    assert preferences.settings.bars
    assert preferences.settings.snapshot_style == "shown"
    assert capfd.readouterr().err == ""


def test_a_change_is_told_once_and_no_change_not_at_all(settings: QSettings) -> None:
    preferences = Preferences(settings)
    told: list[str] = []
    preferences.changed.connect(told.append)
    preferences.change(calm=preferences.settings.calm)
    assert told == []
    preferences.change(calm=0.0)
    assert told == ["calm"]
    assert preferences.settings.pipeline.smoothing_s == 0.0


def test_one_setting_does_not_undo_another(settings: QSettings) -> None:
    preferences = Preferences(settings)
    preferences.change(max_faces=3)
    preferences.change(calm=1.0)
    preferences.change(min_face_px=60)
    expected = PipelineSettings(max_faces=3, min_face_px=60).with_smoothing(1.0)
    assert preferences.settings.pipeline == expected


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("max_faces", 0, "between 1 and 256"),
        ("recording_video", "blurred", "clean or annotated"),
        ("timeline_span_s", 5, "between 10 and 600"),
    ],
)
def test_a_value_that_is_not_allowed_is_refused_and_not_stored(
    settings: QSettings, name: str, value: float | str, allowed: str
) -> None:
    preferences = Preferences(settings)
    with pytest.raises(SettingError, match=f"{name} must be {allowed}"):
        preferences.change(**{name: value})
    assert settings.value(name) is None


def test_of_several_changes_none_is_made_if_one_is_not_allowed(settings: QSettings) -> None:
    preferences = Preferences(settings)
    with pytest.raises(SettingError, match="calm must be between 0 and 1, got 2"):
        preferences.change(bars=False, calm=2)
    assert preferences.settings.bars
    assert settings.value("bars") is None


def test_whole_numbers_that_were_stored_with_a_point_are_read(settings: QSettings) -> None:
    settings.setValue("max_faces", "3.0")
    assert read_again(settings).settings.max_faces == 3


def test_a_reset_setting_is_gone_from_the_file(settings: QSettings) -> None:
    preferences = Preferences(settings)
    preferences.change(bars=False)
    preferences.reset("bars")
    assert preferences.settings.bars
    assert settings.value("bars") is None


@pytest.mark.parametrize("content", [b"\x00\xff\x13 not a file of settings", b"{ json: 1 }\n]["])
def test_a_damaged_settings_file_is_set_aside_and_nothing_in_it_is_lost(
    tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "emotion-desktop.ini"
    file.write_bytes(content)
    settings, aside = open_settings(file)
    assert aside is not None
    assert aside.read_bytes() == content
    Preferences(settings).change(bars=False)
    assert not read_again(settings).settings.bars


def test_a_sound_settings_file_stays_where_it_is(tmp_path: Path) -> None:
    file = tmp_path / "emotion-desktop.ini"
    file.write_text("[General]\ntheme=dark\n", encoding="utf-8")
    settings, aside = open_settings(file)
    assert aside is None
    assert settings.value("theme") == "dark"
