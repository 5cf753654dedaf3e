"""All that a report says can be translated."""

import re
from dataclasses import fields
from typing import get_args

from emotion_desktop.config import PipelineSettings, find_asset
from emotion_desktop.gui.review.report_words import TEXTS
from emotion_desktop.outputs.recording import report
from emotion_desktop.outputs.recording.session_format import Ending, SessionMetadata

SAID = re.compile(r'say\("([^"]+)"\)')


def test_every_text_of_a_report_is_marked_and_no_other() -> None:
    code = [
        find_asset("report.html").read_text(encoding="utf-8"),
        report.__loader__.get_source(report.__name__),  # type: ignore[union-attr]
    ]
    said = {text for each in code for text in SAID.findall(each)} | {report.DISCLAIMER}
    said |= {"cut off", *get_args(Ending)}
    said |= set(get_args(SessionMetadata.model_fields["video"].annotation))
    said |= {field.name.replace("_", " ") for field in fields(PipelineSettings)} - {"detector"}
    assert set(TEXTS) == said
