"""The window shows the classes of a model's own as they are written, in colours one can see."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from emotion_desktop.domain import FrameResult
from emotion_desktop.errors import Message
from emotion_desktop.gui import language
from emotion_desktop.gui.language import emotion_name
from emotion_desktop.gui.messages import message_text
from emotion_desktop.labels import Emotion, register_emotion

if TYPE_CHECKING:
    from tests.gui.conftest import App


@pytest.fixture
def attention(labels_as_before: object) -> tuple[Emotion, ...]:
    """Two classes of a model's own, and one of ours."""
    bored = register_emotion("boredom", colour=(0x11, 0x66, 0xEE))
    return (bored, Emotion.NEUTRAL, register_emotion("Focus"))


def test_their_names_are_not_translated(
    attention: tuple[Emotion, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(language, "translate", lambda _, text: text.upper())
    assert [emotion_name(each) for each in attention] == ["boredom", "NEUTRAL", "Focus"]
    said = message_text(Message("lacks {lacking}", {"lacking": "happiness, boredom"}))
    assert "HAPPINESS, boredom" in said


def test_a_person_seen_before_them_goes_on_in_the_timeline(
    app: "App", make_result: Callable[..., FrameResult], attention: tuple[Emotion, ...]
) -> None:
    app.start()
    panel = app.window.docks.timeline
    panel.add(make_result((0.9, 0.1), classes=(Emotion.ANGER, Emotion.NEUTRAL), captured_at=10.0))
    for tenth in range(1, 6):
        panel.add(make_result((0.8, 0.15, 0.05), classes=attention, captured_at=10 + tenth / 10))
    app.qtbot.waitUntil(lambda: panel.chart is not None, timeout=20_000)
    panel.redraw()
    values = {str(entry.emotion): entry.value for entry in panel.legend.entries}
    assert values == pytest.approx({"neutral": 0.15, "boredom": 0.8, "Focus": 0.05})


def test_a_card_lists_them(
    app: "App", make_result: Callable[..., FrameResult], attention: tuple[Emotion, ...]
) -> None:
    app.start()
    app.show(make_result((0.8, 0.15, 0.05), classes=attention))
    app.qtbot.waitUntil(lambda: bool(app.window.docks.faces.rows))
    (row,) = app.window.docks.faces.rows
    assert row.emotion == attention[0]
    assert [str(name) for name, _ in row.bars] == ["neutral", "boredom", "Focus"]
