"""A class set from outside, and another name for one of its classes."""

from emotion_desktop.labels import Emotion, register_alias, register_class_set

register_class_set(
    "three",
    (Emotion.HAPPINESS, Emotion.NEUTRAL, Emotion.SADNESS),
    {Emotion.FEAR: Emotion.SADNESS},
)
register_alias("joy", Emotion.HAPPINESS)
