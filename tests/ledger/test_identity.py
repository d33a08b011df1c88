import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from factories import actor, document, event, report
from legation.errors import LegationError
from legation.ledger import identity, schema
from legation.ledger.store import Ledger


def naming(id_, *names, country="KEN", **fields):
    """A report in which persons of these names criticise Peru."""
    about = document(f"{', '.join(names)} criticised Peru.", id=id_)
    people = [actor(about, name, kind="person", country=country, **fields) for name in names]
    peru = actor(about, "Peru", country="PER")
    return report(about, *people, peru, event(about, "ACCUSE", "criticised", by=tuple(people), to=(peru,)))


def who(ledger):
    """Which appearance is which actor."""
    with ledger.connected() as connection:
        table = schema.appearances.c
        return {row.appearance: row.canonical for row in connection.execute(select(table.appearance, table.canonical))}


def test_a_surname_joins_the_whole_name_of_another_report(ledger):
    ledger.add(naming("r1", "Odhiambo"))
    assert [found.names for found in ledger.identities("Odhiambo")] == [("Odhiambo",)]
    ledger.add(naming("r2", "Asha Odhiambo"))
    (found,) = ledger.identities("Odhiambo")
    assert (found.name, found.names, found.reports) == ("Asha Odhiambo", ("Asha Odhiambo", "Odhiambo"), 2)
    assert found.id == "person:asha odhiambo:KEN:"
    ledger.add(naming("r3", "Peter Odhiambo"))  # now there are two whom the surname fits
    assert len(ledger.identities("Odhiambo")) == 3
    ledger.remove("r3")
    assert ledger.identities("Odhiambo") == [found]
    ledger.remove("r2")
    assert [left.id for left in ledger.identities("Odhiambo")] == ["person:odhiambo:KEN:"]


def test_whoever_asks_for_one_name_gets_what_is_told_under_the_others(ledger):
    ledger.add(naming("r1", "Jim Otieno", office="envoy"))
    ledger.add(naming("r2", "James Otieno", office="envoy"))
    assert {found.document for found in ledger.events(by="Jim Otieno")} == {"r1", "r2"}
    (found,) = ledger.identities("James Otieno")
    assert {event.document for event in ledger.events(by=found.id)} == {"r1", "r2"}


def test_judging_and_undoing(ledger):
    ledger.add(naming("r1", "Asha Odhiambo"))
    ledger.add(naming("r2", "A. Odhiambo-Rao"))
    first = ledger.judge("Asha Odhiambo", "A. Odhiambo-Rao", "same", author="Kim")
    assert (first.judgement, first.verdict, first.author, first.undone_at) == (1, "same", "Kim", None)
    assert [found.reports for found in ledger.identities("Asha")] == [2]
    ledger.judge("Asha Odhiambo", "A. Odhiambo-Rao", "apart", author="Lee")  # the later one stands
    assert [found.reports for found in ledger.identities("Asha")] == [1]
    ledger.undo(2)
    assert [found.reports for found in ledger.identities("Asha")] == [2]
    ledger.undo(1)
    assert [found.reports for found in ledger.identities("Asha")] == [1]
    assert [(made.author, made.undone_at is None) for made in ledger.judgements()] == [("Kim", False), ("Lee", False)]


def test_a_judgement_outlives_the_report_that_it_was_made_on(ledger):
    ledger.add(naming("r1", "Odhiambo"))
    ledger.add(naming("r2", "Asha Odhiambo"))
    ledger.judge("person:odhiambo:KEN:", "Asha Odhiambo", "apart", author="Kim")
    before = who(ledger)
    assert before["person:odhiambo:KEN:"] == "person:odhiambo:KEN:"
    ledger.remove("r1")
    ledger.add(naming("r1", "Odhiambo"))
    assert who(ledger) == before


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Asha Odhiambo", "Nobody", "no actor is called Nobody"),
        ("Asha Odhiambo", "asha  ODHIAMBO", "appear alike"),
        ("Asha Odhiambo", "Rao", "several actors are called Rao"),
    ],
)
def test_a_judgement_on_nobody_is_refused(ledger, one, other, reason):
    ledger.add(naming("r1", "Asha Odhiambo", "Rao"))
    ledger.add(naming("r2", "Rao", country="PER"))
    with pytest.raises(LegationError, match=reason):
        ledger.judge(one, other, "same", author="Kim")
    assert ledger.judgements() == []


@pytest.mark.parametrize("times", [0, 2])
def test_what_is_not_judged_cannot_be_undone(ledger, times):
    ledger.add(naming("r1", "Asha Odhiambo", "Rao"))
    if times:
        ledger.judge("Asha Odhiambo", "Rao", "same", author="Kim")
        ledger.undo(1)
    with pytest.raises(LegationError, match="no judgement 1"):
        ledger.undo(1)


NAMES = ["Odhiambo", "Asha Odhiambo", "Peter Odhiambo", "Asha Rao Odhiambo", "Rao", "Mina Rao"]
REPORTS = st.lists(
    st.tuples(
        st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True),
        st.sampled_from(["KEN", "PER", None]),
        st.sampled_from([None, "Q7", "Q8"]),
        st.sampled_from([None, "envoy"]),
    ),
    min_size=1,
    max_size=6,
)


@given(made=REPORTS, removed=st.sets(st.integers(0, 5)), random=st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_keeping_in_step_is_as_good_as_making_anew(made, removed, random):
    reports = [
        naming(f"r{number}", *names, country=country, wikidata=wikidata, office=office)
        for number, (names, country, wikidata, office) in enumerate(made)
    ]
    with Ledger("sqlite://") as ledger, Ledger("sqlite://") as other:
        for each in reports:
            ledger.add(each)
        for number in sorted(removed & set(range(len(reports)))):
            ledger.remove(f"r{number}")
        kept = who(ledger)
        with ledger.connected(writes=True) as connection:
            identity.rebuild(connection)
        assert who(ledger) == kept
        left = [each for number, each in enumerate(reports) if number not in removed]
        for each in random.sample(left, len(left)):
            other.add(each)
        assert who(other) == kept
