"""What led to each label, painted: `python examples/heatmap.py photo.jpg heatmap.png`."""

import sys

import cv2

from emotion_desktop import EmotionPredictor, draw


def main(photo: str, picture: str) -> None:
    """Write a copy of the photo with heatmaps, boxes and labels."""
    result = EmotionPredictor("cnn48_gray").analyze(photo, heatmaps=True)
    cv2.imwrite(picture, draw(result.image, result, heatmap=0.5, bars=False))


if __name__ == "__main__":
    main(*sys.argv[1:3])
