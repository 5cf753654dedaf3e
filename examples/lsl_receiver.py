"""Prints the samples of `emotion-desktop --publish lsl`."""

import argparse

import pylsl


def main() -> None:
    """Print the stamp and the label-like channels of each sample of the first face."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, help="stop after so many")
    args = parser.parse_args()
    (stream,) = pylsl.resolve_byprop("name", "emotion-desktop face 0")
    inlet = pylsl.StreamInlet(stream)
    channel = inlet.info().desc().child("channels").child("channel")
    labels = []
    while not channel.empty():
        labels.append(channel.child_value("label"))
        channel = channel.next_sibling()
    count = 0
    while args.samples is None or count < args.samples:
        sample, stamp = inlet.pull_sample()
        values = dict(zip(labels, sample, strict=True))
        known = {name: round(value, 2) for name, value in values.items() if name.startswith("p_")}
        print(f"{stamp:.3f}", int(values["frame_number"]), known, flush=True)
        count += 1


if __name__ == "__main__":
    main()
