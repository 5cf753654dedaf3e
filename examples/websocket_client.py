"""Prints who shows what, from `emotion-desktop --publish websocket`."""

import argparse
import json
import os
import sys

from websockets.sync.client import connect


def main() -> None:
    """Print a line for each face and event."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", nargs="?", default="ws://127.0.0.1:8765/live")
    parser.add_argument("--frames", type=int, help="stop after so many")
    args = parser.parse_args()
    left = args.frames
    with connect(f"{args.address}?rate=10") as server:
        token = os.environ.get("EMOTION_DESKTOP_TOKEN")
        if token:
            server.send(json.dumps({"type": "hello", "token": token}))
        for text in server:
            message = json.loads(text)
            if message["type"] == "event":
                print("*", message["event"], message.get("track_id", ""))
            if message["type"] == "frame":
                for face in message["faces"]:
                    shown = face["flaw"] or ("uncertain" if face["uncertain"] else face["label"])
                    print(f"{message['time_s']:8.2f} s  {face['track_id']}  {shown}")
                left = None if left is None else left - 1
                sys.stdout.flush()
            if left == 0:
                return


if __name__ == "__main__":
    main()
