"""emotion-desktop: reads facial expressions from a webcam, live, on your own computer."""

from importlib.metadata import version

__version__ = version("emotion-desktop")
