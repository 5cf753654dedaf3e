"""The one place where an exception that nobody expected is caught: at the root of each worker."""

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import Final

from emotion_desktop.errors import EmotionDesktopError, Message, UnexpectedError

_log = logging.getLogger(__name__)

SOURCE: Final = Message("the source")
ANALYSIS: Final = Message("the face analysis")
HEATMAPS: Final = Message("the heatmaps")
MODEL: Final = Message("the loading of a model")
COMPARISON: Final = Message("the comparison of models")
RECORDING: Final = Message("the recording")
SNAPSHOT: Final = Message("the snapshot")
REVIEW: Final = Message("the review of a recording")
CAMERAS: Final = Message("the search for cameras")
OUTPUT: Final = Message("the writing of results")
COMMAND: Final = Message("the command")
BACKGROUND: Final = Message("a task in the background")


@contextmanager
def error_boundary(where: Message) -> Iterator[None]:
    """Turn an exception that nobody expected into an `UnexpectedError`; errors of ours pass.

    It is logged with its traceback here, and what its frames held is let go: pictures, and widgets
    that must not be destroyed on another thread.

    Args:
        where: One of the constants of this module.
    """
    try:
        yield
    except EmotionDesktopError:
        raise
    except Exception as error:  # noqa: BLE001 (the only place)
        _log.exception("something went wrong in %s", where)
        what = _name_of(error)
        traceback.clear_frames(error.__traceback__)
        raise UnexpectedError(
            "something went wrong in {where}: {what}", where=where, what=what
        ) from None


def _name_of(error: Exception) -> str:
    """Return kind and place of an exception; its text may hold an address with a password."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}, {PurePath(place.filename).name}:{place.lineno}"
