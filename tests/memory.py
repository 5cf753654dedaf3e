"""How much memory a script takes in a process of its own."""

import subprocess
import sys
from typing import Final

_TOLD: Final = "PEAK"
_PRINT_PEAK: Final = f"""
import re, resource, sys
from pathlib import Path
status = Path("/proc/self/status")  # what getrusage tells begins with the parent's memory
if status.exists():
    peak = 1024 * int(re.search(r"VmHWM:\\s+(\\d+)", status.read_text())[1])
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    peak *= 1 if sys.platform == "darwin" else 1024
print("{_TOLD}", peak)
"""


def run_measured(script: str, *arguments: str, timeout_s: float = 300) -> tuple[str, int]:
    """Return what a script prints, and the most bytes of memory it took; not on Windows."""
    done = subprocess.run(
        [sys.executable, "-c", script + _PRINT_PEAK, *arguments],
        stdout=subprocess.PIPE,
        text=True,
        timeout=timeout_s,
        check=True,
    )
    said, _, peak = done.stdout.rpartition(_TOLD)
    return said, int(peak)
