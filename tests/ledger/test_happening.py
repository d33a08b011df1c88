import pytest

from factories import actor, document, event, place, report, statement
from legation.ledger.happening import best_covered


def telling(id_, *, published="2020-03-10", modality="occurred", by="Kenya", date=None, publisher=None, **fields):
    """A report in which Kenya withdraws from Cuba, or doesn't."""
    about = document(f"{by} withdrew troops from Cuba, Havana said.", id=id_, published=published, publisher=publisher)
    kind = {"kind": "person", "sectors": ("GOV",)} if by != "Kenya" else {}
    doer, cuba = actor(about, by, country="KEN", **kind), actor(about, "Cuba", country="CUB")
    said = statement(about, "withdrew troops", cuba, cue="said")
    left = event(
        about, "RETREAT", "withdrew troops", by=(doer,), to=(cuba,), mode="withdraw", modality=modality, date=date,
        claimed_by=said.id, **fields,
    )  # fmt: skip
    return report(about, doer, cuba, said, left)


def test_one_event_of_several_reports_is_one_happening(ledger):
    ledger.add(telling("r1", published="2020-03-10", publisher="Harbour News"))
    ledger.add(telling("r2", published="2020-03-11", publisher="Harbour News", by="Asha Odhiambo"))
    ledger.add(telling("r3", published="2020-03-12", publisher="Bay Post", modality="future"))
    (found,) = ledger.happenings()
    assert (found.type, found.mode, found.sides) == ("RETREAT", "withdraw", ("CUB", "KEN"))
    assert (found.reports, found.sources, found.standing) == (3, 2, "told")
    assert found.modalities == {"occurred", "future"}
    assert [(each.document, each.published, each.source) for each in found.tellings] == [
        ("r1", "2020-03-10", "harbour news"), ("r2", "2020-03-11", "harbour news"), ("r3", "2020-03-12", "bay post"),
    ]  # fmt: skip
    assert (found.first_day, found.last_day) == ("2020-03-05", "2020-03-10")
    assert [each.event for each in found.tellings] == list(ledger.events())


def test_what_one_tells_and_another_denies_stands_side_by_side(ledger):
    ledger.add(telling("r1"))
    ledger.add(telling("r2", modality="negated"))
    (found,) = ledger.happenings()
    assert found.standing == "contradicted"
    assert [each.event.modality for each in found.tellings] == ["occurred", "negated"]


@pytest.mark.parametrize(
    ("modalities", "standing"),
    [
        (["negated"], "denied"),
        (["future", "hypothetical"], "planned"),
        (["hypothetical"], "possible"),
        (["ongoing", "negated"], "contradicted"),
        (["future", "negated"], "contradicted"),
        (["hypothetical", "negated"], "denied"),
    ],
)
def test_how_a_happening_stands(ledger, modalities, standing):
    for number, modality in enumerate(modalities):
        ledger.add(telling(f"r{number}", modality=modality))
    assert [found.standing for found in ledger.happenings()] == [standing]


def test_what_a_publisher_tells_twice_is_one_voice_and_unknown_ones_are_each_their_own(ledger):
    for number in range(3):
        ledger.add(telling(f"r{number}"))
    assert [(found.reports, found.sources) for found in ledger.happenings()] == [(3, 3)]


def test_a_filter_picks_happenings_and_does_not_change_them(ledger):
    ledger.add(telling("r1", published="2020-03-10", publisher="Harbour News"))
    ledger.add(telling("r2", published="2020-03-11", modality="future"))
    ledger.add(telling("r3", published="2020-05-11"))
    spring, may = ledger.happenings()
    assert ledger.happenings(modality="future", between=("CUB", "Kenya"), since="2020-03", kind="RETREAT") == [spring]
    assert ledger.happenings(source="Harbour News") == [spring]
    assert ledger.happenings(source="r3") == [may]
    assert ledger.happenings(actor="PER") == []
    (known,) = ledger.happenings(as_of="2020-03-10")
    assert [each.document for each in known.tellings] == ["r1"]
    assert known.id == spring.id
    assert best_covered([may, spring]) == [spring, may]


@pytest.mark.parametrize("published", [None, "2020", "2020-03", "0001-01-01", "9999-12-31"])
def test_any_day_of_publication_will_do(ledger, published):
    ledger.add(telling("r1", published=published))
    ledger.add(telling("r2", published=published, modality="negated"))
    assert sum(found.reports for found in ledger.happenings()) == 2


def test_what_is_long_past_and_undated_stands_alone(ledger):
    ledger.add(telling("r1", modality="historical"))
    ledger.add(telling("r2", modality="historical"))
    assert [(found.reports, found.first_day) for found in ledger.happenings()] == [(1, None), (1, None)]


def test_a_place_and_a_date_hold_for_all(ledger):
    about = document("Kenya shelled Havana. Cuba was shelled by Kenya.", id="r1")
    kenya, cuba = actor(about, "Kenya", country="KEN"), actor(about, "Cuba", country="CUB")
    havana = place(about, "Havana", country="CUB", geonames=1)
    first = event(about, "ASSAULT", "shelled Havana", by=(kenya,), place=havana.id, date="2016-11-15")
    again = event(about, "ASSAULT", "was shelled", by=(kenya,), to=(cuba,), date="2016-11-15")
    ledger.add(report(about, kenya, cuba, havana, first, again))
    (found,) = ledger.happenings()
    assert (found.first_day, found.last_day, found.reports) == ("2016-11-15", "2016-11-15", 1)
    assert len(found.tellings) == 2
