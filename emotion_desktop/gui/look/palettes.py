"""The light and the dark set of colours, as a Qt palette and as a style sheet."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from string import Template
from types import MappingProxyType
from typing import Final

from PySide6.QtGui import QColor, QPalette

from emotion_desktop.config import find_asset
from emotion_desktop.labels import COLOURS, Emotion


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """The colours of one theme, `#rrggbb`; each text reads on each ground with 4.5:1 or better.

    Attributes:
        dark: Whether text is lighter than its ground.
        window: Ground of the window, its toolbar and status line.
        surface: Ground of cards, menus and bars.
        raised: Ground of what the mouse is over.
        border: Lines between grounds.
        outline: Frames of what is typed into, ticked or chosen from; 3:1 or better on each ground.
        view: Ground around the picture.
        text: Text and icons.
        muted: Secondary text.
        disabled: Text of what cannot be used now.
        accent: The one accent: what is checked, chosen or advised.
        on_accent: Text on the accent.
        tint: Ground of a checked control: a trace of the accent.
        trough: The empty part of a bar.
        warning: Text about what is wrong.
        record: The dot of a recording that goes on; the one red.
    """

    dark: bool
    window: str
    surface: str
    raised: str
    border: str
    outline: str
    view: str
    text: str
    muted: str
    disabled: str
    accent: str
    on_accent: str
    tint: str
    trough: str
    warning: str
    record: str

    def of(self, emotion: Emotion) -> QColor:
        """Return the colour to draw an emotion in, 3:1 or better on each ground."""
        chosen = (EMOTIONS_ON_DARK if self.dark else EMOTIONS_ON_LIGHT).get(emotion)
        return QColor(chosen) if chosen else self._readable(QColor(*COLOURS[emotion]))

    def _readable(self, colour: QColor) -> QColor:
        """Return a colour of a model's own class, as light or dark as 3:1 needs on each ground."""
        grounds = [QColor(one) for one in (self.window, self.surface, self.raised, self.trough)]
        lightness, end = colour.lightnessF(), 1.0 if self.dark else 0.0
        while any(contrast(colour, ground) < 3 for ground in grounds) and lightness != end:
            lightness = min(max(lightness + (0.02 if self.dark else -0.02), 0.0), 1.0)
            hue, saturation = max(colour.hslHueF(), 0.0), colour.hslSaturationF()
            colour = QColor.fromHslF(hue, saturation, lightness)
        return colour


def contrast(first: QColor, second: QColor) -> float:
    """Return the contrast ratio of WCAG 2, https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio."""
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    parts = ((colour.redF(), 0.2126), (colour.greenF(), 0.7152), (colour.blueF(), 0.0722))
    return sum(
        weight * (part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4))
        for part, weight in parts
    )


# The hues of `labels.COLOURS`, as dark as a light ground needs. Found so that the least difference
# of two of them, to ordinary eyes and to three kinds of colour-blind ones, is as large as can be.
EMOTIONS_ON_LIGHT: Final[Mapping[Emotion, str]] = MappingProxyType(
    {
        Emotion.ANGER: "#700c00",
        Emotion.DISGUST: "#1a663e",
        Emotion.FEAR: "#632861",
        Emotion.HAPPINESS: "#a57f07",
        Emotion.SADNESS: "#6282b9",
        Emotion.SURPRISE: "#8c4b07",
        Emotion.NEUTRAL: "#777777",
        Emotion.CONTEMPT: "#423194",
    }
)
EMOTIONS_ON_DARK: Final[Mapping[Emotion, str]] = MappingProxyType(
    {emotion: "#{:02x}{:02x}{:02x}".format(*rgb) for emotion, rgb in list(COLOURS.items())[:8]}
    | {Emotion.SADNESS: "#2a86c4", Emotion.CONTEMPT: "#9678d2"}
)

LIGHT: Final = Colours(
    dark=False,
    window="#f3f4f6",
    surface="#ffffff",
    raised="#e6e9ee",
    border="#d5d9e0",
    outline="#868e9b",
    view="#e7e9ed",
    text="#1b1f26",
    muted="#566070",
    disabled="#7b8494",
    accent="#1d5fd1",
    on_accent="#ffffff",
    tint="#dbe7fb",
    trough="#e6e9ee",
    warning="#a3340b",
    record="#c62828",
)

DARK: Final = Colours(
    dark=True,
    window="#1a1c20",
    surface="#24272d",
    raised="#31353d",
    border="#383d46",
    outline="#727a87",
    view="#101215",
    text="#e8eaee",
    muted="#a2abb8",
    disabled="#858e9b",
    accent="#7db0ff",
    on_accent="#0c1a30",
    tint="#263a5c",
    trough="#353a43",
    warning="#ff9d76",
    record="#ff6257",
)


# For those who ask their system for more contrast: text with 7:1, and a line around everything.
STRONG_LIGHT: Final = replace(
    LIGHT,
    window="#ffffff",
    border="#767676",
    outline="#000000",
    text="#000000",
    muted="#1b1f26",
    disabled="#595959",
    accent="#0b3d91",
    warning="#7a1f00",
    record="#a30000",
)
STRONG_DARK: Final = replace(
    DARK,
    window="#000000",
    surface="#000000",
    raised="#26292f",
    border="#757575",
    outline="#ffffff",
    view="#000000",
    text="#ffffff",
    muted="#e8eaee",
    disabled="#a6a6a6",
    accent="#a8caff",
    tint="#10233f",
    warning="#ffb599",
    record="#ff8a82",
)


def palette(colours: Colours) -> QPalette:
    """Return the palette that Fusion draws native controls with."""
    roles = {
        QPalette.ColorRole.Window: colours.window,
        QPalette.ColorRole.WindowText: colours.text,
        QPalette.ColorRole.Base: colours.surface,
        QPalette.ColorRole.AlternateBase: colours.window,
        QPalette.ColorRole.Text: colours.text,
        QPalette.ColorRole.PlaceholderText: colours.muted,
        QPalette.ColorRole.Button: colours.surface,
        QPalette.ColorRole.ButtonText: colours.text,
        QPalette.ColorRole.BrightText: colours.on_accent,
        QPalette.ColorRole.ToolTipBase: colours.surface,
        QPalette.ColorRole.ToolTipText: colours.text,
        QPalette.ColorRole.Light: colours.surface,
        QPalette.ColorRole.Midlight: colours.raised,
        QPalette.ColorRole.Mid: colours.border,
        QPalette.ColorRole.Dark: colours.border,
        QPalette.ColorRole.Shadow: colours.border,
        QPalette.ColorRole.Highlight: colours.accent,
        QPalette.ColorRole.HighlightedText: colours.on_accent,
        QPalette.ColorRole.Accent: colours.accent,
        QPalette.ColorRole.Link: colours.accent,
        QPalette.ColorRole.LinkVisited: colours.accent,
    }
    result = QPalette()
    for role, colour in roles.items():
        result.setColor(role, QColor(colour))
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.disabled))
    return result


def style_sheet(colours: Colours) -> str:
    """Return the style sheet of the whole application.

    Raises:
        AssetError: If the file with its rules is missing.
    """
    rules = find_asset("style.qss").read_text(encoding="utf-8")
    # Style sheets cannot tint a picture: those in controls/ are there in the colours of each theme.
    pictures = find_asset("controls/tick-light.svg").parent.as_posix()
    kind = "dark" if colours.dark else "light"
    return Template(rules).substitute(asdict(colours), controls=pictures, kind=kind)
