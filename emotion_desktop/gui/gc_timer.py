"""Python's garbage collection, on the GUI thread alone."""

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

PERIOD_MS: Final = 1000


class GcTimer(QObject):
    """Collects what reference cycles keep alive, from a timer instead of anywhere.

    Python collects on whatever thread happens to allocate. If that is the thread of a pipeline and
    a closed window is among the garbage, Qt destroys widgets and notifiers on the wrong thread,
    which ends in a crash sooner or later. Once this object is gone, Python collects again.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self.destroyed.connect(gc.enable)
        self._timer = QTimer(self)
        self._timer.setInterval(PERIOD_MS)
        self._timer.timeout.connect(self._collect)
        self._timer.start()

    def freeze(self) -> None:
        """Never look again at what is alive now: modules and models stay to the end anyway."""
        gc.freeze()

    def _collect(self) -> None:
        """Collect the oldest generation that is due, as Python itself would."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > thresholds[generation]:
                gc.collect(generation)
                return
