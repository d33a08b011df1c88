from datetime import date
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.ledger.account import Account, Place, completed, days_of, news_days
from legation.ledger.grouping import group, is_linked

HARBOUR = Place("101", "KEN", is_country=False)
KENYA = Place("100", "KEN", is_country=True)
PERU = Place("200", "PER", is_country=True)


NUMBERS = count(1)


def day(value):
    return date.fromisoformat(value)


def account(type_, doers="", recipients="", on=None, told="2020-03-10", *, mode=None, place=None, persons=(), **fields):
    """One account; `on` is "first/last" or a day, else it is news of the day it was told."""
    number = next(NUMBERS)
    told_on = day(told) if told else None
    if on:
        first, _, last = on.partition("/")
        days = (day(first), day(last or first))
    else:
        days = news_days(told_on) if told_on else None
    made = {
        "document": f"r{number:04}", "event": f"e{number:04}", "type": type_, "mode": mode,
        "modality": "occurred", "days": days, "told": told_on, "is_dated": bool(on), "doers": frozenset(doers.split()),
        "recipients": frozenset(recipients.split()), "persons": frozenset(persons), "place": place,
    }  # fmt: skip
    return Account(**(made | fields))


ONE = [
    ("the same to the same", account("ASSAULT", "KEN", "PER"), account("ASSAULT", "KEN", "PER")),
    ("another modality", account("ASSAULT", "KEN", "PER"), account("ASSAULT", "KEN", "PER", modality="negated")),
    ("one day, no recipient", account("PROTEST", "KEN", on="2020-03-01"), account("PROTEST", "KEN", on="2020-03-01")),
    (
        "a day and its week",
        account("AID", "KEN", "PER", "2020-03-03"),
        account("AID", "KEN", "PER", "2020-03-02/2020-03-08"),
    ),
    (
        "a day and the news of it",
        account("AID", "KEN", "PER", "2020-03-05"),
        account("AID", "KEN", "PER", told="2020-03-09"),
    ),
    ("a visit told from the other side", account("CONSULT", "KEN", "PER"), account("CONSULT", "PER KEN")),
    (
        "one way, the same place",
        account("RETREAT", "KEN", mode="withdraw", place=PERU),
        account("RETREAT", "KEN", mode="withdraw", place=PERU),
    ),
    ("a type akin", account("RETREAT", "KEN", "PER"), account("CONCEDE", "KEN", "PER")),
    ("with an ally more", account("ASSAULT", "KEN", "PER"), account("ASSAULT", "KEN CUB", "PER")),
    (
        "a person and their state",
        account("CONSULT", "KEN", "PER", persons=[("KEN", "q1")]),
        account("CONSULT", "KEN", "PER"),
    ),
    (
        "much in common, days apart",
        account("RETREAT", "KEN", "PER", told="2020-03-01", mode="withdraw"),
        account("RETREAT", "KEN", "PER", told="2020-03-06", mode="withdraw"),
    ),
    (
        "the whole year, twice",
        account("ASSAULT", "KEN", "PER", "2014-01-01/2014-12-31", mode="aerial"),
        account("ASSAULT", "KEN", "PER", "2014-01-01/2014-12-31", mode="aerial"),
    ),
]
PLANNED = account("RETREAT", "KEN", "PER", "2020-09-01/2020-09-30", mode="withdraw", modality="future")
ONE += [
    (
        "one doer's deed in prospect",
        account("ASSAULT", "KEN", modality="hypothetical"),
        account("ASSAULT", "KEN", told="2020-03-12", modality="future"),
    ),
    ("a plan and its denial", PLANNED, account("RETREAT", "KEN", "PER", told="2020-03-20", modality="negated")),
    ("a month and a day of it", PLANNED, account("RETREAT", "KEN", "PER", "2020-09-30", "2020-10-02", mode="withdraw")),
]
ONE += [
    (
        "in a state and to it",
        account("RETREAT", "KEN", "PER", told="2020-03-04", mode="withdraw"),
        account("RETREAT", "KEN", told="2020-03-09", mode="withdraw", place=PERU),
    ),
    (
        "announced, and told as if it were done",
        account("RETREAT", "KEN", "PER", told="2020-03-01", mode="withdraw"),
        account("RETREAT", "KEN", "PER", told="2020-03-08", mode="withdraw", modality="future"),
    ),
    (
        "foreseen, then done",
        account("ASSAULT", "KEN", "PER", told="2020-03-04", modality="future"),
        account("ASSAULT", "KEN", "PER", "2020-03-10"),
    ),
    (
        "a plan told of again",
        account("RETREAT", "KEN", "PER", told="2020-03-01", mode="withdraw", modality="future"),
        account("RETREAT", "KEN", "PER", told="2020-03-14", mode="withdraw", modality="hypothetical"),
    ),
    (
        "one who left, and decided to",
        account("RETREAT", "KEN", on="2020-03-05", mode="resign", persons=[("KEN", "q1")]),
        account("RETREAT", "KEN", told="2020-03-06", mode="resign", persons=[("KEN", "q1")], modality="future"),
    ),
]
APART = [
    (
        "the year of a war, twice",
        account("ASSAULT", "KEN", "PER", "2014-01-01/2014-12-31"),
        account("ASSAULT", "KEN", "PER", "2014-01-01/2014-12-31"),
    ),
    (
        "what goes on every day",
        account("ASSAULT", "KEN", "PER", modality="ongoing"),
        account("ASSAULT", "KEN", "PER", told="2020-03-11"),
    ),
    (
        "what was done, and what may come of it",
        account("ASSAULT", "KEN", "PER", "2020-03-08"),
        account("ASSAULT", "KEN", "PER", modality="hypothetical"),
    ),
    (
        "another plan, a season later",
        account("RETREAT", "KEN", "PER", told="2020-03-01", mode="withdraw", modality="future"),
        account("RETREAT", "KEN", "PER", told="2020-05-14", mode="withdraw", modality="future"),
    ),
    (
        "out of one state and out of another",
        account("RETREAT", "KEN", "PER", mode="withdraw"),
        account("RETREAT", "KEN", mode="withdraw", place=KENYA._replace(country="CUB", key="3")),
    ),
    (
        "an envoy and the minister who left with him",
        account("RETREAT", "KEN", mode="resign", persons=[("KEN", "actor-1")]),
        account("RETREAT", "KEN", mode="resign", persons=[("KEN", "q1")]),
    ),
    (
        "two talks in prospect",
        account("CONSULT", "KEN", modality="hypothetical"),
        account("CONSULT", "KEN", modality="future"),
    ),
    (
        "two deeds in prospect with nobody to do them",
        account("ASSAULT", "", "PER", modality="hypothetical"),
        account("ASSAULT", "", "PER", modality="future"),
    ),
    ("a plan and what is done", PLANNED, account("RETREAT", "KEN", "PER", told="2020-03-20")),
    (
        "a plan and a denial long after",
        PLANNED,
        account("RETREAT", "KEN", "PER", told="2020-05-20", modality="negated"),
    ),
    (
        "a month and some day of it",
        account("AID", "KEN", "PER", "2020-09-01/2020-09-30"),
        account("AID", "KEN", "PER", "2020-09-30"),
    ),
    ("the other way round", account("ASSAULT", "KEN", "PER"), account("ASSAULT", "PER", "KEN")),
    ("another type", account("ASSAULT", "KEN", "PER"), account("AID", "KEN", "PER")),
    ("another mode", account("ASSAULT", "KEN", "PER", mode="aerial"), account("ASSAULT", "KEN", "PER", mode="torture")),
    ("another day", account("AID", "KEN", "PER", "2020-03-03"), account("AID", "KEN", "PER", "2020-03-04")),
    ("news of another week", account("AID", "KEN", "PER"), account("AID", "KEN", "PER", told="2020-03-20")),
    (
        "little in common, days apart",
        account("AID", "KEN", "PER", told="2020-03-01"),
        account("AID", "KEN", "PER", told="2020-03-06"),
    ),
    ("another recipient", account("AID", "KEN", "PER"), account("AID", "KEN", "CUB")),
    ("only the doer", account("REQUEST", "KEN"), account("REQUEST", "KEN")),
    (
        "only what is done to whom",
        account("ASSAULT", "", "PER", mode="aerial"),
        account("ASSAULT", "", "PER", mode="aerial"),
    ),
    (
        "a state is no place of its own",
        account("ASSAULT", "", "KEN", mode="aerial", place=KENYA),
        account("ASSAULT", "", "KEN", mode="aerial", place=KENYA),
    ),
    ("what is said every day", account("ACCUSE", "KEN", mode="allege"), account("ACCUSE", "KEN", mode="allege")),
    ("two places", account("ASSAULT", "KEN", "PER", place=HARBOUR), account("ASSAULT", "KEN", "PER", place=PERU)),
    (
        "two ministers",
        account("CONSULT", "KEN", "PER", persons=[("KEN", "q1")]),
        account("CONSULT", "KEN", "PER", persons=[("KEN", "q2")]),
    ),
    (
        "a day and its year",
        account("AID", "KEN", "PER", "2014-01-01/2014-12-31"),
        account("AID", "KEN", "PER", "2014-05-05"),
    ),
    ("no day known", account("AID", "KEN", "PER", told=None), account("AID", "KEN", "PER", told=None)),
    ("nobody known", account("AID", on="2020-03-01", place=HARBOUR), account("AID", on="2020-03-01", place=HARBOUR)),
]


