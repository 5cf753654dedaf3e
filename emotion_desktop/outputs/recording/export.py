"""A recorded session as a file for another program."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np

from emotion_desktop.outputs.data_dictionary import describe_all
from emotion_desktop.outputs.markers import TimeMarker
from emotion_desktop.outputs.recording.reader import RecordedSession
from emotion_desktop.outputs.recording.summary import write_text
from emotion_desktop.outputs.tables import writers


def export_session(session: RecordedSession, kind: str, path: Path) -> Path:
    """Write a session over what is there and return the path.

    What the columns mean is written beside it, as `NAME-columns.json`.

    Args:
        session: The session.
        kind: As `register_writer` knows it.
        path: Where to.

    Raises:
        OutputError: If it cannot be written.
    """
    marks = [TimeMarker(mark.time_s, mark.note or str(mark.number)) for mark in session.markers]
    entry = writers()[kind].with_markers(marks)
    if session.faces.raw is not None and entry.raw is not None:
        entry = replace(entry, open=entry.raw.open, columns=entry.raw.columns)
    source = session.metadata.source
    # Tables need the size of a picture, not the picture.
    image = np.broadcast_to(np.zeros((1, 1, 3), np.uint8), (source.height, source.width, 3))
    table = entry.open(path, session.classes)
    try:
        for row in range(len(session.times)):
            table.write(session.result(row, image))
    finally:
        table.close()
    if entry.columns is not None and len(entry.endings) < 2:
        meanings = describe_all(entry.columns(session.classes))
        text = json.dumps(meanings, ensure_ascii=False, indent=2)
        write_text(path.with_name(f"{path.stem}-columns.json"), f"{text}\n")
    return path
