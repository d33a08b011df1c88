"""Copies: one text in several papers is one voice, whatever order the reports come in."""

from itertools import permutations

import pytest

from factories import actor, document, event, report
from legation.ledger.copies import Copies, fingerprint_of
from legation.ledger.store import Ledger

AGENCY = (
    "Peru and Chile agreed on Monday to reopen the road over the Andes that a landslide had closed in March. "
    "Lima will pay for two bridges and Santiago for the tunnel, officials of both governments said after a meeting "
    "in Arica. Lorries are to use the road again from June, once engineers have tested the slope above the border "
    "post. Farmers in the valley had asked for an earlier date because their harvest is due in May and the other "
    "way round takes three days longer."
)
OTHER = (
    "Ministers from Lima and Santiago met in Arica to talk about trade. They discussed the road that was closed by "
    "a landslide, the price of copper and a plan for a common market of electric power, but signed nothing at all. "
    "A further meeting is planned for the autumn, when the budget of both countries will have been decided upon."
)
CUT = AGENCY[: AGENCY.index(" Farmers in")]  # as a paper with less room prints it
EDITED = AGENCY.replace("on Monday", "this week").replace("Lorries", "Trucks")


def told(id_, text, *, published="2016-11-16", publisher=None):
    about = document(text, id=id_, published=published, publisher=publisher)
    peru, chile = actor(about, "Peru", country="PER"), actor(about, "Chile", country="CHL")
    return report(about, peru, chile, event(about, "AGREE", "agreed", by=(peru,), to=(chile,)))


PRINTED = [
    told("c", AGENCY, published="2016-11-17", publisher="Lima Post"),
    told("d", EDITED, published="2016-11-16", publisher="Wire"),
    told("b", CUT, published="2016-11-18", publisher="Arica Sun"),
]


@pytest.mark.parametrize("order", list(permutations(range(4)))[::5])
def test_one_text_is_one_family_in_any_order(ledger, order):
    reports = [*PRINTED, report(document(OTHER, id="a"))]
    for number in order:
        ledger.add(reports[number])
    assert ledger.copies() == [Copies(original="d", copies=("c", "b"))]
    assert ledger.copies("b") == ledger.copies()
    assert ledger.copies("a") == []


def test_adding_in_batches_is_adding_one_by_one(tmp_path):
    with Ledger(tmp_path / "one.db") as one, Ledger(tmp_path / "all.db") as together:
        for each in PRINTED:
            one.add(each)
        assert together.add_many([*PRINTED, PRINTED[0]]) == ["added", "added", "added", "unchanged"]
        assert one.copies() == together.copies()
        assert list(one.events()) == list(together.events())
        assert one.identities("Peru") == together.identities("Peru")


def test_copies_count_as_one_source(ledger):
    ledger.add_many(PRINTED)
    (happening,) = ledger.happenings()
    assert (happening.reports, happening.sources) == (3, 1)
    assert {telling.source for telling in happening.tellings} == {"wire"}


def test_a_family_that_its_link_leaves_falls_apart(ledger):
    words = AGENCY.split()
    # Each is like the next one; the first and the last are not.
    texts = [" ".join(words[start : start + 56]) for start in (0, 10, 20)]
    for id_, text in zip("abc", texts, strict=True):
        ledger.add(report(document(text, id=id_)))
    assert ledger.copies() == [Copies(original="a", copies=("b", "c"))]
    ledger.remove("b")
    assert ledger.copies() == []


def test_a_short_note_has_no_fingerprint():
    assert fingerprint_of(document("Peru thanked Chile.")) is None


def test_a_fingerprint_is_the_same_on_every_machine():
    made = fingerprint_of(document(AGENCY))
    assert (made.algorithm, made.hashes[:2], made.bands[:1]) == FINGERPRINT
    assert made.likeness(made.pack()) == 1.0


FINGERPRINT = ("rensa-2", (1496829066, 2338099390), [6444262287418804798])
