"""ONNX Runtime's telemetry is off before it is imported, by whatever way it comes in."""

import os
import subprocess
import sys
from importlib.metadata import entry_points

import pytest

COMMANDS = {
    script.value.partition(":")[0]
    for script in entry_points(group="console_scripts")
    if script.value.startswith(("emotion_desktop", "trainer"))
}


def test_there_are_commands_to_look_at() -> None:
    assert len(COMMANDS) >= 4


@pytest.mark.parametrize(
    "module",
    [
        "emotion_desktop",
        "emotion_desktop.vision.backends.onnx",
        "trainer",
        "trainer.export",
        *sorted(COMMANDS),
    ],
)
def test_telemetry_is_off_when_onnx_runtime_comes_in(module: str) -> None:
    # The import hook sees the variable at the moment in which ONNX Runtime would read it.
    code = (
        "import os, sys, importlib, importlib.abc\n"
        "class Hook(importlib.abc.MetaPathFinder):\n"
        "    def find_spec(self, name, *rest):\n"
        "        if name == 'onnxruntime': print('as', os.environ['ORT_DISABLE_TELEMETRY'])\n"
        "sys.meta_path.insert(0, Hook())\n"
        f"importlib.import_module({module!r})\n"
        "import onnxruntime\n"
    )
    # Even one who has switched it on for other programs gets what the README promises.
    environment = os.environ | {"ORT_DISABLE_TELEMETRY": "0"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["as 1"]


def test_child_processes_inherit_it() -> None:
    code = (
        "import emotion_desktop, subprocess, sys\n"
        "child = 'import os; print(os.environ[\"ORT_DISABLE_TELEMETRY\"])'\n"
        "subprocess.run([sys.executable, '-c', child], check=True)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1"]
