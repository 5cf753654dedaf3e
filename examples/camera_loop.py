"""What the camera sees, until Ctrl-C or for 100 frames: `python examples/camera_loop.py 100`."""

import sys
from contextlib import closing
from itertools import islice

from emotion_desktop import EmotionPredictor


def main(frames: int | None = None) -> None:
    """Print a line for each frame with a face."""
    predictor = EmotionPredictor("cnn48_gray")
    with closing(predictor.iter_camera()) as results:  # closed, so that the camera is free again
        for result in islice(results, frames):
            shown = [
                f"{person}: {'uncertain' if result.uncertain[face] else result.emotion(face)}"
                for face, person in enumerate(result.track_ids)
            ]
            if shown:
                print(f"{result.frame.time_s:7.2f} s  {', '.join(shown)}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else None)