def together(*accounts):
    return {frozenset(a.event for a in found.accounts) for found in group(accounts)}


@pytest.mark.parametrize(("one", "other"), [row[1:] for row in ONE], ids=[row[0] for row in ONE])
def test_accounts_of_one_happening(one, other):
    assert together(one, other) == together(other, one) == {frozenset({one.event, other.event})}


@pytest.mark.parametrize(("one", "other"), [row[1:] for row in APART], ids=[row[0] for row in APART])
def test_accounts_of_two_happenings(one, other):
    assert together(one, other) == together(other, one) == {frozenset({one.event}), frozenset({other.event})}


def test_news_that_fits_two_days_goes_to_that_with_more_in_common():
    bombed = account("ASSAULT", "KEN", "PER", "2020-03-05", mode="aerial", place=HARBOUR)
    shelled = account("ASSAULT", "KEN", "PER", "2020-03-06", mode="heavy-weapons")
    news = account("ASSAULT", "KEN", "PER", told="2020-03-08", place=HARBOUR)
    assert together(bombed, shelled, news) == {frozenset({bombed.event, news.event}), frozenset({shelled.event})}


def test_a_group_knows_what_its_sharpest_accounts_are_sure_of():
    wide = account("AID", "KEN", "PER", "2020-03-02/2020-03-08", place=KENYA)
    exact = account("AID", "KEN CUB", "PER", "2020-03-03", place=HARBOUR, persons=[("KEN", "q1")])
    (found,) = group([wide, exact])
    assert found.days == (day("2020-03-03"), day("2020-03-03"))
    assert (found.place, found.doers, found.recipients) == (HARBOUR, {"KEN", "CUB"}, {"PER"})
    assert found.persons == {"KEN": {"q1"}}


