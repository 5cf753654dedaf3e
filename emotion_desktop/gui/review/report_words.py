"""The words of a report in the language in force; `report.html` and `report.py` say which."""

from typing import Final

from emotion_desktop.gui.language import (
    QT_TRANSLATE_NOOP,
    emotion_name,
    language_code,
    local_number,
    translate,
)
from emotion_desktop.outputs.recording.report import ReportLanguage

TEXTS: Final = (
    QT_TRANSLATE_NOOP("Report", "expressions"),
    QT_TRANSLATE_NOOP("Report", "person"),
    QT_TRANSLATE_NOOP("Report", "people"),
    QT_TRANSLATE_NOOP("Report", "{count} frames"),
    QT_TRANSLATE_NOOP(
        "Report",
        "The app guesses which expression category a face resembles, not what someone feels. "
        "Its guesses are often wrong; the same expression can mean many things.",
    ),
    QT_TRANSLATE_NOOP(
        "Report",
        "This recording was interrupted; it is complete up to that point.",
    ),
    QT_TRANSLATE_NOOP(
        "Report",
        "{count} frames are missing: not analysed or not written in time.",
    ),
    QT_TRANSLATE_NOOP(
        "Report",
        "Nothing was recorded for {time} in total, e.g. while the app was paused.",
    ),
    QT_TRANSLATE_NOOP("Report", "{time} in total are left out of this report."),
    QT_TRANSLATE_NOOP("Report", "Participant"),
    QT_TRANSLATE_NOOP("Report", "Trial"),
    QT_TRANSLATE_NOOP("Report", "Notes"),
    QT_TRANSLATE_NOOP("Report", "Summary"),
    QT_TRANSLATE_NOOP("Report", "Person"),
    QT_TRANSLATE_NOOP("Report", "Person {number}"),
    QT_TRANSLATE_NOOP("Report", "First seen"),
    QT_TRANSLATE_NOOP("Report", "Last seen"),
    QT_TRANSLATE_NOOP("Report", "In view"),
    QT_TRANSLATE_NOOP("Report", "Most of the time"),
    QT_TRANSLATE_NOOP("Report", "Longest"),
    QT_TRANSLATE_NOOP("Report", "Changes"),
    QT_TRANSLATE_NOOP("Report", "uncertain"),
    QT_TRANSLATE_NOOP("Report", "not readable"),
    QT_TRANSLATE_NOOP(
        "Report",
        "Shares are fractions of the time a person was in view. “Uncertain” means that no "
        "expression reached the threshold for a label.",
    ),
    QT_TRANSLATE_NOOP("Report", "No face was seen in this recording."),
    QT_TRANSLATE_NOOP("Report", "In view for {time}, from {first} to {last}."),
    QT_TRANSLATE_NOOP("Report", "Longest expression: {name}."),
    QT_TRANSLATE_NOOP("Report", "No expression ever reached the threshold for a label."),
    QT_TRANSLATE_NOOP("Report", "Probability of each expression"),
    QT_TRANSLATE_NOOP("Report", "{name}, {time} from {start}"),
    QT_TRANSLATE_NOOP("Report", "Expression"),
    QT_TRANSLATE_NOOP("Report", "Share of time"),
    QT_TRANSLATE_NOOP("Report", "Mean probability"),
    QT_TRANSLATE_NOOP("Report", "Between the markers"),
    QT_TRANSLATE_NOOP("Report", "Segment"),
    QT_TRANSLATE_NOOP("Report", "{start} to {end}, {times}"),
    QT_TRANSLATE_NOOP("Report", "start"),
    QT_TRANSLATE_NOOP("Report", "end"),
    QT_TRANSLATE_NOOP("Report", "marker {number}"),
    QT_TRANSLATE_NOOP("Report", "not in view"),
    QT_TRANSLATE_NOOP("Report", "Markers"),
    QT_TRANSLATE_NOOP("Report", "Time"),
    QT_TRANSLATE_NOOP("Report", "Marker"),
    QT_TRANSLATE_NOOP("Report", "Note"),
    QT_TRANSLATE_NOOP("Report", "How it was recorded"),
    QT_TRANSLATE_NOOP("Report", "How it was analysed"),
    QT_TRANSLATE_NOOP("Report", "Source"),
    QT_TRANSLATE_NOOP("Report", "{count} frames per second"),
    QT_TRANSLATE_NOOP("Report", "Video"),
    QT_TRANSLATE_NOOP("Report", "none"),
    QT_TRANSLATE_NOOP("Report", "clean"),
    QT_TRANSLATE_NOOP("Report", "annotated"),
    QT_TRANSLATE_NOOP("Report", "Model"),
    QT_TRANSLATE_NOOP("Report", "Model from {time}"),
    QT_TRANSLATE_NOOP("Report", "{name} on {device}"),
    QT_TRANSLATE_NOOP("Report", "SHA-256 of its weights"),
    QT_TRANSLATE_NOOP("Report", "Temperature"),
    QT_TRANSLATE_NOOP("Report", "Classes"),
    QT_TRANSLATE_NOOP("Report", "Ended"),
    QT_TRANSLATE_NOOP("Report", "stopped"),
    QT_TRANSLATE_NOOP("Report", "disk full"),
    QT_TRANSLATE_NOOP("Report", "write failed"),
    QT_TRANSLATE_NOOP("Report", "source ended"),
    QT_TRANSLATE_NOOP("Report", "source changed"),
    QT_TRANSLATE_NOOP("Report", "model changed"),
    QT_TRANSLATE_NOOP("Report", "cut off"),
    QT_TRANSLATE_NOOP("Report", "App"),
    QT_TRANSLATE_NOOP("Report", "detection confidence"),
    QT_TRANSLATE_NOOP("Report", "min face px"),
    QT_TRANSLATE_NOOP("Report", "max faces"),
    QT_TRANSLATE_NOOP("Report", "dark below"),
    QT_TRANSLATE_NOOP("Report", "smoothing s"),
    QT_TRANSLATE_NOOP("Report", "switch margin"),
    QT_TRANSLATE_NOOP("Report", "uncertain below"),
    QT_TRANSLATE_NOOP("Report", "track memory s"),
    QT_TRANSLATE_NOOP("Report", "gradcam interval s"),
    QT_TRANSLATE_NOOP("Report", "budget s"),
)
"""All that a report says in English, also of settings and of how a recording ended."""


def report_language() -> ReportLanguage:
    """Return how to write a report in the language in force."""
    return ReportLanguage(code=language_code(), say=_say, emotion=emotion_name, number=local_number)


def _say(text: str) -> str:
    return translate("Report", text)
