import math
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from emotion_desktop.config import PipelineSettings
from emotion_desktop.errors import SettingError
from emotion_desktop.gui.preferences import Preferences
from emotion_desktop.outputs.overlay import OverlayOptions


def test_nothing_stored_gives_the_defaults(settings: QSettings) -> None:
    preferences = Preferences(settings)
    assert preferences.settings == PipelineSettings()
    assert preferences.heatmap_opacity == OverlayOptions().heatmap_opacity


def test_what_was_set_is_found_again_in_the_file(settings: QSettings) -> None:
    first = Preferences(settings)
    first.set_calm(0.8)
    first.set_values({"detection_confidence": 0.7, "min_face_px": 50, "max_faces": 3})
    first.set_heatmap_opacity(0.9)
    settings.sync()
    again = Preferences(QSettings(settings.fileName(), QSettings.Format.IniFormat))
    assert again.settings == first.settings
    assert (again.settings.max_faces, again.settings.detection_confidence) == (3, 0.7)
    assert (again.calm, again.heatmap_opacity) == (0.8, 0.9)


@pytest.mark.parametrize("broken", ["nonsense", "", "-1", "1e9", "nan", "inf", "1, 2", "true"])
def test_a_broken_stored_value_counts_as_not_there(
    settings: QSettings, broken: str, capfd: pytest.CaptureFixture[str]
) -> None:
    settings.sync()
    names = ("calm", "detection_confidence", "min_face_px", "max_faces", "heatmap_opacity")
    lines = "".join(f"{name}={broken}\n" for name in names)
    Path(settings.fileName()).write_text(f"[General]\n{lines}", encoding="utf-8")
    preferences = Preferences(QSettings(settings.fileName(), QSettings.Format.IniFormat))
    assert preferences.settings == PipelineSettings()
    assert math.isclose(preferences.heatmap_opacity, OverlayOptions().heatmap_opacity)
    assert capfd.readouterr().err == ""


def test_a_change_is_told_once_and_no_change_not_at_all(settings: QSettings) -> None:
    preferences = Preferences(settings)
    told: list[PipelineSettings] = []
    preferences.changed.connect(lambda: told.append(preferences.settings))
    preferences.set_calm(preferences.calm)
    assert told == []
    preferences.set_calm(0.0)
    assert [one.smoothing_s for one in told] == [0.0]


def test_calm_and_the_dialogs_values_do_not_undo_each_other(settings: QSettings) -> None:
    preferences = Preferences(settings)
    preferences.set_values({"max_faces": 3})
    preferences.set_calm(1.0)
    preferences.set_values({"min_face_px": 60})
    expected = PipelineSettings(max_faces=3, min_face_px=60).calmed(1.0)
    assert preferences.settings == expected


def test_a_value_out_of_range_is_refused_and_not_stored(settings: QSettings) -> None:
    preferences = Preferences(settings)
    with pytest.raises(SettingError, match="max_faces must be between"):
        preferences.set_values({"max_faces": 0})
    assert preferences.settings == PipelineSettings()
    assert settings.value("max_faces") is None
