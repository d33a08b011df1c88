"""Is it English, and how surely.

Function words tell nearly every English report at once; only what they leave open is put to py3langid, whose model
comes in its wheel, works offline and takes most of a second to load. Measured: docs/decisions/0002-inputs.md.
"""

import re
from functools import cache
from typing import TYPE_CHECKING

from legation.errors import EmptyInput, LanguageError

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# Three stretches of this many code points tell the language of a long report as well as all of it, and cost 2 ms.
_STRETCH = 1_000
# Below this many letters a name or two decides the answer (measured: decisions/0002-inputs.md), so it isn't asked for.
_FEWEST_LETTERS = 120
# Of English news at least 0.38 of the words are function words, of short notes 0.3; of other languages' words that
# happen to be spelt like English ones, at most 0.21 (Danish).
_ENGLISH_SHARE = 0.3
# Below this probability the answer is a guess, and a report full of foreign names must not be refused for a guess.
_SURE = 0.9

_LETTERS = re.compile(r"[^\W\d_]+")


def detect_language(text: str) -> tuple[str, float] | None:
    """The ISO 639-1 code of a text's language and its probability; None for a text too short to tell."""
    sample = _sample(text)
    if sum(map(len, _LETTERS.findall(sample))) < _FEWEST_LETTERS:
        return None
    language, probability = _identifier().classify(sample)
    return str(language), float(probability)


def require_english(text: str, path: str | None = None) -> None:
    """Raise EmptyInput for a text without words, LanguageError for one surely in another language than English.

    A text too short to tell, or told with less than `_SURE`, is let through.
    """
    if not _LETTERS.search(text):
        raise EmptyInput("no words in it", path=path, mend="give a report in English")
    if _reads_english(text):
        return
    found = detect_language(text)
    if found is None or found[0] == "en" or found[1] < _SURE:
        return
    language, probability = found
    raise LanguageError(
        f"this is in another language than English ({language}, probability {probability:.2f})",
        path=path,
        mend="translate it first; Legation reads English only",
    )


def _reads_english(text: str) -> bool:
    from spacy.lang.en.stop_words import STOP_WORDS

    words = _LETTERS.findall(_sample(text).lower())
    return len(words) > 0 and sum(word in STOP_WORDS for word in words) >= _ENGLISH_SHARE * len(words)


def _sample(text: str) -> str:
    """The text, or stretches of its head, middle and end."""
    if len(text) <= 3 * _STRETCH:
        return text
    middle = (len(text) - _STRETCH) // 2
    return "\n".join((text[:_STRETCH], text[middle : middle + _STRETCH], text[-_STRETCH:]))


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
