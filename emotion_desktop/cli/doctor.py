"""`emotion-doctor`: what of this computer the app can use, what is wrong, and the remedy."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Literal

from platformdirs import user_config_path, user_pictures_path, user_videos_path
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from emotion_desktop import __version__
from emotion_desktop.cli.environment import find_display, installed_qt, qt_complaint, settle_in
from emotion_desktop.config import APP_NAME, cache_folder, data_folder
from emotion_desktop.diagnostics import report_text
from emotion_desktop.errors import EmotionDesktopError, MissingLibraryError
from emotion_desktop.files.disk_space import LEAST_FREE, free_bytes, size_text
from emotion_desktop.outputs.destinations import judge
from emotion_desktop.processor import cpu_name

State = Literal["fine", "note", "wrong"]

NEEDED: Final = ("numpy", "opencv-python", "onnxruntime", "av", "pillow")
CHOICES: Final = ("mediapipe",)
"""For an option alone; not on every system."""
_MARKS: Final[dict[State, str]] = {
    "fine": "[green]fine[/]",
    "note": "[yellow]note[/]",
    "wrong": "[red]wrong[/]",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        what: Its name.
        state: `wrong` is what something cannot work with, `note` what is good to know.
        text: What was found.
        remedy: What to do about it; empty if nothing.
    """

    what: str
    state: State
    text: str
    remedy: str = ""


def examine() -> Iterator[Finding]:
    """Look at everything, quick things first; nothing is changed or sent."""
    for look in (_python, _packages, _window, _processor, _gpu, _cameras, _detector, _models):
        yield from look()
    yield from _folders()
    yield from _telemetry()


def _python() -> Iterator[Finding]:
    yield Finding("Python", "fine", ".".join(map(str, sys.version_info[:3])))


def _packages() -> Iterator[Finding]:
    found, missing = [], []
    for name in (*NEEDED, *CHOICES):
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            if name in NEEDED:
                missing.append(name)
    if missing:
        remedy = "install emotion-desktop again: pip install --force-reinstall emotion-desktop"
        yield Finding("packages", "wrong", f"missing: {', '.join(missing)}", remedy)
    yield Finding("packages", "fine", f"emotion-desktop {__version__}, {', '.join(found)}")


def _window() -> Iterator[Finding]:
    complaint = qt_complaint(installed_qt())
    if complaint is not None:
        text, _, remedy = complaint.partition("; ")
        yield Finding("window", "wrong", text, remedy)
        return
    display = find_display()
    if display is None:
        yield Finding("window", "note", "there is no display", "use --headless, or emotion-analyze")
    elif display.complaint is not None:
        text, _, remedy = display.complaint.partition("; ")
        yield Finding("window", "wrong", text, remedy)
    else:
        platform = display.platform or "the system's own"
        yield Finding("window", "fine", f"PySide6 {installed_qt()}, platform: {platform}")


def _processor() -> Iterator[Finding]:
    yield Finding("processor", "fine", f"{cpu_name()}, {os.cpu_count()} cores")


def _gpu() -> Iterator[Finding]:
    from emotion_desktop.vision.backends import driver_shows_gpu

    has_torch = find_spec("torch") is not None
    if not driver_shows_gpu():
        yield Finding("GPU", "note", "no NVIDIA GPU; models run on the processor")
    elif has_torch:
        yield Finding("GPU", "fine", "an NVIDIA GPU, and PyTorch to use it")
    else:
        remedy = "pip install 'emotion-desktop[gpu]' uses it"
        yield Finding("GPU", "note", "an NVIDIA GPU that is not used", remedy)


def _cameras() -> Iterator[Finding]:
    from emotion_desktop.vision.sources import list_cameras

    locked = [path for path in Path("/dev").glob("video*") if not os.access(path, os.R_OK)]
    if locked:
        names = ", ".join(map(str, locked))
        remedy = "add yourself to the group video: sudo usermod -aG video $USER, then log in again"
        yield Finding("cameras", "wrong", f"{names}: permission denied", remedy)
    cameras = list_cameras()
    if cameras:
        yield Finding("cameras", "fine", ", ".join(camera.name for camera in cameras))
    elif not locked:
        yield Finding("cameras", "note", "none found", "connect one, or try: emotion-desktop demo")


