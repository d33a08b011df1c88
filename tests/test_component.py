"""The spaCy component: what it reads of a doc is what the reader reads of its text, and spans find their tokens."""

import tomllib
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc

import legation
from legation import component

TEXT = "Norway's foreign minister, Ingrid Dahl, will visit Finland on Friday. “We 🚢 talk,” she said."


@pytest.fixture(scope="module")
def nlp():
    made = spacy.blank("en")
    made.add_pipe("legation", config={"published": "2021-05-12"})
    return made


def test_a_doc_has_what_the_reader_reads(nlp):
    doc = nlp(TEXT)
    assert doc._.legation == legation.Reader().read(TEXT, published="2021-05-12")
    assert doc._.legation_error is None


def test_offsets_are_spans_of_the_doc(nlp):
    doc = nlp(TEXT)
    read = doc._.legation
    (event,) = read.events
    spans = doc._.legation_spans(event)
    assert [span.text for span in spans] == event.quotes(TEXT)
    assert {(span.label_, span.id_) for span in spans} == {("event", event.id)}
    quoted = [span.text for span in doc.spans["legation"] if span.label_ == "statement"]
    assert any("🚢" in words for words in quoted)


def test_a_doc_goes_to_bytes_and_back(nlp):
    doc = nlp(TEXT)
    back = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert back._.legation == doc._.legation
    assert [span.text for span in back.spans["legation"]] == [span.text for span in doc.spans["legation"]]


def test_what_is_known_of_a_report_is_its_context_or_stands_in_the_doc(nlp):
    (_, about) = pair = ("Japan thanked France.", {"published": "2016-11-16", "id": "x"})
    ((doc, context),) = nlp.pipe([pair], as_tuples=True)
    assert context is about
    assert (doc._.legation.document.document, doc._.legation.document.published) == ("x", "2016-11-16")
    made = nlp.make_doc(TEXT)
    made.user_data["legation"] = {"publisher": "Harbour News"}
    assert nlp(made)._.legation.document.publisher == "Harbour News"


def test_what_is_no_report_is_passed_over_and_says_why(nlp, caplog):
    docs = list(nlp.pipe(["", TEXT]))
    assert docs[0]._.legation is None
    assert "empty" in docs[0]._.legation_error
    assert "passed over" in caplog.text
    assert docs[1]._.legation.events


def test_spacy_finds_it_by_its_entry_point():
    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["entry-points"]["spacy_factories"] == {
        component.NAME: f"{component.__name__}:{component.make.__name__}"
    }
