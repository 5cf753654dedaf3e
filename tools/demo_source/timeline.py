"""Who shows what when. Every function of time repeats after `DURATION_S`.

Times are seconds from the start of the clip; pixels are those of the video.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from emotion_desktop.labels import Emotion
from trainer.drawn.expressions import EXPRESSIONS, GUEST_EXPRESSIONS, Expression, blended
from trainer.drawn.geometry import ease, lerp
from trainer.drawn.portrait import Pose

FPS: Final = 30
TRANSITION_S: Final = 0.75
"""How long one expression takes to become the next."""


@dataclass(frozen=True)
class Hold:
    """An expression shown without change from `start_s` to `end_s`."""

    emotion: Emotion
    start_s: float
    end_s: float


def _holds(lengths: Sequence[tuple[Emotion, float]], start_s: float) -> tuple[Hold, ...]:
    holds = []
    for emotion, length in lengths:
        holds.append(Hold(emotion, start_s, start_s + length))
        start_s += length + TRANSITION_S
    return tuple(holds)


SCHEDULE: Final = _holds(
    (
        (Emotion.NEUTRAL, 2.3),
        (Emotion.HAPPINESS, 3.2),
        (Emotion.NEUTRAL, 2.0),
        (Emotion.SURPRISE, 2.4),
        (Emotion.SADNESS, 2.8),
        (Emotion.ANGER, 2.8),
        (Emotion.DISGUST, 2.2),
        (Emotion.FEAR, 2.3),
    ),
    0.0,
)
"""What person one shows; after each hold a transition leads to the next."""

DURATION_S: Final = SCHEDULE[-1].end_s + TRANSITION_S
FRAME_COUNT: Final = round(DURATION_S * FPS)

GUEST_SCHEDULE: Final = _holds(
    ((Emotion.NEUTRAL, 0.7), (Emotion.HAPPINESS, 2.2), (Emotion.SURPRISE, 2.2)), 2.7
)
"""What person two shows while in view."""

GUEST_ENTERS_S: Final = 2.6
GUEST_IN_VIEW_S: Final = (3.7, 8.1)
"""From when to when person two is fully in view."""
GUEST_GONE_S: Final = 9.2

_BLINKS_S: Final = (1.25, 4.9, 8.55, 13.45, 15.2, 17.6, 20.75, 25.75)
_GUEST_BLINKS_S: Final = (3.35, 5.6, 8.95)
_BLINK_S: Final = 0.28


def expression_at(time_s: float) -> Emotion:
    """Return what person one shows; half-way through a transition the next one begins."""
    now = time_s % DURATION_S
    for hold in SCHEDULE:
        if now < hold.end_s + TRANSITION_S / 2.0:
            return hold.emotion
    return SCHEDULE[0].emotion


def is_held(time_s: float) -> bool:
    """Return whether person one shows one expression fully, not a mixture of two."""
    now = time_s % DURATION_S
    return any(hold.start_s <= now <= hold.end_s for hold in SCHEDULE)


def guest_presence(time_s: float) -> float:
    """Return how far person two has come in: 0 out of the frame, 1 fully in view."""
    now = time_s % DURATION_S
    entered, leaves = GUEST_IN_VIEW_S
    coming = ease((now - GUEST_ENTERS_S) / (entered - GUEST_ENTERS_S))
    return coming * (1.0 - ease((now - leaves) / (GUEST_GONE_S - leaves)))


def host_face(time_s: float) -> Expression:
    """Return the face of person one."""
    now = time_s % DURATION_S
    return _blinking(_mixed(SCHEDULE, EXPRESSIONS, now), _BLINKS_S, now)


def guest_face(time_s: float) -> Expression:
    """Return the face of person two."""
    now = time_s % DURATION_S
    return _blinking(_mixed(GUEST_SCHEDULE, GUEST_EXPRESSIONS, now), _GUEST_BLINKS_S, now)


def host_pose(time_s: float) -> Pose:
    """Return where person one is: in the middle, or to the left of a guest."""
    guest = guest_presence(time_s)
    glance = guest * (1.0 - ease((time_s % DURATION_S - 4.4) / 0.5))
    return Pose(
        x=lerp(640.0, 398.0, guest) + _wave(time_s, 3, 0.0, 13.0) + _wave(time_s, 7, 1.0, 3.0),
        y=326.0 + _wave(time_s, 4, 0.7, 5.0) + _wave(time_s, 9, 2.0, 1.5),
        scale=1.84 + _wave(time_s, 2, 0.4, 0.03),
        tilt=_wave(time_s, 3, 0.6, 2.2) + _wave(time_s, 5, 2.1, 1.2) + 1.0 * guest,
        yaw=_wave(time_s, 4, 1.9, 0.55) + 0.35 * glance,
        breath=_wave(time_s, 7, 0.0, 1.5),
        gaze_x=_wave(time_s, 2, 2.2, 0.5) + 2.0 * glance,
    )


def guest_pose(time_s: float) -> Pose:
    """Return where person two is, leaning in from the right."""
    guest = guest_presence(time_s)
    return Pose(
        x=lerp(1590.0, 890.0, guest) + _wave(time_s, 5, 0.3, 9.0),
        y=306.0 + _wave(time_s, 6, 1.3, 4.0),
        scale=1.78,
        tilt=lerp(9.0, -3.0, guest) + _wave(time_s, 7, 0.5, 2.0),
        yaw=-0.5 + _wave(time_s, 5, 2.0, 0.35),
        breath=_wave(time_s, 6, 0.8, 1.6),
        gaze_x=_wave(time_s, 4, 0.2, 0.5),
    )


def _wave(time_s: float, cycles: int, phase: float, size: float) -> float:
    """Return a sine of amplitude `size` that fits `cycles` times into the clip."""
    return size * math.sin(2.0 * math.pi * cycles * time_s / DURATION_S + phase)


def _mixed(holds: Sequence[Hold], table: Mapping[Emotion, Expression], now: float) -> Expression:
    for hold, following in zip(holds, [*holds[1:], holds[0]], strict=True):
        if now < hold.end_s + TRANSITION_S:
            share = ease((now - hold.end_s) / TRANSITION_S)
            return blended(table[hold.emotion], table[following.emotion], share)
    return table[holds[0].emotion]


def _blinking(face: Expression, blinks_s: Sequence[float], now: float) -> Expression:
    shut = max(0.0, *(1.0 - abs(now - blink) / (_BLINK_S / 2.0) for blink in blinks_s))
    shut = ease(1.35 * shut)
    return replace(
        face,
        eye_open=face.eye_open * (1.0 - shut),
        brow_arch=face.brow_arch - 0.7 * shut,
        lid_slant=face.lid_slant * (1.0 - shut),
    )
