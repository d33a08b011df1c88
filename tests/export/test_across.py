"""What many reports tell together, in words."""

import csv
import io

import pytest

from factories import actor, commitment, conditional, document, event, mentions, report, statement
from legation.export.answers import (
    brief_chain,
    brief_found,
    brief_happenings,
    brief_history,
    chain_to_csv,
    found_to_csv,
    happenings_to_csv,
    history_to_csv,
)
from legation.export.brief import brief_on, to_markdown, to_text
from legation.export.diff import brief_diff, diff_records

TEXT = "Kenya’s troops left Cuba, Asha Odhiambo said. A Kenyan exit from Cuba would cheer Peru."


def telling(id_, published, *, modality="occurred", status="in_force", publisher="Harbour News", act="deny"):
    about = document(TEXT, id=id_, published=published, publisher=publisher)
    kenya = actor(about, "Kenya", country="KEN", mentions=mentions(about, "Kenya"))
    cuba = actor(about, "Cuba", country="CUB", mentions=mentions(about, "Cuba"))
    peru = actor(about, "Peru", country="PER")
    envoy = actor(about, "Asha Odhiambo", kind="person", country="KEN", office="envoy", sectors=("GOV",))
    said = statement(about, "Kenya’s troops left Cuba", envoy, act=act)
    left = event(
        about, "RETREAT", "troops left Cuba", by=(kenya,), to=(cuba,), mode="withdraw", modality=modality,
        claimed_by=said.id,
    )  # fmt: skip
    stands = commitment(
        about, "deployment", "Kenya’s troops", (kenya, "sender"), (cuba, "host"), status=status, claimed_by=said.id
    )
    follows = conditional(about, "A Kenyan exit from Cuba", "would cheer Peru", form="would", claimed_by=said.id)
    return report(about, kenya, cuba, peru, envoy, said, left, stands, follows)


@pytest.fixture
def stored(ledger):
    ledger.add(telling("r1", "2020-03-10", status="reaffirmed"))
    ledger.add(telling("r2", "2020-03-11", modality="negated", publisher="Bay Post", status="ended"))
    return ledger


def test_happenings_with_their_accounts(stored):
    assert to_text(brief_happenings(stored, stored.happenings())).splitlines() == [
        "Happenings",
        "1 happening · 2 reports",
        "",
        "WHAT HAPPENED, BY WHOSE ACCOUNT",
        "  Kenya withdrew from Cuba · 2 reports by 2 publishers (occurred in 1, did not happen in 1)",
        "    - occurred · according to Asha Odhiambo · Harbour News, 10 March 2020",
        "      “troops left Cuba”",
        "    - did not happen · according to Asha Odhiambo · Bay Post, 11 March 2020",
        "      “troops left Cuba”",
    ]


def test_no_more_accounts_are_shown_than_one_reads(ledger):
    for number in range(11):
        ledger.add(telling(f"r{number:02}", "2020-03-10"))
    lines = to_text(brief_happenings(ledger, ledger.happenings())).splitlines()
    assert lines[-1] == "    - and 3 more accounts"
    assert sum(line.startswith("    - occurred") for line in lines) == 8


def test_a_history(stored):
    assert to_text(brief_history(stored, stored.history())).splitlines()[3:] == [
        "HOW IT HAS STOOD",
        "  Kenya → Cuba · deployment · 2 reports",
        "    - reaffirmed · according to Asha Odhiambo · Harbour News, 10 March 2020",
        "      “Kenya’s troops”",
        "    - ended · according to Asha Odhiambo · Bay Post, 11 March 2020",
        "      “Kenya’s troops”",
    ]


def test_a_chain_says_whose_claim_each_step_is_and_why_it_follows(stored):
    made = brief_chain(stored, stored.what_if("Kenya's exit from Cuba"), question="Kenya exits")
    assert made.title == "If Kenya exits"
    first = made.sections[0].lines[0]
    assert first.group == "Step 1"
    assert first.details == ("claimed by Asha Odhiambo", "both speak of Cuba, exit")
    assert first.source == "Harbour News, 10 March 2020"


