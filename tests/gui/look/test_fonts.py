"""How figures are written."""

from emotion_desktop.gui.look.fonts import percent


def test_no_line_ends_before_the_sign_of_a_percentage() -> None:
    assert percent(0.904, 1) == "90.4\N{NO-BREAK SPACE}%"
