"""Quotation marks of every house: what pairs, how deep, and that any text is read in linear time."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.language.quotation import Quotation, find_quotations

# text · the quotations with their marks, in order
PAIRED = [
    ("“The bridge is shut,” she said. “Take the ferry.”", ["“The bridge is shut,”", "“Take the ferry.”"]),
    ('"The bridge is shut," she said. "Take the ferry."', ['"The bridge is shut,"', '"Take the ferry."']),
    ("''The bridge is shut,'' she said.", ["''The bridge is shut,''"]),
    ("``The bridge is shut,'' she said.", ["``The bridge is shut,''"]),
    ("‘The bridge is shut,’ she said.", ["‘The bridge is shut,’"]),
    ("'The bridge is shut,' she said.", ["'The bridge is shut,'"]),
    ("«The bridge is shut», she said.", ["«The bridge is shut»"]),
    ("„The bridge is shut“, she said.", ["„The bridge is shut“"]),
    ("”The bridge is shut”, she said.", ["”The bridge is shut”"]),
    # half of the typesetting lost
    ('“The bridge is shut," she said. "Take the ferry.”', ['“The bridge is shut,"', '"Take the ferry.”']),
    # one inside the other
    ("He called it “a ‘grand’ farce” twice.", ["“a ‘grand’ farce”", "‘grand’"]),
    ("‘They say “never” and mean it,’ he said.", ["‘They say “never” and mean it,’", "“never”"]),
    ("''Well, 'they' are late,'' he said.", ["''Well, 'they' are late,''", "'they'"]),
    ("“I like the word ‘enough.’ ” He left.", ["“I like the word ‘enough.’ ”", "‘enough.’"]),
    # apostrophes are no marks
    ("‘The allies’ plan is dead,’ he said.", ["‘The allies’ plan is dead,’"]),
    ("It’s the farmers’ dam and Rome’s ‘folly’.", ["‘folly’"]),
    ("In the '90s it was the miners' town.", []),
    ("''I'm here and they're there,'' he said.", ["''I'm here and they're there,''"]),
    # inches and stray marks
    ('A 5" pipe and a 6" valve.', []),
    ("A mark ” alone.", []),
    ("A mark “ alone.", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "wanted"), PAIRED)
def test_marks_pair(text: str, wanted: list[str]) -> None:
    assert [text[q.start : q.end] for q in find_quotations(text)] == wanted


def test_a_quotation_has_its_words_without_marks() -> None:
    text = "She said: ``Take the ferry.''"
    (found,) = find_quotations(text)
    assert text[found.inner_start : found.inner_end] == "Take the ferry."
    assert (found.depth, found.closed, found.continued) == (0, True, False)


def test_depth_counts_from_the_outermost() -> None:
    found = find_quotations("He called it “a ‘grand’ farce”.")
    assert [q.depth for q in found] == [0, 1]


def test_a_quotation_over_paragraphs_opens_at_each_and_closes_once() -> None:
    text = "“The bridge is shut.\n\n“The ferry runs.\n\n“Nobody knows why,” she said."
    found = find_quotations(text)
    assert [text[q.start : q.end] for q in found] == ["“The bridge is shut.", "“The ferry runs.", "“Nobody knows why,”"]
    assert [(q.closed, q.continued) for q in found] == [(False, False), (False, True), (True, True)]


def test_a_quotation_reopened_in_its_paragraph_goes_on() -> None:
    text = "“The bridge is shut. “The ferry runs.” That was all."
    found = find_quotations(text)
    assert [text[q.start : q.end] for q in found] == ["“The bridge is shut.", "“The ferry runs.”"]
    assert [(q.closed, q.continued) for q in found] == [(False, False), (True, True)]


def test_an_unclosed_quotation_ends_with_its_paragraph() -> None:
    text = "He said: “The bridge is shut.\n\nThe ferry runs."
    (found,) = find_quotations(text)
    assert text[found.start : found.end] == "“The bridge is shut."
    assert not found.closed


MARKS = st.sampled_from(
    ["“", "”", "‘", "’", '"', "'", "''", "``", "«", "»", "„", " ", "a", "s ", ".", ",", "\n\n", "7"]
)


@given(st.one_of(st.text(), st.lists(MARKS).map("".join)))
def test_any_text_gives_quotations_inside_it(text: str) -> None:
    found = find_quotations(text)
    for q in found:
        assert 0 <= q.start < q.inner_start <= q.inner_end <= q.end <= len(text)
        assert "\n\n" not in text[q.start : q.end]
    assert list(found) == sorted(found, key=lambda q: (q.start, -q.end))


@given(st.lists(MARKS).map("".join))
def test_quotations_are_side_by_side_or_one_inside_the_other(text: str) -> None:
    found = find_quotations(text)
    for a, b in pairwise(found):
        assert a.end <= b.start or (b.end <= a.end and b.depth > a.depth)


@given(st.lists(st.text(alphabet="abc ", min_size=1, max_size=9).map(str.strip).filter(bool), max_size=8))
def test_what_is_put_in_marks_is_found(words: list[str]) -> None:
    text = " and ".join(f"“{w}”" for w in words)
    assert [text[q.inner_start : q.inner_end] for q in find_quotations(text)] == words


@pytest.mark.parametrize("piece", ["‘a ", "“a ", '"a ', "'a ", "“a” ", "'' ", "’s ‘", "“a. ", "\n \n"])
def test_a_text_of_nothing_but_marks_is_soon_read(piece: str) -> None:
    # Anything quadratic would take minutes here, however fast the machine.
    started = time.perf_counter()
    find_quotations(piece * 100_000)
    assert time.perf_counter() - started < 20


def test_ten_thousand_quotations_are_read() -> None:
    found = find_quotations("“Yes,” he said. " * 10_000)
    assert len(found) == 10_000
    assert all(isinstance(q, Quotation) and q.depth == 0 for q in found)
