"""What native code prints is held back for a moment, and only then."""

import os
import sys

import pytest

from emotion_desktop.vision.detection.native_stderr import quiet

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def stderr_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `sys.__stderr__` be descriptor 2, whatever the test runner has made of it."""
    monkeypatch.setattr(sys, "__stderr__", open(2, "w", closefd=False))  # noqa: SIM115


def free_descriptors() -> list[int]:
    found = [os.dup(0) for _ in range(3)]
    for descriptor in found:
        os.close(descriptor)
    return found


def test_what_is_printed_in_between_is_held_back_and_no_descriptor_stays_open(
    capfd: Capture,
) -> None:
    free = free_descriptors()
    with quiet():
        os.write(2, b"native\n")
        with quiet():
            os.write(2, b"nested\n")
        os.write(2, b"native again\n")
        os.write(1, b"result\n")
    os.write(2, b"after\n")
    assert capfd.readouterr() == ("result\n", "after\n")
    assert free_descriptors() == free


def test_an_error_is_seen_after_it(capfd: Capture) -> None:
    with pytest.raises(KeyError), quiet():
        raise KeyError
    os.write(2, b"after\n")
    assert capfd.readouterr().err == "after\n"


def test_without_a_terminal_nothing_is_held_back(
    capfd: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "__stderr__", None)
    with quiet():
        os.write(1, b"result\n")
        os.write(2, b"native\n")
    assert capfd.readouterr() == ("result\n", "native\n")
