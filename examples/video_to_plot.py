"""A video's classes over time: `python examples/video_to_plot.py clip.mp4 plot.png`.

Needs `pip install 'emotion-desktop[pandas]' matplotlib`.
"""

import sys

from matplotlib.figure import Figure

from emotion_desktop import EmotionPredictor, to_dataframe


def main(video: str, picture: str) -> None:
    """Draw the probabilities of the first person, from every second frame."""
    faces = to_dataframe(EmotionPredictor("cnn48_gray").iter_video(video, every=2))
    person = faces[faces["track_id"] == 1]
    figure = Figure(figsize=(8, 3), layout="constrained")
    axes = figure.subplots()
    for column in person.filter(like="p_"):
        axes.plot(person["time_s"], person[column], label=column.removeprefix("p_"))
    axes.set(xlabel="time in s", ylabel="probability", ylim=(0, 1))
    figure.legend(loc="outside right center")
    figure.savefig(picture)


if __name__ == "__main__":
    main(*sys.argv[1:3])
