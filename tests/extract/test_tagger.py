"""The tagger's windows and its decoding, and that what it gives is the same each time."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.extract.tag_features import COLUMNS, Features
from legation.extract.tagged import spans
from legation.extract.tagger import LABELS, decode, load, windows
from legation.language import parse
from legation.language.quotation import find_quotations


def features(paragraphs: list[list[list[int]]]) -> Features:
    """Paragraphs of sentences given by how many pieces each of their words has."""
    paragraph_starts, sentence_starts, sizes = [], [], []
    for paragraph in paragraphs:
        paragraph_starts.append(len(sizes))
        for sentence in paragraph:
            sentence_starts.append(len(sizes))
            sizes += sentence
    columns = np.zeros((len(sizes), len(COLUMNS)), dtype=np.int64)
    return Features([], [(7,) * size for size in sizes], columns, paragraph_starts, sentence_starts)


SENTENCES = st.lists(st.integers(1, 40), min_size=1, max_size=40)
PARAGRAPHS = st.lists(st.lists(SENTENCES, min_size=1, max_size=4), max_size=6)


@given(PARAGRAPHS)
def test_windows_hold_every_word_once_and_are_no_longer_than_the_model_learnt_with(paragraphs):
    made = features(paragraphs)
    found = list(windows(made))
    held = [n for ranges in found for start, end in ranges for n in range(start, end)]
    assert held == list(range(len(made.pieces)))
    for ranges in found:
        pieces = sum(len(made.pieces[n]) for start, end in ranges for n in range(start, end))
        assert pieces + len(ranges) - 1 <= 254


def test_a_paragraph_that_fits_is_not_cut():
    found = list(windows(features([[[1] * 150, [1] * 50], [[1] * 100], [[1] * 40]])))
    assert found == [[(0, 200)], [(200, 300), (300, 340)]]


def test_a_long_paragraph_is_cut_between_sentences_and_a_long_sentence_between_words():
    assert list(windows(features([[[1] * 100, [1] * 120, [1] * 90]]))) == [[(0, 220)], [(220, 310)]]
    assert list(windows(features([[[1] * 300]]))) == [[(0, 254)], [(254, 300)]]


def chain() -> np.ndarray:
    """Transitions that forbid an inside without its begin, as training leaves them."""
    table = np.zeros((LABELS, LABELS), dtype=np.float32)
    for inside in (2, 4, 6):
        for before in set(range(LABELS)) - {inside, inside - 1}:
            table[before, inside] = -1e4
    table[0, 5] = 0.5
    return table


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 2**32 - 1), st.integers(1, 4))
def test_decoding_finds_the_best_path_and_the_chances_of_each_label(seed, length):
    emissions = np.random.default_rng(seed).normal(size=(length, LABELS)).astype(np.float32)
    table = chain()
    other = np.zeros((6, LABELS), dtype=np.float32)  # a longer window beside it changes nothing
    labels, chances = decode([emissions, other], table)
    paths = list(product(range(LABELS), repeat=length))
    scores = np.array([
        sum(emissions[n, label] for n, label in enumerate(path))
        + sum(table[a, b] for a, b in pairwise(path))
        for path in paths
    ])  # fmt: skip
    assert tuple(labels[0]) == paths[int(scores.argmax())]
    weights = np.exp(scores - scores.max())
    wanted = np.zeros((length, LABELS))
    for path, weight in zip(paths, weights / weights.sum(), strict=True):
        for n, label in enumerate(path):
            wanted[n, label] += weight
    assert np.allclose(chances[0], wanted, atol=1e-3)


SPANS = [
    ([0, 1, 2, 3, 0, 5, 6, 6], [(1, 1, 3), (3, 3, 4), (5, 5, 8)]),
    ([5, 5, 6], [(5, 0, 1), (5, 1, 3)]),
    ([6, 6, 0, 4], [(5, 0, 2), (3, 3, 4)]),  # an inside that nothing begins
    ([], []),
]


@pytest.mark.parametrize(("labels", "found"), SPANS)
def test_labels_make_spans(labels, found):
    assert list(spans(labels)) == found


def test_the_shipped_model_tags_a_plain_sentence_alike_each_time():
    from legation.extract.cue import find_cues
    from legation.extract.quoted import Quoted
    from legation.extract.tag_features import find_features
    from legation.extract.tagged import find_tagged

    (doc,) = parse.parse(["The harbour board said on Monday that the ferry would leave early."])
    quotations = find_quotations(doc.text)
    cues = list(find_cues(doc))
    made = find_features(doc, Quoted(doc, quotations), quotations, cues, [], load().wordpiece)
    first, again = (find_tagged(load().windows(made), made.words) for _ in range(2))
    assert first == again
    (found,) = first
    words = [word.text for word in made.words]
    assert words[slice(*found.source)] == ["The", "harbour", "board"]
    assert words[found.cue[0][0]] == "said"
    assert " ".join(words[slice(*found.content[-1])]).startswith("that the ferry would leave early")
