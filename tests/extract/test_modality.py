"""Modality: every cue of `modality.csv` in its example, mode and context cues in theirs, and how cues join."""

from datetime import date
from functools import cache

import pytest

import legation
from factories import reading, unmarked
from legation.extract.event import Event
from legation.extract.modality import join, looks_back, modality
from legation.extract.reader import Report
from legation.extract.trigger import Matcher, Trigger
from legation.knowledge import events, table
from legation.knowledge.modality import ModalityCue, modality_cues


@cache
def reader() -> legation.Reader:
    return legation.Reader()


def at_mark(report: Report, marked: str) -> list[Event]:
    """The events whose evidence holds the words in [ ]."""
    start = marked.index("[")
    end = marked.index("]") - 1
    return [e for e in report.events if any(s < end and start < f for s, f in e.evidence)]


def read_all(marked: list[str]) -> list[Report]:
    texts = [unmarked(example)[0] for example in marked]
    return list(reader().read_many({"text": t, "id": str(n), "published": "2018-03-14"} for n, t in enumerate(texts)))


def trigger_at_mark(marked: str) -> Trigger:
    """The trigger at the word in [ ]."""
    text, _ = unmarked(marked)
    read = reading(text)
    at = marked.index("[")
    token = next(token for token in read.doc if token.idx == at)
    trigger = Matcher(read).at(token)
    assert trigger is not None, f"{token} tells of nothing"
    return trigger


# What a cue says of itself is joined with the verb over it; "inherit" leaves it at that verb's own.
SAID = {"inherit": {"occurred", "ongoing"}, "open": {"hypothetical"}}


@pytest.mark.parametrize("cue", modality_cues(), ids=lambda cue: f"{' '.join(cue.words)} ({cue.form})")
def test_each_cue_says_what_its_line_says(cue: ModalityCue) -> None:
    trigger = trigger_at_mark(cue.example)
    said = "historical" if looks_back(trigger.token) else modality(trigger)
    assert said in SAID.get(cue.modality, {cue.modality})


def rows(name: str, columns: tuple[str, ...]) -> list[dict[str, str]]:
    return [row for _, row in table.rows(name, columns)]


MODES = rows("modes.csv", ("type", "mode", "cue", "example"))
CONTEXTS = rows("contexts.csv", ("context", "cue", "example"))
REPROACHES = rows("reproaches.csv", ("word", "type", "mode", "example"))


@cache
def reports(name: str) -> list[Report]:
    return read_all([row["example"] for row in {"modes": MODES, "contexts": CONTEXTS, "reproaches": REPROACHES}[name]])


@pytest.mark.parametrize("number", range(len(MODES)), ids=lambda n: f"{MODES[n]['mode']}: {MODES[n]['cue']}")
def test_each_mode_cue_gives_its_mode(number: int) -> None:
    row, report = MODES[number], reports("modes")[number]
    assert (row["type"], row["mode"]) in {(e.type, e.mode) for e in report.events}, report.events


@pytest.mark.parametrize("number", range(len(CONTEXTS)), ids=lambda n: CONTEXTS[n]["cue"])
def test_each_context_cue_gives_its_context(number: int) -> None:
    row, report = CONTEXTS[number], reports("contexts")[number]
    assert any(row["context"] in event.contexts for event in report.events), report.events


@pytest.mark.parametrize("number", range(len(REPROACHES)), ids=lambda n: REPROACHES[n]["word"])
def test_each_reproach_is_told_by_its_type(number: int) -> None:
    row, report = REPROACHES[number], reports("reproaches")[number]
    assert (row["type"], row["mode"] or None) in {(e.type, e.mode) for e in at_mark(report, row["example"])}, (
        report.events
    )


def test_a_denied_reproach_is_none() -> None:
    report = reader().read("Kenya denied that Uganda violated the pact.", id="r")
    assert not [event for event in report.events if event.type == "ACCUSE"]


def cue(said: str, *, doer: bool = True) -> ModalityCue:
    return ModalityCue(("x",), "verb", said, doer, "")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "over", "joined"),
    [
        ("inherit", "future", "future"),
        ("future", "negated", "negated"),  # did not plan to
        ("negated", "negated", "occurred"),  # did not fail to
        ("occurred", "negated", "ongoing"),  # did not stop
        ("negated", "hypothetical", "negated"),  # might refuse to
        ("future", "hypothetical", "hypothetical"),  # might agree to
        ("ongoing", "future", "future"),  # will continue to
        ("hypothetical", "future", "hypothetical"),  # will try to
        ("future", "occurred", "future"),
        ("open", "occurred", "hypothetical"),
    ],
)
def test_cues_join(said: str, over: str, joined: str) -> None:
    assert join(cue(said), over) == joined  # type: ignore[arg-type]


def test_who_does_not_hold_an_attitude_leaves_the_event_alone() -> None:
    assert join(cue("hypothetical", doer=False), "negated") == "hypothetical"


DATED = [
    ("Norway meets Gambia on Friday.", "future"),  # Friday after the report
    ("Norway sanctioned Gambia on Monday.", "occurred"),
    ("Norway sanctioned Gambia in 2009.", "historical"),
    ("Norway sanctioned Gambia in the 1980s.", "historical"),
    ("Norway sanctioned Gambia in 2017.", "occurred"),  # within a year
    ("Norway did not sanction Gambia in 2009.", "negated"),
    ("Norway would sanction Gambia in 2009.", "hypothetical"),
    ("Norway will sanction Gambia in 2019.", "future"),
]


@pytest.mark.parametrize(("text", "said"), DATED)
def test_dates_tell_history_and_what_is_to_come(text: str, said: str) -> None:
    report = reader().read(text, published=date(2018, 3, 14).isoformat(), id="r")
    assert [event.modality for event in report.events] == [said]


def test_without_a_date_of_publication_nothing_is_history_by_its_year() -> None:
    (event,) = reader().read("Norway sanctioned Gambia in 2009.", id="r").events
    assert event.modality == "occurred"


def test_the_codebook_knows_the_modalities() -> None:
    known = set(events.plover()["modalities"])
    assert {c.modality for c in modality_cues()} - {"inherit", "open"} <= known
