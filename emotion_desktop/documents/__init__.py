"""The calls of the design documents, as they are written there.

New programs are better served by `EmotionPredictor`, which these are made of. PyTorch is needed by
`create_enhanced_grayscale_model` alone, and imported there.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from emotion_desktop.domain import Floats, Image
from emotion_desktop.errors import InputError
from emotion_desktop.vision.alignment import align
from emotion_desktop.vision.api_inputs import AnyImage, Box
from emotion_desktop.vision.opencv import cv2
from emotion_desktop.vision.predictor import EmotionPredictor
from emotion_desktop.vision.sources.images import read_image

if TYPE_CHECKING:
    from emotion_desktop.documents.enhanced import EnhancedGrayscaleModel

__all__ = [
    "EmotionPredictor",
    "create_enhanced_grayscale_model",
    "load_and_predict_48x48_grayscale",
    "load_model",
    "predict_emotion_from_frame",
    "predict_image",
]


def load_model(path: str | Path) -> tuple[EmotionPredictor, list[str]]:
    """Return a trained model and the names of its classes, in the order of the probabilities.

    ::

        model, class_names = load_model("best_emotion_model.pth")

    Args:
        path: Of a checkpoint that `emotion-train` wrote, whatever its ending, or the name of one
            that ships. Pickled weights are not loaded: they can run code.

    Raises:
        UnknownModelError: If there is no such file.
        CheckpointError: If it is no checkpoint.
    """
    model = EmotionPredictor(path)
    return model, [emotion.value for emotion in model.classes]


def predict_image(
    model: EmotionPredictor, image_path: str | Path, class_names: Sequence[str]
) -> tuple[str, float, Floats]:
    """Return class, confidence in percent and the probabilities (C,) float32 in 0–1 of a picture.

    ::

        predicted_class, confidence, all_probs = predict_image(model, "image.jpg", class_names)

    It is the largest face that is classified. A picture in which none is found, such as a face cut
    out closely, is taken as a face as a whole.

    Args:
        model: As `load_model` returns it.
        image_path: Of the picture.
        class_names: What to call the classes, in their order.

    Raises:
        InputError: Unless there is a name for each class.
        UnreadableFileError: If the path is not a picture.
    """
    if len(class_names) != len(model.classes):
        raise InputError(
            "class_names must be {expected} names, one for each class of {model}; got {actual}",
            expected=len(model.classes),
            model=model.name,
            actual=len(class_names),
        )
    result = model.analyze(image_path)
    if len(result):
        crops = align(result.image, result.crop_to_image[:1], model.size)
    else:
        crops = _whole(result.image, model.size)
    probabilities = model.predict(crops)[0]
    index = int(probabilities.argmax())
    return class_names[index], 100 * float(probabilities[index]), probabilities


def predict_emotion_from_frame(
    predictor: EmotionPredictor, frame: AnyImage, face_bbox: Box
) -> tuple[str, int, Floats]:
    """Return label, class index and (C,) float32 probabilities of a face in a frame.

    The same as `predictor.predict_emotion_from_frame(frame, face_bbox)`.
    """
    return predictor.predict_emotion_from_frame(frame, face_bbox)


def load_and_predict_48x48_grayscale(
    model_path: str | Path, image_path: str | Path
) -> tuple[str, float, Floats]:
    """Return label, confidence in 0–1 and (C,) float32 probabilities of a face cut out already.

    ::

        predicted_emotion, confidence, probabilities = load_and_predict_48x48_grayscale(
            "enhanced_cnn_48x48_grayscale.pth", "path/to/48x48_grayscale_image.jpg"
        )

    Args:
        model_path: As `load_model` takes it.
        image_path: Of a picture of 48 x 48 gray pixels that is a face as a whole, as those of
            FER2013 are; others are made so.

    Raises:
        UnknownModelError: If there is no such checkpoint.
        CheckpointError: If it is no checkpoint.
        UnreadableFileError: If the picture cannot be read.
    """
    model, class_names = load_model(model_path)
    gray = cv2.cvtColor(read_image(Path(image_path)), cv2.COLOR_BGR2GRAY)
    crops = _whole(np.repeat(np.asarray(gray, np.uint8)[..., None], 3, axis=2), model.size)
    probabilities = model.predict(crops)[0]
    index = int(probabilities.argmax())
    return class_names[index], float(probabilities[index]), probabilities


def create_enhanced_grayscale_model(
    num_classes: int = 7,
    dropout_rate: float = 0.5,
    use_transfer_adaptation: bool = True,  # noqa: FBT001, FBT002 (as it is written there)
    pretrained_backbone: str = "vgg16",
    device: str = "auto",
) -> "EnhancedGrayscaleModel":
    """Return the network of 12 convolutions and 5 dense layers on 48 x 48 gray, untrained.

    Its weights have the names and shapes of `cnn48_gray`'s.

    Args:
        num_classes: Number of logits, at least 2.
        dropout_rate: Of the first dense layer, 0–1; the other rates change in proportion.
        use_transfer_adaptation: Whether its convolutions begin with ImageNet's filters, cut to
            size and added up for gray. Where they are not on this computer a warning says how to
            get them, and the weights are random.
        pretrained_backbone: Whose filters: `vgg16` or `resnet18`.
        device: Where it is put, e.g. `cuda`; on the CPU with a warning if that is not there.

    Raises:
        InputError: If a number is out of its range, or there is no such backbone.
        SettingError: If PyTorch is not installed.
    """
    from emotion_desktop.documents.create import create

    return create(
        num_classes,
        dropout_rate,
        pretrained_backbone if use_transfer_adaptation else None,
        device,
    )


def _whole(image: Image, size: int) -> Image:
    """Return a picture as a face by itself, (1, size, size, 3) uint8 RGB."""
    crop = cv2.resize(image, (size, size), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(crop, cv2.COLOR_BGR2RGB), np.uint8)[None]
