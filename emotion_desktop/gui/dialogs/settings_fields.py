"""What the settings dialog asks for, page by page."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from emotion_desktop.gui.language import LANGUAGES, QT_TRANSLATE_NOOP


class Kind(Enum):
    """How a setting is asked for."""

    NUMBER = auto()
    FLAG = auto()
    CHOICE = auto()
    FOLDER = auto()
    NAME = auto()
    MODEL = auto()


BLUR_NOTE: Final = QT_TRANSLATE_NOOP(
    "Settings",
    "In the picture and in all that is saved or sent of it. It helps, but guarantees nothing: "
    "in the last test none of 820 portraits slipped through; small, turned or covered faces may.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One setting in the dialog.

    Attributes:
        name: Of the setting.
        kind: How it is asked for.
        text: What it is called, in English.
        note: What it does, in English.
        unit: Follows a number.
        scale: The number shown is so many times the value.
        choices: What each value of a choice is called, in English.
    """

    name: str
    kind: Kind
    text: str
    note: str = ""
    unit: str = ""
    scale: int = 1
    choices: tuple[tuple[str, str], ...] = ()


GENERAL: Final = (
    Field(
        name="theme",
        kind=Kind.CHOICE,
        text=QT_TRANSLATE_NOOP("Settings", "Theme"),
        choices=(
            ("system", QT_TRANSLATE_NOOP("Settings", "As the system")),
            ("light", QT_TRANSLATE_NOOP("Settings", "Light")),
            ("dark", QT_TRANSLATE_NOOP("Settings", "Dark")),
        ),
    ),
    Field(
        name="language",
        kind=Kind.CHOICE,
        text=QT_TRANSLATE_NOOP("Settings", "Language"),
        note=QT_TRANSLATE_NOOP("Settings", "Takes effect after a restart."),
        choices=(
            ("system", QT_TRANSLATE_NOOP("Settings", "As the system")),
            *LANGUAGES.items(),
        ),
    ),
    Field(
        name="text_size",
        kind=Kind.CHOICE,
        text=QT_TRANSLATE_NOOP("Settings", "Text size"),
        note=QT_TRANSLATE_NOOP("Settings", "Takes effect after a restart."),
        choices=(
            ("system", QT_TRANSLATE_NOOP("Settings", "As the system")),
            ("larger", QT_TRANSLATE_NOOP("Settings", "Larger")),
            ("largest", QT_TRANSLATE_NOOP("Settings", "Largest")),
        ),
    ),
    Field(
        name="default_model",
        kind=Kind.MODEL,
        text=QT_TRANSLATE_NOOP("Settings", "Model at the start"),
    ),
    Field(
        name="mirror_cameras",
        kind=Kind.FLAG,
        text=QT_TRANSLATE_NOOP("Settings", "Mirror the picture of cameras"),
        note=QT_TRANSLATE_NOOP("Settings", "Text in the picture is never mirrored."),
    ),
    Field(
        name="reconnect",
        kind=Kind.FLAG,
        text=QT_TRANSLATE_NOOP("Settings", "Reconnect automatically"),
        note=QT_TRANSLATE_NOOP("Settings", "When a camera or a stream is lost."),
    ),
    Field(
        name="save_battery",
        kind=Kind.FLAG,
        text=QT_TRANSLATE_NOOP("Settings", "Lower rate on battery"),
        note=QT_TRANSLATE_NOOP("Settings", "Cameras and streams at 15 frames a second."),
    ),
)

