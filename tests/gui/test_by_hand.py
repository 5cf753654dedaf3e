"""The real window at a real display, used with keys and mouse as a person would."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from emotion_desktop.config import find_asset
from emotion_desktop.vision.sources.video import VideoSource
from tests.gui.desktop import Desktop, wait_for
from tests.gui.mjpeg import MjpegServer

MODEL = "cnn48_rgb"


@pytest.fixture
def start(
    xvfb_display: str, tmp_path: Path, make_checkpoint: Callable[..., Path]
) -> Iterator[Callable[..., Desktop]]:
    """A function that starts the app with two untrained models and a home of its own."""
    models = tmp_path / "models"
    models.mkdir()
    for arch in (MODEL, "cnn48_gray"):
        make_checkpoint(arch, folder=models)
    started: list[Desktop] = []

    def start(*arguments: str, settings: str = f"welcomed=true\nmodel={MODEL}") -> Desktop:
        environment = {"EMOTION_DESKTOP_CHECKPOINTS": str(models)}
        desktop = Desktop(xvfb_display, tmp_path, [*arguments], settings, environment)
        started.append(desktop)
        return desktop.__enter__()

    yield start
    for desktop in started:
        desktop.__exit__()


def sessions(home: Path) -> list[Path]:
    return sorted(home.rglob("metadata.json"))


@pytest.mark.slow
def test_a_newcomer_starts_takes_a_snapshot_records_reviews_and_leaves(
    start: Callable[..., Desktop], tmp_path: Path
) -> None:
    desktop = start(settings=f"model={MODEL}")
    desktop.wait_for_text("does not know what someone feels")
    desktop.click("Play the demo")
    desktop.wait_for_text("1 face", 60)

    desktop.click("Snapshot")
    desktop.wait_for_text("Saved snapshot")
    (picture,) = tmp_path.rglob("*.png")
    beside = json.loads(picture.with_suffix(".json").read_text(encoding="utf-8"))
    assert beside["faces"]  # the demo shows one person, and for some seconds two

    desktop.press("1")
    desktop.wait_for_text(" is ready", 30)

    desktop.click("Record")
    wait_for(lambda: sessions(tmp_path), 20, "for the recording")
    desktop.press("k")
    desktop.press("7")
    desktop.wait_for_text("Marker 7")
    desktop.click("Stop recording")
    desktop.wait_for_text("Recorded")
    desktop.click("Review")
    wait_for(
        lambda: [title for title in desktop.seen()["windows"] if title.startswith("Review")],
        20,
        "for the review",
    )
    document = json.loads(sessions(tmp_path)[0].read_text(encoding="utf-8"))
    assert document["ending"] == "stopped"
    markers = (sessions(tmp_path)[0].parent / "markers.csv").read_text(encoding="utf-8")
    assert markers.splitlines()[1].split(",")[1] == "7"

    desktop.press("q")
    assert desktop.process.wait(10) == 0


@pytest.mark.slow
def test_a_file_is_opened_by_its_dialog_and_stepped(
    start: Callable[..., Desktop], tmp_path: Path
) -> None:
    clip = tmp_path / "holiday.mp4"
    clip.write_bytes(find_asset("demo.mp4").read_bytes())
    desktop = start("demo")
    desktop.wait_for_text("1 face", 60)
    desktop.press("ctrl+o")
    desktop.type(str(clip), "Open file")
    desktop.wait_for_text("holiday.mp4")
    desktop.press("space")
    wait_for(lambda: "Play" in desktop.seen()["controls"], 10, "for the button")
    held = desktop.wait_for_text(" / 0:26")
    desktop.press(*["period"] * 4)  # the time is shown in tenths of a second
    wait_for(lambda: held not in desktop.seen()["texts"], 10, "for the next frame")


@pytest.mark.slow
def test_pause_holds_the_picture_and_stop_lets_the_source_go(
    start: Callable[..., Desktop],
) -> None:
    desktop = start("demo")
    desktop.wait_for_text("1 face", 60)
    desktop.press("space")
    wait_for(lambda: "Play" in desktop.seen()["controls"], 10, "for the button")
    desktop.press("space")
    wait_for(lambda: "Pause" in desktop.seen()["controls"], 10, "for the button")
    desktop.click("Close source")
    desktop.click("Start again")
    desktop.wait_for_text("1 face", 30)


@pytest.mark.slow
def test_closing_while_recording_asks_and_then_finishes_the_recording(
    start: Callable[..., Desktop], tmp_path: Path
) -> None:
    desktop = start("demo")
    desktop.wait_for_text("1 face", 60)
    desktop.press("r")
    wait_for(lambda: sessions(tmp_path), 20, "for the recording")
    desktop.press("q")
    desktop.click("Keep recording")
    assert desktop.process.poll() is None
    desktop.press("q")
    desktop.click("Stop and quit")
    assert desktop.process.wait(10) == 0
    document = json.loads(sessions(tmp_path)[0].read_text(encoding="utf-8"))
    assert document["ended_at"] is not None
    video = VideoSource(sessions(tmp_path)[0].with_name("video.mp4"))
    assert video.read().image.shape == (720, 1280, 3)
    video.close()


@pytest.mark.slow
def test_a_file_is_dragged_into_the_window(
    start: Callable[..., Desktop], tmp_path: Path, xvfb_display: str
) -> None:
    clip = tmp_path / "holiday.mp4"
    clip.write_bytes(find_asset("demo.mp4").read_bytes())
    desktop = start("demo")
    desktop.wait_for_text("1 face", 60)
    command = [sys.executable, "-m", "tests.gui.drag_source", str(clip), "300", "300"]
    with subprocess.Popen(command, env=desktop.environment) as files:
        wait_for(lambda: desktop.xdotool("search", "--onlyvisible", "--name", "^Files$"), 20)
        desktop.drag((340, 340), (500, 600))
        desktop.wait_for_text("holiday.mp4")
        files.kill()
    desktop.press("q")
    assert desktop.process.wait(10) == 0


@pytest.mark.slow
def test_a_stream_that_is_unplugged_is_counted_down_and_comes_back(
    start: Callable[..., Desktop], server: MjpegServer
) -> None:
    desktop = start(f"http://127.0.0.1:{server.port}/")
    desktop.wait_for_text("128×96", 60)
    server.die()
    desktop.wait_for_text("Trying again in")
    server.live()
    wait_for(
        lambda: not any("stream is lost" in text for text in desktop.seen()["texts"]), 30, "back"
    )
    desktop.press("q")
    assert desktop.process.wait(10) == 0
