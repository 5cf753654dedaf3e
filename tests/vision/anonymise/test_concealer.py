"""Whose faces the picture of a result does not show."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from emotion_desktop.config import BlurWho
from emotion_desktop.domain import Floats, Frame, Image, Person
from emotion_desktop.vision.anonymise.concealer import is_hidden
from emotion_desktop.vision.anonymise.head_finder import HOLD_S, other_places
from emotion_desktop.vision.people import People
from emotion_desktop.vision.pipeline import FramePipeline
from emotion_desktop.vision.pipeline_request import PipelineRequest
from emotion_desktop.vision.predictor import EmotionPredictor

EVERYBODY = PipelineRequest(blur=BlurWho.EVERYBODY)


@pytest.fixture
def pipeline(predictor: EmotionPredictor) -> Iterator[FramePipeline]:
    pipeline = FramePipeline(predictor, EVERYBODY)
    yield pipeline
    pipeline.close()


def make_frame(image: Image, number: int = 0, **fields: object) -> Frame:
    time_s = number / 30
    frame = Frame(image=image, captured_at=time_s, index=number, time_s=time_s, source="demo")
    return replace(frame, **fields)  # type: ignore[arg-type]


def differs(result_image: Image, image: Image, box: Floats) -> float:
    """Return the mean difference within a box in gray values."""
    x0, y0, x1, y1 = np.clip(box, 0, None).astype(int)
    parts = (picture[y0:y1, x0:x1].astype(np.float32) for picture in (result_image, image))
    first, second = parts
    return float(np.abs(first - second).mean())


@pytest.mark.parametrize(
    ("who", "person", "hidden"),
    [
        (BlurWho.NOBODY, Person(bystander=True), False),
        (BlurWho.EVERYBODY, Person(name="Ada"), True),
        (BlurWho.BYSTANDERS, Person(), False),
        (BlurWho.BYSTANDERS, Person(name="Ada", bystander=True), True),
        (BlurWho.UNNAMED, Person(), True),
        (BlurWho.UNNAMED, Person(name="Ada"), False),
    ],
)
def test_what_was_said_of_people_decides_who_is_hidden(
    who: BlurWho, person: Person, hidden: bool
) -> None:
    assert is_hidden(person, who) is hidden


def test_by_default_the_picture_is_as_it_came(
    predictor: EmotionPredictor, demo_images: tuple[Image, ...]
) -> None:
    pipeline = FramePipeline(predictor)
    frame = make_frame(demo_images[0])
    result = pipeline.process(frame)
    pipeline.close()
    assert result.frame is frame
    assert result.hidden is None


def test_everybody_is_hidden_in_every_frame_and_read_as_before(
    pipeline: FramePipeline, predictor: EmotionPredictor, demo_images: tuple[Image, ...]
) -> None:
    plain = FramePipeline(predictor)
    for number, image in enumerate(demo_images[:10]):
        seen, hidden = (p.process(make_frame(image, number)) for p in (plain, pipeline))
        assert np.array_equal(seen.probabilities, hidden.probabilities)
        assert all(differs(hidden.image, image, box) > 10 for box in seen.faces.boxes)
    plain.close()


def test_a_face_out_of_sight_stays_hidden_for_a_while(
    pipeline: FramePipeline, demo_images: tuple[Image, ...]
) -> None:
    first = pipeline.process(make_frame(demo_images[0]))
    nothing = np.zeros_like(demo_images[0])
    soon = pipeline.process(make_frame(nothing, int(HOLD_S * 30) - 2))
    later = pipeline.process(make_frame(nothing, 40))
    assert soon.hidden is not None
    assert later.hidden is not None
    assert len(first) > 0
    assert len(soon) == 0
    assert len(soon.hidden) > 0
    assert len(later.hidden) == 0


def test_faces_beyond_the_most_that_are_read_are_hidden_too(
    pipeline: FramePipeline, demo_images: tuple[Image, ...]
) -> None:
    image = np.hstack([demo_images[0], demo_images[0]])
    everybody = pipeline.process(make_frame(image, is_still=True)).faces.boxes
    assert len(everybody) > 1
    settings = replace(EVERYBODY.settings, max_faces=1)
    pipeline.request = replace(EVERYBODY, settings=settings)
    result = pipeline.process(make_frame(image.copy(), is_still=True))
    assert len(result) == 1
    assert all(differs(result.image, image, box) > 10 for box in everybody)


def test_a_person_with_a_name_may_be_seen_where_the_unnamed_may_not(
    pipeline: FramePipeline, demo_images: tuple[Image, ...]
) -> None:
    people = People(said={1: Person(name="Ada")})
    pipeline.request = PipelineRequest(blur=BlurWho.UNNAMED, people=people)
    image = demo_images[0]
    result = pipeline.process(make_frame(image))
    assert result.people[0].name == "Ada"
    assert differs(result.image, image, result.faces.boxes[0]) == 0


def test_whoever_stands_before_a_person_who_may_be_seen_stays_hidden() -> None:
    spared = np.array([[0, 0, 100, 100]], np.float32)
    shy = np.array([[20, 20, 100, 100]], np.float32)
    places = np.concatenate([spared, shy])
    assert shy[0].tolist() in other_places(places, spared, shy).tolist()


def test_places_of_people_who_may_be_seen_are_not_hidden() -> None:
    spared = np.array([[0, 0, 100, 100]], np.float32)
    other = np.array([[300, 0, 350, 50]], np.float32)
    nobody = np.zeros((0, 4), np.float32)
    places = np.concatenate([spared + 2, other])
    assert np.array_equal(other_places(places, spared, nobody), other)
    assert len(other_places(nobody, spared, nobody)) == 0
