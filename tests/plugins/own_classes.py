"""A class set of its own from outside: names, other names and colours that are not ours."""

from emotion_desktop.labels import Emotion, register_class_set, register_emotion

BORED = register_emotion("boredom", aliases=["bored"], colour=(0x11, 0x66, 0xEE))
FOCUSED = register_emotion("Focus", aliases=["focused"])
register_class_set("attention", (BORED, FOCUSED, Emotion.NEUTRAL))
