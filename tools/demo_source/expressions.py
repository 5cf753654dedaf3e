"""What a face does when it shows an emotion: one table of numbers, and how to blend its rows."""

from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Final

from emotion_desktop.labels import Emotion
from tools.demo_source.geometry import lerp


@dataclass(frozen=True)
class Expression:
    """A face, as differences from rest; lengths in millimetres, `0..1` where nothing is said.

    Attributes:
        brow_inner: Rise of the inner end of the brows.
        brow_arch: Rise of their highest point.
        brow_outer: Rise of their tails.
        brow_squeeze: How far the inner ends move towards each other.
        furrow: Upright creases between the brows.
        forehead: Creases across the forehead.
        eye_open: Height of the opening; 1 at rest, 0 shut.
        lid_slant: Rise of the upper lid's inner part and fall of its outer part; negative: frown.
        lower_lid: Rise of the lower lid.
        gaze_y: How far the pupils look down.
        pupil: Pupil size; 1 at rest.
        cheek: Raised, rounded cheeks and the creases beside the eyes.
        nose_wrinkle: Creases over the nose, wings raised.
        fold: Folds from the nose to the corners of the mouth.
        mouth_width: Width; 1 at rest.
        corner: Rise of the corners of the mouth.
        mouth_open: Gap between the lips at the middle.
        lip_raise: Rise of the middle of the upper lip.
        roundness: 0 the opening ends in points, 1 it is an ellipse.
        lip_press: Thinner lips; negative: fuller.
        teeth_upper: Height of the row of upper teeth that shows.
        teeth_lower: Height of the row of lower teeth that shows.
        jaw: Drop of the chin.
        chin_raise: Bulging, dimpled chin.
        pitch: How far the head is bowed, as the shift of its features.
        tilt: Degrees the head leans clockwise.
    """

    brow_inner: float = 0.0
    brow_arch: float = 0.0
    brow_outer: float = 0.0
    brow_squeeze: float = 0.0
    furrow: float = 0.0
    forehead: float = 0.0
    eye_open: float = 1.0
    lid_slant: float = 0.0
    lower_lid: float = 0.0
    gaze_y: float = 0.0
    pupil: float = 1.0
    cheek: float = 0.0
    nose_wrinkle: float = 0.0
    fold: float = 0.0
    mouth_width: float = 1.0
    corner: float = 0.0
    mouth_open: float = 0.0
    lip_raise: float = 0.0
    roundness: float = 0.0
    lip_press: float = 0.0
    teeth_upper: float = 0.0
    teeth_lower: float = 0.0
    jaw: float = 0.0
    chin_raise: float = 0.0
    pitch: float = 0.0
    tilt: float = 0.0


# fmt: off
EXPRESSIONS: Final = MappingProxyType({
    Emotion.NEUTRAL: Expression(corner=2.4, brow_inner=1.2, brow_arch=0.4),
    Emotion.HAPPINESS: Expression(
        brow_inner=1.0, brow_arch=1.6, brow_outer=0.6, eye_open=0.84, lower_lid=1.7, cheek=1.0,
        fold=1.0, mouth_width=1.28, corner=8.5, mouth_open=11.5, lip_raise=1.2, roundness=0.3,
        lip_press=0.3, teeth_upper=8.8, jaw=4.0, tilt=2.0,
    ),
    Emotion.SURPRISE: Expression(
        brow_inner=7.5, brow_arch=9.0, brow_outer=6.5, forehead=1.0, eye_open=1.48,
        lower_lid=-1.0, pupil=0.85, mouth_width=0.72, corner=-7.0, mouth_open=23.0, lip_raise=1.5,
        roundness=1.0, lip_press=0.15, teeth_upper=2.5, jaw=18.0, pitch=-1.0,
    ),
    Emotion.SADNESS: Expression(
        brow_inner=7.5, brow_arch=-3.0, brow_outer=-7.0, brow_squeeze=3.0, furrow=0.35,
        forehead=0.25, eye_open=0.76, lid_slant=2.2, gaze_y=1.0, fold=0.3, mouth_width=0.96,
        corner=-6.5, lip_raise=1.6, lip_press=0.1, chin_raise=1.0, pitch=2.5, tilt=-3.0,
    ),
    Emotion.ANGER: Expression(
        brow_inner=-9.5, brow_arch=-7.5, brow_outer=0.0, brow_squeeze=4.5, furrow=1.0,
        eye_open=0.78, lid_slant=-2.8, lower_lid=2.0, pupil=0.85, nose_wrinkle=0.85, fold=0.8,
        mouth_width=1.06, corner=-4.0, mouth_open=4.6, lip_raise=2.8, roundness=0.6,
        lip_press=0.4, teeth_upper=3.4, teeth_lower=1.6, chin_raise=0.7, jaw=1.5, pitch=1.5,
    ),
    Emotion.FEAR: Expression(
        brow_inner=8.0, brow_arch=4.0, brow_outer=-0.5, brow_squeeze=4.0, furrow=0.4, forehead=0.8,
        eye_open=1.42, lid_slant=0.8, lower_lid=0.3, pupil=1.15, fold=0.3, mouth_width=1.18,
        corner=-5.5, mouth_open=9.5, roundness=0.5, lip_press=0.3, teeth_upper=2.8,
        teeth_lower=3.0, jaw=8.0, pitch=-1.0,
    ),
    Emotion.DISGUST: Expression(
        brow_inner=-5.5, brow_arch=-3.5, brow_outer=-0.5, brow_squeeze=3.0, furrow=0.8,
        eye_open=0.62, lid_slant=-0.8, lower_lid=2.0, cheek=0.55, nose_wrinkle=1.0, fold=0.9,
        mouth_width=1.0, corner=-3.5, mouth_open=4.0, lip_raise=5.5, roundness=0.35,
        lip_press=0.1, teeth_upper=3.4, chin_raise=0.7, jaw=1.0, tilt=3.0,
    ),
})
# fmt: on
"""The table to tune: nothing else decides how an emotion looks."""


def blended(start: Expression, end: Expression, share: float) -> Expression:
    """Return the expression `share` (0 to 1) of the way from `start` to `end`."""
    return Expression(
        **{
            field.name: lerp(getattr(start, field.name), getattr(end, field.name), share)
            for field in fields(Expression)
        }
    )
