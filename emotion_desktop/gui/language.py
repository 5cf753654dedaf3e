"""The language of the window: texts are written in English and translated by Qt's files.

Every text that people read is written as `translate("Context", "Text")` with literal strings and
not inside an f-string, so that `pyside6-lupdate` finds it. A text of a table made at import is
marked by `QT_TRANSLATE_NOOP("Context", "Text")` and translated where it is used. How to add a
language: docs/translating.md.
"""

import unicodedata
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QKeySequence

from emotion_desktop.config import find_asset
from emotion_desktop.domain import UnreadableReason
from emotion_desktop.errors import AssetError
from emotion_desktop.labels import Emotion

LANGUAGES: Final = {"en": "English", "de": "Deutsch"}
"""What each language is called by those who speak it, by the name of its file."""

translate: Final[Callable[[str, str], str]] = QCoreApplication.translate
"""Returns the text in the language in force: `translate("Context", "Text")`."""


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """Return the text as it is; marks it to be translated where it is used.

    Qt's own function of this name says that it returns an object.
    """
    return text


_LEFT_TO_RIGHT, _END = "\u2066", "\u2069"


def isolated(name: str) -> str:
    """Return a name so that it does not turn the text around it, nor its own ending, around.

    Names in Arabic, Hebrew and other scripts from right to left have marks around them; all others
    are returned as they are.
    """
    turns = any(unicodedata.bidirectional(letter) in {"R", "AL", "AN"} for letter in name)
    return f"{_LEFT_TO_RIGHT}{name}{_END}" if turns else name


_EMOTIONS: Final = {
    Emotion.ANGER: QT_TRANSLATE_NOOP("Emotions", "anger"),
    Emotion.DISGUST: QT_TRANSLATE_NOOP("Emotions", "disgust"),
    Emotion.FEAR: QT_TRANSLATE_NOOP("Emotions", "fear"),
    Emotion.HAPPINESS: QT_TRANSLATE_NOOP("Emotions", "happiness"),
    Emotion.SADNESS: QT_TRANSLATE_NOOP("Emotions", "sadness"),
    Emotion.SURPRISE: QT_TRANSLATE_NOOP("Emotions", "surprise"),
    Emotion.NEUTRAL: QT_TRANSLATE_NOOP("Emotions", "neutral"),
    Emotion.CONTEMPT: QT_TRANSLATE_NOOP("Emotions", "contempt"),
}

_FLAWS: Final = {
    UnreadableReason.TOO_SMALL: QT_TRANSLATE_NOOP("Picture", "too small"),
    UnreadableReason.TOO_DARK: QT_TRANSLATE_NOOP("Picture", "too dark"),
    UnreadableReason.TURNED_AWAY: QT_TRANSLATE_NOOP("Picture", "turned away"),
    UnreadableReason.PARTLY_COVERED: QT_TRANSLATE_NOOP("Picture", "partly covered"),
}


def emotion_name(emotion: Emotion) -> str:
    """Return what an emotion is called in the language in force, in lower case as it would be.

    A class of a model's own stays as it is written.
    """
    text = _EMOTIONS.get(emotion)
    return emotion.value if text is None else translate("Emotions", text)


_HEAT: Final = (
    QT_TRANSLATE_NOOP("Picture", "heatmap"),
    QT_TRANSLATE_NOOP("Picture", "preparing heatmap …"),
    QT_TRANSLATE_NOOP("Picture", "no evidence"),
    QT_TRANSLATE_NOOP("Picture", "no influence"),
    QT_TRANSLATE_NOOP("Picture", "most"),
)
"""What the overlay writes beside heatmaps."""


def class_list(classes: Sequence[Emotion]) -> str:
    """Return how many classes there are, and which."""
    names = ", ".join(map(emotion_name, classes))
    return translate("Model", "{count} classes: {names}").format(count=len(classes), names=names)


def overlay_words() -> dict[str, str]:
    """Return the words in the picture that are others in the language in force."""
    words = {emotion.value: emotion_name(emotion) for emotion in Emotion}
    words |= {flaw.value: translate("Picture", text) for flaw, text in _FLAWS.items()}
    words["uncertain"] = translate("Picture", "uncertain")
    words |= {text: translate("Picture", text) for text in _HEAT}
    return words


def flaw_name(flaw: UnreadableReason) -> str:
    """Return why a face cannot be read, in the language in force."""
    return translate("Picture", _FLAWS[flaw])


def local_number(text: str) -> str:
    """Return a number that is written with a point as the language in force writes it."""
    return text.replace(".", translate("Numbers", "."))


def key_name(key: str) -> str:
    """Return a key sequence such as `Ctrl+Left` as keyboards of the language in force show it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def language_code() -> str:
    """Return the name of the language in force."""
    name = QLocale().name().partition("_")[0]
    return name if name in LANGUAGES else "en"


def best_language(wanted: Sequence[str]) -> str:
    """Return the first language that there is; English if there is none.

    Args:
        wanted: Names such as `de`, `de-AT` or `pt_BR`, the most wanted one first.
    """
    for name in wanted:
        whole = name.replace("-", "_")
        for candidate in (whole, whole.partition("_")[0]):
            if candidate in LANGUAGES:
                return candidate
    return "en"


def install_language(app: QCoreApplication, language: str) -> None:
    """Let an application speak a language from now on; English where there is no translation.

    Args:
        app: To be called before any window is made.
        language: One of `LANGUAGES`, or `system` for the first one that the system asks for.
    """
    wanted = QLocale.system().uiLanguages() if language == "system" else [language]
    name = best_language(wanted)
    # Numbers that Qt writes by itself, in spin boxes, go with the texts beside them.
    QLocale.setDefault(QLocale(name))
    if name == "en":
        return
    # Qt's own words: OK, Cancel, names of keys, its file dialog.
    words = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    _install(app, f"{words}/qtbase_{name}.qm")
    try:
        _install(app, str(find_asset(f"translations/{name}.qm")))
    except AssetError:
        return


def _install(app: QCoreApplication, path: str) -> None:
    translator = QTranslator(app)
    if translator.load(path):
        app.installTranslator(translator)
