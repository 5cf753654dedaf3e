from emotion_desktop.gui.docks.faces.rows import FaceRow
from emotion_desktop.gui.label_news import EVERY_S, LabelNews
from emotion_desktop.labels import Emotion


def rows(*emotions: Emotion, first: int = 1) -> list[FaceRow]:
    """Return people with these labels and rising numbers."""
    return [
        FaceRow(track_id=number, emotion=emotion, confidence=0.9, uncertain=False, bars=())
        for number, emotion in enumerate(emotions, start=first)
    ]


def test_a_new_label_is_told_once() -> None:
    news = LabelNews()
    assert news.update(rows(Emotion.HAPPINESS), 0.0) == "Face 1: Happiness"
    assert news.update(rows(Emotion.HAPPINESS), 9.0) == ""
    assert news.update(rows(Emotion.SADNESS), 10.0) == "Face 1: Sadness"


def test_a_label_that_changes_often_is_told_every_two_seconds() -> None:
    news = LabelNews()
    labels = (Emotion.HAPPINESS, Emotion.SADNESS)
    told = [news.update(rows(labels[step % 2]), step / 10) for step in range(100)]
    assert 4 <= sum(map(bool, told)) <= 10 / EVERY_S + 1


def test_a_change_that_came_too_soon_is_told_later_if_it_lasts() -> None:
    news = LabelNews()
    news.update(rows(Emotion.HAPPINESS), 0.0)
    assert news.update(rows(Emotion.SADNESS), 1.0) == ""
    assert news.update(rows(Emotion.SADNESS), 2.0) == "Face 1: Sadness"


def test_two_people_do_not_wait_for_each_other() -> None:
    news = LabelNews()
    news.update(rows(Emotion.HAPPINESS), 0.0)
    text = news.update(rows(Emotion.HAPPINESS, Emotion.FEAR), 0.5)
    assert text == "Face 2: Fear"


def test_who_leaves_is_told() -> None:
    news = LabelNews()
    news.update(rows(Emotion.HAPPINESS, Emotion.FEAR), 0.0)
    assert news.update(rows(Emotion.FEAR, first=2), 0.1) == "Face 1 has left"


def test_of_a_crowd_only_the_number_is_told() -> None:
    news = LabelNews()
    assert news.update(rows(*[Emotion.FEAR] * 5), 0.0) == "5 faces in view"
    assert news.update(rows(*[Emotion.ANGER] * 5), 9.0) == ""
    assert news.update(rows(*[Emotion.ANGER] * 3), 9.1) == "Face 4 has left. Face 5 has left"
