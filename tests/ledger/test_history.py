import pytest

from factories import actor, commitment, document, report, statement
from legation.errors import LegationError
from legation.ledger.shifts import turns_in

TEXT = "Asha Odhiambo of Kenya said Kenya keeps troops in Cuba and Peru beside Chile."
COUNTRIES = {"Kenya": "KEN", "Cuba": "CUB", "Peru": "PER", "Chile": "CHL"}


def entry(id_, published, kind, *parties, status="in_force", as_of=None, name=None, by_envoy=False):
    """A report with one commitment of (name, role) parties, maybe on the word of an envoy."""
    about = document(TEXT, id=id_, published=published)
    envoy = actor(about, "Asha Odhiambo", kind="person", country="KEN", office="envoy", sectors=("GOV",))
    actors = {name: actor(about, name, country=code) for name, code in COUNTRIES.items()}
    troops = actor(about, "Kenyan Armed Forces", "troops", kind="armed_force", country="KEN")
    actors |= {"troops": troops, "envoy": envoy}
    said = statement(about, "Kenya keeps troops", envoy, cue="said")
    stands = commitment(
        about, kind, "keeps troops", *((actors[name], role) for name, role in parties), status=status, as_of=as_of,
        name=name, claimed_by=said.id if by_envoy else None,
    )  # fmt: skip
    return report(about, *actors.values(), said, stands)


SENT = (("Kenya", "sender"), ("Cuba", "host"))


def of(history):
    return [(each.document, each.status) for each in history.entries]


def test_a_state_and_its_forces_are_one_party(ledger):
    ledger.add(entry("r2", "2020-03-10", "deployment", ("troops", "sender"), ("Cuba", "host"), status="ended"))
    ledger.add(entry("r1", "2020-01-10", "deployment", *SENT))
    ledger.add(entry("r3", "2020-02-10", "deployment", *SENT, status="threatened", by_envoy=True))
    (found,) = ledger.history()
    assert of(found) == [("r1", "in_force"), ("r3", "threatened"), ("r2", "ended")]
    assert (found.giving, found.getting, found.beside, found.sides) == ("KEN", "CUB", (), ("KEN", "CUB"))
    assert (found.reports, found.statuses) == (3, ("ended",))
    assert found.entries[1].by == ("person:asha odhiambo:KEN:",)
    assert found.entries[0].by == ()


ARRANGEMENTS = [
    ("two hosts are two deployments", "deployment", (*SENT, ("Peru", "host")), [("KEN", "CUB"), ("KEN", "PER")]),
    ("no host told", "deployment", SENT[:1], [("KEN",)]),
    ("a pact of two", "alliance", (("Kenya", "member"), ("Cuba", "member")), [("CUB", "KEN")]),
    ("of three, each with each", "alliance", (("Kenya", "member"), ("Cuba", "member"), ("Peru", "member")),
     [("CUB", "KEN"), ("CUB", "PER"), ("KEN", "PER")]),
    ("of more, a circle", "alliance", tuple((name, "member") for name in COUNTRIES), [("CHL", "CUB", "KEN", "PER")]),
    ("nobody told", "treaty", (), []),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "parties", "sides"), [r[1:] for r in ARRANGEMENTS], ids=[r[0] for r in ARRANGEMENTS])
def test_what_an_entry_is_an_entry_of(ledger, kind, parties, sides):
    ledger.add(entry("r1", "2020-01-10", kind, *parties))
    assert sorted(found.sides for found in ledger.history()) == sides


def test_a_name_makes_one_whoever_is_told_as_party(ledger):
    ledger.add(entry("r1", "2020-01-10", "treaty", ("Kenya", "member"), name="Arica Pact"))
    ledger.add(entry("r2", "2020-01-11", "treaty", ("Cuba", "member"), name="Arica  pact", status="abandoned"))
    ledger.add(entry("r3", "2020-01-11", "treaty", ("Cuba", "member"), name="Lima Pact"))
    arica, lima = ledger.history()
    assert of(arica) == [("r1", "in_force"), ("r2", "abandoned")]
    assert (arica.name, arica.sides, lima.sides) == ("Arica  pact", ("CUB", "KEN"), ("CUB",))


