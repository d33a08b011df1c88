"""What holds of a ledger over many reports, whatever they say."""

from hypothesis import given, settings
from hypothesis import strategies as st

from factories import actor, commitment, conditional, document, event, report, statement
from legation.ledger.store import Ledger

TEXT = "If Kenya leaves Cuba, Peru gains. Asha Odhiambo and Odhiambo left ships."
STATES = {"Kenya": "KEN", "Cuba": "CUB", "Peru": "PER"}
MODALITIES = ["occurred", "ongoing", "negated", "future", "hypothetical", "historical"]

TOLD = st.tuples(
    st.sampled_from(["RETREAT", "CONSULT", "ASSAULT"]),
    st.sampled_from([None, "withdraw", "visit"]),
    st.sampled_from(MODALITIES),
    st.lists(st.sampled_from([*STATES, "Asha Odhiambo", "Odhiambo"]), max_size=2, unique=True),
    st.lists(st.sampled_from(list(STATES)), max_size=1),
    st.sampled_from([None, "2020-03-02", "2020-W10", "2020"]),
)
STANDS = st.tuples(
    st.sampled_from(["deployment", "payment"]),
    st.sampled_from(["in_force", "reaffirmed", "threatened", "ended"]),
    st.sampled_from(list(STATES)),
    st.sampled_from([None, *STATES]),
    st.sampled_from([None, "2020-02", "2020-03-01"]),
)
REPORTS = st.lists(
    st.tuples(
        st.sampled_from(["2020-03-01", "2020-03-03", "2020-03-09", None]),
        st.sampled_from(["Harbour News", "Bay Post", None]),
        st.lists(TOLD, max_size=3),
        st.lists(STANDS, max_size=2),
    ),
    min_size=1,
    max_size=5,
)
GIVING = {"deployment": ("sender", "host"), "payment": ("payer", "payee")}


def made(number, published, publisher, told, stands):
    about = document(TEXT, id=f"r{number}", published=published, publisher=publisher)
    actors = {name: actor(about, name, country=code) for name, code in STATES.items()}
    for name in ("Asha Odhiambo", "Odhiambo"):
        actors[name] = actor(about, name, kind="person", country="KEN", sectors=("GOV",))
    said = statement(about, "left ships", actors["Odhiambo"])
    found = [*actors.values(), said, conditional(about, "Kenya leaves Cuba", "Peru gains")]
    for type_, mode, modality, by, to, date in told:
        parties = {"by": tuple(actors[name] for name in by), "to": tuple(actors[name] for name in to)}
        found.append(event(about, type_, "left ships", mode=mode, modality=modality, date=date, **parties))
    for kind, status, one, other, as_of in stands:
        giver, getter = GIVING[kind]
        parties = [(actors[one], giver), *([(actors[other], getter)] if other else [])]
        fields = {"status": status, "as_of": as_of, "claimed_by": said.id}
        found.append(commitment(about, kind, "left ships", *parties, **fields))
    return report(about, *found)


def across(ledger):
    """All that is drawn from many reports together."""
    return (
        ledger.happenings(), ledger.history(), ledger.history(true_on="2020-03-02"), ledger.turns(),
        ledger.happenings(as_of="2020-03-03", actor="KEN"), ledger.identities("Odhiambo"), ledger.diff("2020-03-02"),
        ledger.what_if("Kenya leaves Cuba"), ledger.search("left ships", kind="all", limit=1000),
    )  # fmt: skip


@given(reports=REPORTS, again=st.sets(st.integers(0, 4)), random=st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_reports_in_any_order_once_or_twice_or_anew_give_the_same(reports, again, random):
    added = [made(number, *fields) for number, fields in enumerate(reports)]
    with Ledger("sqlite://") as straight, Ledger("sqlite://") as mixed:
        for each in added:
            straight.add(each)
        for each in random.sample(added, len(added)):
            mixed.add(each)
        expected = across(straight)
        assert across(mixed) == expected
        for number in sorted(again & set(range(len(added)))):
            assert mixed.add(added[number]) == "unchanged"
            assert mixed.remove(f"r{number}")
            mixed.add(added[number])
        assert across(mixed) == expected


@given(reports=REPORTS)
@settings(max_examples=20, deadline=None)
def test_every_event_is_told_once_and_no_entry_is_lost(reports):
    with Ledger("sqlite://") as ledger:
        for number, fields in enumerate(reports):
            ledger.add(made(number, *fields))
        told = [(t.document, t.event.id) for h in ledger.happenings() for t in h.tellings]
        assert sorted(told) == sorted((e.document, e.id) for e in ledger.events())
        entries = {(e.document, e.commitment.id) for h in ledger.history() for e in h.entries}
        self_dealing = {(c.document, c.id) for c in ledger.commitments() if len({p.actor for p in c.parties}) == 1}
        assert {(c.document, c.id) for c in ledger.commitments()} - entries <= self_dealing
        for history in ledger.history():
            days = [entry.day or "9999" for entry in history.entries]
            assert days == sorted(days)
