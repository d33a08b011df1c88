"""Shifts: who is read as having changed position, which way, and what is no change."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories import marks, overlap, read
from legation.errors import InputError
from legation.extract.reader import Report
from legation.extract.shift import Direction

READ = [  # the cue stands in [ ] · speaker · direction
    ("Norway has shown signs of [shifting away] from its hard line on fish.", "Norway", "away"),
    ("Iran [backtracked] on its promise to pay.", "Iran", "away"),
    ("Peru has [reversed its policy] on the islands.", "Peru", "away"),
    ("France made [a U-turn] over the treaty.", "France", "away"),
    ("The Norwegian foreign minister, Kari Dahl, has [softened her tone] on fishing.", "Kari Dahl", "towards"),
    ("Sweden [hardened its stance] on the pipeline.", "Sweden", "away"),
    ("Turkey [no longer insists] on an apology.", "Turkey", "towards"),
    ("Russia has [dropped its demand] that Turkey apologise.", "Russia", "towards"),
    ("Turkey [dropped its opposition] to the Swedish bid.", "Turkey", "towards"),
    ("Brazil [changed course] on Monday.", "Brazil", "away"),
    ("The envoy's remark, which Peru [has since denied], angered Chile.", "Peru", "denial"),
    ("The United States wants to talk and has [pressed the reset button] with Russia.", "United States", "towards"),
    ("Poland [abandoned its pledge] to close the mine.", "Poland", "away"),
    ("Morocco has [rejoined] the African Union.", "Morocco", "towards"),
    ("North Korea [agreed to resume] talks with Japan.", "North Korea", "towards"),
    ("Iran [accepted] the inspectors after refusing them for years.", "Iran", "towards"),
    ("Peru [walked back] its claim about the reef.", "Peru", "denial"),
    ("Germany is [rethinking its position] on the pipeline.", "Germany", "away"),
    ("Egypt has [moved closer] to a deal with Sudan.", "Egypt", "towards"),
    ("India announced [a shift in its policy] on grain.", "India", "away"),
    ("Britain's [decision to abandon] the treaty shocked Ireland.", "United Kingdom", "away"),
    ("Kenya [no longer opposes] the dam.", "Kenya", "towards"),
]  # fmt: skip

PASSED_OVER = [
    "Norway has not softened its stance on fish.",
    "Turkey should drop its demand for an apology.",
    "Critics urged Peru to reverse its policy.",
    "If Turkey drops its opposition, Sweden will join.",
    "Iran needs to retreat from its claims.",
    "Peru refused to change its position.",
    "The army pulled back the bridge.",
    "The night shift in the mine ended at six.",
    "She changed the tyre and drove on.",
    "The envoy denied the report.",
    "He dropped the vase.",
    "Nobody backtracked.",
    "Chile could soften its tone.",
]


@pytest.mark.parametrize(("marked", "speaker", "direction"), READ)
def test_a_shift_is_read(marked: str, speaker: str, direction: str) -> None:
    text, evidence, _ = marks(marked)
    report = read(text)
    names = {actor.id: actor.name for actor in report.actors}
    found = [(names[s.speaker], s.direction) for s in report.shifts if overlap(s.evidence, evidence)]
    assert (speaker, direction) in found, report.shifts
    check(report)


@pytest.mark.parametrize("text", PASSED_OVER)
def test_what_is_no_shift_is_passed_over(text: str) -> None:
    assert read(text).shifts == []


def test_a_denial_takes_back_what_was_said() -> None:
    report = read(
        "The minister of Peru, Luis Vega, said on Monday that the port would close. He has since denied saying so."
    )
    said = {statement.id: statement for statement in report.statements}
    (found,) = report.shifts
    assert found.direction == "denial"
    assert found.before in said
    assert found.before != found.after


def test_what_a_shift_is_about_is_named() -> None:
    report = read("Russia has dropped its demand that Turkey leave the pact between Turkey and Georgia.")
    (found,) = report.shifts
    names = {actor.id: actor.name for actor in report.actors}
    assert "Turkey" in {names.get(i) for i in found.about}
    assert "Russia" not in {names.get(i) for i in found.about}
    assert {c.id for c in report.commitments} <= set(found.about)


def test_one_change_is_told_once_a_sentence() -> None:
    report = read("Peru has reversed its policy and dropped its pledge to close the mine.")
    assert [shift.direction for shift in report.shifts] == ["away"]


WORDS = [
    "Peru",
    "no longer",
    "insists",
    "dropped",
    "its demand",
    "U-turn",
    "shift",
    "away",
    "from",
    "policy",
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
    """Every shift is in the vocabulary, stands on words of the text, and names records that are there."""
    known = {record.id for record in report.records()}
    for found in report.shifts:
        assert found.direction in get_args(Direction)
        assert found.speaker in known
        assert {i for i in (*found.about, found.before, found.after) if i is not None} <= known
        assert all(0 <= start < end <= len(report.document.text) for start, end in found.evidence)
