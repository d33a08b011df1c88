"""A happening is put together from what is near it alone, and comes out as from all there is."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories import actor, document, event, report
from legation.ledger import nearby
from legation.ledger.nearby import accounts_near
from legation.ledger.store import Ledger

STATES = {"Kenya": "KEN", "Cuba": "CUB", "Peru": "PER"}
TEXT = "Kenya left Cuba and Peru."


def told(number, days, accounts):
    """A report so many days after the first of March."""
    published = date(2020, 3, 1) + timedelta(days=days)
    about = document(TEXT, id=f"r{number:03}", published=published.isoformat())
    actors = {name: actor(about, name, country=code) for name, code in STATES.items()}
    events = [
        event(
            about, type_, "left", by=(actors[by],), to=(actors[to],) if to else (), mode=mode, modality=modality,
            date=(published + timedelta(days=on)).isoformat() if on is not None else None,
        )
        for type_, by, to, mode, modality, on in accounts
    ]  # fmt: skip
    return report(about, *actors.values(), *events)


ACCOUNTS = st.tuples(
    st.sampled_from(["RETREAT", "CONCEDE", "ASSAULT"]),
    st.sampled_from(list(STATES)),
    st.sampled_from([None, *STATES]),
    st.sampled_from([None, "withdraw"]),
    st.sampled_from(["occurred", "ongoing", "negated", "future", "hypothetical"]),
    st.sampled_from([None, None, -40, -3, 0, 20]),
)
REPORTS = st.lists(st.tuples(st.integers(0, 120), st.lists(ACCOUNTS, max_size=3)), min_size=1, max_size=8)


@given(reports=REPORTS, known=st.sampled_from([None, "2020-04"]))
@settings(max_examples=40, deadline=None)
def test_what_is_near_tells_the_same_as_all(reports, known):
    with Ledger("sqlite://") as ledger, pytest.MonkeyPatch.context() as patch:
        for number, fields in enumerate(reports):
            ledger.add(told(number, *fields))
        patch.setattr(nearby, "_MOST", 0.0)  # all at once
        whole = {happening.id: happening for happening in ledger.happenings(as_of=known)}
        patch.setattr(nearby, "_MOST", 9.0)  # step by step
        assert {happening.id: happening for happening in ledger.happenings(as_of=known)} == whole
        for number in range(len(reports)):
            of_it = ledger.happenings(source=f"r{number:03}", as_of=known)
            assert of_it == [whole[happening.id] for happening in of_it]


def test_only_what_is_near_is_read(ledger):
    for number in range(40):
        ledger.add(told(number, number * 10, [("RETREAT", "Kenya", "Cuba", "withdraw", "occurred", None)]))
    ledger.add(told(40, 201, [("RETREAT", "Kenya", "Cuba", "withdraw", "occurred", None)]))
    (event,) = (e.id for e in ledger.events(source="r020"))
    with ledger.connected() as connection:
        near = accounts_near(connection, {("r020", event)}, None)
    assert sorted(account.document for account in near) == ["r020", "r040"]
    (found,) = ledger.happenings(source="r020")
    assert found.reports == 2
