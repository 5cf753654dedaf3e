"""The line below the picture: source, model, device, speed, latency, drops, faces."""

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from emotion_desktop.gui.language import QT_TRANSLATE_NOOP, isolated, local_number, translate
from emotion_desktop.gui.look.fonts import tabular

if TYPE_CHECKING:
    from emotion_desktop.vision.live.stats import LiveStats

_TIPS: Final = {
    "source": QT_TRANSLATE_NOOP("Status", "Source, its size and frame rate"),
    "model": QT_TRANSLATE_NOOP("Status", "Model and the device it runs on"),
    "fps": QT_TRANSLATE_NOOP("Status", "Frames analysed per second"),
    "latency": QT_TRANSLATE_NOOP(
        "Status", "Time from capture to screen; more in the Performance panel"
    ),
    "dropped": QT_TRANSLATE_NOOP("Status", "Frames skipped because a newer one had arrived"),
    "faces": QT_TRANSLATE_NOOP(
        "Status", "Faces in view; faces beyond the maximum in the settings are left out"
    ),
}


class StatusBar(QStatusBar):
    """Fields of fixed width with figures of equal width, so that nothing jitters."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.fields: dict[str, QLabel] = {}
        widest = _widest()
        for name, tip in _TIPS.items():
            label = QLabel()
            label.setFont(tabular(label.font()))
            label.setToolTip(translate("Status", tip))
            if name in widest:
                width = label.fontMetrics().horizontalAdvance(widest[name])
                label.setMinimumWidth(width + 16)
            elif name == "model":
                label.setMinimumWidth(1)  # an ensemble's name is cut off before the figures are
            self.fields[name] = label
            self.addPermanentWidget(label, 1 if name == "source" else 0)

    def show_figures(self, texts: dict[str, str]) -> None:
        """Show the texts of all fields, by name."""
        for name, label in self.fields.items():
            label.setText(texts[name])


def _widest() -> dict[str, str]:
    """Return the longest text of each field that must not change its width."""
    return {
        "fps": "000.0 fps",
        "latency": translate("Status", "delay {ms} ms").format(ms="0000"),
        "dropped": translate("Status", "dropped {count}").format(count="00000000"),
        "faces": translate("Status", "{count} of {all} faces").format(count="00", all="00"),
    }


def figures(
    stats: "LiveStats | None", latency: tuple[float, float] | None, photo: str | None = None
) -> dict[str, str]:
    """Return the text of each field.

    Args:
        stats: What the pipeline counted; None before it runs.
        latency: Median and 95th percentile in seconds from capture to screen, if known.
        photo: What to call the photo that is shown; of photos nothing is said that is about time.
            None for other sources.
    """
    if stats is None:
        return dict.fromkeys(_TIPS, "")
    source = isolated(stats.source) if photo is None else photo
    if stats.size is not None and photo is None:
        source += f"  {stats.size[0]}×{stats.size[1]}"
        source += f"@{stats.source_fps:.0f}" if stats.source_fps else ""
    model = (
        f"{stats.model} · {stats.device}" if stats.model else translate("Status", "no model yet")
    )
    texts = {
        "source": source,
        "model": model,
        "fps": local_number(f"{stats.fps:.1f} fps"),
        "latency": translate("Status", "delay {ms} ms").format(
            ms="–" if latency is None else f"{latency[0] * 1000:.0f}"
        ),
        "dropped": translate("Status", "dropped {count}").format(count=stats.dropped),
        "faces": _faces(stats.faces, stats.left_out),
    }
    return texts if photo is None else texts | dict.fromkeys(("fps", "latency", "dropped"), "")


def _faces(count: int, left_out: int) -> str:
    if left_out:
        text = translate("Status", "{count} of {all} faces")
        return text.format(count=count, all=count + left_out)
    if count == 1:
        return translate("Status", "1 face")
    return translate("Status", "{count} faces").format(count=count)
