"""What each column of the tables means: the one place that says so, for people and programs."""

import re
from collections.abc import Iterable
from typing import Final

from emotion_desktop.domain import UnreadableReason
from emotion_desktop.labels import CANONICAL_ORDER
from emotion_desktop.outputs.label_counts import UNCERTAIN

CLOCK: Final = (
    "Seconds since the source began: the presentation time of a file's frame, of a stream the "
    "time since its first frame, of a recording the time since its first recorded frame."
)

_CLASS: Final = "CLASS"  # stands for any one of them
_PIXELS: Final = "pixels from the picture's top left corner"
_STATE: Final = (
    f"The class that was named, or {UNCERTAIN}, or why the face was not read: "
    + ", ".join(UnreadableReason)
)

# Name of the column, or a pattern that fits it as a whole: what it holds, and its unit.
COLUMNS: Final[dict[str, tuple[str, str]]] = {
    "source": ("Name of the file, stream or device. A name that begins with = + - @ or a control "
               "character has ' put before it in tables of text.", ""),
    "frame": ("Number of the frame in its source, from 0; frames that were passed over count.", ""),
    "time_s": ("Time of the frame.", "s"),
    "wall_time": ("When the frame arrived by the computer's clock, ISO 8601.", ""),
    "track_id": ("Number of the person, from 1 in each source.", ""),
    "name": ("Name that a user gave the person in this source, treated as source is; else empty, "
             "n/a in events of BIDS. Nobody is recognised.", ""),
    "x0": ("Left edge of the face's box.", _PIXELS),
    "y0": ("Top edge of the face's box.", _PIXELS),
    "x1": ("Right edge of the face's box.", _PIXELS),
    "y1": ("Bottom edge of the face's box.", _PIXELS),
    "score": ("How sure the detector is that this is a face.", "0-1"),
    "label": ("The class that is shown, which is held for a moment while another is barely ahead; "
              "also given where uncertain. Empty if the face was not read.", ""),
    "confidence": ("Probability of the label.", "0-1"),
    "uncertain": ("Whether no class was likely enough to be named, or the face was not read.", ""),
    "top": ("The most probable class.", ""),
    "flaw": ("Why the face was not read: " + ", ".join(UnreadableReason) + "; else empty.", ""),
    f"p_({_CLASS})": ("Calibrated probability of the class, smoothed over time; relative to the "
                      "person's neutral face where raw_p_ is given.", "0-1"),
    f"raw_p_({_CLASS})": ("Calibrated probability of the class, smoothed over time, before it was "
                          "made relative to the person's neutral face; empty where it was not.",
                          "0-1"),
    "episode": ("Number of the episode in its source, from 1 by start. An episode is a time over "
                "which a person was in view and had the same state.", ""),
    "state": (f"{_STATE}.", ""),
    "onset_s": ("When the episode began.", "s"),
    "offset_s": ("When the episode ended: the start of the first frame that is not part of it.",
                 "s"),
    "duration_s": ("offset_s - onset_s.", "s"),
    f"mean_p_({_CLASS})": ("Mean probability of the class over the time the face was read, "
                           "weighted by time.", "0-1"),
    "window": ("Number of the window between markers, 0 before the first one; empty for the whole "
               "source. A frame belongs to the window in which it begins, and episodes are cut "
               "there.", ""),
    "window_label": ("Label of the marker with which the window begins.", ""),
    "window_start_s": ("When the window begins.", "s"),
    "window_end_s": ("When the window ends.", "s"),
    "first_s": ("When the person was seen first.", "s"),
    "last_s": ("When the person was last in view.", "s"),
    "in_view_s": ("How long the person was in view, gaps left out.", "s"),
    "episodes": ("How many episodes with a named class the person had.", ""),
    "changes": ("How often a named class followed another one; uncertain and unread times "
                "between them do not count.", ""),
    "mean_episode_s": ("Mean duration of the episodes with a named class.", "s"),
    "longest": ("Class of the longest episode with a named class.", ""),
    "longest_start_s": ("When the longest episode began.", "s"),
    "longest_s": ("Duration of the longest episode.", "s"),
    f"share_({_CLASS})": ("Share of in_view_s over which the class was named.", "0-1"),
    "share_uncertain": ("Share of in_view_s over which no class was likely enough.", "0-1"),
    "share_unread": ("Share of in_view_s over which the face could not be read.", "0-1"),
    f"episodes_({_CLASS})": ("How many episodes the class had.", ""),
    f"first_onset_s_({_CLASS})": ("When the class was named first; empty if never.", "s"),
    f"mean_episode_s_({_CLASS})": ("Mean duration of the class's episodes; empty if none.", "s"),
    f"longest_s_({_CLASS})": ("Longest episode of the class; empty if none.", "s"),
    f"n_({_CLASS})_to_({_CLASS})": ("How often the second class followed the first one, as "
                                    "changes counts them.", ""),
    "onset": ("When the episode began.", "s"),
    "duration": ("How long the episode lasted.", "s"),
    "trial_type": (f"{_STATE}.", ""),
    "mean_confidence": ("Mean probability of the named class over the episode.", "0-1"),
    "time": ("When the episode began (comment START) or ended (STOP).", "s"),
    "subject": ("The person: name and number, or the number alone, from 1 in each source.", ""),
    "code": (f"{_STATE}.", ""),
    "modifier": ("Empty.", ""),
    "comment": ("START or STOP.", ""),
}  # fmt: skip


def describe(column: str) -> dict[str, str]:
    """Return a column's `Description` and, if it has one, its `Units`.

    Raises:
        KeyError: If no table has such a column.
    """
    classes = "|".join(map(re.escape, CANONICAL_ORDER))
    for pattern, (text, unit) in COLUMNS.items():
        if re.fullmatch(pattern.replace(_CLASS, classes), column):
            clock = f" {CLOCK}" if _is_time(column) else ""
            return {"Description": text + clock, **({"Units": unit} if unit else {})}
    raise KeyError(column)


def describe_all(columns: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return what each column means, by name."""
    return {column: describe(column) for column in columns}


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: `'` before what would begin one."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _is_time(column: str) -> bool:
    """Return whether it is a moment, not a duration."""
    moments = {"time_s", "first_s", "last_s", "longest_start_s", "onset", "time", "window_start_s"}
    moments.add("window_end_s")
    return column in moments or re.match("(first_)?(onset|offset)_s", column) is not None
