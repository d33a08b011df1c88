"""Is it English?"""

import pytest

from legation.errors import EmptyInput, LanguageError
from legation.language.detect import detect_language, require_english

FRENCH = (
    "Le ministre des Affaires étrangères a rencontré mardi à Paris son homologue allemand pour parler de la situation "
    "sur la frontière. Aucune décision n'a été prise sur la livraison de nouvelles armes, a-t-il affirmé."
)
OTHERS = {
    "fr": FRENCH,
    "de": "Der Außenminister hat am Dienstag in Berlin mit seinem französischen Amtskollegen über die Grenze "
    "beraten. Er sagte, die Regierung sei bereit, mehr Hilfe zu leisten, doch sei noch nichts entschieden.",
    "nl": "De minister van Buitenlandse Zaken heeft dinsdag in Den Haag overlegd met zijn Duitse collega over de "
    "toestand aan de grens. Hij zei dat het kabinet bereid is om meer steun te geven.",
    "ru": "Министр иностранных дел встретился во вторник в Осло со своим коллегой, чтобы обсудить положение "
    "на границе. "
    "Он сказал, что правительство готово оказать больше помощи, но решения пока нет.",
}
ENGLISH = [
    "The foreign minister met his colleague on Tuesday to talk about the border.",
    "Shares in Lund Holdings Inc. rose 3% in Oslo.",
    "JAPAN THANKS FRANCE",
    "Abe, Trump, Putin, Xi.",
    "The ministers spoke briefly. " * 400,
    "The minister said “la situation est très difficile, il faut que tout le monde parte” and left the hall at once.",
    "47,000 – €1.5bn – 12%: that’s the sum.",
]


@pytest.mark.parametrize("text", ENGLISH)
def test_english_and_what_is_too_short_to_tell_is_let_through(text: str) -> None:
    require_english(text)


@pytest.mark.parametrize("language", OTHERS)
def test_another_language_is_refused_by_name(language: str) -> None:
    with pytest.raises(LanguageError, match=rf"^a\.txt: .*\({language}, probability [01]\.\d\d\); translate it first"):
        require_english(OTHERS[language], "a.txt")
    found = detect_language(OTHERS[language])
    assert found is not None
    assert found[0] == language


def test_a_french_report_in_an_english_frame_is_refused() -> None:
    with pytest.raises(LanguageError):
        require_english(f"Read this report of the day.\n\n{FRENCH * 30}")


@pytest.mark.parametrize("text", ["", " \n", "1 2 3 … 4", "★ ★ ★", "“”" * 100])
def test_no_words(text: str) -> None:
    with pytest.raises(EmptyInput, match="no words in it; give a report in English"):
        require_english(text)


def test_too_short_to_tell() -> None:
    assert detect_language("Oslo, Bergen") is None
