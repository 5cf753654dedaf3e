"""A Code Component for PsychoPy: what the camera saw at the end of each trial.

Paste each part into the tab of its name, and start the app beside it: `emotion-desktop --publish
websocket`. PsychoPy's Python needs the package websockets (Tools → Plugin/packages manager). While
the app records, each trial sets a marker in the recording.
"""

# --- Before Experiment ---
import json
from contextlib import ExitStack

from websockets.sync.client import connect

# --- Begin Experiment ---
emotion_stack = ExitStack()
emotion_server = emotion_stack.enter_context(connect("ws://127.0.0.1:8765/live?rate=30"))
emotion_frame = None

# --- Begin Routine ---
emotion_server.send(
    json.dumps({"type": "command", "command": "marker", "number": 1, "note": "trial begins"})
)

# --- Each Frame ---
while True:  # take what has come since the last frame, without waiting
    try:
        emotion_message = json.loads(emotion_server.recv(timeout=0))
    except TimeoutError:
        break
    if emotion_message["type"] == "frame":
        emotion_frame = emotion_message

# --- End Routine ---
if emotion_frame and emotion_frame["faces"]:
    emotion_face = emotion_frame["faces"][0]
    thisExp.addData("emotion.label", emotion_face["label"])  # None if the face cannot be read
    thisExp.addData("emotion.confidence", emotion_face["confidence"])
    thisExp.addData("emotion.captured_at", emotion_frame["captured_at"])  # seconds since 1970

# --- End Experiment ---
emotion_stack.close()
