"""iCalendar: read by the icalendar library, folded as RFC 5545 wants it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from exported import made
from factories import actor, document, event, place, report, statement
from legation.export.icalendar import _folded, pieces
from legation.export.selection import Selection

TEXT = "Peru, Chile; and “Cuba” will meet in Lima, the envoy said.\nThey won’t meet. " + "Long words 🚢 " * 20


def due(id_="r1", *, published="2020-03-05", when="2020-04-02", modality="future", claimed=False, **fields):
    doc = document(TEXT, id=id_, published=published, url="https://harbour.example/a b", publisher="Harbour News")
    peru, chile = actor(doc, "Peru", country="PER"), actor(doc, "Chile", country="CHL")
    envoy = actor(doc, "the envoy", kind="unnamed")
    lima = place(doc, "Lima", lat=-12.04318, lon=-77.02824, country="PER")
    said = statement(doc, "will meet in Lima", envoy, cue="said")
    meets = event(
        doc, "CONSULT", "will meet", by=(peru, chile), date=when, modality=modality, place=lima.id,
        contexts=("diplomatic", "economic"), claimed_by=said.id if claimed else None, **fields,
    )  # fmt: skip
    return report(doc, peru, chile, envoy, lima, said, meets)


def data(ledger, **filters):
    return b"".join(piece for _, piece in pieces(Selection(ledger, **filters)))


def entries(ledger, **filters):
    return list(Calendar.from_ical(data(ledger, **filters)).walk("VEVENT"))


def test_what_is_due_is_an_entry(ledger):
    ledger.add(due())
    (entry,) = entries(ledger)
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (date(2020, 4, 2), date(2020, 4, 3))
    assert str(entry["UID"]) == f"{due().found[-1].id}@legation"
    assert str(entry["SUMMARY"]) == "Peru and Chile will hold talks"
    assert "Harbour News" in entry["DESCRIPTION"]
    assert str(entry["LOCATION"]) == "Lima"
    assert (entry["GEO"].latitude, entry["GEO"].longitude) == (-12.04318, -77.02824)
    assert entry["CATEGORIES"].cats == ["CONSULT", "diplomatic", "economic"]
    assert str(entry["URL"]) == "https://harbour.example/ab"
    assert str(entry["STATUS"]) == "CONFIRMED"
    assert not {"ORGANIZER", "ATTENDEE"} & set(entry)


@pytest.mark.parametrize(
    ("when", "first", "after"),
    [
        ("2020-W15", date(2020, 4, 6), date(2020, 4, 13)),
        ("2020-04", date(2020, 4, 1), date(2020, 5, 1)),
        ("2020", date(2020, 1, 1), date(2021, 1, 1)),
    ],
)
def test_a_week_or_month_spans_all_its_days(ledger, when, first, after):
    ledger.add(due(when=when))
    (entry,) = entries(ledger)
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (first, after)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"when": None}, "due, but no day is told"),
        ({"when": "2019-04-02"}, "due on a day before it was told"),
    ],
)
def test_what_has_no_day_to_come_is_no_entry(ledger, fields, reason):
    ledger.add(due(**fields))
    selection = Selection(ledger)
    assert b"VEVENT" not in b"".join(piece for _, piece in pieces(selection))
    assert selection.left_out == {reason: 1}


def test_a_claim_is_tentative_and_what_is_denied_later_cancelled(ledger):
    ledger.add(due(claimed=True))
    (entry,) = entries(ledger)
    assert str(entry["STATUS"]) == "TENTATIVE"
    assert "According to the envoy." in entry["DESCRIPTION"]
    ledger.add(due("r2", published="2020-03-09", modality="negated"))
    (entry,) = entries(ledger)
    assert str(entry["STATUS"]) == "CANCELLED"


def test_on_a_day_what_is_over_is_not_due(ledger):
    ledger.add(due())
    assert len(entries(ledger, as_of="2020-04-02")) == 1
    assert entries(ledger, as_of="2020-04-03") == []


def test_lines_end_and_fold_as_the_standard_has_it(ledger):
    ledger.add(due())
    ledger.add(made("r2"))
    lines = data(ledger).split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\n")))
def test_a_folded_line_unfolds_to_itself(words):
    assert _folded(words).decode().replace("\r\n ", "").removesuffix("\r\n") == words
