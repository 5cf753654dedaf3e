"""The calls of the design documents work as they are written there."""

import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from emotion_desktop.config import find_asset, find_checkpoint
from emotion_desktop.documents import (
    EmotionPredictor,
    create_enhanced_grayscale_model,
    load_and_predict_48x48_grayscale,
    load_model,
    predict_emotion_from_frame,
    predict_image,
)
from emotion_desktop.domain import Image
from emotion_desktop.errors import CheckpointError, InputError, UnknownModelError
from emotion_desktop.models import create_model, get_spec
from emotion_desktop.models.checkpoint import parameter_count
from emotion_desktop.vision.opencv import cv2
from emotion_desktop.vision.sources.decoder import Decoder

CheckpointMaker = Callable[..., Path]


@pytest.fixture(scope="module")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A picture with a face."""
    decoder = Decoder(str(find_asset("demo.mp4")))
    image, _ = next(iter(decoder.frames()))
    decoder.close()
    path = tmp_path_factory.mktemp("photo") / "image.png"
    cv2.imwrite(str(path), image)
    return path


@pytest.fixture
def trained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a checkpoint under each name that the documents use, which is entered."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EMOTION_DESKTOP_BACKEND", "onnx")
    (tmp_path / "models").mkdir()
    for name in (
        "best_emotion_model.pth",
        "enhanced_cnn_48x48_grayscale.pth",
        "models/fer_resnet18_best.pth",
    ):
        shutil.copy(find_checkpoint("cnn48_gray"), tmp_path / name)
    return tmp_path


def test_a_model_is_loaded_and_predicts_an_image(trained: Path, photo: Path) -> None:
    model, class_names = load_model("best_emotion_model.pth")
    predicted_class, confidence, all_probs = predict_image(model, photo, class_names)
    result = model.analyze(photo)
    assert predicted_class == result.top(0)
    assert confidence == pytest.approx(100 * all_probs.max())
    np.testing.assert_allclose(all_probs, result.probabilities[0], atol=1e-5)
    assert f"Emotion: {predicted_class}, Confidence: {confidence:.2f}%".endswith("%")


def test_classes_can_be_called_otherwise(trained: Path, photo: Path) -> None:
    model, class_names = load_model("best_emotion_model.pth")
    shouted, _, _ = predict_image(model, photo, [name.upper() for name in class_names])
    assert shouted == predict_image(model, photo, class_names)[0].upper()
    with pytest.raises(InputError, match=r"must be 7 names, .* of best_emotion_model; got 2"):
        predict_image(model, photo, ["happy", "sad"])


def test_a_picture_without_a_face_that_is_found_is_taken_as_a_face(
    trained: Path, tmp_path: Path
) -> None:
    path = tmp_path / "gray.png"
    cv2.imwrite(str(path), np.full((48, 48), 128, np.uint8))
    model, class_names = load_model("best_emotion_model.pth")
    _, _, probabilities = predict_image(model, path, class_names)
    crop = np.full((1, 48, 48, 3), 128, np.uint8)
    np.testing.assert_allclose(probabilities, model.predict(crop)[0], atol=1e-6)


def test_a_48x48_gray_picture_is_predicted_as_a_whole(trained: Path, tmp_path: Path) -> None:
    face = np.random.default_rng(0).integers(0, 256, (48, 48), dtype=np.uint8)
    path = tmp_path / "48x48_grayscale_image.png"
    cv2.imwrite(str(path), face)
    predicted_emotion, confidence, probabilities = load_and_predict_48x48_grayscale(
        "enhanced_cnn_48x48_grayscale.pth", path
    )
    model, class_names = load_model("cnn48_gray")
    crop: Image = np.repeat(face[None, ..., None], 3, axis=3)
    np.testing.assert_allclose(probabilities, model.predict(crop)[0], atol=1e-6)
    assert confidence == probabilities.max()
    assert predicted_emotion == class_names[int(probabilities.argmax())]


def test_a_face_in_a_frame_is_predicted_by_its_box(trained: Path, photo: Path) -> None:
    predictor = EmotionPredictor("models/fer_resnet18_best.pth")
    frame = cv2.imread(str(photo))
    face_bbox = (100, 100, 200, 200)
    emotion, idx, probs = predictor.predict_emotion_from_frame(frame, face_bbox)
    assert emotion == predictor.classes[idx]
    assert probs[idx] == probs.max()
    again = predict_emotion_from_frame(predictor, frame, face_bbox)
    assert again[:2] == (emotion, idx)
    np.testing.assert_array_equal(again[2], probs)


def test_pickled_weights_are_not_loaded(tmp_path: Path) -> None:
    path = tmp_path / "best_emotion_model.pth"
    torch.save({"weight": torch.zeros(1)}, path)
    with pytest.raises(CheckpointError, match=r"best_emotion_model\.pth is not a safetensors file"):
        load_model(path)
    with pytest.raises(UnknownModelError, match=r"no checkpoint 'nobody\.pth'"):
        load_model("nobody.pth")


def test_none_of_these_needs_pytorch(trained: Path, photo: Path) -> None:
    code = f"""
        import sys
        sys.modules["torch"] = None
        from emotion_desktop.documents import *
        model, class_names = load_model("best_emotion_model.pth")
        print(predict_image(model, {str(photo)!r}, class_names)[0])
        print(load_and_predict_48x48_grayscale("best_emotion_model.pth", {str(photo)!r})[0])
        try:
            create_enhanced_grayscale_model()
        except Exception as error:
            print(error)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == (
        "an untrained network needs PyTorch; install it: pip install 'emotion-desktop[train]'"
    )


