"""What a face does when it shows an emotion: one table of numbers, and how to blend its rows."""

from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Final

from emotion_desktop.labels import Emotion
from trainer.drawn.geometry import lerp


@dataclass(frozen=True)
class Expression:
    """A face, as differences from rest; millimetres, or 0 to about 1 for how strong a trait is.

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
        socket: Shadows around the eyes, under the brows and below the lower lids.
        gaze_y: How far the pupils look down.
        pupil: Pupil size; 1 at rest.
        cheek: Raised, rounded cheeks and the creases beside the eyes.
        nose_wrinkle: Creases over the nose, wings raised.
        fold: Folds from the nose to the corners of the mouth; to 1.6.
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
    socket: float = 0.0
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
        brow_inner=10.1, brow_arch=-5.7, brow_outer=-0.2, brow_squeeze=1.8, furrow=0.4,
        forehead=0.1, eye_open=0.46, lid_slant=2.7, lower_lid=0.3, socket=0.25, gaze_y=1.1,
        cheek=0.1, nose_wrinkle=0.15, fold=1.5, mouth_width=1.18, corner=-5.3, mouth_open=1.4,
        lip_raise=0.3, roundness=0.5, lip_press=0.1, teeth_upper=0.5, jaw=1.2, chin_raise=0.1,
        pitch=0.2, tilt=-3.0,
    ),
    Emotion.ANGER: Expression(
        brow_inner=-9.6, brow_arch=-7.2, brow_outer=-1.2, brow_squeeze=4.1, furrow=1.2,
        eye_open=0.82, lid_slant=-2.3, lower_lid=1.3, pupil=0.85, cheek=0.15, nose_wrinkle=1.2,
        fold=1.4, mouth_width=0.78, corner=-0.4, mouth_open=12.6, lip_raise=-0.4, roundness=0.8,
        lip_press=-0.3, teeth_upper=9.4, jaw=2.9, chin_raise=0.85, pitch=0.5,
    ),
    Emotion.FEAR: Expression(
        brow_inner=8.0, brow_arch=4.0, brow_outer=-0.5, brow_squeeze=4.0, furrow=0.4, forehead=0.8,
        eye_open=1.42, lid_slant=0.8, lower_lid=0.3, pupil=1.15, fold=0.3, mouth_width=1.18,
        corner=-5.5, mouth_open=9.5, roundness=0.5, lip_press=0.3, teeth_upper=2.8,
        teeth_lower=3.0, jaw=8.0, pitch=-1.0,
    ),
    Emotion.DISGUST: Expression(
        brow_inner=-6.5, brow_arch=-7.6, brow_outer=-1.0, brow_squeeze=2.3, furrow=0.7,
        eye_open=0.52, lid_slant=-1.1, lower_lid=2.0, socket=0.15, cheek=0.3, nose_wrinkle=1.2,
        fold=1.5, mouth_width=0.8, corner=-7.5, mouth_open=7.8, lip_raise=5.0, roundness=0.75,
        lip_press=-0.2, teeth_upper=8.0, chin_raise=1.0, jaw=2.0, pitch=-1.5, tilt=3.0,
    ),
})
# fmt: on
"""What person one's face does. This table and the next are what to tune: nothing else decides
how an emotion looks."""

# fmt: off
GUEST_EXPRESSIONS: Final = MappingProxyType({
    **EXPRESSIONS,
    Emotion.HAPPINESS: Expression(
        brow_inner=1.4, brow_arch=1.8, brow_outer=0.9, eye_open=0.7, lid_slant=0.1, lower_lid=1.7,
        cheek=0.9, fold=1.2, mouth_width=1.41, corner=10.6, mouth_open=14.2, lip_raise=2.2,
        roundness=0.65, teeth_upper=8.4, jaw=4.0, pitch=-0.4, tilt=2.0,
    ),
})
# fmt: on
"""The same for person two, who laughs more broadly: a beard hides a small smile."""


def blended(start: Expression, end: Expression, share: float) -> Expression:
    """Return the expression `share` (0 to 1) of the way from `start` to `end`."""
    return Expression(
        **{
            field.name: lerp(getattr(start, field.name), getattr(end, field.name), share)
            for field in fields(Expression)
        }
    )
