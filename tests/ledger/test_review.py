"""Reviews: what a person says of a record stands, whatever becomes of the report."""

import contextlib
import re

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories import HandReport, actor, commitment, document, event, quantity, report, statement
from legation.errors import LegationError
from legation.ledger.derive import derive
from legation.ledger.store import Ledger

TEXT = "Peru will pay Chile 40m dollars, Lima's envoy Ana Soto said. Peru's army left Arica. Chile denied it."
VERDICTS = ("confirm", "correct", "reject", "withdraw")
LOUD = {"by": "R. Vega", "reason": "the text says so"}


def accord(text=TEXT, id_="r1", *, mode=None, lead="", **fields) -> HandReport:
    """A report of five records that can be reviewed; `mode` and `lead` make another reading, or another text, of it."""
    about = document(lead + text, id=id_, **fields)
    peru, chile = actor(about, "Peru", country="PER"), actor(about, "Chile", country="CHL")
    soto = actor(about, "Ana Soto", kind="person", country="PER", office="envoy")
    money = quantity(about, 4e7, "USD", "40m dollars")
    said = statement(about, "Peru will pay Chile 40m dollars", soto, cue="said", act="predict")
    paid = event(about, "AID", "will pay", by=(peru,), to=(chile,), modality="future", mode=mode, claimed_by=said.id)
    left = event(about, "RETREAT", "left Arica", by=(peru,), modality="occurred", mode=mode)
    stands = commitment(about, "payment", "will pay Chile", (peru, "payer"), (chile, "payee"))
    return report(about, peru, chile, soto, money, said, paid, left, stands)


def of_kind(found: HandReport, kind: str, number: int = 0) -> str:
    """The id of one of a report's records."""
    return [record.id for record in found.found if record.kind_name() == kind][number]


def everything(ledger: Ledger, documents=("r1", "r2", "r3")):
    """All that the ledger answers, and what it finds by words."""
    told = {table: list(getattr(ledger, table)()) for table in ledger.counts()}
    found = ledger.search("Peru", kind="all", limit=500), ledger.identities("Peru"), ledger.happenings()
    return told, found, [ledger.records(id_, with_rejected=True) for id_ in documents]


@pytest.fixture
def read(ledger):
    """The report as it was read, in the ledger."""
    found = accord()
    ledger.add(found)
    return found


def test_a_confirmed_record_says_who_and_why(ledger, read):
    id_ = of_kind(read, "event")
    confirmed = ledger.review(id_, "confirm", by="R. Vega", reason="agrees with the text")
    assert ledger.get(id_) == confirmed
    assert (confirmed.review.verdict, confirmed.review.by, confirmed.review.was) == ("confirm", "R. Vega", {})
    assert msgspec.structs.replace(confirmed, review=msgspec.UNSET) == read.found[5]


def test_a_corrected_record_shows_the_persons_values_and_keeps_the_machines(ledger, read):
    id_ = of_kind(read, "event")
    ledger.review(id_, "correct", changes={"modality": "hypothetical", "recipients": "Soto"}, **LOUD)
    (corrected,) = ledger.events(modality="hypothetical")
    assert corrected.id == id_
    assert corrected.recipients == (of_kind(read, "actor", 2),)
    assert corrected.review.was == {"modality": "future", "recipients": [of_kind(read, "actor", 1)]}
    assert list(ledger.events(modality="future")) == []
    assert [event.id for event in ledger.events(to="Ana Soto")] == [id_]
    assert list(ledger.events(to="Chile")) == []


def test_corrections_add_up_and_a_later_word_stands(ledger, read):
    id_ = of_kind(read, "event")
    ledger.review(id_, "correct", changes={"modality": "ongoing"}, by="A", reason="first")
    ledger.review(id_, "correct", changes={"date": "2016-11-20"}, by="B", reason="second")
    ledger.review(id_, "correct", changes={"modality": "occurred"}, by="C", reason="third")
    found = ledger.get(id_)
    assert (found.modality, found.date, found.review.by) == ("occurred", "2016-11-20", "C")
    assert found.review.was == {"modality": "future", "date": None}
    past = ledger.reviews(record=id_)
    assert [(each.by, each.reason, each.verdict) for each in past] == [
        ("A", "first", "correct"),
        ("B", "second", "correct"),
        ("C", "third", "correct"),
    ]


def test_a_rejected_record_is_in_no_answer_unless_asked_for(ledger, read):
    id_ = of_kind(read, "event", 1)
    ledger.review(id_, "reject", **LOUD)
    assert [event.type for event in ledger.events()] == ["AID"]
    assert [event.type for event in ledger.events(with_rejected=True)] == ["AID", "RETREAT"]
    assert [happening.type for happening in ledger.happenings()] == ["AID"]
    assert len(ledger.happenings(with_rejected=True)) == 2
    assert ledger.search("left Arica", kind="event") == []
    assert ledger.counts()["events"] == 1
    assert id_ not in {record.id for record in ledger.records("r1")}
    assert id_ in {record.id for record in ledger.records("r1", with_rejected=True)}
    assert ledger.get(id_).review.verdict == "reject"


