"""What the tables of the review say."""

from collections.abc import Mapping, Sequence
from typing import Final

from emotion_desktop.domain import Person
from emotion_desktop.gui.language import emotion_name, local_number, translate
from emotion_desktop.gui.look.fonts import percent
from emotion_desktop.gui.review.tables import Cell, Row
from emotion_desktop.labels import COLOURS
from emotion_desktop.outputs.recording.reader_tables import Marker
from emotion_desktop.outputs.recording.summary import PersonSummary
from emotion_desktop.outputs.recording.time_axis import clock

NONE: Final = "–"


def person_rows(summaries: Sequence[PersonSummary], said: Mapping[int, Person]) -> list[Row]:
    """Return a row for each person: number and name, time in view, most frequent class, changes."""
    return [
        Row(
            summary.track_id,
            (
                Cell(f"#{summary.track_id} {said.get(summary.track_id, Person()).name}".strip()),
                Cell(local_number(f"{summary.in_view_s:.1f} s"), is_number=True),
                _most(summary),
                Cell(str(summary.changes), is_number=True),
            ),
        )
        for summary in summaries
    ]


def expression_rows(summary: PersonSummary) -> list[Row]:
    """Return a row for each class, and those for the time in which none was named."""
    rows = [
        Row(
            emotion,
            (
                Cell(emotion_name(emotion), COLOURS[emotion]),
                Cell(percent(share), is_number=True),
                Cell(
                    percent(summary.means[emotion]) if emotion in summary.means else NONE,
                    is_number=True,
                ),
            ),
        )
        for emotion, share in summary.shares.items()
    ]
    others = (
        (translate("Review", "uncertain"), summary.uncertain),
        (translate("Review", "not readable"), summary.unread),
    )
    for name, share in others:
        cells = (Cell(name), Cell(percent(share), is_number=True), Cell("", is_number=True))
        rows.append(Row(name, cells))
    return rows


def marker_rows(markers: Sequence[Marker]) -> list[Row]:
    """Return a row for each marker: time, number, note."""
    return [
        Row(
            (mark.time_s, place),
            (
                Cell(local_number(clock(mark.time_s, tenths=True))),
                Cell(str(mark.number)),
                Cell(mark.note),
            ),
        )
        for place, mark in enumerate(markers)
    ]


def sentence(summary: PersonSummary | None, *, is_anybody: bool) -> str:
    """Return what a person showed for the longest time, or why there is nothing to say.

    Args:
        summary: None if the person was out of view.
        is_anybody: Whether there is anybody in the recording.
    """
    if not is_anybody:
        return translate("Review", "No face was seen in this recording.")
    if summary is None:
        return translate("Review", "Not in view in this part of the recording.")
    longest = summary.longest
    if longest is None or longest.label is None:
        return translate("Review", "No expression ever reached the threshold for a label.")
    return translate("Review", "Longest: {name}, {seconds} s from {start}").format(
        name=emotion_name(longest.label),
        seconds=local_number(f"{longest.seconds:.1f}"),
        start=local_number(clock(longest.start_s, tenths=True)),
    )


def _most(summary: PersonSummary) -> Cell:
    most = summary.most
    return Cell(NONE) if most is None else Cell(emotion_name(most), COLOURS[most])
