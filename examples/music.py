r"""Music for the prevailing label: `python examples/music.py music/ | xargs -d '\n' mpv`.

The folder holds one folder for each label, with files to play: `music/happiness/sunny.mp3`. It
follows what a face shows, which need not be what its owner feels or wants to hear.
"""

import random
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

from emotion_desktop import Emotion, EmotionPredictor


def prevailing_label(seconds: float) -> Emotion | None:
    """Return the label that the camera saw most often in some seconds; None if there was none."""
    labels: Counter[Emotion] = Counter()
    with closing(EmotionPredictor("cnn48_gray").iter_camera()) as results:
        for result in results:
            faces = range(len(result))
            labels.update(result.emotion(face) for face in faces if not result.uncertain[face])
            if result.frame.time_s >= seconds:
                break
    return labels.most_common(1)[0][0] if labels else None


def main(folder: str, seconds: float = 10.0) -> None:
    """Print the path of a file at random from the label's folder."""
    label = prevailing_label(seconds)
    if label is None:
        sys.exit("no face could be read; sit down in front of the camera")
    files = [path for path in Path(folder, label).glob("*") if path.is_file()]
    if not files:
        sys.exit(f"there is nothing to play in {Path(folder, label)}")
    print(random.choice(files))


if __name__ == "__main__":
    main(sys.argv[1], *map(float, sys.argv[2:3]))
