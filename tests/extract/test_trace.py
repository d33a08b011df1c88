"""Tracing: the rule, the words and the slots that led to a record; each kind has a rule and its words."""

from functools import cache

import pytest

import legation
from legation.extract.reader import Report
from legation.extract.trace import Trace, trace
from legation.knowledge.events import all_patterns

TEXT = (
    "Norway said on Monday that it will impose sanctions on 12 Kenyan banks in Oslo. "
    "If Kenya leaves the pact, Norway would pay nothing. Kenya said that Norway must wait."
)


@cache
def reader() -> legation.Reader:
    return legation.Reader()


@cache
def report() -> Report:
    return reader().read(TEXT, published="2018-03-14", id="r")


def steps(found: Trace, decides: str) -> list[tuple[str, str]]:
    """What a trace says under that head, with the words."""
    return [
        (step.says, " ".join(TEXT[start:end] for start, end in step.spans))
        for step in found.steps
        if step.decides == decides
    ]


def event(type_: str) -> Trace:
    record = next(event for event in report().events if event.type == type_)
    return trace(reader(), report().document, record)


def test_an_event_is_traced_to_its_line_its_slots_and_its_statement() -> None:
    found = event("SANCTION")
    line = int(found.rule.split()[2].rstrip(":"))
    pattern = next(pattern for pattern in all_patterns() if pattern.line == line)
    assert (pattern.head, pattern.type, pattern.form) == ("impose", "SANCTION", "verb")
    assert steps(found, "trigger") == [(pattern.example, "impose sanctions")]
    assert steps(found, "actor") == [("Norway, in the slot doer", "it")]
    assert [says.split(",")[-1] for says, _ in steps(found, "recipient")] == [" in the slot on"]
    assert steps(found, "modality")[0] == ("verb group: future", "will impose")
    assert steps(found, "modality")[-1][0] == "in all: future"
    assert steps(found, "claimed_by")[0][1] == "said"


def test_modality_cues_are_named_with_their_words() -> None:
    text = "Norway denied that it attacked Kenya."
    denied = reader().read(text, id="d")
    found = trace(reader(), denied.document, denied.events[0])
    cues = [
        (step.says, [text[start:end] for start, end in step.spans])
        for step in found.steps
        if "modality.csv" in step.says
    ]
    assert cues == [("modality.csv: deny (verb) says negated", ["denied"])]


def test_what_consists_in_saying_it_is_traced_to_the_word() -> None:
    found = event("REQUEST")
    assert found.rule.startswith("reproaches.csv: “must”")
    assert steps(found, "words") == [("what is said", "must")]


def test_code_gives_quad_class_and_goldstein_value_with_their_source() -> None:
    ((says, _),) = steps(event("SANCTION"), "code")
    assert says.startswith("CAMEO 163, quad class 4, Goldstein -8.0 (PLOVER")


@pytest.mark.parametrize("kind", ["actors", "places", "times", "quantities", "statements", "events", "conditionals"])
def test_each_kind_has_a_rule_words_and_its_confidence(kind: str) -> None:
    records = getattr(report(), kind)
    assert records, f"the text tells of no {kind}"
    for record in records:
        found = trace(reader(), report().document, record)
        assert (found.record, found.kind, found.confidence) == (record.id, record.kind_name(), record.confidence)
        assert found.rule
        assert any(step.spans for step in found.steps)