FACES: Final = (
    Field(
        name="detector",
        kind=Kind.CHOICE,
        text=QT_TRANSLATE_NOOP("Settings", "Face detector"),
        choices=(
            ("blazeface", QT_TRANSLATE_NOOP("Settings", "near and far, tilted, in groups")),
            ("mediapipe", QT_TRANSLATE_NOOP("Settings", "MediaPipe: large, upright faces")),
        ),
    ),
    Field(
        name="detection_confidence",
        kind=Kind.NUMBER,
        text=QT_TRANSLATE_NOOP("Settings", "Minimum confidence"),
        note=QT_TRANSLATE_NOOP(
            "Settings", "Lower values find more faces, but also more false ones."
        ),
        unit=" %",
        scale=100,
    ),
    Field(
        name="min_face_px",
        kind=Kind.NUMBER,
        text=QT_TRANSLATE_NOOP("Settings", "Minimum face width"),
        note=QT_TRANSLATE_NOOP(
            "Settings", "Faces narrower than this are marked “too small” and not classified."
        ),
        unit=" px",
    ),
    Field(
        name="max_faces",
        kind=Kind.NUMBER,
        text=QT_TRANSLATE_NOOP("Settings", "Maximum number of faces"),
        note=QT_TRANSLATE_NOOP("Settings", "The largest faces are kept."),
    ),
)

FILES: Final = (
    Field(
        name="snapshot_folder",
        kind=Kind.FOLDER,
        text=QT_TRANSLATE_NOOP("Settings", "Snapshots folder"),
    ),
    Field(
        name="snapshot_name",
        kind=Kind.NAME,
        text=QT_TRANSLATE_NOOP("Settings", "Snapshot names"),
    ),
    Field(
        name="snapshot_style",
        kind=Kind.CHOICE,
        text=QT_TRANSLATE_NOOP("Settings", "Snapshots show"),
        choices=(
            ("shown", QT_TRANSLATE_NOOP("Settings", "the picture with boxes and labels")),
            ("clean", QT_TRANSLATE_NOOP("Settings", "the picture alone")),
        ),
    ),
    Field(
        name="recording_folder",
        kind=Kind.FOLDER,
        text=QT_TRANSLATE_NOOP("Settings", "Recordings folder"),
    ),
    Field(
        name="recording_video",
        kind=Kind.CHOICE,
        text=QT_TRANSLATE_NOOP("Settings", "Recordings show"),
        note=QT_TRANSLATE_NOOP("Settings", "The results are always saved beside the video."),
        choices=(
            ("clean", QT_TRANSLATE_NOOP("Settings", "the picture alone")),
            ("annotated", QT_TRANSLATE_NOOP("Settings", "the picture with boxes and labels")),
        ),
    ),
    Field(
        name="recording_quality",
        kind=Kind.CHOICE,
        text=QT_TRANSLATE_NOOP("Settings", "Recording quality"),
        choices=(
            ("small", QT_TRANSLATE_NOOP("Settings", "small files")),
            ("standard", QT_TRANSLATE_NOOP("Settings", "balanced")),
            ("high", QT_TRANSLATE_NOOP("Settings", "best picture, large files")),
        ),
    ),
)

PRIVACY: Final = (
    Field(
        name="blur",
        kind=Kind.CHOICE,
        text=QT_TRANSLATE_NOOP("Settings", "Blur faces of"),
        note=BLUR_NOTE,
        choices=(
            ("nobody", QT_TRANSLATE_NOOP("Settings", "nobody")),
            ("everybody", QT_TRANSLATE_NOOP("Settings", "everybody")),
            ("bystanders", QT_TRANSLATE_NOOP("Settings", "people marked as bystanders")),
            ("unnamed", QT_TRANSLATE_NOOP("Settings", "everybody without a name")),
        ),
    ),
    Field(
        name="blur_style",
        kind=Kind.CHOICE,
        text=QT_TRANSLATE_NOOP("Settings", "Blurred faces show"),
        choices=(
            ("mosaic", QT_TRANSLATE_NOOP("Settings", "a soft mosaic")),
            ("mask", QT_TRANSLATE_NOOP("Settings", "a filled oval, the safer one")),
        ),
    ),
)

PAGES: Final = (
    (QT_TRANSLATE_NOOP("Settings", "General"), GENERAL),
    (QT_TRANSLATE_NOOP("Settings", "Faces"), FACES),
    (QT_TRANSLATE_NOOP("Settings", "Snapshots and recordings"), FILES),
    (QT_TRANSLATE_NOOP("Settings", "Privacy"), PRIVACY),
)
"""Titles in English, and the fields of each page."""
