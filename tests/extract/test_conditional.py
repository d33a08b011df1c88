"""Conditionals: what is read as condition and consequence, and what only looks like one."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories import marks, overlap, read
from legation.errors import InputError
from legation.extract.conditional import Form
from legation.extract.reader import Report

READ = [  # the condition stands in [ ], the consequence in { } · form
    ("{The border will close} [if the talks fail].", "if"),
    ("[If Peru pays], {Chile will open the port}.", "if"),
    ('"[If Peru pays], {we will open the port}," the minister said.', "if"),
    ("The minister said {the port would open} [if Peru paid].", "if"),
    ("{The fleet would sail} only [if Peru asked for it].", "if"),
    ("[Even if Peru pays], {the port will stay shut}.", "if"),
    ("{Half of the army would desert}, especially [if left without pay].", "if"),
    ("Had [the king lived], {the war would have ended}.", "if"),
    ("Should [Peru refuse], {Chile will close the port}.", "if"),
    ("{Chile will open the port} [as long as Peru pays].", "if"),
    ("{Chile will open the port} [provided that Peru pays].", "if"),
    ("[In the event of an attack], {Chile would close the port}.", "if"),
    ("{Chile will close the port} [unless Peru pays].", "unless"),
    ("[Unless Peru pays], {Chile will close the port}.", "unless"),
    ("The president threatened {a blockade of the port} [unless Peru paid].", "unless"),
    ("[Without a ceasefire], {the city will fall}.", "unless"),
    ("[Barring a miracle], {the talks will collapse}.", "unless"),
    ("{The sanctions will remain in place} [until the shelling stops].", "until"),
    ("{Peru will not pay} [until Chile opens the port].", "until"),
    ("[A collapse of the talks] would {trigger a war}.", "would"),
    ("[The closure of the port and the loss of the railway] would {cripple the economy}.", "would"),
    ("[Such a step] would {anger Bolivia}.", "would"),
    ("[Either outcome] would {embolden the rebels}.", "would"),
    ("[Any attack on the convoy] will {be met with force}.", "would"),
    ("[Closing the port] would {cripple the economy}.", "would"),
    ("[An invasion] would {be a disaster for the region}.", "would"),
    ("[The withdrawal of the peacekeepers] could {destabilise the north}.", "would"),
    ("[That] would {be a mistake}.", "would"),
    ("[A refusal to pay] means {the end of the pact}.", "would"),
    ("[To abandon the town] would {be a betrayal}.", "would"),
    ("The report said [the fall of the city] would {lead to a famine}.", "would"),
    ("[A repeat of last year's war] might {ruin both countries}.", "would"),
]  # fmt: skip

PASSED_OVER = [
    "He asked if the talks had failed.",
    "Nobody knows if the king is alive.",
    "They wondered whether a deal would help.",
    "It is unclear if the port will open.",
    "Nobody said whether Peru would pay if the port opened.",
    "Peru is for the pact, even if it faults the port.",
    "Few, if any, of the ships returned.",
    "They spoke as if the war were over.",
    "The islands belonged to Peru until they were seized by Chile.",
    "She waited until the rain stopped.",
    "He left without a word.",
    "The troops left without firing a shot.",
    "He said he would retain the treaty.",
    "The minister said the visit would take place in May.",
    "The general vowed the campaign would be over in a week.",
    "The army would often march at night.",
    "Would the king return?",
    "The withdrawal of the troops was completed in May.",
    "It is unclear how an attack could succeed.",
    "The delegation that would visit Lima was small.",
]


@pytest.mark.parametrize(("marked", "form"), READ)
def test_a_conditional_is_read(marked: str, form: str) -> None:
    text, condition, consequence = marks(marked)
    report = read(text)
    assert [
        c
        for c in report.conditionals
        if c.form == form and overlap(c.condition, condition) and overlap(c.consequence, consequence)
    ], report.conditionals
    check(report)


@pytest.mark.parametrize("text", PASSED_OVER)
def test_what_is_no_conditional_is_passed_over(text: str) -> None:
    assert read(text).conditionals == []


def test_spans_keep_to_the_clauses() -> None:
    text = "If Peru pays, Chile will open the port, and the railway will follow, the minister said."
    (found,) = read(text).conditionals
    assert [text[start:end] for start, end in found.condition] == ["If Peru pays"]
    assert [text[start:end] for start, end in found.consequence] == ["Chile will open the port"]


def test_what_follows_is_what_is_told_not_the_telling() -> None:
    text = "The minister warned that the port would close if Peru did not pay."
    report = read(text)
    (found,) = report.conditionals
    assert [text[start:end] for start, end in found.consequence] == ["the port would close"]
    assert found.claimed_by in {statement.id for statement in report.statements}


def test_a_condition_in_the_reports_own_voice_has_no_claim() -> None:
    (found,) = read("If the talks fail, the border will close.").conditionals
    assert found.claimed_by is None


def test_the_events_described_are_linked_and_have_not_come_about() -> None:
    report = read("If Turkey attacks Syria, Russia will impose sanctions on Turkey.")
    (found,) = report.conditionals
    events = {event.id: event for event in report.events}
    linked = [events[i] for i in (*found.condition_events, *found.consequence_events)]
    assert linked
    assert {event.modality for event in linked} <= {"hypothetical", "future", "negated"}


@pytest.mark.parametrize(
    "text", ["", "if", "If. " * 300, "if " * 300, "unless without until " * 100, "would would would"]
)
def test_odd_texts_end_in_records_or_an_input_error(text: str) -> None:
    try:
        report = read(text)
    except InputError:
        return
    check(report)


WORDS = [
    "if",
    "unless",
    "the attack",
    "would",
    "end",
    "war",
    "as long as",
    "without",
    "had",
    "until",
    "it",
    ",",
    ".",
    "“",
]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(WORDS), max_size=30))
def test_any_order_of_words_gives_records_inside_the_text(words: list[str]) -> None:
    try:
        report = read(" ".join(words))
    except InputError:
        return
    check(report)


def check(report: Report) -> None:
    """Every conditional has its two sides inside the text, apart from each other, and a form of the vocabulary."""
    for found in report.conditionals:
        assert found.form in get_args(Form)
        assert found.condition
        assert found.consequence
        assert not overlap(found.condition, found.consequence)
        for start, end in (*found.condition, *found.consequence, *found.evidence):
            assert 0 <= start < end <= len(report.document.text)