def test_a_rejected_actor_is_nobody_across_reports(ledger, read):
    assert ledger.identities("Ana Soto")
    ledger.review(of_kind(read, "actor", 2), "reject", **LOUD)
    assert ledger.identities("Ana Soto") == []
    assert not ledger.actors(name="Soto")
    assert not ledger.statements(by="Soto")
    ledger.review(of_kind(read, "actor", 2), "withdraw", by="R. Vega")
    assert ledger.identities("Ana Soto")


def test_a_rejected_commitment_is_in_no_history(ledger, read):
    assert len(ledger.history(between=("PER", "CHL"))) == 1
    ledger.review(of_kind(read, "commitment"), "reject", **LOUD)
    assert ledger.history(between=("PER", "CHL")) == []
    assert len(ledger.history(between=("PER", "CHL"), with_rejected=True)) == 1


def test_withdrawing_leaves_everything_as_it_was(ledger, read):
    before = everything(ledger)
    for kind, action, changes in (
        ("event", "confirm", None),
        ("event", "correct", {"type": "SANCTION"}),
        ("statement", "reject", None),
        ("actor", "correct", {"name": "Republic of Peru"}),
    ):
        ledger.review(of_kind(read, kind), action, changes=changes, **LOUD)
        assert everything(ledger) != before
        ledger.review(of_kind(read, kind), "withdraw", by="R. Vega")
        assert everything(ledger) == before
    assert len(ledger.reviews()) == 8


def test_a_report_has_its_date_corrected(ledger, read):
    ledger.review("r1", "correct", changes={"published": "2016-11-18"}, **LOUD)
    assert ledger.document("r1").published == "2016-11-18"
    assert not ledger.events(as_of="2016-11-17")
    ledger.add(accord(mode="other"))
    assert ledger.document("r1").published == "2016-11-18"
    ledger.review("r1", "withdraw", by="R. Vega")
    assert ledger.document("r1").published == "2016-11-16"


# Whatever becomes of the report


def test_a_review_survives_reading_again_removal_and_return(ledger, read):
    id_ = of_kind(read, "event")
    ledger.review(id_, "correct", changes={"modality": "hypothetical"}, **LOUD)
    before = everything(ledger)
    assert ledger.add(accord()) == "unchanged"
    assert everything(ledger) == before
    ledger.remove("r1")
    assert ledger.get(id_) is None
    assert [past.record for past in ledger.unmet_reviews()] == [id_]
    assert ledger.add(accord()) == "added"
    assert everything(ledger) == before
    assert ledger.unmet_reviews() == []


@pytest.mark.parametrize("action", ["confirm", "correct", "reject"])
def test_a_review_meets_the_record_that_a_newer_version_reads_there(ledger, read, action):
    old, newer = of_kind(read, "event"), accord(mode="other")
    changes = {"modality": "hypothetical"} if action == "correct" else None
    ledger.review(old, action, changes=changes, **LOUD)
    assert ledger.add(newer) == "replaced"
    now = of_kind(newer, "event")
    assert now != old
    found = ledger.get(now)
    assert found.review.verdict == action
    if action != "reject":
        # The person saw a record without a mode: so it stands, and what the machine has now is told beside it.
        assert found.mode is None
        assert found.review.was["mode"] == "other"
    assert {past.record for past in ledger.reviews(record=now)} == {old}
    assert ledger.get(of_kind(newer, "event", 1)).review is msgspec.UNSET


def test_references_follow_the_actors_of_a_newer_reading(ledger, read):
    ledger.review(of_kind(read, "event"), "correct", changes={"recipients": "Ana Soto"}, **LOUD)
    newer = accord(mode="other", published="2016-11-16")
    soto = newer.found[2]
    renamed = msgspec.structs.replace(soto, id="", sectors=("GOV",))
    others = [record for record in newer.found if soto.id not in str(record)]
    newer = report(newer.document, *(r for r in others if r is not soto), renamed)
    assert ledger.add(newer) == "replaced"
    assert ledger.get(of_kind(newer, "event")).recipients == (renamed.id,)


def test_what_a_newer_version_no_longer_reads_stands_if_a_person_has_confirmed_it(ledger, read):
    id_ = of_kind(read, "event")
    ledger.review(id_, "confirm", by="R. Vega")
    poorer = report(read.document)
    assert ledger.add(poorer) == "replaced"
    found = ledger.get(id_)
    assert found.review.by == "R. Vega"
    # Whom it refers to comes back with it.
    assert {ledger.get(each).name for each in (*found.actors, *found.recipients)} == {"Peru", "Chile"}
    assert ledger.get(found.claimed_by) is not None
    assert ledger.add(read) == "replaced"
    ledger.review(id_, "withdraw", by="R. Vega")
    ledger.add(poorer)
    assert ledger.get(id_) is None


