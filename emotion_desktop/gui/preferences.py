"""What people set and find again at the next start."""

import math
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, QSettings, Signal

from emotion_desktop.config import MIDDLE, RANGES, PipelineSettings
from emotion_desktop.outputs.overlay import OPACITIES, OverlayOptions

ASKED_FOR: Final = ("detection_confidence", "min_face_px", "max_faces")
"""The fields of `PipelineSettings` that the dialog asks for; `calm` stands for two more."""

_WHOLE: Final = frozenset({"min_face_px", "max_faces"})


class Preferences(QObject):
    """Settings of the pipeline and of what is painted, in the settings file.

    A value in the file that is no number, or out of its range, counts as not there.

    Signals:
        changed: `settings` are others now.

    Attributes:
        calm: 0–1, see `PipelineSettings.calmed`.
        settings: What the pipeline shall work with.
        heatmap_opacity: Where a heatmap is 1, 0–1.
    """

    changed = Signal()

    def __init__(self, store: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self.calm = self._read("calm", MIDDLE, (0.0, 1.0))
        default = PipelineSettings()
        stored = {
            name: self._read(name, getattr(default, name), RANGES[name]) for name in ASKED_FOR
        }
        self.settings = _with(default, stored).calmed(self.calm)
        usual = OverlayOptions().heatmap_opacity
        self.heatmap_opacity = self._read("heatmap_opacity", usual, OPACITIES)

    def set_calm(self, calm: float) -> None:
        """Have labels so calm, 0–1."""
        self.calm = calm
        self._store.setValue("calm", calm)
        self._use(self.settings.calmed(calm))

    def set_values(self, values: dict[str, float]) -> None:
        """Change some of the settings the dialog asks for, by name.

        Raises:
            SettingError: If one is out of its range.
        """
        settings = _with(self.settings, values)
        for name, value in values.items():
            self._store.setValue(name, value)
        self._use(settings)

    def set_heatmap_opacity(self, opacity: float) -> None:
        """Remember how opaque heatmaps are."""
        self.heatmap_opacity = opacity
        self._store.setValue("heatmap_opacity", opacity)

    def _use(self, settings: PipelineSettings) -> None:
        if settings != self.settings:
            self.settings = settings
            self.changed.emit()

    def _read(self, name: str, default: float, limits: tuple[float, float]) -> float:
        stored = self._store.value(name)
        # A settings file edited by hand, or by a later version, must not stop the app.
        try:
            value = float(stored) if isinstance(stored, (str, int, float)) else math.nan
        except ValueError:
            return default
        return value if limits[0] <= value <= limits[1] else default


def _with(settings: PipelineSettings, values: dict[str, float]) -> PipelineSettings:
    typed = {name: int(value) if name in _WHOLE else value for name, value in values.items()}
    return replace(settings, **typed)  # type: ignore[arg-type]