def test_what_was_found_stands_in_brackets_under_its_report(stored):
    made = brief_found(stored, stored.search("troops left"), question="troops left")
    assert made.about == ("2 passages",)
    assert made.sections[0].lines[0].text.startswith("Kenya’s [troops] [left] Cuba")
    assert made.sections[0].lines[0].group.startswith("Bay Post, 11 March 2020 · Kenya’s troops left Cuba")


def test_a_brief_tells_an_event_of_several_reports_once(stored):
    made = brief_on(stored, "KEN", "CUB")
    acts, stands = made.sections[0], made.sections[1]
    (line,) = acts.lines
    assert (line.group, line.text) == ("Done", "Kenya withdrew from Cuba")
    assert line.details == ("2 reports by 2 publishers (occurred in 1, did not happen in 1)",)
    assert [quote.source for quote in line.quotes] == ["Harbour News, 10 March 2020", "Bay Post, 11 March 2020"]
    assert len(line.records) == 2
    assert [entry.text for entry in stands.lines] == ["reaffirmed", "ended"]
    assert "“troops left Cuba” — Bay Post, 11 March 2020" in to_text(made)
    assert "> troops left Cuba — Bay Post, 11 March 2020" in to_markdown(made)


def test_a_diff_as_a_morning_note(stored):
    lines = to_text(brief_diff(stored, stored.diff("2020-03-11"))).splitlines()
    assert lines[:2] == ["What is new from 11 March 2020 on", "1 report"]
    assert "TOLD DIFFERENTLY" in lines
    assert lines[lines.index("COMMITMENTS THAT CHANGED") + 1] == "  Kenya → Cuba · deployment · before: reaffirmed"
    assert any("has moved away from Kenya → Cuba · deployment" in line for line in lines)
    assert "PROMISES, THREATS, DENIALS, ACCUSATIONS" in lines
    kept = [(line["section"], line["record"]) for line in diff_records(stored.diff("2020-03-11"))]
    assert kept == [("contradicted", "happening"), ("changed", "change"), ("turned", "turn"), ("noted", "statement")]


def test_a_long_section_is_cut_and_says_so(ledger):
    for number in range(4):
        ledger.add(telling(f"r{number}", f"2020-0{number + 1}-10"))
    made = brief_diff(ledger, ledger.diff("2020"), most=2)
    titles = [section.title for section in made.sections]
    assert "New: who meets or acts (the first 2 of 4)" in titles


@pytest.mark.parametrize(
    ("since", "until", "note"),
    [
        ("2021", None, "Nothing new: no report was published from 2021 on."),
        ("2019", "2019-05", "Nothing new: no report was published from 2019 on and by May 2019."),
    ],
)
def test_a_diff_of_nothing_says_why(stored, since, until, note):
    assert brief_diff(stored, stored.diff(since, until)).note == note


def test_a_diff_of_an_empty_ledger_says_why(ledger):
    assert brief_diff(ledger, ledger.diff("2020")).note == "Nothing on record: the ledger holds no report yet."


TABLES = [
    (lambda ledger: happenings_to_csv(ledger, ledger.happenings()), 2, {"standing": "contradicted", "reports": "2"}),
    (lambda ledger: history_to_csv(ledger, ledger.history()), 2, {"giving": "KEN", "getting": "CUB", "name": ""}),
    (lambda ledger: chain_to_csv(ledger.what_if("Cuba exit")), 2, {"by": "Asha Odhiambo", "after": ""}),
    (lambda ledger: found_to_csv(ledger.search("troops")), 2, {"kind": "report", "words": TEXT}),
]


@pytest.mark.parametrize(("table", "count", "cells"), TABLES, ids=["happenings", "history", "chain", "found"])
def test_tables_have_a_row_an_account(stored, table, count, cells):
    rows = list(csv.DictReader(io.StringIO("".join(table(stored)))))
    assert len(rows) == count
    assert cells.items() <= rows[0].items()
    assert {row["document"] for row in rows} == {"r1", "r2"}
