"""`emotion-doctor`."""

import json
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from emotion_desktop import config
from emotion_desktop.cli import doctor
from emotion_desktop.cli.doctor import Finding, examine, main
from emotion_desktop.cli.environment import Display


def found(what: str) -> list[Finding]:
    """What was found of one thing."""
    return [finding for finding in examine() if finding.what == what]


def test_on_a_healthy_computer_nothing_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    out = capsys.readouterr().out
    assert "Nothing is wrong" in out
    assert "its files are there and it works" in out
    assert "cnn48_gray" in out


def test_what_is_wrong_has_its_remedy_and_the_exit_code_says_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def look() -> Iterator[Finding]:
        yield Finding("disk", "wrong", "3 MB free", "free some [now]")
        yield Finding("GPU", "note", "none")

    assert main([], look) == 1
    out = capsys.readouterr().out
    assert "free some [now]" in out
    assert "1 is wrong" in out


def test_json_has_all_findings_and_a_report(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert {"Python", "packages", "models", "disk"} <= {f["what"] for f in document["findings"]}
    assert "emotion-desktop: " in document["report"]


def test_a_damaged_model_is_named_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken.safetensors").write_bytes(b"nonsense")
    monkeypatch.setattr(config, "user_checkpoints", lambda: tmp_path)
    (finding,) = found("model")
    assert finding.state == "wrong"
    assert finding.text.startswith("broken: ")


def test_a_package_that_only_an_option_wants_may_be_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def version(name: str) -> str:
        if name in {"mediapipe", "av"}:
            raise PackageNotFoundError
        return "1.0"

    monkeypatch.setattr(doctor, "version", version)
    wrong, fine = found("packages")
    assert (wrong.state, wrong.text) == ("wrong", "missing: av")
    assert "mediapipe" not in fine.text


def test_a_missing_library_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    complaint = "no window can be shown: libxcb-cursor.so.0 is missing; install it (apt install x)"
    monkeypatch.setattr(doctor, "find_display", lambda: Display(complaint=complaint))
    (finding,) = found("window")
    assert finding.state == "wrong"
    assert finding.text.endswith("libxcb-cursor.so.0 is missing")
    assert finding.remedy == "install it (apt install x)"


def test_too_little_room_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "free_bytes", lambda _: 3_000_000)
    (finding,) = found("disk")
    assert (finding.state, finding.text) == ("wrong", "3 MB free")


def test_a_folder_that_cannot_be_written_to_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(doctor, "cache_folder", lambda: tmp_path / "file" / "cache")
    (finding,) = found("folder: cache")
    assert finding.state == "wrong"
    assert "cannot be written to" in finding.text


def test_telemetry_that_was_switched_on_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ORT_DISABLE_TELEMETRY")
    (finding,) = found("telemetry")
    assert finding.state == "wrong"
