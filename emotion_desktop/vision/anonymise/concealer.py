"""Replaces the picture of a result by one that does not show the faces it should not."""

from dataclasses import replace

import numpy as np

from emotion_desktop.config import BlurStyle, BlurWho
from emotion_desktop.domain import Faces, Floats, Frame, FrameResult, Person
from emotion_desktop.vision.anonymise.head_finder import HeadFinder, other_places
from emotion_desktop.vision.anonymise.pixels import hide, joined_boxes, with_margin
from emotion_desktop.vision.people import People


def is_hidden(person: Person, who: BlurWho) -> bool:
    """Return whether somebody's face shall not be shown."""
    return (
        who is BlurWho.EVERYBODY
        or (who is BlurWho.BYSTANDERS and person.bystander)
        or (who is BlurWho.UNNAMED and not person.name)
    )


class Concealer:
    """Hides faces in one frame after the other.

    Args:
        live: Whether somebody waits for each result; else no time is spared.
    """

    def __init__(self, *, live: bool = False) -> None:
        self._finder = HeadFinder(live=live)

    def reset(self) -> None:
        """Forget where faces were."""
        self._finder.reset()

    def hidden_boxes(
        self,
        frame: Frame,
        found: Faces,
        known: tuple[list[int], Floats],
        people: People,
        who: BlurWho,
    ) -> Floats:
        """Return what must not be seen in a frame, (M, 4) float32 pixels.

        Args:
            frame: The picture.
            found: All that the detector has found in it.
            known: Ids and boxes (K, 4) of the people who are tracked, where they should be.
            people: What was said of them.
            who: Who shall not be seen; whoever is not tracked never is.
        """
        ids, boxes = known
        shy = np.array([is_hidden(people.person(each), who) for each in ids], np.bool_)
        places = self._finder.places(frame, found)
        heads = with_margin(other_places(places, boxes[~shy], boxes[shy]))
        return joined_boxes(heads)


def concealed(result: FrameResult, boxes: Floats, style: BlurStyle) -> FrameResult:
    """Return a result whose picture, and that of its comparison, does not show boxes (M, 4)."""
    frame = replace(result.frame, image=hide(result.image, boxes, style))
    other = result.comparison
    if other is not None:
        other = replace(other, frame=frame, hidden=boxes)
    return replace(result, frame=frame, comparison=other, hidden=boxes)
