"""The log of a command: what happened, bugs with their tracebacks, and crashes; never a secret."""

import argparse
import faulthandler
import logging
import os
import platform
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Final

from emotion_desktop import __version__
from emotion_desktop.config import APP_NAME, log_folder
from emotion_desktop.error_boundary import COMMAND, error_boundary
from emotion_desktop.errors import EmotionDesktopError, MissingLibraryError, UnexpectedError
from emotion_desktop.vision.sources.naming import public_text

LOG_NAME: Final = f"{APP_NAME}.log"
OFF: Final = "off"
"""Instead of a path: no log is written."""
VARIABLE: Final = "EMOTION_DESKTOP_LOG_FILE"
"""Environment variable that stands for `--log-file`."""

MOST_BYTES: Final = 1_000_000
"""A log that is longer becomes `.1`, and the one before that `.2`, which is the last."""
OURS: Final = ("emotion_desktop", "trainer")
_TEXT: Final = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"

_log = logging.getLogger(__name__)

UNCAUGHT: Final = logging.getLogger(f"{__name__}.uncaught")
"""Takes what nobody has caught."""


class PublicFormatter(logging.Formatter):
    """Writes records, tracebacks included, without the secrets of the addresses in them."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the lines of a record."""
        return public_text(super().format(record))


class _TerminalFormatter(PublicFormatter):
    """Writes one line for each record: the traceback is in the log."""

    def formatException(self, _: object) -> str:  # noqa: N802 (of logging)
        return ""

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # another formatter may have left its traceback here
        text = super().format(record).rstrip("\n")
        record.exc_text = None
        return text


class LogFile(RotatingFileHandler):
    """A log that crashes of the interpreter are written to as well.

    Args:
        path: Its folder is made.

    Raises:
        OSError: If it cannot be written.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        super().__init__(path, maxBytes=MOST_BYTES, backupCount=2, encoding="utf-8",
                         errors="backslashreplace")  # fmt: skip
        self.path = path.absolute()
        self.setFormatter(PublicFormatter(_TEXT))

    def _open(self) -> TextIOWrapper:
        stream = super()._open()
        faulthandler.enable(stream)
        return stream

    def rotate(self, source: str, dest: str) -> None:
        """Begin a new file; on Windows another window may hold the old one, then it goes on."""
        with suppress(OSError):
            super().rotate(source, dest)

    def handleError(self, _: logging.LogRecord) -> None:  # noqa: N802 (of logging)
        """Go on without: a full disk must not end what is being done."""


def current_log() -> LogFile | None:
    """Return the log that is written now; None if there is none."""
    handlers = logging.getLogger().handlers
    return next((handler for handler in handlers if isinstance(handler, LogFile)), None)


def where_logged(error: EmotionDesktopError) -> str:
    """Return where the details of an error are, to be put behind it; empty if there are none."""
    log = current_log() if isinstance(error, UnexpectedError) else None
    return "" if log is None else f"; the log has the details: {log.path}"


def close_log() -> None:
    """Write nothing any more, so that the file can be deleted."""
    log = current_log()
    if log is not None:
        logging.getLogger().removeHandler(log)
        faulthandler.disable()
        log.close()


def log_options(argv: Sequence[str]) -> argparse.Namespace:
    """Return what `add_log_arguments` adds, from arguments with others among them."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    add_log_arguments(parser)
    return parser.parse_known_args(argv)[0]


def add_log_arguments(parser: "argparse._ActionsContainer") -> None:
    """Let users choose where the log goes and how much it holds."""
    usual = str(log_folder() / LOG_NAME)
    parser.add_argument(
        "--log-file",
        metavar="FILE",
        default=os.environ.get(VARIABLE) or usual,
        help=f"where the log goes, {OFF} for nowhere (default: {usual.replace('%', '%%')})",
    )
    parser.add_argument("--debug", action="store_true", help="log more, on the terminal as well")


@contextmanager
def open_log(program: str, args: argparse.Namespace) -> Iterator[None]:
    """Log what happens meanwhile, and whatever nobody catches; say on the terminal what matters.

    Args:
        program: Its name.
        args: With what `add_log_arguments` adds.

    Raises:
        SystemExit: Instead of an exception that nobody expected, or if a library is missing.
    """
    root, crashes = logging.getLogger(), faulthandler.is_enabled()
    terminal = logging.StreamHandler()
    levels = {name: logging.getLogger(name).level for name in OURS}
    try:
        _add_handlers(terminal, args)
        _log.info("%s %s, Python %s", program, __version__, platform.python_version())
        with _hooks(), error_boundary(COMMAND):
            yield
    except UnexpectedError as error:
        sys.stderr.write(f"{program}: {error}{where_logged(error)}\n")
        raise SystemExit(1) from None
    except MissingLibraryError as error:
        sys.stderr.write(f"{program}: {error}\n")
        raise SystemExit(2) from None
    finally:
        close_log()
        if crashes and sys.__stderr__ is not None:
            faulthandler.enable(sys.__stderr__)
        root.removeHandler(terminal)
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


def _add_handlers(terminal: logging.Handler, args: argparse.Namespace) -> None:
    root = logging.getLogger()
    for name in OURS:
        logging.getLogger(name).setLevel(logging.DEBUG if args.debug else logging.INFO)
    terminal.setLevel(logging.DEBUG if args.debug else logging.WARNING)
    terminal.setFormatter(PublicFormatter(_TEXT))
    root.addHandler(terminal)
    if args.log_file == OFF:
        return
    try:
        root.addHandler(LogFile(Path(args.log_file)))
    except OSError as error:
        _log.warning("no log is written to %s: %s", args.log_file, error.strerror)
        return
    if not args.debug:
        terminal.setFormatter(_TerminalFormatter())
        # Whoever runs a worker says by itself what went wrong there.
        terminal.addFilter(lambda record: record.name != error_boundary.__module__)


@contextmanager
def _hooks() -> Iterator[None]:
    """Log what nobody catches, on any thread."""
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    sys.excepthook = _on_exception
    threading.excepthook = _on_thread_exception
    sys.unraisablehook = _on_unraisable
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook, sys.unraisablehook = before


def _on_exception(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if issubclass(kind, Exception):
        UNCAUGHT.critical("%s was not caught", kind.__name__, exc_info=(kind, error, trace))
    else:
        sys.__excepthook__(kind, error, trace)


def _on_thread_exception(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and args.exc_type is not SystemExit:
        _on_exception(args.exc_type, args.exc_value, args.exc_traceback)


def _on_unraisable(args: "sys.UnraisableHookArgs") -> None:
    if args.exc_value is not None:
        UNCAUGHT.error(
            "%s: %r", args.err_msg or "could not be raised", args.object,
            exc_info=(args.exc_type, args.exc_value, args.exc_traceback),
        )  # fmt: skip
