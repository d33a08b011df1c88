"""Phrases found in one pass."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.language.phrase import PhraseTable


def doc_of(text: str):  # type: ignore[no-untyped-def]
    import spacy

    return spacy.blank("en")(text)


def fold(text: str) -> str:
    return " ".join(text.lower().replace("’", "").replace("'", "").replace(".", "").replace("-", " ").split())


TABLE = PhraseTable(
    [
        "Dawn",
        "Dawn Party",
        "Dawn Party of Peru",
        "U.S.",
        "Farmers’ League",
        "The Nation",
        "Nation Guard",
        "Rift-Valley",
    ],
    key=fold,
    accept=lambda words: None if words.islower() else words,
)
FOUND = [
    ("The Dawn Party of Peru met the Dawn Party.", ["Dawn Party of Peru", "Dawn Party"]),  # the longest first
    ("The Dawn Party of Cuba met.", ["Dawn Party"]),  # else the next shorter
    ("In the U.S. they told us so.", ["U.S."]),  # what is refused is no match
    ("Farmers' League and Farmers’ League.", ["Farmers' League", "Farmers’ League"]),  # apostrophes are tokens
    ("The Nation Guard left.", ["Nation Guard"]),  # an article does not cut a longer name
    ("The Nation reported it.", ["The Nation"]),
    ("Rift-Valley and Rift Valley.", ["Rift-Valley", "Rift Valley"]),
    ("Dawn.\n\nParty of Peru", ["Dawn"]),  # no phrase runs over a paragraph's end
    (". . . ’ ’", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "wanted"), FOUND)
def test_phrases_are_found(text: str, wanted: list[str]) -> None:
    assert [words for _, _, words in TABLE.find(doc_of(text))] == wanted


@given(st.text(alphabet="DawnPrtyofeu .’'-\n", max_size=80))
def test_matches_are_in_order_and_never_overlap(text: str) -> None:
    at = 0
    for first, end, _ in TABLE.find(doc_of(text)):
        assert at <= first < end
        at = end


def test_empty_phrases_are_no_phrases() -> None:
    assert len(PhraseTable(["", " ", "Dawn"], key=fold, accept=str)) == 1
