"""The two people of the demo: their colours and proportions."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final


class HairStyle(Enum):
    """How somebody wears their hair."""

    WAVES = auto()
    CURLS = auto()


@dataclass(frozen=True)
class Skin:
    """Tones of one complexion, `#rrggbb`, from the light to the darkest crease."""

    light: str
    base: str
    shade: str
    deep: str
    blush: str


@dataclass(frozen=True)
class Hair:
    """A hair style and its tones, `#rrggbb`."""

    style: HairStyle
    dark: str
    mid: str
    light: str


@dataclass(frozen=True)
class Look:
    """All that tells one person from another; lengths in millimetres.

    Attributes:
        name: For messages and seeds.
        skin: Complexion.
        hair: Style and tones.
        brow: Colour of the eyebrows.
        iris: Inner and outer colour of the iris.
        lip_upper: Colour of the upper lip.
        lip_lower: Colour of the lower lip.
        cloth: Light and dark tone of the jumper.
        collar: Colour of what shows at the neck.
        jaw: Width of the jaw; 1 is the average.
        chin: Added length of the chin.
        brow_width: Thickness of the eyebrows.
        lash: Thickness of the upper lashes.
        lip: Thickness of the lips; 1 is the average.
        nose: Width of the nose; 1 is the average.
        neck: Half the width of the neck.
        shoulders: Half the width of the shoulders.
        beard: Density of a short beard, 0 to 1.
        necklace: Whether a thin gold chain is worn.
    """

    name: str
    skin: Skin
    hair: Hair
    brow: str
    iris: tuple[str, str]
    lip_upper: str
    lip_lower: str
    cloth: tuple[str, str]
    collar: str
    jaw: float
    chin: float
    brow_width: float
    lash: float
    lip: float
    nose: float
    neck: float
    shoulders: float
    beard: float
    necklace: bool


MAYA: Final = Look(
    name="maya",
    skin=Skin(light="#f6cfae", base="#e6ad86", shade="#bd7a57", deep="#7a3f2c", blush="#dd7f68"),
    hair=Hair(HairStyle.WAVES, dark="#22130f", mid="#43261b", light="#8a5535"),
    brow="#2a1711",
    iris=("#8a5a30", "#3a2012"),
    lip_upper="#a9483f",
    lip_lower="#c4645a",
    cloth=("#1f8a86", "#0d4f55"),
    collar="#15706f",
    jaw=0.98,
    chin=0.0,
    brow_width=6.6,
    lash=2.0,
    lip=1.05,
    nose=0.95,
    neck=34.0,
    shoulders=178.0,
    beard=0.0,
    necklace=True,
)

THEO: Final = Look(
    name="theo",
    skin=Skin(light="#c48b62", base="#a06a47", shade="#6b4029", deep="#33190f", blush="#a14f38"),
    hair=Hair(HairStyle.CURLS, dark="#110c0b", mid="#281d19", light="#6d5648"),
    brow="#140d0b",
    iris=("#5b3820", "#22120a"),
    lip_upper="#71392f",
    lip_lower="#99564a",
    cloth=("#e9a63d", "#b06a1d"),
    collar="#f4ece0",
    jaw=1.06,
    chin=3.0,
    brow_width=7.8,
    lash=1.35,
    lip=1.12,
    nose=1.12,
    neck=43.0,
    shoulders=205.0,
    beard=0.55,
    necklace=False,
)
