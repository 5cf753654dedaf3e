"""Which pictures there are, and how the window gets to look like each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDockWidget

from emotion_desktop.domain import Frame
from emotion_desktop.errors import CameraUnpluggedError, NoCameraError
from emotion_desktop.gui.action_name import ActionName
from emotion_desktop.gui.dialogs.settings_dialog import SettingsDialog
from emotion_desktop.gui.recording.recording_controller import Phase
from emotion_desktop.vision.sources import FrameSource, open_source
from tools.gallery.recorded import record_demo
from tools.gallery.studio import Studio, grab, work

Shots = Iterator[tuple[str, QPixmap]]
"""Pictures by name."""

BOTH_SMILE_S: Final = 6.0
TWO_ANSWERS_S: Final = 7.8
SURPRISE_S: Final = 10.0
"""Moments of the demo, in seconds from its beginning."""

FULL_CHART_S: Final = 26.0
"""After so many seconds the chart has something to show."""

SETTLE_MS: Final = 700
"""What is shown a few times a second only has been shown after that."""

SECOND_MODEL: Final = "vgg48_gray"
CAMERA: Final = "Integrated Camera"
USUAL: Final = (1280, 800)
LARGE: Final = (1920, 1080)
PICTURE: Final = (1120, 630)
PANEL: Final = (360, 400)
CARD_WIDTH: Final = 400
WIDE: Final = (1280, 560)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """One window and the pictures that are taken of it.

    Attributes:
        names: Of the pictures.
        take: Makes them.
        theme: `light` or `dark`.
        language: As `install_language` takes it.
        size: Of the window in px.
    """

    names: tuple[str, ...]
    take: Callable[[Studio], Shots]
    theme: str = "light"
    language: str = "en"
    size: tuple[int, int] = USUAL


def _everyday(studio: Studio) -> Shots:
    studio.start()
    studio.wait_for_moment(BOTH_SMILE_S, FULL_CHART_S)
    yield "window", grab(studio.window)
    studio.window.preferences.change(timeline_style="stacked")
    work(SETTLE_MS)
    yield "timeline", grab(_dock(studio, "timeline_dock"))


def _dark(studio: Studio) -> Shots:
    studio.start()
    studio.wait_for_moment(SURPRISE_S, FULL_CHART_S)
    yield "dark", grab(studio.window)


def _pictures(studio: Studio) -> Shots:
    studio.press(ActionName.SIDE_PANEL)
    work(SETTLE_MS)
    studio.resize_picture(*PICTURE)
    studio.start()
    studio.wait_for_moment(TWO_ANSWERS_S, 1.0)
    yield "faces", grab(studio.window.stage.video)
    studio.press(ActionName.GRADCAM, ActionName.BARS)
    studio.wait(lambda: _every_face_is_explained(studio))
    studio.wait_for_moment(TWO_ANSWERS_S - 1.7, 2.0)
    yield "gradcam", grab(studio.window.stage.video)


def _every_face_is_explained(studio: Studio) -> bool:
    result = studio.session.result
    heatmaps = None if result is None else result.heatmaps
    return heatmaps is not None and bool(heatmaps.any(axis=(1, 2)).all())


def _comparison(studio: Studio) -> Shots:
    studio.press(ActionName.SIDE_PANEL)
    studio.start()
    studio.session.ask(replace(studio.session.request, comparison=SECOND_MODEL))
    studio.wait(lambda: getattr(studio.session.result, "comparison", None) is not None)
    studio.wait_for_moment(TWO_ANSWERS_S, 1.0)
    yield "comparison", grab(studio.window)


def _panels(studio: Studio) -> Shots:
    docks = studio.window.docks
    studio.press(ActionName.PERFORMANCE_DOCK)
    dock = _dock(studio, "performance_dock")
    dock.setFloating(True)
    dock.resize(*PANEL)
    studio.start()
    work(round(1000 * FULL_CHART_S))
    yield "performance", grab(docks.performance)
    docks.model.more.setChecked(True)
    card = docks.model.takeWidget()
    assert card is not None
    card.resize(CARD_WIDTH, card.heightForWidth(CARD_WIDTH))
    yield "model", grab(card)
    card.deleteLater()


def _recording(studio: Studio) -> Shots:
    recording = studio.controller.recording
    studio.start()
    studio.wait_for_moment(1.0)
    studio.press(ActionName.RECORD)
    studio.wait(lambda: recording.phase is Phase.GOING_ON)
    studio.press(ActionName.MARKERS)
    for number, moment in ((1, 3.0), (2, SURPRISE_S), (3, 18.1)):
        studio.wait_for_moment(moment)
        QTest.keyClick(studio.window, Qt.Key(Qt.Key.Key_0 + number))
    work(SETTLE_MS)
    yield "recording", grab(studio.window)
    studio.press(ActionName.RECORD)
    studio.wait(lambda: recording.phase is Phase.IDLE)


def _review(studio: Studio) -> Shots:
    reviews = studio.controller.reviews
    reviews.open(record_demo(studio.folder))
    studio.wait(lambda: bool(reviews.windows))
    (review,) = reviews.windows
    review.resize(*USUAL)
    review.player.seek(BOTH_SMILE_S)
    work(3 * SETTLE_MS)
    yield "review", grab(review)
    review.close()


def _unplugged(studio: Studio) -> Shots:
    camera = OneCamera()
    studio.session.opener = camera.open
    studio.start(f"camera:{CAMERA}")
    work(SETTLE_MS)
    camera.is_connected = False
    studio.wait(lambda: _countdown(studio).endswith("in 4 s"))
    yield "unplugged", grab(studio.window)


def _dialogs(studio: Studio) -> Shots:
    studio.press(ActionName.SETTINGS)
    (settings,) = studio.window.findChildren(SettingsDialog)
    studio.wait(settings.isVisible)
    work(SETTLE_MS)
    yield "settings", grab(settings)
    settings.close()
    welcome = studio.controller.windows.show_welcome()
    studio.wait(welcome.isVisible)
    cameras = welcome.findChild(QComboBox)
    assert isinstance(cameras, QComboBox)
    studio.wait(lambda: not cameras.currentText().endswith("…"))
    yield "welcome", grab(welcome)
    welcome.close()


def _german(studio: Studio) -> Shots:
    studio.start()
    studio.wait_for_moment(BOTH_SMILE_S, FULL_CHART_S)
    yield "german", grab(studio.window)


SITTINGS: Final = (
    # The first one: later ones find the memory in use that others have left.
    Sitting(names=("model", "performance"), take=_panels),
    Sitting(names=("window", "timeline"), take=_everyday),
    Sitting(names=("dark",), take=_dark, theme="dark", size=LARGE),
    Sitting(names=("faces", "gradcam"), take=_pictures),
    Sitting(names=("comparison",), take=_comparison, size=WIDE),
    Sitting(names=("recording",), take=_recording),
    Sitting(names=("review",), take=_review),
    Sitting(names=("settings", "welcome"), take=_dialogs),
    Sitting(names=("unplugged",), take=_unplugged, theme="dark"),
    # The last one: an application keeps the language it has been given.
    Sitting(names=("german",), take=_german, language="de"),
)

NAMES: Final = tuple(name for sitting in SITTINGS for name in sitting.names)


class OneCamera:
    """Plays the demo as a camera that can be pulled out, and then stays away."""

    def __init__(self) -> None:
        self.is_connected = True

    def open(self, _text: str, **_: object) -> FrameSource:
        """Return the camera while it is there.

        Raises:
            NoCameraError: Once it has gone.
        """
        if not self.is_connected:
            msg = "no camera is connected"
            raise NoCameraError(msg)
        return _Plugged(self, open_source("demo"))


class _Plugged:
    """The pictures of the camera for as long as it is connected."""

    def __init__(self, camera: OneCamera, demo: FrameSource) -> None:
        self.name = CAMERA
        self.is_live = True
        self.size = demo.size
        self.fps = demo.fps
        self.frame_count: int | None = None
        self._camera = camera
        self._demo = demo

    def read(self) -> Frame:
        if not self._camera.is_connected:
            msg = f"{CAMERA} has been unplugged"
            raise CameraUnpluggedError(msg)
        return self._demo.read()

    def close(self) -> None:
        self._demo.close()


def _dock(studio: Studio, name: str) -> QDockWidget:
    dock = studio.window.findChild(QDockWidget, name)
    assert isinstance(dock, QDockWidget)
    return dock


def _countdown(studio: Studio) -> str:
    state = studio.window.stage.state
    return state.countdown if state is not None else ""