def test_a_review_moves_with_the_words(ledger, read):
    ledger.review(of_kind(read, "event", 1), "correct", changes={"date": "2016-11-15"}, **LOUD)
    moved = accord(lead="Northwire, Lima. ")
    assert ledger.add(moved) == "replaced"
    found = ledger.get(of_kind(moved, "event", 1))
    assert found.date == "2016-11-15"
    assert found.quotes(moved.document.text) == ["left Arica"]


def test_where_the_words_are_gone_the_review_waits_for_them(ledger, read):
    id_ = of_kind(read, "event", 1)
    ledger.review(id_, "confirm", by="R. Vega")
    other = report(document("Nothing of that is in here any more, and the report is another one.", id="r1"))
    ledger.add(other)
    assert [record.kind_name() for record in ledger.records("r1")] == ["document"]
    assert [past.record for past in ledger.unmet_reviews()] == [id_]
    ledger.add(read)
    assert ledger.get(id_).review.by == "R. Vega"


REVIEWS = st.lists(
    st.tuples(
        st.sampled_from(["r1", "r2"]),
        st.integers(0, 7),
        st.sampled_from(VERDICTS),
        st.sampled_from(["ongoing", "occurred", "negated"]),
    ),
    max_size=6,
)
STEPS = st.lists(st.sampled_from(["again", "remove", "add", "newer", "older"]), max_size=6)


def _hear(ledger: Ledger, said) -> None:
    for document_, number, action, modality in said:
        found = ledger.records(document_, with_rejected=True)[1:]
        record = found[number % len(found)]
        changes = None
        if action == "correct":
            changes = {"modality": modality} if record.kind_name() == "event" else {"evidence": [[0, 4 + number]]}
        # Some of it can't be said: nothing is withdrawn twice, and no correction says what is there already.
        with contextlib.suppress(LegationError):
            ledger.review(record.id, action, by="R. Vega", reason=modality, changes=changes)


@given(said=REVIEWS, steps=STEPS)
@settings(max_examples=25)
def test_reviews_survive_whatever_becomes_of_their_reports(said, steps):
    with Ledger("sqlite://") as ledger:
        ledger.add(accord(id_="r1"))
        ledger.add(accord(id_="r2"))
        _hear(ledger, said)
        before, past = everything(ledger), ledger.reviews()
        for step in steps:
            if step == "remove":
                ledger.remove("r1")
            else:
                ledger.add(accord(id_="r1", mode={"newer": "other", "older": "none"}.get(step)))
            assert ledger.reviews() == past
        ledger.add(accord(id_="r1"))
        assert everything(ledger) == before


@given(order=st.permutations([0, 1, 2, 3]), late=st.booleans())
@settings(max_examples=25)
def test_the_order_of_reviews_of_different_records_does_not_show(order, late):
    said = [
        ("event", 0, "correct", {"modality": "ongoing"}),
        ("event", 1, "reject", None),
        ("actor", 0, "correct", {"name": "Republic of Peru"}),
        ("statement", 0, "confirm", None),
    ]
    with Ledger("sqlite://") as straight, Ledger("sqlite://") as mixed:
        for ledger, numbers in ((straight, range(4)), (mixed, order)):
            ledger.add(accord())
            for number in numbers:
                kind, at, action, changes = said[number]
                if late and ledger is mixed:
                    ledger.remove("r1")
                    ledger.add(accord())
                ledger.review(of_kind(accord(), kind, at), action, changes=changes, **LOUD)
            ledger.add(accord(mode="other"))
        first, second = everything(straight), everything(mixed)
        assert _untimed(first) == _untimed(second)


def _untimed(found):
    """Two runs may fall into two seconds."""
    said = msgspec.json.encode(found).decode()
    return re.sub(r'"at":"[^"]*"', '"at":""', said)


def test_records_with_reviews_go_out_and_come_in_again(ledger, read, tmp_path):
    ledger.review(of_kind(read, "event"), "correct", changes={"modality": "ongoing"}, **LOUD)
    ledger.review(of_kind(read, "event", 1), "reject", **LOUD)
    ledger.review(of_kind(read, "statement"), "confirm", by="R. Vega")
    document_, *found = ledger.records("r1", with_rejected=True)
    with Ledger(tmp_path / "other.db") as other:
        assert other.add(report(document_, *found)) == "added"
        assert everything(other) == everything(ledger)
        assert other.add(report(document_, *found)) == "unchanged"
        assert other.add(read) == "unchanged"
        assert len(other.reviews()) == 3


