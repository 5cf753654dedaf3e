"""A kind of source from outside: `gray:COUNT`, so many gray pictures."""

import numpy as np

from emotion_desktop.domain import Frame
from emotion_desktop.errors import SourceEndedError
from emotion_desktop.vision.sources import SourceEntry, register_source
from emotion_desktop.vision.sources.base import frame_of


class GraySource:
    """Delivers gray pictures, ten a second."""

    def __init__(self, count: str, **_: object) -> None:
        self.name = "gray"
        self.is_live = False
        self.size = (320, 240)
        self.fps: float | None = 10.0
        self.frame_count: int | None = int(count)
        self._index = -1

    def read(self) -> Frame:
        """Return the next picture."""
        self._index += 1
        if self._index == self.frame_count:
            raise SourceEndedError("all gray pictures have been shown")
        image = np.full((240, 320, 3), 120, np.uint8)
        return frame_of(image, self._index, self._index / 10, self.name)

    def close(self) -> None:
        """Nothing is held."""


register_source("gray", SourceEntry(open=GraySource, argument="COUNT", name="{} gray".format))
