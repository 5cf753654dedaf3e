"""All that is asked of a pipeline, as one value."""

from dataclasses import dataclass, field
from typing import Final

from emotion_desktop.config import BlurStyle, BlurWho, HeatmapMethod, PipelineSettings
from emotion_desktop.labels import Emotion
from emotion_desktop.vision.people import People

SAVING_FPS: Final = 15.0
"""A rate that saves about half of the energy and still shows every expression."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineRequest:
    """What the frames from the next one on are to be looked at with; the latest request wins.

    Attributes:
        settings: Thresholds and time constants.
        heatmaps: Whether to compute heatmaps.
        heatmap_class: What they explain; each face's own label if None or not one of the model's
            classes.
        heatmap_method: Where they come from.
        quarter_turns: How many times 90° the live picture is turned clockwise before all else.
        comparison: Name or path of a second model that reads the same faces; None for none.
        people: What was said of the people in view.
        blur: Whose faces the picture of a result does not show.
        blur_style: What it shows instead.
        max_fps: Live frames that come faster are left out; None to take all. Files keep theirs.
    """

    settings: PipelineSettings = field(default_factory=PipelineSettings)
    heatmaps: bool = False
    heatmap_class: Emotion | None = None
    heatmap_method: HeatmapMethod = HeatmapMethod.DEFAULT
    quarter_turns: int = 0
    comparison: str | None = None
    people: People = field(default_factory=People)
    blur: BlurWho = BlurWho.NOBODY
    blur_style: BlurStyle = BlurStyle.MOSAIC
    max_fps: float | None = None
