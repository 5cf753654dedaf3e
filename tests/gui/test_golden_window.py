"""The windows people look at, and what they are made of, look as they did when last looked at.

`pytest tests/gui/test_golden_window.py --update-golden` writes the pictures anew; look at each
of them in the diff.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image as Pictures
from PySide6.QtGui import QFont, QFontInfo, QImage
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from emotion_desktop.domain import Image
from emotion_desktop.gui.live_view.state_view import StateView
from emotion_desktop.gui.look.theme import ThemeChoice
from emotion_desktop.gui.main_window import MainWindow
from emotion_desktop.gui.transport.bar import TransportBar
from emotion_desktop.labels import Emotion
from tests.gui.scene_list import DIALOGS, SCENES
from tests.gui.scenes import Scenes

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="the pictures show the fonts and keys of Linux"
)

GOLDEN: Final = Path(__file__).parents[1] / "golden" / "window"
FONT: Final = "DejaVu Sans"

STEP: Final = 4
"""Kept pictures have every fourth level of each colour: a third less to keep."""

CELL: Final = 4
"""Side of the squares whose mean colours are compared: smooth edges may fall another way."""

TOLERANCE: Final = 16
"""Mean colours, 0-255, may differ by so much."""

FEW: Final = 2
"""So many squares may differ by more: the dot of a recording has six."""

Window = TypeVar("Window", bound=MainWindow)
Part = Callable[[Any], QWidget]
"""Takes the main window, or the one that the scene opens, and returns what is compared of it."""


def unfolded(window: Window) -> Window:
    """Return a window whose card of the model shows its details."""
    window.docks.model.more.setChecked(True)
    for _ in range(3):  # the layout of what is scrolled follows step by step
        QApplication.processEvents()
    return window


WINDOWS: Final = {
    "three-faces": ("light", "dark"),
    "stacked-and-performance": ("dark",),
    "heatmap": ("light",),
    "comparison": ("light",),
    "recording": ("light",),
    "file": ("light",),
    "unplugged": ("light",),
    "notices": ("dark",),
    "bug": ("light",),
    "welcome": ("light",),
    "help": ("light",),
    "settings-general": ("light",),
    "settings-privacy": ("dark",),
    "review": ("light", "dark"),
}
"""Scenes that are compared as a whole, with the themes."""

COMPONENTS: Final[dict[str, tuple[str, str, Part]]] = {
    "card": ("light", "three-faces", lambda window: window.docks.faces.cards[0]),
    "card-uncertain": ("dark", "three-faces", lambda window: window.docks.faces.cards[1]),
    "chart": ("light", "three-faces", lambda window: window.docks.timeline.chart),
    "chart-stacked": (
        "light",
        "stacked-and-performance",
        lambda window: window.docks.timeline.chart,
    ),
    "legend": ("dark", "three-faces", lambda window: window.docks.timeline.legend),
    "performance": (
        "light",
        "stacked-and-performance",
        lambda window: window.docks.performance.widget(),
    ),
    "model": ("light", "one-face", lambda window: unfolded(window).docks.model.widget()),
    "confusion": ("dark", "one-face", lambda window: unfolded(window).docks.model.confusion),
    "toolbar": ("light", "paused", lambda window: window.tools),
    "status": ("dark", "recording", lambda window: window.status),
    "transport": ("light", "file", lambda window: window.findChild(TransportBar)),
    "state-opening": ("light", "opening", lambda window: window.stage.findChild(StateView)),
    "state-no-camera": ("light", "no-camera", lambda window: window.stage.findChild(StateView)),
    "state-denied": ("dark", "denied", lambda window: window.stage.findChild(StateView)),
    "state-broken-file": ("light", "broken-file", lambda window: window.stage.findChild(StateView)),
    "source-menu": ("light", "source-menu", lambda menu: menu),
    "model-menu": ("dark", "model-menu", lambda menu: menu),
    "settings-faces": ("light", "settings-faces", lambda dialog: dialog),
    "delete": ("light", "delete", lambda dialog: dialog),
    "ensemble": ("dark", "ensemble", lambda dialog: dialog),
}
"""Parts and small windows: the theme, the scene, and how to get at the part."""

CASES: Final = [
    *((theme, name, name, None) for name, themes in WINDOWS.items() for theme in themes),
    *((theme, scene, name, part) for name, (theme, scene, part) in COMPONENTS.items()),
]
"""Theme, scene, name of the picture, and the part; None for the whole."""

PEOPLE: Final = {
    1: [(0.0, 1.5, Emotion.HAPPINESS), (1.5, 2.0, None), (2.0, 3.0, Emotion.SURPRISE)],
    2: [(1.0, 2.2, Emotion.SADNESS), (2.2, 2.6, Emotion.ANGER)],
}


@pytest.fixture(scope="module")
def steady(qapp: QApplication) -> Iterator[None]:
    """The same font everywhere, and no blinking cursor."""
    font, blinking = qapp.font(), qapp.cursorFlashTime()
    qapp.setFont(QFont(FONT, 9))
    assert QFontInfo(qapp.font()).family() == FONT, "run: apt-get install fonts-dejavu-core"
    qapp.setCursorFlashTime(0)
    yield
    qapp.setFont(font)
    qapp.setCursorFlashTime(blinking)


@pytest.fixture(scope="module")
def windows(
    steady: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Scenes]]:
    """A function that returns the window in a theme; at most one stands at a time."""
    standing: dict[str, Scenes] = {}

    def close() -> None:
        for scenes in standing.values():
            scenes.close()
        standing.clear()

    def window(theme: str) -> Scenes:
        if theme not in standing:
            close()
            standing[theme] = Scenes(tmp_path_factory.mktemp(theme), theme)
        return standing[theme]

    yield window
    close()


def pixels(widget: QWidget) -> Image:
    """Return a picture of a widget on the ground of its window, (H, W, 3) uint8 RGB."""
    image = QImage(widget.size(), QImage.Format.Format_RGB888)
    image.fill(widget.window().palette().window().color())
    widget.render(image)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def differing(kept: Image, got: Image) -> NDArray[np.bool_]:
    """Return which squares of two pictures of one size differ."""
    means = []
    for image in (kept, got):
        height, width = (side // CELL * CELL for side in image.shape[:2])
        squares = image[:height, :width].reshape(height // CELL, CELL, width // CELL, CELL, 3)
        means.append(squares.mean(axis=(1, 3)))
    return np.asarray(np.abs(means[0] - means[1]).max(axis=2) > TOLERANCE)


def check(name: str, got: Image, folder: Path) -> None:
    """Compare a picture with the kept one; leave both and what differs in a folder if it fails."""
    path = GOLDEN / f"{name}.webp"
    again = "if it is meant to look so, run with --update-golden and look at it"
    assert path.is_file(), f"{path.name} is missing; {again}"
    kept = np.asarray(Pictures.open(path).convert("RGB"))
    Pictures.fromarray(got).save(folder / f"{name}-got.png")
    assert kept.shape == got.shape, (
        f"{name} was {kept.shape[1]} x {kept.shape[0]} px, now it is {got.shape[1]} x "
        f"{got.shape[0]}: {folder / f'{name}-got.png'}; {again}"
    )
    wrong = differing(kept, got)
    if wrong.sum() > FEW:
        spots = np.kron(wrong, np.ones((CELL, CELL), np.bool_))
        marked = (0.25 * got).astype(np.uint8)[: spots.shape[0], : spots.shape[1]]
        marked[spots] = got[: spots.shape[0], : spots.shape[1]][spots]
        Pictures.fromarray(marked).save(folder / f"{name}-diff.png")
        rows, columns = np.nonzero(spots)
        pytest.fail(
            f"{name} differs in {wrong.mean():.2%} of its area, between "
            f"({columns.min()}, {rows.min()}) and ({columns.max()}, {rows.max()}): see "
            f"{name}-got.png and {name}-diff.png in {folder}; {again}"
        )


@pytest.mark.parametrize(
    ("theme", "scene", "name", "part"),
    [
        pytest.param(*case, id=f"{case[2]}-{case[0]}")
        for case in sorted(CASES, key=lambda case: case[0], reverse=True)
    ],
)
def test_the_window_looks_as_it_did(
    theme: str,
    scene: str,
    name: str,
    part: Part | None,
    windows: Callable[[str], Scenes],
    make_session: Callable[..., Path],
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    scenes = windows(theme)
    widget = _brought_to(scene, scenes, make_session)
    got = pixels(part(widget) if part else widget)
    scenes.close_others()
    if request.config.getoption("--update-golden"):
        GOLDEN.mkdir(exist_ok=True, parents=True)
        few = np.clip((got.astype(int) + STEP // 2) // STEP * STEP, 0, 255).astype(np.uint8)
        Pictures.fromarray(few).save(GOLDEN / f"{name}-{theme}.webp", lossless=True)
    else:
        check(f"{name}-{theme}", got, tmp_path)


@pytest.mark.parametrize(
    ("scene", "name", "part"),
    [
        pytest.param(scene, f"{name}-{theme}", part, id=f"{name}-to-{theme}")
        for theme, scene, name, part in sorted(CASES, key=lambda case: case[0])
        if theme == "dark"
    ],
)
def test_a_theme_changed_while_the_window_stands_reaches_all_of_it(
    scene: str,
    name: str,
    part: Part | None,
    windows: Callable[[str], Scenes],
    make_session: Callable[..., Path],
    tmp_path: Path,
) -> None:
    scenes = windows("light")
    widget = _brought_to(scene, scenes, make_session)
    scenes.window.theme.choose(ThemeChoice.DARK)
    QApplication.processEvents()
    got = pixels(part(widget) if part else widget)
    scenes.window.theme.choose(ThemeChoice.LIGHT)
    scenes.close_others()
    check(name, got, tmp_path)


def _brought_to(scene: str, scenes: Scenes, make_session: Callable[..., Path]) -> QWidget:
    """Bring the window into a state; return it, or the window that the scene opens."""
    scenes.reset()
    widget: QWidget = scenes.window
    if scene == "review":
        scenes.recording = make_session(PEOPLE, markers=[(0.5, 4, "begin"), (2.0, 7, "")])
    if scene in SCENES:
        SCENES[scene](scenes)
        focused = scenes.window.focusWidget()
        if focused is not None:
            focused.clearFocus()  # it depends on what was done before
    else:
        widget = DIALOGS[scene](scenes)
        if not isinstance(widget, QMenu):
            widget.activateWindow()
    scenes.settle()
    return widget


def test_every_kept_picture_is_compared() -> None:
    kept = {path.stem for path in GOLDEN.glob("*.webp")}
    assert kept == {f"{name}-{theme}" for theme, _, name, _ in CASES}
