"""The sentences of the parts below the window, as templates, so that they can be translated.

They are the messages of `errors.py` and the protocols of checkpoints; see `messages.py`. A test
looks through the code for messages that are missing here.
"""

from typing import Final

from emotion_desktop.gui.language import QT_TRANSLATE_NOOP

ERRORS: Final = (
    QT_TRANSLATE_NOOP("Errors", "{path} is missing; install emotion-desktop again"),
    QT_TRANSLATE_NOOP("Errors", "{path} is damaged; install emotion-desktop again"),
    QT_TRANSLATE_NOOP("Errors", "unknown detector {name}; choose one of {names}"),
    QT_TRANSLATE_NOOP("Errors", "the detector {name} needs a file: {usage}"),
    QT_TRANSLATE_NOOP("Errors", "the detector {name} takes nothing after its name, got {text}"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "the package mediapipe cannot be used ({reason}); install it, or choose another "
        "detector: --detector blazeface",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "there is no file {path}; give the path of a YuNet network: yunet:FILE.onnx",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{path} is no YuNet that OpenCV can read; bring face_detection_yunet_2023mar.onnx",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "no checkpoint {name}; trained ones: {there}. Give a path, or train one: {command}",
    ),
    QT_TRANSLATE_NOOP("Errors", "{name} must be between {low} and {high}, got {value}"),
    QT_TRANSLATE_NOOP("Errors", "{name} must be {allowed}, got {value}"),
    QT_TRANSLATE_NOOP("Errors", "unknown emotion {name}; use one of {names}"),
    QT_TRANSLATE_NOOP("Errors", "a class is named twice in {names}"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "at least 2 classes are needed, separated by commas; {names} has {count}",
    ),
    QT_TRANSLATE_NOOP("Errors", "unknown merge {text}; use {names} or a list like disgust=anger"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{path} was trained with a different input format than {model} expects; retrain it",
    ),
    QT_TRANSLATE_NOOP("Errors", "the weights in {path} do not fit {model} with {count} classes"),
    QT_TRANSLATE_NOOP("Errors", "cannot write checkpoint {path}: {reason}"),
    QT_TRANSLATE_NOOP("Errors", "cannot read checkpoint {path}: {reason}"),
    QT_TRANSLATE_NOOP("Errors", "device {name} is not available here; use auto or one of: {names}"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{first} and {name} cannot be one ensemble: {same} {reason}; combine checkpoints "
        "trained with the same --classes",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{path} is not a checkpoint of emotion-desktop; train one with emotion-train",
    ),
    QT_TRANSLATE_NOOP("Errors", "{path} is not a safetensors file; train one with emotion-train"),
    QT_TRANSLATE_NOOP("Errors", "the metadata of {path} is invalid at {place}: {reason}"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{path} holds {name}, an architecture this version does not know; only ONNX Runtime can "
        "run it: --device cpu --backend onnx",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "the weights in {path} are damaged (checksum differs); get the file again",
    ),
    QT_TRANSLATE_NOOP("Errors", "unknown architecture {name}; choose one of {names}"),
    QT_TRANSLATE_NOOP("Errors", "{name} is named twice in {names}; name each member once"),
    QT_TRANSLATE_NOOP("Errors", "no trained model is installed; train one: {command}"),
    QT_TRANSLATE_NOOP("Errors", "there is no backend {name}; choose one of {names}"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "the backend onnx computes on the CPU, not on {device}; use --backend torch for that",
    ),
    QT_TRANSLATE_NOOP("Errors", "{wanted} needs PyTorch; install it: {command}"),
    QT_TRANSLATE_NOOP("Errors", "there is no precision {name}; choose one of {names}"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "only ONNX Runtime computes in int8, on the CPU; use --device cpu --backend onnx",
    ),
    QT_TRANSLATE_NOOP("Errors", "{path} holds no graph of {kind}; add it: {command}"),
    QT_TRANSLATE_NOOP(
        "Errors", "the graph of {kind} in {path} is refused: {reason}; get the file again"
    ),
    QT_TRANSLATE_NOOP("Errors", "the weights in {path} cannot be read ({reason})"),
    QT_TRANSLATE_NOOP("Errors", "ONNX Runtime failed ({reason}); try --backend torch"),
    QT_TRANSLATE_NOOP("Errors", "{device} failed ({reason}); try --device cpu"),
    QT_TRANSLATE_NOOP("Errors", "there is no picture or video in {path}"),
    QT_TRANSLATE_NOOP("Errors", "permission denied: {path}; change its permissions"),
    QT_TRANSLATE_NOOP("Errors", "{path} cannot be written: {reason}; choose another folder"),
    QT_TRANSLATE_NOOP("Errors", "{path} cannot be written: {reason}"),
    QT_TRANSLATE_NOOP("Errors", "{path} cannot be written; choose another folder"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "only {free} left on {disk}, and {least} always stay free; delete something, or "
        "record to another folder",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{path} is not a recorded session: it holds no {name}; choose another folder",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{path} holds no recorded frame: the recording ended before its first picture",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{path} was written by a newer version of the app; update it and try again",
    ),
    QT_TRANSLATE_NOOP("Errors", "{path} is damaged: {reason}; the session cannot be opened"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{path} is damaged in line {number}; remove that line, or open another recording",
    ),
    QT_TRANSLATE_NOOP("Errors", "{path} cannot be read: {reason}"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{path} holds neither {first} nor {second}: there are no results to show",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "there is no file {path}; give a video, a picture, a folder of pictures, camera, "
        "demo, or the address of a stream",
    ),
    QT_TRANSLATE_NOOP("Errors", "the source has been closed"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "this app may not use the camera; allow it in the settings of your system",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "no camera is connected; connect one, or open a file, a stream or the demo",
    ),
    QT_TRANSLATE_NOOP("Errors", "there is no camera {name}; found {names}"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "permission denied: {device}; run {command}, then log out and in again",
    ),
    QT_TRANSLATE_NOOP("Errors", "{name} has been unplugged; plug it in again and retry"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{name} stopped sending pictures; close other programs that use it and retry",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{name} sends no pictures; close other programs that use it and allow it in Settings "
        "> Privacy & security > Camera, then retry",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{name} sends no pictures; close other programs that use it, then retry",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "macOS denies access to {name}; allow it in System Settings > Privacy & Security > "
        "Camera, then start the app again",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "there is no picture in {path}; looked for files ending in {endings}",
    ),
    QT_TRANSLATE_NOOP("Errors", "no image in {path} can be read; open another folder"),
    QT_TRANSLATE_NOOP("Errors", "{path} is damaged, or not a picture that can be read"),
    QT_TRANSLATE_NOOP("Errors", "{path} is damaged: it has been cut off"),
    QT_TRANSLATE_NOOP("Errors", "{path} is too large for the memory that is left"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{path} has {count} megapixels and is not read; up to {limit} are: make it smaller",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{name} is an address of an unknown kind; http, https, rtsp, rtmp, udp, tcp and "
        "srt are read",
    ),
    QT_TRANSLATE_NOOP("Errors", "{path} cannot be shown: there is {reason}"),
    QT_TRANSLATE_NOOP(
        "Errors",
        "permission denied: {path}; change the permissions of its folder",
    ),
    QT_TRANSLATE_NOOP("Errors", "{path} is an empty file"),
    QT_TRANSLATE_NOOP("Errors", "{path} is damaged, or not a video or picture that can be read"),
    QT_TRANSLATE_NOOP("Errors", "{path} is damaged: reading stopped at frame {number}"),
    QT_TRANSLATE_NOOP("Errors", "{path} is cut off: it ends after {time} s of {length} s"),
    QT_TRANSLATE_NOOP("Errors", "{name} has been shown"),
    QT_TRANSLATE_NOOP("Errors", "all {count} images of {name} have been shown"),
    QT_TRANSLATE_NOOP("Errors", "{name} has been played to its end"),
    QT_TRANSLATE_NOOP("Errors", "{name} sends no pictures; check the address and retry"),
    QT_TRANSLATE_NOOP("Errors", "{name} sends no video; check the address"),
    QT_TRANSLATE_NOOP("Errors", "{name} requires a user name and password: {example}"),
    QT_TRANSLATE_NOOP("Errors", "{name} does not recognise this address; check it"),
    QT_TRANSLATE_NOOP("Errors", "{name} did not answer within {time} s; check address and network"),
    QT_TRANSLATE_NOOP("Errors", "{name} cannot be reached; check address and network, then retry"),
    QT_TRANSLATE_NOOP("Errors", "{name} stopped sending; check the network and retry"),
)
"""The message of each error."""

