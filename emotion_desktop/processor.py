"""What the processor calls itself."""

import platform
import subprocess
import sys
from pathlib import Path


def cpu_name() -> str:
    """Return the processor's name, or its kind where the system does not tell."""
    try:
        if sys.platform == "linux":
            for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
                key, _, value = line.partition(":")
                if key.strip() == "model name":
                    return value.strip()
        if sys.platform == "darwin":
            command = ["/usr/sbin/sysctl", "-n", "machdep.cpu.brand_string"]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.stdout.strip():
                return done.stdout.strip()
    except OSError:
        pass  # no /proc, or nothing may be started
    return platform.processor() or platform.machine()
