"""What is there before a live pipeline runs, and after it."""

from pathlib import Path

from emotion_desktop.domain import Frame, FrameResult
from emotion_desktop.vision.live.mailbox import Mailbox
from emotion_desktop.vision.live.stats import Playhead
from emotion_desktop.vision.pipeline_request import PipelineRequest
from emotion_desktop.vision.sources import Playback


class IdlePipeline:
    """Stands in for `LivePipeline`: does nothing of what it is asked, and shows nothing."""

    stats = None
    playhead = Playhead()

    def __init__(self) -> None:
        self.playback = Playback()
        self.frames: Mailbox[Frame] = Mailbox()
        self.coming: Mailbox[Frame] = Mailbox()
        self.results: Mailbox[FrameResult] = Mailbox()

    def open(self, source_text: str, *, loop: bool = True) -> None:
        """Open nothing."""

    def stop_source(self) -> None:
        """Leave all as it is."""

    def set_model(self, checkpoint: str | Path) -> None:
        """Load nothing."""

    def ask(self, request: PipelineRequest) -> None:
        """Leave all as it is."""

    def close(self, timeout_s: float = 0.0) -> bool:
        """Return True: there is nothing to be waited for."""
        return timeout_s >= 0
