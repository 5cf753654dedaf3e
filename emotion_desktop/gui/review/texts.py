"""What the review says in words."""

from collections.abc import Iterator

from emotion_desktop.gui.language import emotion_name, translate
from emotion_desktop.labels import CANONICAL_ORDER
from emotion_desktop.outputs.recording.chart import ChartTexts
from emotion_desktop.outputs.recording.reader import RecordedSession
from emotion_desktop.outputs.recording.summary import LabelRun, Segment
from emotion_desktop.outputs.recording.time_axis import clock


def person_name(track_id: int) -> str:
    """Return what a person is called."""
    return translate("Review", "Person {number}").format(number=track_id)


def _title(session: RecordedSession, track_id: int) -> str:
    number, name = person_name(track_id), session.said_of(track_id).name
    return f"{number}: {name}" if name else number


def segment_name(part: Segment) -> str:
    """Return what bounds a segment, and its times."""
    start = (
        translate("Review", "Start")
        if part.after is None
        else translate("Review", "Marker {number}").format(number=part.after)
    )
    end = (
        translate("Review", "end")
        if part.before is None
        else translate("Review", "marker {number}").format(number=part.before)
    )
    times = f"{clock(part.start_s)}–{clock(part.end_s)}"
    return translate("Review", "{start} to {end}, {times}").format(
        start=start, end=end, times=times
    )


def run_name(run: LabelRun) -> str:
    """Return what a person showed over a run: a label, or why there is none."""
    if run.label is not None:
        return emotion_name(run.label)
    return translate("Review", "not readable") if run.unread else translate("Review", "uncertain")


def chart_texts(session: RecordedSession, track_id: int) -> ChartTexts:
    """Return the words of a person's chart."""
    return ChartTexts(
        title=f"{_title(session, track_id)} – {session.name}",
        emotions={emotion: emotion_name(emotion) for emotion in CANONICAL_ORDER},
        probability=translate("Review", "Probability"),
        marker=translate("Review", "Marker"),
    )


def remarks(session: RecordedSession) -> Iterator[str]:
    """Yield a sentence for each thing that is not as it should be."""
    if session.cut_off:
        yield translate("Review", "This recording was interrupted; it is shown up to that point.")
    if session.video is None:
        yield translate("Review", "There is no video in this recording, only its results.")
    if session.metadata.dropped:
        yield translate(
            "Review",
            "{count} frames of the source are missing: they were not analysed or written in time.",
        ).format(count=session.metadata.dropped)
    if session.from_csv:
        yield translate("Review", "results.jsonl is missing; results.csv was read instead.")


def facts(session: RecordedSession) -> str:
    """Return when and with what the session was recorded, on one line."""
    data = session.metadata
    return " · ".join(
        [
            *([data.participant] if data.participant else []),
            f"{data.started_at:%Y-%m-%d %H:%M}",
            f"{data.source.name} {data.source.width}×{data.source.height}",
            f"{data.model.name} {data.model.device}".strip(),
            translate("Review", "{count} frames").format(count=f"{len(session.times):,}"),
        ]
    )
