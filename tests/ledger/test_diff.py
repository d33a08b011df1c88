import pytest

from factories import actor, commitment, document, event, report, shift, statement
from legation.errors import LegationError

TEXT = "Kenya said it left Cuba and pays Peru. Cuba denied it. Kenya promises ships by May."


def day(id_, published, *, left=None, pays=None, act=None, due=None, moved=False, recipient="Cuba"):
    about = document(TEXT, id=id_, published=published)
    kenya, cuba = actor(about, "Kenya", country="KEN"), actor(about, "Cuba", country="CUB")
    peru = actor(about, "Peru", country="PER")
    found = [kenya, cuba, peru]
    to = {"Cuba": cuba, "Peru": peru}[recipient]
    if left:
        found.append(event(about, "RETREAT", "left Cuba", by=(kenya,), to=(to,), mode="withdraw", modality=left))
    if pays:
        found.append(commitment(about, "payment", "pays Peru", (kenya, "payer"), (peru, "payee"), status=pays))
    if act:
        found.append(statement(about, "ships by May", kenya, act=act))
    if due:
        found.append(event(about, "AID", "ships by May", by=(kenya,), modality="future", date=due))
    if moved:
        found.append(shift(about, kenya, "denied it"))
    return report(about, *found)


def test_what_is_new_since_a_day(ledger):
    ledger.add(day("old", "2020-03-01", left="occurred", pays="in_force", act="promise"))
    ledger.add(day("mid", "2020-03-03", left="negated", pays="threatened", act="threaten", due="2020-05", moved=True))
    ledger.add(day("new", "2020-03-20", left="occurred", recipient="Peru", pays="ended", act="assert"))
    found = ledger.diff("2020-03-02", "2020-03-10")
    assert (found.since, found.until, found.reports) == ("2020-03-02", "2020-03-10", 1)
    assert [h.standing for h in found.contradicted] == ["contradicted"]
    (change,) = found.changes
    assert (change.before, [e.status for e in change.entries]) == (("in_force",), ["threatened"])
    assert [s.act for s in found.statements] == ["threaten"]
    assert [s.document for s in found.shifts] == ["mid"]
    assert [e.date for e in found.due] == ["2020-05"]
    assert [h.type for h in found.happenings] == ["AID"]  # the withdrawal was told before
    assert found.arrangements == ()


def test_without_an_end_all_that_came_counts(ledger):
    ledger.add(day("old", "2020-03-01", left="occurred"))
    ledger.add(day("new", "2020-03-20", left="occurred", recipient="Peru", pays="ended"))
    found = ledger.diff("2020-03-02")
    assert (found.reports, found.until) == (1, None)
    assert [(h.type, h.sides) for h in found.happenings] == [("RETREAT", ("KEN", "PER"))]
    assert [h.kind for h in found.arrangements] == ["payment"]
    assert found.changes == ()


@pytest.mark.parametrize("modality", ["hypothetical", "historical"])
def test_what_only_might_be_and_what_is_long_past_is_no_news(ledger, modality):
    ledger.add(day("new", "2020-03-20", left=modality))
    assert ledger.diff("2020-03-02").happenings == ()


def test_a_contradiction_that_is_old_is_not_told_again(ledger):
    ledger.add(day("r1", "2020-03-01", left="occurred"))
    ledger.add(day("r2", "2020-03-02", left="negated"))
    ledger.add(day("r3", "2020-03-20", pays="ended"))
    assert ledger.diff("2020-03-10").contradicted == ()


def test_a_day_without_reports_brings_nothing(ledger):
    ledger.add(day("r1", "2020-03-01", left="occurred", pays="ended", act="promise", moved=True))
    found = ledger.diff("2020-04")
    assert found.reports == 0
    assert not any((found.happenings, found.changes, found.arrangements, found.statements, found.shifts, found.turns))


def test_a_day_that_is_none_is_told(ledger):
    with pytest.raises(LegationError, match="no date"):
        ledger.diff("yesterday")
