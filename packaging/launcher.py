"""What every program of the one-folder app starts: the command that has the program's name."""

import multiprocessing
import sys
from pathlib import Path

from emotion_desktop.cli import analyze, desktop, doctor

COMMANDS = {
    "emotion-desktop": desktop.main,
    "emotion-analyze": analyze.main,
    "emotion-doctor": doctor.main,
}

if __name__ == "__main__":
    multiprocessing.freeze_support()  # `emotion-analyze --workers` starts this program again
    sys.exit(COMMANDS[Path(sys.executable).stem.lower()]())