def test_the_enhanced_model_is_made_as_the_documents_make_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.hub, "get_dir", lambda: str(tmp_path))
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 0)
    with pytest.warns(UserWarning, match="at random|on the CPU") as told:
        model = create_enhanced_grayscale_model(
            num_classes=7,
            dropout_rate=0.5,
            use_transfer_adaptation=True,
            pretrained_backbone="vgg16",
            device="cuda",
        )
    weights, device = (str(one.message) for one in told)
    assert weights.startswith("the weights begin at random: the weights of vgg16 are not there; do")
    assert device.startswith("the network is on the CPU: device 'cuda' is not available here")
    assert all(one.filename == __file__ for one in told)
    assert parameter_count(model) == get_spec("cnn48_gray").parameters
    assert model.eval()(torch.zeros(2, 1, 48, 48)).shape == (2, 7)
    model.load_state_dict(create_model("cnn48_gray", 7).state_dict())


def test_its_convolutions_begin_with_the_filters_of_the_backbone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filters = torch.ones(64, 3, 3, 3)
    path = tmp_path / "vgg16.pth"
    torch.save({"features.0.weight": filters}, path)
    monkeypatch.setattr("emotion_desktop.models.pretrained.find_pretrained", lambda _: path)
    model = create_enhanced_grayscale_model(device="cpu")
    first = next(model.parameters())
    np.testing.assert_allclose(first.detach().numpy(), 3.0)  # three colours added up


def test_its_dropout_changes_in_proportion_and_can_be_none() -> None:
    def rates(rate: float) -> list[float]:
        model = create_enhanced_grayscale_model(
            dropout_rate=rate, use_transfer_adaptation=False, device="cpu"
        )
        kinds = (torch.nn.Dropout, torch.nn.Dropout2d)
        return [layer.p for layer in model.modules() if isinstance(layer, kinds)]

    assert len(rates(0.5)) == 10
    assert max(rates(0.5)) == 0.5
    assert rates(0.25) == pytest.approx([rate / 2 for rate in rates(0.5)])
    assert set(rates(0.0)) == {0.0}


def test_its_groups_have_a_learning_rate_each_and_all_parameters() -> None:
    model = create_enhanced_grayscale_model(use_transfer_adaptation=False, device="cpu")
    groups = model.get_transfer_learning_optimizer_groups(backbone_lr=1e-5, classifier_lr=1e-3)
    optimizer = torch.optim.Adam(groups, weight_decay=1e-4)
    assert [group["lr"] for group in optimizer.param_groups] == [1e-5, 1e-3]
    assert sum(len(group["params"]) for group in groups) == len(list(model.parameters()))


def test_numbers_out_of_range_and_unknown_backbones_are_refused() -> None:
    with pytest.raises(InputError, match="num_classes must be at least 2; got 1"):
        create_enhanced_grayscale_model(num_classes=1)
    with pytest.raises(InputError, match=r"dropout_rate must be from 0 to 1; got 1\.5"):
        create_enhanced_grayscale_model(dropout_rate=1.5)
    with pytest.raises(InputError, match="no backbone 'alexnet'; choose one of vgg16, resnet18"):
        create_enhanced_grayscale_model(pretrained_backbone="alexnet")
