"""Statements: who said what, by which cue, in whose words, how and to whom, read from sentences to records."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.errors import InputError
from legation.extract.reader import Reader, Report
from legation.extract.statement import Statement


@dataclass(frozen=True, kw_only=True)
class Row:
    """A text and one statement that must be read from it; None where a field doesn't matter there."""

    text: str
    cue: str
    content: str  # " … " between stretches
    directness: str
    act: str
    speaker: str | None = None  # the words of the source phrase; "" for nobody
    channel: str | None = None
    to: str | None = None  # name of an addressee or of the outlet
    speakers: list[str] | None = None  # names of the actors


ROWS = tomllib.loads((Path(__file__).parent / "statements.toml").read_text("utf-8"))["read"]
READ = [Row(**fields) for fields in ROWS]

PASSED_OVER = [
    "The two states renewed their “special partnership” in Oslo.",  # borrowed words without a speaker
    "The army crossed the river at dawn.",
    "The premier did not say that the port was shut.",
    "The firms suspected of fraud were closed.",
    "The embassy did not respond to a request for comment.",
    "Regarding the port, nothing has changed.",
    "A call from Oslo woke the premier.",
    "The report is long.",
    "The ministers held talks on the border in Oslo.",  # a deed, whatever the talks were on
    "Ana Silva signed an agreement to reopen the port.",
    "It is wrong to say that the strait is safe.",
    "It was a shock to learn that the canal had been shut.",
    "The envoy made no mention of the hostages.",
]


@pytest.fixture(scope="module")
def read() -> dict[str, Report]:
    texts = list(dict.fromkeys([*(r.text for r in READ), *PASSED_OVER]))
    reports = Reader().read_many({"text": text, "published": "2020-01-15"} for text in texts)
    return dict(zip(texts, reports, strict=True))


def words(report: Report, spans: tuple[tuple[int, int], ...]) -> str:
    return " … ".join(report.document.text[start:end] for start, end in spans)


def plain(report: Report, spans: tuple[tuple[int, int], ...]) -> str:
    """A cue's words, whatever stands between them."""
    return " ".join(report.document.text[start:end] for start, end in spans)


def sole(report: Report, wanted: Row) -> Statement:
    """The statement with the row's cue and content."""
    found = [
        s for s in report.statements
        if plain(report, s.cue) == wanted.cue and words(report, s.content) == wanted.content
    ]  # fmt: skip
    shown = [(words(report, s.speaker_span), plain(report, s.cue), words(report, s.content)) for s in report.statements]
    assert len(found) == 1, shown
    return found[0]


def names(report: Report, ids: tuple[str | None, ...]) -> list[str]:
    known = {actor.id: actor.name for actor in report.actors}
    return [known[i] for i in ids if i]


@pytest.mark.parametrize("wanted", READ, ids=lambda r: r.text[:60])
def test_a_statement_is_read(wanted: Row, read: dict[str, Report]) -> None:
    report = read[wanted.text]
    statement = sole(report, wanted)
    assert (statement.directness, statement.act) == (wanted.directness, wanted.act)
    if wanted.speaker is not None:
        assert words(report, statement.speaker_span) == wanted.speaker
    if wanted.speakers is not None:
        assert names(report, statement.speakers) == wanted.speakers


@pytest.mark.parametrize("wanted", [r for r in READ if r.channel], ids=lambda r: r.text[:60])
def test_the_channel_is_read(wanted: Row, read: dict[str, Report]) -> None:
    assert sole(read[wanted.text], wanted).channel == wanted.channel


@pytest.mark.parametrize("wanted", [r for r in READ if r.to], ids=lambda r: r.text[:60])
def test_those_addressed_are_read(wanted: Row, read: dict[str, Report]) -> None:
    report = read[wanted.text]
    statement = sole(report, wanted)
    assert any(str(wanted.to) in name for name in names(report, (*statement.addressees, statement.outlet)))


@pytest.mark.parametrize("text", PASSED_OVER)
def test_what_nobody_says_is_passed_over(text: str, read: dict[str, Report]) -> None:
    report = read[text]
    assert [(plain(report, s.cue), words(report, s.content)) for s in report.statements] == []


def test_a_statement_told_of_keeps_its_date(read: dict[str, Report]) -> None:
    wanted = next(r for r in READ if r.channel == "phone")
    assert sole(read[wanted.text], wanted).date == "2020-01-10"


def test_evidence_holds_source_cue_and_content(read: dict[str, Report]) -> None:
    for report in read.values():
        for s in report.statements:
            for start, end in (*s.content, *s.cue, *s.speaker_span):
                assert any(a <= start and end <= b for a, b in s.evidence)


PIECES = st.sampled_from(
    [
        *("“", "”", '"', ".", ",", "?", ":", "…", "—", "Oslo", "Rome", "the port", "is shut", "said", "told", "warned"),
        *("that", "and", "he", "who", "which", "to wait", "not", "accused", "of", "by", "according to", "in a speech"),
    ]
)


@settings(deadline=None, max_examples=150)
@given(st.lists(PIECES, max_size=40).map(" ".join))
def test_any_words_give_statements_inside_the_text(text: str) -> None:
    try:
        report = Reader().read(text)
    except InputError:
        return
    for statement in report.statements:
        assert statement.content
        for start, end in statement.evidence:
            assert 0 <= start < end <= len(text)


def test_the_same_text_gives_the_same_statements() -> None:
    text = " ".join(r.text for r in READ[:20])
    assert Reader().read(text).to_jsonl() == Reader().read(text).to_jsonl()
