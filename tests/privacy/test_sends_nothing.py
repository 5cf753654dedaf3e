"""Nothing leaves the machine, and nothing is written where nobody would look for it.

Each command runs under strace in the home of someone who has never started it. The long tests
(`make test-long`) watch it for 100 s after the first face: mediapipe 1.x calls home after 60 s.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from emotion_desktop.config import find_asset
from tests.gui.virtual_display import virtual_display
from tests.privacy.conftest import KNOWN
from tests.privacy.system_calls import Contacts, outside, run_traced

LONG_S = 100
BIN = Path(sys.executable).parent
WINDOW = Path(__file__).with_name("watched_window.py")
PROGRESS = r"\d+ of \d+ frames"
every_detector = pytest.mark.parametrize("detector", ["blazeface", "mediapipe"])
SMALL_MODEL = ("--model", "cnn48_rgb")


def assert_private(contacts: Contacts, folders: Iterable[Path], home: Path) -> None:
    """Fail unless a command stayed on its machine and in its folders, and left none in others'."""
    temporary = home / "tmp"
    left = set(temporary.rglob("*"))
    written = {p for p in contacts.written if not p.is_relative_to(temporary) or p in left}
    assert contacts.code in {0, 130, -2}, contacts.output
    assert contacts.sockets == []
    assert contacts.look_ups == []
    assert outside(written - {temporary}, folders, KNOWN) == []


def test_a_look_up_a_socket_and_a_file_elsewhere_are_seen(
    home: Path, environment: dict[str, str]
) -> None:
    code = (
        "import socket, pathlib\n"
        "pathlib.Path('elsewhere').mkdir()\n"
        "pathlib.Path('elsewhere/note').write_text('x')\n"
        "try: socket.getaddrinfo('host.invalid', 80)\n"
        "except OSError: pass\n"
    )
    contacts = run_traced([sys.executable, "-c", code], cwd=home, environment=environment)
    assert contacts.look_ups
    assert outside(contacts.written, [home / ".cache"], KNOWN) == [
        str(home / "elsewhere"),
        str(home / "elsewhere" / "note"),
    ]
    with pytest.raises(AssertionError):
        assert_private(contacts, [home], home)


def test_reading_faces_sends_nothing_within_seconds(
    home: Path, environment: dict[str, str], own_folders: tuple[Path, ...]
) -> None:
    contacts = run_traced(
        [BIN / "emotion-analyze", "demo", *SMALL_MODEL],
        cwd=home,
        environment=environment,
        hold_after=PROGRESS,  # comes when faces have been read for 5 s
        hold_s=0,
    )
    assert_private(contacts, (*own_folders, home / "emotion-out"), home)


@pytest.mark.long
@every_detector
def test_the_window_sends_nothing(
    home: Path, environment: dict[str, str], own_folders: tuple[Path, ...], detector: str
) -> None:
    with virtual_display() as display:
        contacts = run_traced(
            [sys.executable, WINDOW, "demo", "--detector", detector],
            cwd=home,
            environment=environment | {"DISPLAY": display},
            hold_after="first face",
            hold_s=LONG_S,
        )
    assert_private(contacts, own_folders, home)


@pytest.mark.long
@every_detector
def test_analysing_sends_nothing(
    home: Path, environment: dict[str, str], own_folders: tuple[Path, ...], detector: str
) -> None:
    # The demo under so many names is longer than anyone will wait.
    clips = [home / f"{number}.mp4" for number in range(99)]
    for clip in clips:
        clip.symlink_to(find_asset("demo.mp4"))
    contacts = run_traced(
        [BIN / "emotion-analyze", *clips, "--video", "--csv", "--jsonl", "--detector", detector],
        cwd=home,
        environment=environment,
        hold_after=PROGRESS,
        hold_s=LONG_S,
    )
    assert_private(contacts, (*own_folders, home / "emotion-out"), home)


@pytest.mark.long
def test_measuring_the_start_sends_nothing(
    home: Path, environment: dict[str, str], own_folders: tuple[Path, ...]
) -> None:
    # Each start ends with its first face; the command is repeated until its time is up.
    command = f"while :; do {BIN / 'emotion-benchmark'} --only startup || exit; done"
    contacts = run_traced(
        ["sh", "-c", command],
        cwd=home,
        environment=environment | {"QT_QPA_PLATFORM": "offscreen"},
        hold_after="1 of 3, warm",  # after the first start, and so the first face
        hold_s=LONG_S,
        patience_s=300,
    )
    assert_private(contacts, own_folders, home)


@pytest.mark.long
def test_training_sends_nothing(
    home: Path, environment: dict[str, str], own_folders: tuple[Path, ...]
) -> None:
    train = f"{BIN / 'emotion-train'} --arch cnn48_rgb --data faces --batch-size 16 --device cpu"
    # One that comes to its end and draws everything, and one that goes on until it is stopped.
    command = (
        f"{train} --epochs 1 --out short && echo 'the long one' && "
        f"exec {train} --epochs 99999 --patience 99999 --out long"
    )
    draw_faces(home / "faces")
    contacts = run_traced(
        ["sh", "-c", command],
        cwd=home,
        environment=environment,
        hold_after="the long one",
        hold_s=LONG_S + 20,  # it takes up to 20 s until it reads its first faces
        patience_s=300,
    )
    assert_private(contacts, (*own_folders, home / "short", home / "long"), home)


def draw_faces(folder: Path) -> None:
    """Make class folders of pictures, each class bright in another stripe."""
    rng = np.random.default_rng(7)
    for row, name in enumerate(("happiness", "neutral", "sadness", "surprise")):
        (folder / name).mkdir(parents=True)
        for number in range(40):
            pixels = rng.integers(0, 120, (48, 48), dtype=np.uint8)
            pixels[row * 12 : row * 12 + 12] += 130
            Image.fromarray(pixels).save(folder / name / f"{number}.png")
