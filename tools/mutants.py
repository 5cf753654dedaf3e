"""How many small faults in a module its tests notice: `make mutants MODULE=path/of/module.py`.

Each mutant is the module with one change: `<` for `<=`, `+` for `-`, another number, a call or a
keyword argument less. The tests that mirror the module run on it, those of its folder where it
has no file of its own. What they let pass is a gap, or changes nothing that can be observed; the
latter stand in tests/equivalent_mutants.toml, each with the reason.

mutmut and cosmic-ray write each mutant to the disk and start an interpreter for it, which takes
five seconds here to import PyTorch and OpenCV. This imports them once, forks for each mutant
(Linux and macOS) and changes no file. Programs that a test starts see the module as it is.
"""

import argparse
import ast
import importlib
import importlib.machinery
import importlib.util
import os
import resource
import signal
import sys
import time
import tomllib
from collections.abc import Sequence
from pathlib import Path
from types import CodeType, ModuleType
from typing import Final

from tools.mutations import Mutant, mutants

ROOT: Final = Path(__file__).parents[1]
EQUIVALENT: Final = ROOT / "tests/equivalent_mutants.toml"
MEMORY: Final = 8 * 2**30
PRELOADED: Final = (
    *("numpy", "torch", "av", "pydantic", "jinja2", "PIL.Image", "psutil", "safetensors.torch"),
    *("pytest", "PySide6.QtTest", "PySide6.QtWidgets"),
    # These import OpenCV and ONNX Runtime as the app does.
    *("emotion_desktop.vision.opencv", "emotion_desktop.models.onnx_runtime"),
)


class _Loader(importlib.machinery.SourceFileLoader):
    """Loads one module from a tree, all others as ever."""

    def __init__(self, name: str, path: Path, tree: ast.Module) -> None:
        super().__init__(name, str(path))
        self._tree = tree

    def get_code(self, fullname: str) -> CodeType:
        return compile(ast.fix_missing_locations(self._tree), self.path, "exec")

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name != self.name:
            return None
        return importlib.util.spec_from_file_location(name, self.path, loader=self)


def mirror(module: Path) -> list[str]:
    """Return the tests of a module, relative to the root: its file, else all of its folder."""
    folder = Path("tests", *module.parts[module.parts[0] == "emotion_desktop" : -1])
    own = folder / f"test_{module.stem}.py"
    return [str(own if (ROOT / own).exists() else folder)]


def survives(loader: _Loader, mutant: Mutant | None, tests: list[str], limit_s: float) -> bool:
    """Return whether the tests are green with a mutant in time; None is the module as it is."""
    child = os.fork()
    if child == 0:
        os.setsid()
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))  # for loops without an end
        null = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(null, stream)
        if mutant:
            setattr(mutant.node, mutant.field, mutant.value)
        sys.meta_path.insert(0, loader)
        import pytest

        os._exit(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *tests]))
    deadline = time.monotonic() + limit_s
    while time.monotonic() < deadline:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return status == 0
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False


def main(argv: Sequence[str] | None = None) -> int:
    """Print each survivor of a module and the rate; exit code 1 if an unexplained one is left."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("module", type=Path, help="as emotion_desktop/vision/alignment.py")
    parser.add_argument("--sample", type=int, default=40, help="so many mutants (%(default)s)")
    parser.add_argument("--only", default="", help="mutants whose names contain this text")
    parser.add_argument("--tests", nargs="+", help="instead of the mirroring ones")
    arguments = parser.parse_args(argv)
    os.chdir(ROOT)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    module: Path = arguments.module
    tests = arguments.tests or mirror(module)
    for name in PRELOADED:
        importlib.import_module(name)
    for name in [name for name in sys.modules if name.startswith("emotion_desktop")]:
        del sys.modules[name]  # each mutant's tests import it anew
    tree = ast.parse(module.read_text(encoding="utf-8"))
    name = ".".join(module.with_suffix("").parts).removesuffix(".__init__")
    loader = _Loader(name, ROOT / module, tree)
    equivalent = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8")).get(str(module), {})
    sample = [one for one in mutants(tree) if arguments.only in one.name][: arguments.sample]
    started = time.monotonic()
    if not survives(loader, None, tests, 600):
        sys.exit(f"{' '.join(tests)}: not green without a mutant")
    limit_s = 10 + 3 * (time.monotonic() - started)
    killed = explained = 0
    for mutant in sample:
        if mutant.name in equivalent:
            explained += 1
        elif not survives(loader, mutant, tests, limit_s):
            killed += 1
        else:
            sys.stdout.write(f"survived  {module}:{mutant.line}  {mutant.name}\n")
            sys.stdout.flush()
    others = len(sample) - explained
    rate = f"{killed} of {others} killed ({killed / max(others, 1):.0%})"
    sys.stdout.write(f"{module}: {rate}, {explained} equivalent; {' '.join(tests)}\n")
    return int(killed < others)


if __name__ == "__main__":
    sys.exit(main())
