"""A checkpoint of yours: `python examples/own_checkpoint.py best.safetensors photo.jpg`."""

import sys

from emotion_desktop import EmotionPredictor


def main(checkpoint: str, photo: str) -> None:
    """Print the checkpoint's name and classes, and the probabilities of the largest face."""
    predictor = EmotionPredictor(checkpoint)
    print(f"{predictor.name}: {', '.join(predictor.classes)}")
    result = predictor.analyze(photo)
    if len(result):
        for emotion, probability in result.by_class(0).items():
            print(f"{emotion:10} {probability:6.1%}")


if __name__ == "__main__":
    main(*sys.argv[1:3])
