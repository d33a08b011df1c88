"""Sentence bounds: what begins a sentence and what must not, seen through the real parser."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.language.parse import load

# the sentences of a text, as the parser must leave them, parted by |
SENTENCES = [
    "“The talks were long,” said Ana Silva, the minister. | “They were good. | They will go on.” | Nobody disagreed.",
    '"The talks were long," Silva said. | "They were good." | He left for Rome.',
    "''Good news is rare,'' Mr. Silva added, ''and bad news is not.'' | But the mood was good.",
    "It added: “A sudden withdrawal would hurt the region.” | The ministry did not reply.",
    "‘The bridge is shut,’ she said. | ‘Take the ferry.’",
    "The treaty (signed in Oslo) ended the war. | Both sides kept it.",
    "He praised the “special friendship” between the two states. | Then he flew home.",
    "The U.S. ambassador left on Friday. | He said nothing.",
]


@pytest.fixture(scope="module")
def parsed() -> dict[str, list[str]]:
    texts = [row.replace(" | ", " ") for row in SENTENCES]
    docs = load().pipe(texts)
    return {row: [s.text.strip() for s in doc.sents] for row, doc in zip(SENTENCES, docs, strict=True)}


@pytest.mark.parametrize("row", SENTENCES)
def test_sentences_end_where_marks_let_them(row: str, parsed: dict[str, list[str]]) -> None:
    assert parsed[row] == row.split(" | ")


def test_a_paragraph_begins_a_sentence() -> None:
    doc = load()("talks in Oslo\n\nthe ministers met on Friday")
    assert [s.text.strip() for s in doc.sents] == ["talks in Oslo", "the ministers met on Friday"]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.sampled_from(["“", "”", '"', "'", ".", ",", "Oslo", "said", "?", "\n\n", " ", "…", ")"])).map(" ".join)
)
def test_any_marks_leave_every_word_in_one_sentence(text: str) -> None:
    doc = load()(text)
    assert sum(len(s) for s in doc.sents) == len(doc)
