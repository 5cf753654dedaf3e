"""A folder of photos as a table: `python examples/folder_to_pandas.py photos/ faces.csv`."""

import sys

from emotion_desktop import EmotionPredictor, to_dataframe


def main(folder: str, table: str) -> None:
    """Write a row for each face, and print how often each label is there."""
    faces = to_dataframe(EmotionPredictor("cnn48_gray").iter_video(folder))
    faces.to_csv(table, index=False)
    print(faces["label"].value_counts().to_string())


if __name__ == "__main__":
    main(*sys.argv[1:3])
