"""`emotion-desktop`: what it decides before a window opens, and the run without one."""

import csv
import ctypes
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import av
import pytest

from emotion_desktop.cli import desktop
from emotion_desktop.cli.desktop import main
from emotion_desktop.cli.environment import (
    Display,
    find_display,
    missing_libraries,
    qt_complaint,
    settle_in,
)
from emotion_desktop.config import BlurStyle

Maker = Callable[..., Path]
Capture = pytest.CaptureFixture[str]
Calls = list[tuple[str | None, str | None, str, str]]


@pytest.fixture
def window(monkeypatch: pytest.MonkeyPatch) -> Calls:
    """The calls that would have opened a window."""
    calls: Calls = []

    def run(
        source: str | None,
        model: str | None,
        device: str,
        *,
        backend: str,
        precision: str,
        detector: str | None,
        publish: dict[str, object],
        blur: BlurStyle | None,
    ) -> int:
        assert (precision, detector, publish, blur) == ("auto", None, {}, None)
        calls.append((source, model, device, backend))
        return 7

    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr("emotion_desktop.gui.app.run", run)
    return calls


def frames_in(path: Path) -> int:
    with av.open(str(path)) as container:
        return sum(1 for _ in container.decode(video=0))


def test_a_display_gets_the_window(window: Calls) -> None:
    arguments = ["demo", "--model", "cnn48_gray", "--device", "cpu", "--backend", "onnx"]
    assert main(arguments) == 7
    assert window == [("demo", "cnn48_gray", "cpu", "onnx")]


def test_without_arguments_the_window_chooses(window: Calls) -> None:
    main([])
    assert window == [(None, None, "auto", "auto")]


def test_a_number_is_a_camera(window: Calls) -> None:
    main(["1"])
    assert window == [("camera:1", None, "auto", "auto")]


def test_headless_writes_video_table_and_summary(
    make_clip: Maker, model: str, tmp_path: Path, window: Calls, capsys: Capture
) -> None:
    out = tmp_path / "out"
    assert main([str(make_clip()), "--headless", "--model", model, "--out", str(out)]) == 0
    assert window == []
    assert {path.name for path in out.iterdir()} == {"annotated.mp4", "results.csv", "summary.json"}
    assert frames_in(out / "annotated.mp4") == 6
    with (out / "results.csv").open(newline="") as file:
        assert len(list(csv.DictReader(file))) == 6
    assert json.loads((out / "summary.json").read_text())["frames"] == 6
    captured = capsys.readouterr()
    assert "6 frames" in captured.err
    assert str(out / "annotated.mp4") in captured.out


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="others always have a display")
@pytest.mark.usefixtures("no_display")
def test_without_a_display_the_demo_is_analysed(
    model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["--model", model, "--seconds", "0.2"]) == 0
    assert frames_in(tmp_path / "emotion-out" / "annotated.mp4") == 6
    first = capsys.readouterr().err.splitlines()[0]
    assert first.startswith("No display found: running without a window on the built-in demo")
    assert "emotion-out" in first


def test_headless_overwrites_nothing(make_clip: Maker, model: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    arguments = [str(make_clip(times=[0, 0.1])), "--headless", "--model", model, "--out", str(out)]
    main(arguments)
    main(arguments)
    assert len(list(out.iterdir())) == 6
    assert (out / "annotated-2.mp4").exists()


def test_headless_on_pictures_makes_pictures(
    make_picture: Maker, model: str, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    main([str(make_picture()), "--headless", "--model", model, "--out", str(out)])
    assert (out / "face-annotated.png").exists()


def test_headless_a_film_whose_name_begins_with_camera_is_analysed_to_its_end(
    make_clip: Maker, model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desktop, "LIVE_S", 0.1)
    out = tmp_path / "out"
    film = make_clip("camera-footage.mp4")
    monkeypatch.chdir(film.parent)
    assert main([film.name, "--headless", "--model", model, "--out", str(out)]) == 0
    assert frames_in(out / "annotated.mp4") == 6


def test_an_unreadable_source_is_one_line_and_code_1(
    make_damaged: Maker, model: str, tmp_path: Path, capsys: Capture
) -> None:
    source = str(make_damaged("broken.mp4"))
    code = main([source, "--headless", "--model", model, "--out", str(tmp_path / "out")])
    assert code == 1
    assert "not read: " in capsys.readouterr().err


def test_without_qt_it_says_so_in_one_line(
    monkeypatch: pytest.MonkeyPatch, window: Calls, capsys: Capture
) -> None:
    monkeypatch.setattr(desktop, "installed_qt", lambda: None)
    assert main(["demo"]) == 2
    assert window == []
    (line,) = capsys.readouterr().err.splitlines()
    assert "PySide6 is missing" in line


@pytest.mark.parametrize(
    ("qt", "python", "usable"),
    [
        ("6.12.0", (3, 11), False),
        ("6.12.0", (3, 12), True),
        ("6.11.3", (3, 11), True),
        ("6.12.1", (3, 11), True),
        (None, (3, 13), False),
    ],
)
def test_only_the_bad_pair_of_qt_and_python_is_refused(
    qt: str | None, python: tuple[int, int], usable: bool
) -> None:
    assert (qt_complaint(qt, python) is None) == usable


def nothing(_plugin: str) -> list[str]:
    """Lack no library."""
    return []


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {}, None),
        ("linux", {"DISPLAY": ""}, None),
        ("linux", {"DISPLAY": ":64123"}, None),  # nobody listens there
        ("linux", {"DISPLAY": "nonsense"}, None),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, None),
        ("linux", {"WAYLAND_DISPLAY": "/nowhere/wayland-0"}, None),
        ("linux", {"QT_QPA_PLATFORM": "xcb", "DISPLAY": ":64123"}, None),
        ("linux", {"QT_QPA_PLATFORM": "offscreen"}, Display()),
        ("linux", {"QT_QPA_PLATFORM": "offscreen:enable_fonts"}, Display()),
        ("linux", {"QT_QPA_PLATFORM": "xcb;offscreen"}, Display(platform="offscreen")),
        ("darwin", {}, Display()),
        ("win32", {}, Display()),
    ],
)
def test_a_display_is_found_by_the_environment(
    platform: str, environment: dict[str, str], expected: Display | None
) -> None:
    assert find_display(platform, environment, nothing) == expected