REASONS: Final = (
    QT_TRANSLATE_NOOP("Errors", "permission denied"),
    QT_TRANSLATE_NOOP("Errors", "no such file or directory"),
    QT_TRANSLATE_NOOP("Errors", "no space left on device"),
    QT_TRANSLATE_NOOP("Errors", "disk quota exceeded"),
    QT_TRANSLATE_NOOP("Errors", "read-only file system"),
    QT_TRANSLATE_NOOP("Errors", "input/output error"),
    QT_TRANSLATE_NOOP("Errors", "is a directory"),
    QT_TRANSLATE_NOOP("Errors", "not a directory"),
    QT_TRANSLATE_NOOP("Errors", "file name too long"),
    QT_TRANSLATE_NOOP("Errors", "file too large"),
    QT_TRANSLATE_NOOP("Errors", "file exists"),
    QT_TRANSLATE_NOOP("Errors", "too many open files"),
    QT_TRANSLATE_NOOP("Errors", "none"),
    QT_TRANSLATE_NOOP("Errors", "lacks {lacking} and also has {foreign}"),
    QT_TRANSLATE_NOOP("Errors", "lacks {lacking}"),
    QT_TRANSLATE_NOOP("Errors", "also has {foreign}"),
)
"""What stands in their fields: why the system refuses, in lower case, and the like."""

PROTOCOLS: Final = (
    QT_TRANSLATE_NOOP("Protocols", "FER+ majority"),
    QT_TRANSLATE_NOOP("Protocols", "{origin} original labels"),
    QT_TRANSLATE_NOOP("Protocols", "{count} classes"),
    QT_TRANSLATE_NOOP("Protocols", "single crop"),
    QT_TRANSLATE_NOOP("Protocols", "flip TTA"),
    QT_TRANSLATE_NOOP("Protocols", "int8"),
    QT_TRANSLATE_NOOP("Protocols", "ten-crop TTA"),
    QT_TRANSLATE_NOOP("Protocols", "ensemble of {count}"),
    QT_TRANSLATE_NOOP("Protocols", "trained on {labels}"),
    QT_TRANSLATE_NOOP("Protocols", "FER2013's labels"),
    QT_TRANSLATE_NOOP("Protocols", "no face of {emotions}"),
    QT_TRANSLATE_NOOP("Protocols", "merged 7 to 4"),
    QT_TRANSLATE_NOOP("Protocols", "{old} as {new}"),
)
"""The parts of a protocol, which have commas between them; `n = {count}` is the same everywhere."""
