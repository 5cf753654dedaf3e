"""How far faces are changed during training."""

from dataclasses import dataclass, fields, replace
from typing import Self

from emotion_desktop.errors import SettingError

Range = tuple[float, float]

PROBABILITIES = (
    "flip",
    "equalise",
    "erase",
    "cover",
    "side_light",
    "exposure",
    "low_resolution",
    "blur",
    "motion_blur",
    "sensor_noise",
    "jpeg",
)
RANGES = ("contrast", "brightness", "sharpness", "crop")


@dataclass(frozen=True, slots=True, kw_only=True)
class Augmentation:
    """How far a face may be changed; every amount is drawn uniformly and anew for each face.

    0 switches an amount off, (1, 1) a range of factors. Factors are torchvision's and Pillow's.

    Attributes:
        flip: Probability of a mirror image.
        rotation: Degrees, either way.
        scale: Fraction larger or smaller.
        shift: Fraction of the side, either way, both ways.
        shear: Degrees, either way.
        perspective: How far corners move inwards, as a fraction of half the side
            (torchvision's `distortion_scale`); at most 0.6, beyond which a face may fold over.
        crop: Fractions of the side that a randomly placed square keeps; it is enlarged to the
            full side.
        fill: What is painted where the face ends, 0 black to 1 white; None repeats its border.
        contrast: Factors of the distance from the face's mean; 0 is flat gray.
        brightness: Factors of every pixel; 0 is black.
        sharpness: Factors of the distance from the smoothed face; 0 is smoothed, 2 sharpened.
        equalise: Probability of contrast-limited adaptive histogram equalisation.
        noise: Standard deviation of Gaussian noise, as a fraction of full scale.
        erase: Probability that a rectangle is painted over
            (Zhong et al. 2017, https://arxiv.org/abs/1708.04896).
        cover: Probability that glasses, a mask or a hand cover a part of the face; this and what
            follows is what a bad webcam adds, by how much stands in `trainer.augment.degrade`.
        side_light: Probability of light from one side.
        exposure: Probability of too little or too much light.
        low_resolution: Probability of a face of 12 to 44 pixels, enlarged.
        blur: Probability of a Gaussian blur.
        motion_blur: Probability of a blur along a line.
        sensor_noise: Probability of noise up to a tenth of full scale.
        jpeg: Probability of JPEG compression.

    Raises:
        SettingError: If an amount is negative, a probability above 1, or a range upside down.
    """

    flip: float = 0.5
    rotation: float = 15.0
    scale: float = 0.1
    shift: float = 0.08
    shear: float = 5.0
    perspective: float = 0.0
    crop: Range = (1.0, 1.0)
    fill: float | None = None
    contrast: Range = (0.8, 1.2)
    brightness: Range = (0.85, 1.15)
    sharpness: Range = (1.0, 1.0)
    equalise: float = 0.0
    noise: float = 0.0
    erase: float = 0.25
    cover: float = 0.0
    side_light: float = 0.0
    exposure: float = 0.0
    low_resolution: float = 0.0
    blur: float = 0.0
    motion_blur: float = 0.0
    sensor_noise: float = 0.0
    jpeg: float = 0.0

    def __post_init__(self) -> None:
        """Check every amount."""
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name in RANGES:
                least = 0.1 if field.name == "crop" else 0.0
                good = least <= value[0] <= value[1]
                allowed = f"two factors from {least:g}, the lower first"
            elif field.name in PROBABILITIES:
                good, allowed = 0 <= value <= 1, "0 to 1"
            elif field.name == "perspective":
                good, allowed = 0 <= value <= 0.6, "0 to 0.6"
            elif field.name == "fill":
                good, allowed = value is None or 0 <= value <= 1, "0 to 1, or None"
            else:
                good, allowed = value >= 0, "0 or more"
            if not good:
                msg = f"augmentation {field.name} is {value}; allowed is {allowed}"
                raise SettingError(msg)

    def at(self, strength: float) -> Self:
        """Return these amounts scaled towards none, for augmentation that grows over the epochs.

        Args:
            strength: 0 for none, 1 for all; mirroring and `fill` stay as they are.
        """
        scaled: dict[str, float | Range] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name in RANGES:
                scaled[field.name] = (
                    value[0] * strength + (1 - strength),
                    value[1] * strength + (1 - strength),
                )
            elif field.name not in {"flip", "fill"}:
                scaled[field.name] = value * strength
        return replace(self, **scaled)  # type: ignore[arg-type]


OFF = Augmentation(flip=0).at(0)
"""Changes nothing."""
