"""An arrangement is put together from what names its parties alone, and comes out as from all there is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories import actor, commitment, document, report, statement
from legation.ledger import history, parties
from legation.ledger.store import Ledger

TEXT = "Asha Odhiambo of Kenya said Kenya keeps troops in Cuba and Peru."
STATES = {"Kenya": "KEN", "Cuba": "CUB", "Peru": "PER"}
CODES = STATES | {code: code for code in STATES.values()}
ENVOY = "person:asha odhiambo:KEN:"


def told(number, month, entries, *, in_office=True):
    """A report of a month with some commitments; its envoy has a country only where it gives her an office."""
    about = document(TEXT, id=f"r{number:03}", published=f"2020-{month:02}-{number % 28 + 1:02}")
    fields = {"country": "KEN", "office": "envoy", "sectors": ("GOV",)} if in_office else {}
    actors = {name: actor(about, name, country=code) for name, code in STATES.items()}
    actors["envoy"] = actor(about, "Asha Odhiambo", kind="person", **fields)
    said = statement(about, "Kenya keeps troops", actors["envoy"], cue="said")
    stands = {
        (kind, one, other, name): commitment(
            about, kind, "keeps troops", (actors[one], role), *([(actors[other], "host")] if other else []),
            status=status, name=name, claimed_by=said.id if is_said else None,
        )
        for kind, one, role, other, status, name, is_said in entries
    }  # fmt: skip
    unique = {made.id: made for made in stands.values()}
    return report(about, *actors.values(), said, *unique.values())


ENTRIES = st.tuples(
    st.sampled_from(["deployment", "alliance"]),
    st.sampled_from([*STATES, "envoy"]),
    st.sampled_from(["sender", "member"]),
    st.sampled_from([None, *STATES]),
    st.sampled_from(["reaffirmed", "threatened", "in_force"]),
    st.sampled_from([None, None, None, "Arica Pact", "Arica  pact"]),
    st.booleans(),
)
REPORTS = st.lists(st.tuples(st.integers(1, 12), st.lists(ENTRIES, max_size=3), st.booleans()), min_size=1, max_size=7)
ASKED = [{"actor": "KEN"}, {"actor": "Odhiambo"}, {"between": ("KEN", "Cuba")}, {"between": ("Odhiambo", "PER")}]


@given(reports=REPORTS, asked=st.sampled_from(ASKED), known=st.sampled_from([None, "2020-06"]))
@settings(max_examples=60, deadline=None)
def test_what_is_looked_for_tells_the_same_as_all(reports, asked, known):
    with Ledger("sqlite://") as ledger:
        for number, (month, entries, in_office) in enumerate(reports):
            ledger.add(told(number, month, entries, in_office=in_office))
        fitting = {(record.document, record.id) for record in ledger.commitments(as_of=known, **asked)}
        whole = ledger.history(as_of=known)
        meant = [h for h in whole if any((e.document, e.commitment.id) in fitting for e in h.entries)]
        assert ledger.history(as_of=known, **asked) == meant
        names = asked.get("between") or (asked["actor"],)
        ids = [{CODES[n]} if n in CODES else {found.id for found in ledger.identities(n)} for n in names]
        turned = [
            turn for turn in ledger.turns(as_of=known)
            if all(each & {turn.speaker, turn.side, *turn.history.sides} for each in ids)
        ]  # fmt: skip
        assert ledger.turns(as_of=known, **asked) == turned


@pytest.fixture
def read(monkeypatch):
    """The reports whose actors are looked up for histories."""
    found = set()
    load = history.Roster.load

    def noted(connection, as_of=None, *, documents=None):
        found.update(documents if documents is not None else ["all"])
        return load(connection, as_of, documents=documents)

    monkeypatch.setattr(history.Roster, "load", noted)
    return found


KENYAN = ("deployment", "Kenya", "sender", "Cuba", "threatened", None, True)
PERUVIAN = ("deployment", "Peru", "sender", None, "in_force", None, False)


def test_only_reports_that_name_the_parties_are_read(ledger, read):
    for number in range(20):
        ledger.add(told(number, 1 + number // 2, [KENYAN if number % 10 == 3 else PERUVIAN]))
    (found,) = ledger.history(actor="CUB")
    assert [entry.document for entry in found.entries] == ["r003", "r013"]
    assert ledger.turns(between=("KEN", "CUB")) == []
    assert read == {"r003", "r013"}


def test_of_all_parties_the_rarest_is_looked_for(ledger):
    for number in range(3):
        ledger.add(told(number, 1, [KENYAN]))
    about = document("Cuba.", id="r9")
    ledger.add(report(about, actor(about, "Cuba", country="CUB")))
    with ledger.connected() as connection:
        # The envoy, too, is an actor of Kenya.
        assert parties.rarest(connection, {("CUB", "KEN"), ("PER",)}) == {"CUB", "PER"}
        assert parties.rarest(connection, {("CUB", ENVOY)}) == {ENVOY}


def test_a_name_is_found_however_it_is_spelt(ledger):
    for number, name in enumerate(["Arica Pact", "ARICA  pact", "Lima Pact"]):
        ledger.add(told(number, 1, [("treaty", "Kenya", "member", None, "in_force", name, False)]))
    with ledger.connected() as connection:
        found = parties.of_names(connection, {("treaty", "arica pact")})
        assert {document for document, _ in found} == {"r000", "r001"}
        assert parties.of_names(connection, {("alliance", "arica pact")}) == set()


def test_who_holds_office_in_one_report_is_found_in_another(ledger):
    ledger.add(told(0, 1, [("deployment", "Kenya", "sender", None, "in_force", None, False)]))
    ledger.add(told(1, 2, [("deployment", "envoy", "sender", None, "ended", None, False)], in_office=False))
    (found,) = ledger.history(actor="KEN")
    assert ledger.history() == [found]
    (sent,) = ledger.history(source="r000")
    assert sent == found
