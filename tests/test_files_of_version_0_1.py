"""What people made with version 0.1 opens in this one, whatever was renamed or moved since.

The files in `fixtures/version_0_1` were written by that version; the resume state, and the weights
that the test gives the header, are not those of a real training, which would be megabytes.
"""

import json
import lzma
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
import torch
from PySide6.QtCore import QSettings
from safetensors.torch import save

from emotion_desktop.gui.preferences import Preferences
from emotion_desktop.labels import FER2013_ORDER
from emotion_desktop.models import create_model, load_checkpoint
from emotion_desktop.models.metadata import KEY, tensor_digest
from emotion_desktop.outputs.recording.reader import read_session
from tests.trainer.conftest import cache_home, make_data
from trainer.cli import train_main

__all__ = ["cache_home", "make_data"]

FILES: Final = Path(__file__).with_name("fixtures") / "version_0_1"


def test_its_settings_are_those_that_were_set(tmp_path: Path) -> None:
    path = tmp_path / "settings.ini"
    shutil.copy(FILES / "settings.ini", path)
    settings = Preferences(QSettings(str(path), QSettings.Format.IniFormat)).settings
    assert (settings.calm, settings.timeline_span_s) == (0.75, 120)
    pipeline = settings.pipeline
    assert (pipeline.detection_confidence, pipeline.min_face_px, pipeline.max_faces) == (0.6, 40, 8)
    assert settings.language == "de"
    assert settings.recording_folder == "/home/ada/Videos"
    assert settings.recording_video == "annotated"
    assert not settings.bars
    assert not settings.mirror_cameras


def test_its_recording_is_read_whole() -> None:
    session = read_session(FILES / "emotion-20261101-120000")
    assert session.classes == FER2013_ORDER
    assert len(session.seconds) == 20
    assert session.duration_s == pytest.approx(2.0)
    assert [person.track_id for person in session.people] == [1]
    assert [(m.time_s, m.number, m.note) for m in session.markers] == [
        (0.3, 1, ""),
        (0.6, 2, "a smile"),
    ]
    assert session.metadata.app_version == "0.1.0"


def test_its_checkpoint_gives_its_answers(tmp_path: Path) -> None:
    torch.manual_seed(1)
    model = create_model("cnn48_rgb").eval()
    weights = {name: value.half().contiguous() for name, value in model.state_dict().items()}
    header = json.loads((FILES / "header.json").read_text())
    header["weights_sha256"] = tensor_digest(save(weights))
    path = tmp_path / "old.safetensors"
    path.write_bytes(save(weights, metadata={KEY: json.dumps(header)}))
    checkpoint = load_checkpoint(path)
    assert checkpoint.metadata.measured is not None
    assert checkpoint.metadata.measured.count == 2763
    assert checkpoint.metadata.kept is not None
    assert checkpoint.metadata.training["variant"] == "best"
    faces = torch.rand(2, 3, 48, 48)
    assert torch.allclose(checkpoint.model(faces), model(faces), atol=0.05)


def test_its_stopped_training_goes_on(
    make_data: Callable[..., tuple[Path, Path]], tmp_path: Path
) -> None:
    data, ferplus = make_data(70, 14, 14)
    run = tmp_path / "run"
    shutil.copytree(FILES / "run", run)
    state = run / "last.ckpt.xz"
    (run / "last.ckpt").write_bytes(lzma.decompress(state.read_bytes()))
    state.unlink()
    command = ["--resume", str(run), "--data", str(data), "--ferplus", str(ferplus)]
    assert train_main([*command, "--device", "cpu", "--threads", "1"]) == 0
    history = load_checkpoint(run / "cnn48_rgb.safetensors").metadata.history
    assert [record.epoch for record in history] == [1, 2]
