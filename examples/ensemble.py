"""Two models that answer together: `python examples/ensemble.py photo.jpg`."""

import sys

from emotion_desktop import EmotionPredictor

MODELS = ("cnn48_gray", "cnn48_gray_fer2013")


def main(photo: str) -> None:
    """Print the largest face's label by each model, and by the mean of their probabilities."""
    for checkpoint in (*MODELS, ",".join(MODELS)):
        predictor = EmotionPredictor(checkpoint)
        result = predictor.analyze(photo)
        if len(result):
            print(f"{predictor.name}: {result.emotion(0)} {result.confidence(0):.0%}")


if __name__ == "__main__":
    main(sys.argv[1])
