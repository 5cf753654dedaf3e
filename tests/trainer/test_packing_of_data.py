"""Runs that go on where their data are packed otherwise."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from emotion_desktop.models import get_spec
from trainer.cli import train_main
from trainer.config import RunConfig, write_config
from trainer.data import load_faces
from trainer.recipes import Recipe


@pytest.mark.parametrize("fingerprint", ["fingerprint", "files_fingerprint"])
def test_a_run_is_finished_with_the_faces_it_was_started_with_however_packed(
    fingerprint: str,
    make_data: Callable[..., tuple[Path, Path]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    data, ferplus = make_data(7, 7, 7)
    started_with = getattr(load_faces([data], ferplus=ferplus), fingerprint)
    config = RunConfig(
        architecture="cnn48_rgb", classes=get_spec("cnn48_rgb").classes, labels="fer2013",
        variant="best", recipe=Recipe(), seed=1, data=(data,), ferplus=ferplus,
        precision="32", data_fingerprint=started_with,
    )  # fmt: skip
    write_config(config, tmp_path / "run", "")
    resume = ["--resume", str(tmp_path / "run"), "--finish", "--device", "cpu"]
    assert train_main(resume) == 1
    assert "holds no finished epoch" in capsys.readouterr().err
    packed = data.with_name("other.csv.gz")
    packed.write_bytes(gzip.compress(data.read_bytes()))
    assert train_main([*resume, "--data", str(packed)]) == 1
    same = "holds no finished epoch" if fingerprint == "fingerprint" else "not those"
    assert same in capsys.readouterr().err
    packed.write_bytes(gzip.compress(data.read_bytes().replace(b"\n0,", b"\n1,")))
    assert train_main([*resume, "--data", str(packed)]) == 1
    assert "not those" in capsys.readouterr().err
