"""The panels and the picture tell of the same people."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from emotion_desktop.domain import FrameResult

if TYPE_CHECKING:
    from tests.gui.conftest import App

Maker = Callable[..., FrameResult]
HAPPY = (0.0, 0.0, 0.0, 0.9, 0.0, 0.1, 0.0)
SURPRISED = (0.0, 0.0, 0.0, 0.1, 0.0, 0.9, 0.0)


def test_a_label_changes_on_the_card_with_the_picture(app: "App", make_result: Maker) -> None:
    app.start()
    faces = app.window.docks.faces
    said: list[str] = []
    app.controller.session.result_arrived.connect(
        lambda _: said.extend(card.accessibleName() for card in faces.cards)
    )
    for values in (HAPPY, HAPPY, SURPRISED):
        app.show(make_result(values))
    assert said == ["Face 1: Happiness", "Face 1: Happiness", "Face 1: Surprise"]
