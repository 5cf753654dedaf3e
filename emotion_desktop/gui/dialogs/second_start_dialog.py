"""What a second start offers while a window is open."""

from enum import Enum, auto

from PySide6.QtWidgets import QMessageBox

from emotion_desktop.gui.language import translate


class SecondStart(Enum):
    """What shall be done."""

    FRONT = auto()
    SEPARATE = auto()
    NOTHING = auto()


def ask_second_start(name: str) -> SecondStart:
    """Ask what to do while another window is open, and return the answer.

    Args:
        name: What was to be opened; empty for nothing.
    """
    box = QMessageBox()
    box.setWindowTitle("Emotion Desktop")
    box.setText(translate("SecondStart", "Emotion Desktop is already open."))
    box.setInformativeText(
        translate(
            "SecondStart",
            "A separate window starts with your settings and remembers no change.",
        )
    )
    front_text = (
        translate("SecondStart", "Open {name} there").format(name=name)
        if name
        else translate("SecondStart", "Show the open window")
    )
    front = box.addButton(front_text.replace("&", "&&"), QMessageBox.ButtonRole.AcceptRole)
    separate = box.addButton(
        translate("SecondStart", "Separate window"), QMessageBox.ButtonRole.AcceptRole
    )
    box.setEscapeButton(
        box.addButton(translate("SecondStart", "Cancel"), QMessageBox.ButtonRole.RejectRole)
    )
    box.setDefaultButton(front)
    layout = box.layout()
    assert layout is not None
    layout.setContentsMargins(24, 24, 24, 16)
    box.exec()
    answers = {front: SecondStart.FRONT, separate: SecondStart.SEPARATE}
    for button, answer in answers.items():
        if box.clickedButton() is button:
            return answer
    return SecondStart.NOTHING