def test_what_is_drawn_from_records_anew_hears_the_reviews(ledger, read):
    for kind in ("event", "actor"):
        ledger.review(of_kind(read, kind), "reject", **LOUD)
    before = everything(ledger)
    with ledger.connected(writes=True) as connection:
        derive(connection)
    assert everything(ledger) == before


# What can't be


@pytest.mark.parametrize(
    ("kind", "action", "changes", "fields", "reason"),
    [
        ("event", "confirm", None, {"by": " "}, "needs a name"),
        ("event", "reject", None, {"by": "A"}, "needs a reason"),
        ("event", "correct", None, LOUD, "nothing is set"),
        ("event", "confirm", {"modality": "future"}, LOUD, "sets no field"),
        ("event", "withdraw", None, LOUD, "no review to withdraw"),
        ("event", "correct", {"modality": "future"}, LOUD, "says already"),
        ("event", "correct", {"modality": "sideways"}, LOUD, "modality: invalid"),
        ("event", "correct", {"type": "DANCE"}, LOUD, "no type of event"),
        ("event", "correct", {"mode": "dance"}, LOUD, "AID has no mode"),
        ("event", "correct", {"actors": "Bolivia"}, LOUD, "no actor called Bolivia"),
        ("event", "correct", {"date": "next week"}, LOUD, "is no date"),
        ("event", "correct", {"contexts": "cooking"}, LOUD, "there is no 'cooking'"),
        ("event", "correct", {"id": "event-1"}, LOUD, "no field id"),
        ("event", "correct", {"evidence": "words of no report"}, LOUD, "doesn't stand in the report"),
        ("event", "correct", {"evidence": "[[5, 99999]]"}, LOUD, "no stretch of the report"),
        ("event", "correct", {"evidence": ""}, LOUD, "can't be empty"),
        ("quantity", "correct", {"value": "a lot"}, LOUD, "no number"),
        ("actor", "correct", {"country": "XYZ"}, LOUD, "no state's code"),
        ("commitment", "correct", {"parties": "Peru"}, LOUD, "is no party"),
        ("event", "reject", None, {"by": "A" * 300, "reason": "x"}, "300 characters"),
    ],
)
def test_what_can_not_be_is_refused_and_changes_nothing(ledger, read, kind, action, changes, fields, reason):
    before = everything(ledger)
    with pytest.raises(LegationError, match=reason):
        ledger.review(of_kind(read, kind), action, changes=changes, **fields)
    assert everything(ledger) == before
    assert ledger.reviews() == []


def test_a_report_is_removed_and_not_rejected(ledger, read):
    with pytest.raises(LegationError, match="can't be rejected"):
        ledger.review("r1", "reject", **LOUD)
    with pytest.raises(LegationError, match="there is no record"):
        ledger.review("event-0000000000000000", "confirm", by="A")


@pytest.mark.parametrize(
    ("kind", "typed", "field", "value"),
    [
        ("event", {"actors": "CHL; Soto"}, "actors", ("Chile", "Ana Soto")),
        ("event", {"recipients": "none"}, "recipients", ()),
        ("event", {"type": "sanction"}, "type", "SANCTION"),
        ("event", {"claimed_by": ""}, "claimed_by", None),
        ("event", {"evidence": "Peru's  army"}, "evidence", ("Peru's army",)),
        ("event", {"contexts": "economic; military"}, "contexts", ("economic", "military")),
        ("quantity", {"value": "50,000"}, "value", 50_000),
        ("quantity", {"unit": "EUR"}, "unit", "EUR"),
        ("statement", {"content": "Chile 40m dollars"}, "content", ("Chile 40m dollars",)),
        ("commitment", {"status": "ended"}, "status", "ended"),
        ("actor", {"sectors": '["GOV", "MIL"]'}, "sectors", ("GOV", "MIL")),
        ("actor", {"offices": "head of state"}, "offices", ("head of state",)),
    ],
)
def test_values_are_taken_as_people_write_them(ledger, read, kind, typed, field, value):
    found = ledger.review(of_kind(read, kind), "correct", changes=typed, **LOUD)
    got = getattr(found, field)
    if field in ("evidence", "content"):
        got = tuple(read.document.text[start:end] for start, end in got)
    elif field == "offices":
        got = tuple(office.title for office in got)
    elif field in ("actors", "recipients"):
        got = tuple(ledger.get(id_).name for id_ in got)
    assert got == value


def test_parties_are_written_by_role(ledger, read):
    found = ledger.review(of_kind(read, "commitment"), "correct", changes={"parties": "payer=CHL; payee=Peru"}, **LOUD)
    assert [(party.role, ledger.get(party.actor).name) for party in found.parties] == [
        ("payer", "Chile"),
        ("payee", "Peru"),
    ]