def test_who_called_two_is_not_in_a_call_of_these_two_with_each_other():
    one, other = account("CONSULT", "KEN", "PER"), account("CONSULT", "KEN", "CUB")
    both, third = account("CONSULT", "KEN PER CUB"), account("CONSULT", "PER", "CUB")
    assert len(together(one, other, third)) == 3
    assert {one.event, other.event} not in together(one, other, both, third)
    for found in group([one, other, both, third]):
        assert len(found.accounts) <= 2


def test_one_plan_is_one_happening_whatever_days_its_accounts_give():
    told = [
        account("RETREAT", "KEN", "PER", told="2020-03-01", mode="withdraw", modality="future"),
        account("RETREAT", "KEN", "PER", told="2020-03-01", mode="withdraw"),
        account("RETREAT", "KEN", "PER", on="2020-03-03", told="2020-03-04", mode="withdraw"),
        account("RETREAT", "KEN", "PER", told="2020-03-08", mode="withdraw"),
        account("RETREAT", "KEN", "PER", told="2020-03-15", mode="withdraw", modality="hypothetical"),
    ]
    later = account("RETREAT", "KEN", "PER", told="2020-05-09", mode="withdraw", modality="hypothetical")
    assert together(*told, later) == {frozenset(a.event for a in told), frozenset({later.event})}


