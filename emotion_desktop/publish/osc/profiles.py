"""What is said of a frame, in the addresses that a receiver expects."""

from collections.abc import Callable
from typing import Final

from emotion_desktop.domain import FrameResult
from emotion_desktop.labels import CANONICAL_ORDER, Emotion
from emotion_desktop.publish.osc.slots import Slots

Value = str | int | float
OscMessage = tuple[str, tuple[Value, ...]]
"""An address and its arguments."""

Profile = Callable[[FrameResult], list[OscMessage]]

VRM_0: Final = {
    "Joy": Emotion.HAPPINESS,
    "Angry": Emotion.ANGER,
    "Sorrow": Emotion.SADNESS,
    "Fun": Emotion.SURPRISE,
}
"""VRM 0 has no surprise; Fun is the one of its expressions that nothing else is like."""

VRM_1: Final = {
    "happy": Emotion.HAPPINESS,
    "angry": Emotion.ANGER,
    "sad": Emotion.SADNESS,
    "surprised": Emotion.SURPRISE,
}

VRCHAT_INDEX: Final = {
    emotion: index
    for index, emotion in enumerate(
        (Emotion.NEUTRAL, *(e for e in Emotion if e != Emotion.NEUTRAL))
    )
}


def plain_profile() -> Profile:
    """Return the messages of everybody in view, by slot."""
    slots = Slots()

    def messages(result: FrameResult) -> list[OscMessage]:
        taken, freed = slots.update(result.track_ids.tolist())
        told: list[OscMessage] = [("/emotion/count", (len(result),))]
        for face, slot in enumerate(taken):
            told += _face(result, face, f"/emotion/{slot}")
        return told + [(f"/emotion/{slot}/id", (-1,)) for slot in freed]

    return messages


def _face(result: FrameResult, face: int, base: str) -> list[OscMessage]:
    height, width = result.image.shape[:2]
    x0, y0, x1, y1 = result.faces.boxes[face].tolist()
    read = result.flaws[face] is None
    told: list[OscMessage] = [
        (f"{base}/id", (int(result.track_ids[face]),)),
        (f"{base}/label", (result.emotion(face).value if read else "",)),
        (f"{base}/confidence", (result.confidence(face) if read else 0.0,)),
        (f"{base}/box", (x0 / width, y0 / height, x1 / width, y1 / height)),
    ]
    if read:
        probabilities = result.by_class(face)
        told += [(f"{base}/p/{name.value}", (value,)) for name, value in probabilities.items()]
    return told


def vmc_profile(names: dict[str, Emotion]) -> Profile:
    """Return blend shapes of the person in slot 0, as VMC receivers apply them."""
    leader = _Leader()

    def messages(result: FrameResult) -> list[OscMessage]:
        face = leader.find(result)
        known = {} if face is None else result.by_class(face)
        blends: list[OscMessage] = [
            ("/VMC/Ext/Blend/Val", (name, float(known.get(emotion, 0.0))))
            for name, emotion in names.items()
        ]
        return [*blends, ("/VMC/Ext/Blend/Apply", ()), ("/VMC/Ext/OK", (1,))]

    return messages


def vrchat_profile() -> Profile:
    """Return the expression of the person in slot 0 as two avatar parameters."""
    leader = _Leader()

    def messages(result: FrameResult) -> list[OscMessage]:
        face = leader.find(result)
        index, power = 0, 0.0
        if face is not None and not result.uncertain[face]:
            emotion, power = result.emotion(face), result.confidence(face)
            index = VRCHAT_INDEX.get(emotion, CANONICAL_ORDER.index(emotion))
        base = "/avatar/parameters/v2"
        return [
            (f"{base}/FaceExpressionIndex", (index,)),
            (f"{base}/FaceExpressionPower", (power,)),
        ]

    return messages


class _Leader:
    """Finds the person in slot 0, whose avatar it is."""

    def __init__(self) -> None:
        self._slots = Slots()

    def find(self, result: FrameResult) -> int | None:
        """Return the row of the face; None if nobody is there, or it cannot be read."""
        taken, _ = self._slots.update(result.track_ids.tolist())
        face = taken.index(0) if 0 in taken else None
        return None if face is None or result.flaws[face] is not None else face
