"""The commands `emotion-train` and `emotion-evaluate`; PyTorch comes in late."""

import logging
import os
import sys
from collections.abc import Callable, Sequence
from typing import Final

from rich.console import Console

from emotion_desktop.errors import EmotionDesktopError
from emotion_desktop.log_file import log_options, open_log
from emotion_desktop.plugin_files import load_plugins

EXTRA: Final = frozenset({"matplotlib", "onnx", "onnxscript", "pytorch_lightning", "scipy",
                          "tensorboard", "torch", "torchmetrics"})  # fmt: skip
"""Packages that only trainings need, by the names of their modules."""


def train_main(argv: Sequence[str] | None = None) -> int:
    """Run `emotion-train`; return its exit code."""
    argv = sys.argv[1:] if argv is None else argv
    _prepare()
    return _guarded("emotion-train", argv, lambda: _train(load_plugins(argv)))


def _train(argv: Sequence[str]) -> None:
    match argv:
        case ["export", *rest]:
            from trainer.cli.export import main
        case ["upgrade", *rest]:
            from trainer.cli.upgrade import main
        case ["compare", *rest]:
            from trainer.cli.compare import main
        case ["duplicates", *rest]:
            from trainer.cli.duplicates import main
        case ["--list" | "--describe", *_]:
            from trainer.cli.describe import main

            rest = list(argv)
        case _:
            from trainer.cli.train import main

            rest = list(argv)
    main(rest)


def evaluate_main(argv: Sequence[str] | None = None) -> int:
    """Run `emotion-evaluate`; return its exit code."""
    _prepare()
    from trainer.cli.evaluate import main

    argv = sys.argv[1:] if argv is None else argv
    return _guarded("emotion-evaluate", argv, lambda: main(load_plugins(argv)))


def _prepare() -> None:
    """Set what must be set before PyTorch is imported."""
    # Idle OpenMP threads that spin take the core from whoever has work.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    # Nothing here counts the work of Triton's kernels, which PyTorch for Windows comes without.
    logging.getLogger("torch.utils.flop_counter").setLevel(logging.ERROR)


def _guarded(program: str, argv: Sequence[str], command: Callable[[], None]) -> int:
    with open_log(program, log_options(argv)):
        return _exit_code(command)


def _exit_code(command: Callable[[], None]) -> int:
    try:
        command()
    except ModuleNotFoundError as error:
        if error.name not in EXTRA:
            raise
        line = f"error: this needs {error.name}: pip install 'emotion-desktop[train]'"
        Console(stderr=True, highlight=False, soft_wrap=True).print(line, markup=False)
        return 1
    except EmotionDesktopError as error:
        Console(stderr=True, highlight=False, soft_wrap=True).print(f"error: {error}", markup=False)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0
