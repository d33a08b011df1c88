"""Words cut into pieces as BERT's own tokenizer cuts them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.extract.wordpiece import WordPiece

VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "fer", "##ry", "##man", "ferry", "oslo", "’", "s", "-", "cafe", "山"]

CUT = [
    ("ferry", ["ferry"]),  # the longest piece first
    ("Ferryman", ["ferry", "##man"]),
    ("OSLO", ["oslo"]),
    ("café", ["cafe"]),  # accents go
    ("’s", ["’", "s"]),  # a mark is a piece of its own
    ("Oslo-ferry", ["oslo", "-", "ferry"]),
    ("山山", ["山", "山"]),
    ("dam", ["[UNK]"]),
    ("ferryboat", ["[UNK]"]),  # unknown in part is unknown
    ("s" * 200, ["[UNK]"]),
    ("-s" * 200, ["-", "s"] * 32),  # of an endless word the beginning
    ("\u00ad", ["[UNK]"]),  # nothing that shows
]


def wordpiece() -> WordPiece:
    return WordPiece({piece: number for number, piece in enumerate(VOCABULARY)})


@pytest.mark.parametrize(("word", "pieces"), CUT)
def test_a_word_is_cut_into_the_longest_pieces_from_the_left(word, pieces):
    assert [VOCABULARY[number] for number in wordpiece().pieces(word)] == pieces


@given(st.text(min_size=1, max_size=40))
def test_every_word_has_pieces_and_always_the_same(word):
    cutter = wordpiece()
    first = cutter.pieces(word)
    assert first
    assert cutter.pieces(word) == first
    assert all(0 <= number < len(VOCABULARY) for number in first)