@pytest.mark.parametrize(
    ("own", "modality", "expected"),
    [
        # "On Thursday, over his decision to leave": decided then, and due in the fortnight after it.
        ("2020-03-05", "future", (("2020-03-04", "2020-03-18"), "2020-03-05", False)),
        ("2020-03-05", "occurred", (("2020-03-05", "2020-03-05"), "2020-03-10", True)),
        ("2020-09-01", "future", (("2020-09-01", "2020-09-01"), "2020-03-10", True)),
        (None, "occurred", (("2020-03-04", "2020-03-10"), "2020-03-10", False)),
        (None, "negated", (("2020-03-04", "2020-03-16"), "2020-03-10", False)),
        (None, "future", (("2020-03-09", "2020-03-23"), "2020-03-10", False)),
        (None, "historical", (None, "2020-03-10", False)),
    ],
)
def test_when_an_event_can_have_been(own, modality, expected):
    days, told, is_dated = days_of((day(own), day(own)) if own else None, day("2020-03-10"), modality)
    assert (tuple(map(str, days)) if days else None, str(told), is_dated) == expected


def test_a_report_lets_one_understand_what_it_has_said():
    one = {"document": "r1", "mode": "withdraw"}
    full = account("RETREAT", "KEN", "PER", **one)
    bare, own = account("RETREAT", "KEN", **one), account("RETREAT", "KEN", "KEN", **one)
    elsewhere = account("RETREAT", "KEN", "CUB", **one)
    other = account("RETREAT", "KEN", mode="withdraw")
    assert [a.recipients for a in completed([full, bare, own, other])] == [{"PER"}, {"PER"}, frozenset(), frozenset()]
    assert [a.recipients for a in completed([full, bare, elsewhere])] == [{"PER"}, frozenset(), {"CUB"}]


SIDES = st.sampled_from(["", "KEN", "PER", "KEN CUB", "CUB"])
DAYS = st.sampled_from([None, "2020-03-08", "2020-03-09", "2020-03-02/2020-03-08", "2020-01-01/2020-12-31"])
ACCOUNTS = st.lists(
    st.builds(
        account,
        st.sampled_from(["ASSAULT", "CONSULT", "RETREAT", "CONCEDE"]),
        SIDES,
        SIDES,
        DAYS,
        st.sampled_from([None, "2020-03-09", "2020-03-11", "2020-03-14"]),
        mode=st.sampled_from([None, "visit", "aerial"]),
        place=st.sampled_from([None, HARBOUR, KENYA, PERU]),
        modality=st.sampled_from(["occurred", "negated", "future"]),
        persons=st.sampled_from([(), (("KEN", "q1"),), (("KEN", "q2"),)]),
    ),
    max_size=25,
)


@given(ACCOUNTS, st.randoms(use_true_random=False))
def test_the_order_of_accounts_does_not_show(accounts, random):
    found = together(*accounts)
    assert together(*random.sample(accounts, len(accounts))) == found
    assert sorted(event for events in found for event in events) == sorted(a.event for a in accounts)


@given(ACCOUNTS)
def test_all_accounts_of_a_group_can_be_of_one_day_and_one_mode(accounts):
    for found in group(accounts):
        assert len({a.mode for a in found.accounts} - {None}) <= 1
        dated = [a for a in found.accounts if not a.is_open]
        if len(dated) > 1:
            assert max(a.days[0] for a in dated) <= min(a.days[1] for a in dated)


@given(ACCOUNTS)
def test_links_hold_a_group_together_and_what_they_do_not_reach_changes_nothing(accounts):
    whole = together(*accounts)
    for found in group(accounts):
        reached, frontier = {}, [found.accounts[0]]
        while frontier:
            reached |= {a.event: a for a in frontier}
            frontier = [a for a in accounts if a.event not in reached and any(is_linked(a, b) for b in frontier)]
        assert {a.event for a in found.accounts} <= reached.keys()
        assert together(*reached.values()) <= whole
