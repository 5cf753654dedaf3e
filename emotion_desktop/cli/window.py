"""`emotion-desktop-window`: `emotion-desktop` without a console, as menus of Windows start it."""

import io
import sys
from contextlib import redirect_stderr, redirect_stdout

from emotion_desktop.cli.desktop import main as desktop_main
from emotion_desktop.cli.run import DONE


def main() -> int:
    """Run the command and return its exit code; without a console a box says why nothing opens."""
    if sys.stderr is not None:
        return desktop_main()
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        try:
            code = desktop_main()
        except SystemExit as end:  # help, or arguments that are none
            show(said.getvalue())
            return end.code if isinstance(end.code, int) else DONE
    if code != DONE:
        show(said.getvalue())
    return code


def show(text: str) -> None:
    """Show a text in a box of the system, for Qt may be what is missing."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.MessageBoxW(None, text, "Emotion Desktop", 0)