@pytest.fixture
def x_server() -> Iterator[dict[str, str]]:
    """The environment of an X server that listens."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("\0/tmp/.X11-unix/X64124")
        server.listen()
        yield {"DISPLAY": ":64124.0"}


linux_only = pytest.mark.skipif(
    sys.platform != "linux", reason="X servers on abstract sockets are Linux's"
)


@linux_only
def test_a_display_whose_server_answers_is_a_display(x_server: dict[str, str]) -> None:
    assert find_display("linux", x_server, nothing) == Display(platform="xcb")


@linux_only
def test_a_stale_wayland_gives_way_to_x(x_server: dict[str, str], tmp_path: Path) -> None:
    stale = {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}
    with socket.socket(socket.AF_UNIX) as gone:
        gone.bind(str(tmp_path / "wayland-0"))  # the file stays behind
    assert find_display("linux", x_server | stale, nothing) == Display(platform="xcb")
    assert find_display("linux", stale, nothing) is None


@linux_only
def test_a_wayland_that_answers_is_left_to_qt(tmp_path: Path) -> None:
    environment = {"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": str(tmp_path)}
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "wayland-7"))
        server.listen()
        assert find_display("linux", environment, nothing) == Display()


@linux_only
def test_a_library_that_is_missing_is_named_with_its_package(x_server: dict[str, str]) -> None:
    display = find_display("linux", x_server, lambda _: ["libxcb-cursor.so.0"])
    assert display is not None
    assert display.complaint == (
        "no window can be shown: libxcb-cursor.so.0 is missing; install it "
        "(Debian, Ubuntu: apt install libxcb-cursor0), or use --headless"
    )


@linux_only
def test_a_plugin_of_qt_is_tried_before_qt_aborts() -> None:
    assert missing_libraries("offscreen") == []
    assert missing_libraries("nonsense") == ["libqnonsense.so"]


@linux_only
def test_all_libraries_that_a_bare_system_lacks_are_named_at_once(
    monkeypatch: pytest.MonkeyPatch, x_server: dict[str, str]
) -> None:
    lacking = {"libEGL.so.1", "libxcb-cursor.so.0", "libwayland-egl.so.1"}

    def load(name: str) -> None:
        missing = "libEGL.so.1" if name.endswith("libqxcb.so") else name
        if missing in lacking:
            msg = f"{missing}: cannot open shared object file: No such file or directory"
            raise OSError(msg)

    monkeypatch.setattr(ctypes, "CDLL", load)
    assert find_display("linux", x_server) == Display(
        complaint="no window can be shown: libEGL.so.1, libxcb-cursor.so.0 are missing; install "
        "them (Debian, Ubuntu: apt install libegl1 libxcb-cursor0), or use --headless"
    )


def test_a_window_that_cannot_be_shown_is_one_line(
    monkeypatch: pytest.MonkeyPatch, window: Calls, capsys: Capture
) -> None:
    monkeypatch.setattr(desktop, "find_display", lambda: Display(complaint="libx is missing"))
    assert main(["demo"]) == 2
    assert window == []
    assert capsys.readouterr().err == "emotion-desktop: libx is missing\n"


def test_the_package_can_be_run() -> None:
    command = [sys.executable, "-m", "emotion_desktop", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("emotion-desktop ")


def test_a_user_without_a_home_is_given_one_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown() -> Path:
        msg = "Could not determine home directory."
        raise RuntimeError(msg)

    monkeypatch.setattr(Path, "home", unknown)
    environment: dict[str, str] = {}
    said = settle_in(environment)
    assert said is not None
    assert environment["HOME"] in said
    assert Path(environment["HOME"]).is_dir()
    Path(environment["HOME"]).rmdir()
    assert environment["USER"]


@pytest.mark.parametrize("seconds", ["0", "-1", "inf", "nan", "soon"])
def test_seconds_must_be_a_positive_number(seconds: str, capsys: Capture) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--headless", "--seconds", seconds])
    assert caught.value.code == 2
    assert "--seconds" in capsys.readouterr().err


def test_the_version_is_printed(capsys: Capture) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out.startswith("emotion-desktop ")


@pytest.mark.parametrize("module", ["analyze", "desktop"])
def test_usage_is_answered_without_heavy_imports(module: str) -> None:
    code = (
        f"import sys, emotion_desktop.cli.{module}; "
        "print(sorted({'torch', 'mediapipe', 'cv2', 'PySide6', 'av'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.skipif(sys.platform != "linux", reason="limits of the address space are POSIX's")
@pytest.mark.parametrize(
    ("module", "megabytes"),
    [("desktop", 1_000), ("desktop", 2_000), ("analyze", 700), ("analyze", 1_000)],
)
def test_too_small_an_address_space_is_one_line(
    module: str, megabytes: int, tmp_path: Path
) -> None:
    size = megabytes * 1_000_000
    script = f"""
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({size}, {size}))
from emotion_desktop.cli.{module} import main
sys.exit(main(["demo"]))
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        check=False,
    )
    assert done.returncode == 2, done.stderr
    (line,) = done.stderr.splitlines()
    assert f"may take only {megabytes} MB" in line
    assert "ulimit -v" in line
