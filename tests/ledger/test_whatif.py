import pytest

from factories import actor, conditional, document, event, mentions, report, statement
from legation.ledger.gist import Gist, gist_of, stems_of

COUNTRIES = {"Kenya": "KEN", "Cuba": "CUB", "Peru": "PER", "Chile": "CHL"}


def claim(id_, condition, consequence, *, published="2020-03-05", speaker=None, told=None, names=(), **fields):
    """A report with one conditional; `told` is the (type, mode, doer) of an event in its condition."""
    text = f"{condition}: {consequence}. {', '.join(names)} said {speaker or 'nobody'}."
    about = document(text, id=id_, published=published)
    actors = {
        name: actor(about, name, country=code, mentions=mentions(about, name))
        for name, code in COUNTRIES.items()
        if name in text
    }
    said = (statement(about, text, actor(about, speaker, kind="person")),) if speaker else ()
    events = ()
    if told:
        type_, mode, doer = told
        events = (event(about, type_, condition, by=(actors[doer],), mode=mode, modality="hypothetical"),)
    made = conditional(
        about, condition, consequence, condition_events=tuple(each.id for each in events),
        claimed_by=said[0].id if said else None, **fields,
    )  # fmt: skip
    speakers = (actor(about, speaker, kind="person"),) if speaker else ()
    return report(about, *actors.values(), *speakers, *said, *events, made)


def chain(ledger, question, **filters):
    return [(step.document, step.number, step.after) for step in ledger.what_if(question, **filters)]


def test_a_chain_goes_from_what_is_asked_to_what_is_claimed_to_follow(ledger):
    ledger.add(claim("r1", "a withdrawal of Kenya from Cuba", "Cuba would rearm its navy", speaker="Ana Soto"))
    ledger.add(claim("r2", "If Cuba rearmed its navy", "Peru would close the strait"))
    ledger.add(claim("r3", "If Peru closed the strait", "prices would rise"))
    ledger.add(claim("r4", "If Chile closed the strait", "prices would rise"))
    first, second, third = ledger.what_if("Kenya withdraws from Cuba")
    assert (first.document, first.number, first.after, first.depth) == ("r1", 1, None, 0)
    assert (first.condition, first.consequence) == ("a withdrawal of Kenya from Cuba", "Cuba would rearm its navy")
    assert (first.by, first.sides, first.shares) == (("Ana Soto",), ("CUB", "KEN"), ("withdrawal",))
    assert (second.document, second.after, second.by, second.sides) == ("r2", 1, (), ("CUB",))
    assert second.shares == ("rearmed", "navy")
    assert (third.document, third.after, third.depth) == ("r3", 2, 2)


TAKEN = [
    (
        "other words for the act",
        "If Kenya pulls out of Cuba",
        "Kenya withdraws from Cuba",
        ("RETREAT", "withdraw", "Kenya"),
    ),
    ("people for their state", "If Kenya attacks Cuba", "Kenyans attack Cuba", None),
    ("more said than asked", "If Kenya attacks Cuba with ships", "Kenya attacks Cuba", None),
]
PASSED_OVER = [
    ("another state", "If Kenya withdraws from Peru", "Kenya withdraws from Cuba", None),
    ("another act", "If Kenya thanks Cuba", "Kenya withdraws from Cuba", None),
    ("nobody named", "If ships leave", "Kenya leaves Cuba", None),
    ("one of two, the other not in the report", "If Kenya withdraws", "Kenya withdraws from Cuba", None),
    ("one word without a name", "If prices rise", "rise", None),
]


@pytest.mark.parametrize(("condition", "question", "told"), [r[1:] for r in TAKEN], ids=[r[0] for r in TAKEN])
def test_a_claim_that_speaks_of_what_is_asked(ledger, condition, question, told):
    ledger.add(claim("r1", condition, "prices would rise", told=told))
    assert chain(ledger, question) == [("r1", 1, None)]


@pytest.mark.parametrize(
    ("condition", "question", "told"), [r[1:] for r in PASSED_OVER], ids=[r[0] for r in PASSED_OVER]
)
def test_a_claim_that_speaks_of_something_else(ledger, condition, question, told):
    ledger.add(claim("r1", condition, "prices would rise", told=told))
    assert chain(ledger, question) == []


def test_whom_a_claim_leaves_unsaid_its_report_must_name(ledger):
    ledger.add(claim("r1", "A withdrawal by Kenya", "prices would rise", names=("Cuba",)))
    assert chain(ledger, "Kenya withdraws from Cuba") == [("r1", 1, None)]


def test_no_claim_comes_twice_and_a_circle_ends(ledger):
    ledger.add(claim("r1", "If Cuba rearms its navy", "Peru would rearm its navy"))
    ledger.add(claim("r2", "If Peru rearms its navy", "Cuba would rearm its navy"))
    assert chain(ledger, "Cuba rearms") == [("r1", 1, None), ("r2", 2, 1)]


def test_nothing_follows_from_what_names_nobody(ledger):
    ledger.add(claim("r1", "If Cuba rearms", "prices would rise in every port"))
    ledger.add(claim("r2", "If prices rise in Peru in every port", "ships stay"))
    assert chain(ledger, "Cuba rearms") == [("r1", 1, None)]


def test_a_chain_as_of_a_day(ledger):
    ledger.add(claim("r1", "If Cuba rearms its navy", "Peru would close the strait"))
    ledger.add(claim("r2", "If Peru closed the strait", "prices would rise", published="2020-05-05"))
    assert chain(ledger, "Cuba rearms", as_of="2020-04") == [("r1", 1, None)]


@pytest.mark.parametrize("question", ["", "?", "if", "Ruritania withdraws", "the and of"])
def test_a_question_about_nothing_has_no_answer(ledger, question):
    ledger.add(claim("r1", "If Cuba rearms", "prices would rise"))
    assert ledger.what_if(question) == []


def test_stems_leave_out_words_of_every_sentence():
    assert stems_of(["If the troops were withdrawing", "Withdrawals of a troop", ""]) == [
        {"troop", "withdraw"},
        {"troop", "withdraw"},
        set(),
    ]


GISTS = [
    ("US withdraws from Japan", {"USA", "JPN"}, {"withdraw"}, {("RETREAT", "withdraw")}),
    ("Turkish offensive", {"TUR"}, {"offens"}, set()),
    ("tell us more", set(), {"tell"}, set()),
    ("Odhiambo resigns", {"person:asha odhiambo:KEN:"}, {"resign"}, {("RETREAT", "resign")}),
    ("japan withdraws", {"JPN"}, {"withdraw"}, {("RETREAT", "withdraw")}),
]


@pytest.mark.parametrize(("question", "sides", "stems", "acts"), GISTS)
def test_what_a_question_is_about(ledger, question, sides, stems, acts):
    about = document("Asha Odhiambo spoke.")
    ledger.add(report(about, actor(about, "Asha Odhiambo", kind="person", country="KEN")))
    with ledger.connected() as connection:
        assert gist_of(connection, question) == Gist(frozenset(sides), frozenset(stems), frozenset(acts))
