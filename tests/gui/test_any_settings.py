"""Settings files that are wrong anywhere: the app starts, with defaults for what makes no sense."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSettings

from emotion_desktop.gui.preferences import Preferences, Settings
from emotion_desktop.gui.settings_file import open_settings
from tests.fuzzing import damaged

pytestmark = pytest.mark.fuzz


@pytest.fixture
def whole(tmp_path: Path) -> bytes:
    store = QSettings(str(tmp_path / "whole.ini"), QSettings.Format.IniFormat)
    preferences = Preferences(store)
    preferences.change(calm=0.25, recent=("camera:0", "rtsp://host/a,b"), source="demo", bars=False)
    preferences.change(max_faces=3, snapshot_folder="C:\\Users\\Ähm", timeline_span_s=30.0)
    store.sync()
    return (tmp_path / "whole.ini").read_bytes()


@given(st.data())
def test_any_file(tmp_path: Path, whole: bytes, data: st.DataObject) -> None:
    path = tmp_path / "any.ini"
    path.write_bytes(data.draw(damaged(whole)))
    store, aside = open_settings(path)
    if aside is not None:
        aside.unlink()
    preferences = Preferences(store)
    assert preferences.settings.pipeline
    for name in Settings.model_fields:
        preferences.reset(name)
    preferences.change(max_faces=7)
    store.sync()
    assert Preferences(open_settings(path)[0]).settings == Settings(max_faces=7)