def _detector() -> Iterator[Finding]:
    import numpy as np

    from emotion_desktop.vision.detection import Effort, open_detector

    try:
        with closing(open_detector()) as detector:
            detector.detect(np.zeros((240, 320, 3), np.uint8), effort=Effort.STILL)
    except MissingLibraryError as error:
        text, _, remedy = str(error).partition("; ")
        yield Finding("face detector", "wrong", text, remedy)
    except EmotionDesktopError as error:
        yield Finding("face detector", "wrong", str(error), "install emotion-desktop again")
    else:
        yield Finding("face detector", "fine", "its files are there and it works")


def _models() -> Iterator[Finding]:
    from emotion_desktop.models.metadata import read_metadata, read_weights
    from emotion_desktop.vision.model_catalog import catalog

    sound = []
    for entry in catalog():
        try:
            if entry.path is not None:
                read_weights(entry.path, read_metadata(entry.path))  # compares their hash
                sound.append(entry.name)
            elif entry.error is not None:
                raise entry.error
        except EmotionDesktopError as error:
            yield Finding("model", "wrong", f"{entry.name}: {error}", "delete or replace the file")
    if sound:
        yield Finding("models", "fine", f"weights as they were written: {', '.join(sound)}")
    else:
        remedy = "install emotion-desktop again, or train one: emotion-train --arch cnn48_gray"
        yield Finding("models", "wrong", "there is none that works", remedy)


def _folders() -> Iterator[Finding]:
    folders = {
        "settings": user_config_path(APP_NAME, appauthor=False),
        "cache": cache_folder(),
        "own models": data_folder(),
        "snapshots": user_pictures_path() / APP_NAME,
        "recordings": user_videos_path() / APP_NAME,
    }
    for name, folder in folders.items():
        verdict = judge(folder)
        if verdict is None:
            yield Finding(f"folder: {name}", "fine", str(folder))
        else:
            remedy = "change its permissions, or choose another folder in the settings"
            text = f"{verdict.where} cannot be written to"
            yield Finding(f"folder: {name}", "wrong", text, remedy)
    there = next(path for path in (folders["recordings"], *folders["recordings"].parents)
                 if path.is_dir())  # fmt: skip
    free = free_bytes(there)
    if free < LEAST_FREE:
        remedy = f"free some: recordings leave {size_text(LEAST_FREE)}"
        yield Finding("disk", "wrong", f"{size_text(free)} free", remedy)
    else:
        yield Finding("disk", "fine", f"{size_text(free)} free")


def _telemetry() -> Iterator[Finding]:
    if os.environ.get("ORT_DISABLE_TELEMETRY") == "1":
        yield Finding("telemetry", "fine", "ONNX Runtime's is switched off")
    else:  # somebody changed it after our package was imported
        remedy = "set ORT_DISABLE_TELEMETRY=1 before Python starts"
        yield Finding("telemetry", "wrong", "ONNX Runtime's is on", remedy)


def main(argv: Sequence[str] | None = None, look: Callable[[], Iterator[Finding]] = examine) -> int:
    """Run the command; return 1 if something is wrong, else 0."""
    parser = argparse.ArgumentParser(
        prog="emotion-doctor",
        description="Says what of this computer emotion-desktop can use, what is wrong, and the "
        "remedy. Nothing is changed or sent.",
    )
    parser.add_argument("--json", action="store_true", help="write JSON, with a report, instead")
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    arguments = parser.parse_args(argv)
    homeless = settle_in()
    findings = list(look())
    if homeless is not None:
        findings.insert(0, Finding("home", "note", homeless))
    if arguments.json:
        document = {"findings": [asdict(each) for each in findings], "report": report_text()}
        sys.stdout.write(json.dumps(document, indent=2, ensure_ascii=True) + "\n")
    else:
        _print(findings)
    return int(any(each.state == "wrong" for each in findings))


def _print(findings: Sequence[Finding]) -> None:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for each in findings:
        remedy = f"\n[bold]{escape(each.remedy)}[/]" if each.remedy else ""
        table.add_row(_MARKS[each.state], escape(each.what), f"{escape(each.text)}{remedy}")
    console = Console()
    console.print(table)
    wrong = sum(each.state == "wrong" for each in findings)
    console.print(f"{wrong or 'Nothing'} {'are' if wrong > 1 else 'is'} wrong")


if __name__ == "__main__":
    sys.exit(main())