def test_what_was_known_and_what_was_true_are_two_things(ledger):
    ledger.add(entry("early", "2020-01-10", "deployment", *SENT))
    ledger.add(entry("late", "2021-06-01", "deployment", *SENT, status="ended", as_of="2020-03"))
    ledger.add(entry("later", "2021-06-02", "deployment", *SENT, status="reaffirmed"))
    assert of(ledger.history()[0]) == [("early", "in_force"), ("late", "ended"), ("later", "reaffirmed")]
    assert of(ledger.history(as_of="2020-12")[0]) == [("early", "in_force")]
    assert of(ledger.history(true_on="2020-12")[0]) == [("early", "in_force"), ("late", "ended")]
    assert of(ledger.history(true_on="2020-12", as_of="2021-01")[0]) == [("early", "in_force")]
    assert ledger.history(true_on="2019") == []
    with pytest.raises(LegationError, match="no date"):
        ledger.history(true_on="then")


def test_a_filter_picks_an_arrangement_and_leaves_it_whole(ledger):
    ledger.add(entry("r1", "2020-01-10", "deployment", *SENT))
    ledger.add(entry("r2", "2020-03-10", "deployment", *SENT, status="ended"))
    ledger.add(entry("r3", "2020-03-10", "alliance", ("Cuba", "member"), ("Peru", "member")))
    assert [of(found) for found in ledger.history(status="ended")] == [[("r1", "in_force"), ("r2", "ended")]]
    assert [found.kind for found in ledger.history(between=("PER", "Cuba"))] == ["alliance"]


def test_of_a_day_with_several_statuses_all_stand_the_commonest_first(ledger):
    for number, status in enumerate(["ended", "threatened", "threatened"]):
        ledger.add(entry(f"r{number}", "2020-01-10", "deployment", *SENT, status=status))
    assert ledger.history()[0].statuses == ("threatened", "ended")


TURNS = [
    (["reaffirmed", "ended"], ["away"]),
    (["threatened", "proposed"], ["towards"]),
    (["reaffirmed", "in_force", "questioned", "abandoned", "reaffirmed"], ["away", "towards"]),
    (["in_force", "ended"], []),
    (["questioned", "ended"], []),
    (["reaffirmed", "threatened"], ["away"]),
]


@pytest.mark.parametrize(("statuses", "directions"), TURNS)
def test_a_speaker_who_turns(ledger, statuses, directions):
    for number, status in enumerate(statuses):
        ledger.add(entry(f"r{number}", f"2020-0{number + 1}-10", "deployment", *SENT, status=status, by_envoy=True))
    found = ledger.turns(actor="Kenya")
    assert [turn.direction for turn in found] == directions
    assert {turn.speaker for turn in found} <= {"person:asha odhiambo:KEN:"}


def test_two_speakers_and_the_report_itself_turn_nobody(ledger):
    ledger.add(entry("r1", "2020-01-10", "deployment", *SENT, status="reaffirmed", by_envoy=True))
    ledger.add(entry("r2", "2020-02-10", "deployment", *SENT, status="ended"))
    assert turns_in(ledger.history()) == []


def test_who_speaks_of_what_others_have_does_not_turn(ledger):
    for number, status in enumerate(["reaffirmed", "ended"]):
        told = ("Cuba", "sender"), ("Peru", "host")
        ledger.add(entry(f"r{number}", f"2020-0{number + 1}-10", "deployment", *told, status=status, by_envoy=True))
    assert ledger.turns() == []


def test_two_reports_of_one_day_turn_nobody(ledger):
    for number, status in enumerate(["reaffirmed", "ended"]):
        ledger.add(entry(f"r{number}", "2020-01-10", "deployment", *SENT, status=status, by_envoy=True))
    assert ledger.turns() == []


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"actor": "Odhiambo"}, 1),
        ({"by": "KEN"}, 1),
        ({"by": "Cuba"}, 0),
        ({"actor": "Cuba"}, 1),
        ({"to": "CUB"}, 1),
        ({"to": "KEN"}, 0),
        ({"between": ("KEN", "CUB")}, 1),
        ({"between": ("KEN", "PER")}, 0),
        ({"since": "2020-02"}, 1),
        ({"since": "2020-03"}, 0),
        ({"until": "2020-01"}, 0),
        ({"as_of": "2020-01"}, 0),
        ({"source": "r0"}, 1),
        ({"source": "r9"}, 0),
    ],
)
def test_turns_are_asked_for_as_shifts_are(ledger, filters, count):
    for number, status in enumerate(["reaffirmed", "threatened"]):
        ledger.add(entry(f"r{number}", f"2020-0{number + 1}-10", "deployment", *SENT, status=status, by_envoy=True))
    assert len(ledger.turns(**filters)) == count


def test_turns_take_what_shifts_take(ledger):
    with pytest.raises(LegationError, match="can't be asked by kind"):
        ledger.turns(kind="deployment")
