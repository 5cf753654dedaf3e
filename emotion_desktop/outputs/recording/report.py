"""A recorded session as one HTML file that needs nothing else, neither network nor scripts."""

from collections.abc import Iterator
from typing import Final

from jinja2 import Environment, StrictUndefined

import emotion_desktop
from emotion_desktop.config import find_asset
from emotion_desktop.labels import COLOURS
from emotion_desktop.outputs.marks import percent
from emotion_desktop.outputs.recording.chart import ChartTexts, chart_svg
from emotion_desktop.outputs.recording.chart_axis import clock
from emotion_desktop.outputs.recording.layout import RecordedModel
from emotion_desktop.outputs.recording.reader import Person, RecordedSession
from emotion_desktop.outputs.recording.summary import (
    PersonSummary,
    Stretch,
    stretches,
    summarise,
    summarise_person,
)

DISCLAIMER: Final = (
    "The app guesses which expression category a face resembles, not what someone feels. "
    "Its guesses are often wrong; the same expression can mean many things."
)


def report_html(session: RecordedSession) -> str:
    """Return the report: summary, a chart and a table for each person, markers, metadata.

    It is in English, as the tables are.

    Raises:
        AssetError: If the template is missing.
    """
    template = find_asset("report.html").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    by_id = {person.track_id: person for person in session.people}
    parts = stretches(session)
    return environment.from_string(template).render(
        app_version=emotion_desktop.__version__,
        name=session.name,
        started=f"{session.metadata.started_at:%Y-%m-%d %H:%M:%S}",
        duration=clock(session.duration_s),
        frames=len(session.times),
        disclaimer=DISCLAIMER,
        remarks=list(_remarks(session)),
        classes=session.classes,
        people=[
            _person(session, by_id[summary.track_id], summary, parts)
            for summary in summarise(session)
        ],
        markers=[
            {"time": clock(mark.time_s, tenths=True), "number": mark.number, "note": mark.note}
            for mark in session.markers
        ],
        facts=list(_facts(session)),
    )


def _person(
    session: RecordedSession, person: Person, summary: PersonSummary, parts: tuple[Stretch, ...]
) -> dict[str, object]:
    most, longest = summary.most, summary.longest
    texts = ChartTexts(
        title=f"Person {person.track_id}", emotions={}, probability="Probability of each expression"
    )
    return {
        "id": person.track_id,
        "first": clock(summary.first_s, tenths=True),
        "last": clock(summary.last_s, tenths=True),
        "in_view": f"{summary.in_view_s:.1f} s",
        "most": "–" if most is None else f"{most} ({percent(summary.shares[most])})",
        "changes": summary.changes,
        "uncertain": percent(summary.uncertain),
        "unread": percent(summary.unread),
        "longest": longest
        and f"{longest.label}, {longest.seconds:.1f} s from {clock(longest.start_s, tenths=True)}",
        "chart": chart_svg(session, person, texts),
        "rows": [
            {
                "name": emotion.value,
                "colour": "#{:02x}{:02x}{:02x}".format(*COLOURS[emotion]),
                "share": percent(share),
                "width": f"{100 * share:.1f}",
                "mean": percent(summary.means[emotion]) if emotion in summary.means else "–",
            }
            for emotion, share in summary.shares.items()
        ],
        "stretches": list(_stretches(session, person, parts)),
    }


def _stretches(
    session: RecordedSession, person: Person, parts: tuple[Stretch, ...]
) -> Iterator[dict[str, object]]:
    for part in parts:
        found = summarise_person(session, person, part)
        count = len(session.classes) + 2
        shares = (*found.shares.values(), found.uncertain, found.unread) if found else ()
        yield {
            "name": stretch_name(part),
            "in_view": f"{found.in_view_s:.1f} s" if found else "not in view",
            "shares": [percent(share) for share in shares] or ["–"] * count,
        }


def stretch_name(part: Stretch) -> str:
    """Return what bounds a stretch, and its times."""
    start = "start" if part.after is None else f"marker {part.after}"
    end = "end" if part.before is None else f"marker {part.before}"
    return f"{start} to {end}, {clock(part.start_s)}–{clock(part.end_s)}"


def _remarks(session: RecordedSession) -> Iterator[str]:
    if session.cut_off:
        yield "This recording was cut off; it holds what had been written by then."
    if session.metadata.dropped:
        yield (
            f"{session.metadata.dropped} frames are missing because they could not be shown, or "
            "not be written, in time."
        )
    if session.gaps:
        seconds = sum(end - start for start, end in session.gaps)
        yield f"For {seconds:.1f} s in all nothing was recorded, e.g. because the app was paused."


def _facts(session: RecordedSession) -> Iterator[tuple[str, str]]:
    data = session.metadata
    source = data.source
    fps = f", {source.fps:.0f} frames per second" if source.fps else ""
    yield "Source", f"{source.name}, {source.width}×{source.height}{fps}"
    yield "Video", "none" if session.video is None else data.video
    yield "Model", _model(data.model)
    for change in data.model_changes:
        yield f"Model from {clock(change.time_s, tenths=True)}", _model(change.model)
    for number, digest in enumerate(data.model.sha256, start=1):
        several = len(data.model.sha256) > 1
        yield f"SHA-256 {number}" if several else "SHA-256 of its weights", digest
    if data.model.temperatures:
        yield "Temperature", ", ".join(f"{value:.3f}" for value in data.model.temperatures)
    yield "Classes", ", ".join(session.classes)
    for name, value in data.settings.items():
        yield name.replace("_", " "), f"{value:g}"
    yield "Ended", data.ending or "cut off"
    yield "App", f"emotion-desktop {data.app_version}"


def _model(model: RecordedModel) -> str:
    return f"{model.name} on {model.device}" if model.device else model.name
