"""What people set and find again at the next start."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QObject, QSettings, Signal

from emotion_desktop.config import DEFAULT_SMOOTHING, RANGES, PipelineSettings
from emotion_desktop.errors import SettingError
from emotion_desktop.gui.language import LANGUAGES
from emotion_desktop.outputs.overlay import OPACITIES, OverlayOptions

Value = str | float | bool

SPANS_S: Final = (10, 30, 60, 120, 300, 600)
"""What the timeline can show, in seconds."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that is remembered.

    Attributes:
        default: Its value before anyone set it; also tells its type.
        limits: Least and greatest value of a number.
        choices: The texts that are allowed; any if empty.
    """

    default: Value
    limits: tuple[float, float] = (-math.inf, math.inf)
    choices: tuple[str, ...] = ()

    def parse(self, stored: object) -> Value | None:
        """Return what was stored, of the right type, or None if it cannot be used."""
        if isinstance(self.default, bool):
            return {"true": True, "false": False}.get(str(stored).lower())
        if isinstance(self.default, str):
            text = stored if isinstance(stored, str) else None
            return text if not self.choices or text in self.choices else None
        try:
            number = float(stored) if isinstance(stored, (str, int, float)) else math.nan
        except ValueError:
            return None
        return number if self.limits[0] <= number <= self.limits[1] else None


_PIPELINE: Final = PipelineSettings()

USER_SETTINGS: Final = ("detection_confidence", "min_face_px", "max_faces")
"""The fields of `PipelineSettings` that can be set one by one; `calm` stands for two more."""

_WHOLE: Final = frozenset({"min_face_px", "max_faces"})

SETTINGS: Final[Mapping[str, Setting]] = MappingProxyType(
    {
        "calm": Setting(DEFAULT_SMOOTHING, (0.0, 1.0)),
        **{name: Setting(float(getattr(_PIPELINE, name)), RANGES[name]) for name in USER_SETTINGS},
        "detector": Setting(_PIPELINE.detector, choices=("blazeface", "mediapipe")),
        "heatmap_opacity": Setting(OverlayOptions().heatmap_opacity, OPACITIES),
        "bars": Setting(default=True),
        "mirror_cameras": Setting(default=True),
        "language": Setting("system", choices=("system", *LANGUAGES)),
        "source": Setting(""),
        "model": Setting(""),
        "camera_mode": Setting(""),
        "reconnect": Setting(default=True),
        "snapshot_folder": Setting(""),
        "snapshot_style": Setting("shown", choices=("shown", "clean")),
        "recording_folder": Setting(""),
        "recording_video": Setting("clean", choices=("clean", "annotated")),
        "timeline_span_s": Setting(60.0, (SPANS_S[0], SPANS_S[-1])),
        "timeline_style": Setting("lines", choices=("lines", "stacked")),
        "welcomed": Setting(default=False),
    }
)
"""All settings by the name they have in the file. An empty folder is the platform's usual one."""


class Preferences(QObject):
    """Typed settings in the settings file.

    A value in the file that has the wrong type, or is out of its range, counts as not there.

    Signals:
        changed: (str) A setting has another value now; carries its name.
    """

    changed = Signal(str)

    def __init__(self, store: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store = store
        self._values: dict[str, Value] = {}
        for name, setting in SETTINGS.items():
            # A settings file edited by hand, or by a later version, must not stop the app.
            stored = setting.parse(store.value(name)) if store.contains(name) else None
            self._values[name] = setting.default if stored is None else stored

    def number(self, name: str) -> float:
        """Return a setting that is a number."""
        return float(self._values[name])

    def text(self, name: str) -> str:
        """Return a setting that is a text."""
        return str(self._values[name])

    def flag(self, name: str) -> bool:
        """Return a setting that is on or off."""
        return bool(self._values[name])

    def set(self, name: str, value: Value) -> None:
        """Change a setting and remember it.

        Raises:
            SettingError: If the value is not allowed.
        """
        setting = SETTINGS[name]
        parsed = setting.parse(value)
        if parsed is None:
            allowed = " or ".join(setting.choices)
            if not allowed:
                allowed = f"between {setting.limits[0]:g} and {setting.limits[1]:g}"
            raise SettingError(
                "{name} must be {allowed}, got {value!r}", name=name, allowed=allowed, value=value
            )
        if parsed != self._values[name]:
            self._values[name] = parsed
            self.store.setValue(name, parsed)
            self.changed.emit(name)

    def reset(self, name: str) -> None:
        """Give a setting its default again."""
        self.set(name, SETTINGS[name].default)
        self.store.remove(name)

    @property
    def pipeline(self) -> PipelineSettings:
        """What the pipeline shall work with."""
        values = {name: self.number(name) for name in USER_SETTINGS}
        typed = {name: int(value) if name in _WHOLE else value for name, value in values.items()}
        asked = replace(_PIPELINE, detector=self.text("detector"), **typed)  # type: ignore[arg-type]
        return asked.with_smoothing(self.number("calm"))
