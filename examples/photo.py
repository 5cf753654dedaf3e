"""Who shows what in a photo: `python examples/photo.py photo.jpg`."""

import sys

from emotion_desktop import analyze


def main(photo: str) -> None:
    """Print a line for each face: its box, and its label or why it cannot be read."""
    result = analyze(photo)
    for face, box in enumerate(result.faces.boxes):
        shown = result.flaws[face] or f"{result.emotion(face)} {result.confidence(face):.0%}"
        print(box.round().astype(int), shown)


if __name__ == "__main__":
    main(sys.argv[1])
