"""Grouping: which accounts, of one report or of many, tell of the same happening.

Two accounts may tell of one thing if their types are akin, whoever both name for a part is on one side, their days can
be the same and their places too; and they must share enough to be told from other things of their kind. What such links
join is looked at by itself, so that a happening can be put together without reading all others. In it accounts are
taken in an order of their own, the sharpest first, so the outcome does not depend on when they were added.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from legation.ledger.account import (
    DONE,
    MONTH,
    MUTUAL,
    PERSONAL,
    PLANS_WITHIN,
    VERBAL,
    Account,
    Days,
    Place,
    common_days,
)

# Where no more than enough is shared, accounts without days must have been told within so many days of one another.
_TOLD_WITHIN = timedelta(days=3)
_WEEK = 7
# What some have as planned and others as done is told of within so many.
_NEWS_WITHIN = timedelta(days=_WEEK)
# So long news goes on to tell of one plan as of one; what is told of then is what has become of it.
_LONGEST_PLAN = timedelta(days=45)
# How many of doer, recipient, place, mode and exact day two accounts must share.
_ENOUGH = 2


@dataclass
class Group:
    """Accounts of one happening, and what they have in common."""

    family: str
    accounts: list[Account] = field(default_factory=list)
    days: Days | None = None
    told: Days | None = None  # when its accounts without a day of their own were
    is_exact: bool = False
    planned: Days | None = None  # when its accounts of a day then to come were told
    foreseen: Days | None = None  # when its accounts of a day to come that they don't give were told
    is_done: bool = False  # whether any account has it as done
    is_foreseen: bool = False  # whether all that have not denied it have it as to come
    mode: str | None = None
    place: Place | None = None
    doers: set[str] = field(default_factory=set)
    recipients: set[str] = field(default_factory=set)
    persons: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, account: Account) -> None:
        """Take an account in: what it is sure of holds for the group."""
        self.accounts.append(account)
        if not self.accounts[1:]:
            self.days = account.days
        elif not account.is_open:  # what is to come some day says nothing of the day
            self.days = self._narrowed(account)
        self.is_done |= account.modality in DONE
        self.is_foreseen = not self.is_done and (self.is_foreseen or account.is_foreseen)
        self.is_exact |= account.is_exact
        if account.told and not account.is_dated:
            self.told = _widened(self.told, account.told)
        if account.told and account.is_ahead:
            self.planned = _widened(self.planned, account.told)
        if account.told and account.is_open:
            self.foreseen = _widened(self.foreseen, account.told)
        self.mode = self.mode or account.mode
        if account.place and (self.place is None or self.place.is_country):
            self.place = account.place
        self.doers |= account.doers
        self.recipients |= account.recipients
        for side, person in account.persons:
            self.persons[side].add(person)

    @classmethod
    def of(cls, account: Account) -> Group:
        """The group of one account."""
        made = cls(account.family)
        made.add(account)
        return made

    def _narrowed(self, account: Account) -> Days | None:
        """The days that are left with what an account gives of them."""
        if all(other.is_open for other in self.accounts[:-1]):
            return account.days
        return common_days(self.days, account.days) or self.days

    def shared(self, account: Account) -> int | None:
        """How many facts an account shares with the group; None if it can't be of the same happening."""
        if not self._may_be(account):
            return None
        doing, undergoing = self._shared_parts(account)
        if doing is None or undergoing is None or not doing + undergoing:
            return None
        setting = self._shared_setting(account)
        # "The war in Peru" is told every day: without a doer in common, the day or the place must be.
        if not doing and not setting - self._is_one_mode(account):
            return None
        facts = doing + undergoing + setting
        is_one_prospect = bool(doing) and self._is_one_prospect(account)
        # A prospect makes up for what is missing, and counts for nothing beside what is shared in full.
        return facts if facts + is_one_prospect >= _ENOUGH + self._is_loose(account) else None

    def is_one_plan(self, other: Group) -> bool:
        """Whether both tell of what the same ones plan to do to the same, and were told near one another."""
        if self.told is None or other.told is None or not (self.foreseen or other.foreseen):
            return False
        first, last = min(self.told[0], other.told[0]), max(self.told[1], other.told[1])
        gap = max(self.told[0], other.told[0]) - min(self.told[1], other.told[1])
        return (
            gap <= _NEWS_WITHIN
            and last - first <= _LONGEST_PLAN
            and self.mode is not None
            and self.mode == other.mode
            and _may_be_one_place(self.place, other.place)
            and bool(_overlap(self.doers, other.doers))
            and bool(_overlap(self.recipients, other.recipients))
        )

    def distance(self, account: Account) -> int:
        """How far apart they are told, where neither gives a day, else how far apart they are, in days."""
        if self.told and account.told and not account.is_dated:
            return max((self.told[0] - account.told).days, (account.told - self.told[1]).days, 0)
        if self.days is None or account.days is None:
            return 0
        return abs((self.days[0] - account.days[0]).days) + abs((self.days[1] - account.days[1]).days)

    def _is_loose(self, account: Account) -> bool:
        """Whether their times say little of their being one, so that more must be shared beside them."""
        return (
            self._is_by_the_month(account)
            or not self._was_told_near(account)
            or account.width > MONTH
            or account.is_standing
            or self.accounts[0].is_standing
            or not (common_days(self.days, account.days) or self._is_of_a_day_planned(account))
            # What is feared or announced need not be what was done that week.
            or self._differs_in_being_done(account)
        )

    def _differs_in_being_done(self, account: Account) -> bool:
        """Whether one has it as done, and the other as to come on a day that it doesn't give."""
        if self._is_foreseen_by(account):
            return False
        return (account.is_foreseen and self.is_done) or (account.modality in DONE and self.is_foreseen)

    def _is_foreseen_by(self, account: Account) -> bool:
        """Whether one foresees what the other has as done on a day after that."""
        if self.is_exact and account.is_foreseen:
            return self.days is not None and account.told is not None and account.told <= self.days[0]
        if account.is_exact and self.foreseen:
            return account.days is not None and self.foreseen[1] <= account.days[0]
        return False

    def _may_be(self, account: Account) -> bool:
        if self.mode and account.mode and self.mode != account.mode:
            return False
        if not _may_be_one_place(self.place, account.place):
            return False
        if not common_days(self.days, account.days) and not self._is_of_one_plan(account):
            return False
        for side in {side for side, _ in account.persons} & self.persons.keys():
            if not self.persons[side] & {person for of, person in account.persons if of == side}:
                return False  # two ministers of one state, each with a visit of their own
        return True

    def _shared_parts(self, account: Account) -> tuple[int | None, int | None]:
        """How many doers and recipients are shared, none counted twice; None where both have some and none is."""
        if self.family in MUTUAL:
            shared = [_both(other.sides, account.sides) for other in self.accounts]
            # With all of them: who called two is not in a call of these two with each other.
            return (None if None in shared else max(filter(None, shared), default=0)), 0
        return self._shared_doers(account), self._shared_recipients(account)

    def _shared_doers(self, account: Account) -> int | None:
        if account.mode in PERSONAL and any(person in self.persons[side] for side, person in account.persons):
            return 2  # the person and their side
        return _overlap(self.doers, account.doers)

    def _shared_recipients(self, account: Account) -> int | None:
        """A state to which it is done is the same as a state in which it is done."""
        ours = self.recipients or _countries(self.place)
        theirs = account.recipients or _countries(account.place)
        return _overlap(ours, theirs) if self.recipients or account.recipients else 0

    def _shared_setting(self, account: Account) -> int:
        exact = self.is_exact and account.is_exact
        return self._is_one_mode(account) + self._is_one_place(account) + exact

    def _is_one_mode(self, account: Account) -> bool:
        return self.mode is not None and self.mode == account.mode and self.family not in VERBAL

    def _is_one_place(self, account: Account) -> bool:
        """Whether both have a place, and it says more than who takes part: Peru is no place of what is done to Peru."""
        if self.place is None or account.place is None:
            return False
        return not (account.place.is_country and account.place.country in account.sides)

    def _was_told_near(self, account: Account) -> bool:
        """Whether accounts without a day of their own were told near one another."""
        return account.is_dated or self.told is None or _is_within(self.told, account.told, _TOLD_WITHIN)

    def _is_of_one_plan(self, account: Account) -> bool:
        """Whether an account without a day can be of what the group has as planned, or the plan be of what it has."""
        if account.is_dated:
            return False
        if self.foreseen and _is_within(self.foreseen, account.told, PLANS_WITHIN if account.is_open else _NEWS_WITHIN):
            return True
        if not account.is_open:
            return False
        return self._is_of_a_day_planned(account) or bool(
            self.told and _is_within(self.told, account.told, _NEWS_WITHIN)
        )

    def _is_of_a_day_planned(self, account: Account) -> bool:
        """Whether an account without a day can be of what the group has as planned for one."""
        return account.is_open and self.planned is not None and _is_within(self.planned, account.told, PLANS_WITHIN)

    def _is_one_prospect(self, account: Account) -> bool:
        """Whether both speak of a deed that is not done: of one doer's, news has one in prospect at a time."""
        is_deed = self.family not in VERBAL | MUTUAL
        if not is_deed or not self._was_told_near(account):
            return False
        return account.is_open and all(other.is_open for other in self.accounts)

    def _is_by_the_month(self, account: Account) -> bool:
        """Whether one gives a month and the other a day or week of it."""
        if self.days is None or self.days == account.days or not common_days(self.days, account.days):
            return False
        return max(account.width, (self.days[1] - self.days[0]).days + 1) > _WEEK


def group(accounts: Iterable[Account]) -> list[Group]:
    """The happenings that these accounts tell of, each account in one; the same for any order of the accounts.

    What no links join, straight or by way of others, does not touch one another: leaving it out changes nothing. An
    account without a day, or without anybody in it, is a happening of its own.
    """
    ordered = sorted(accounts, key=lambda a: a.sharpness)
    return [found for block in _blocks(ordered) for found in _of_one_plan(_grouped(block))]


def is_linked(one: Account, other: Account) -> bool:
    """Whether two accounts share enough to be of one happening, if all else agrees."""
    first, second = sorted((one, other), key=lambda a: a.sharpness)
    return first.family == second.family and Group.of(first).shared(second) is not None


def keys_of(account: Account) -> list[object]:
    """Of these, two accounts that are linked have one in common."""
    return [(account.family, side, month) for side in account.sides for month in account.months]


def _blocks(ordered: Sequence[Account]) -> Iterable[list[Account]]:
    """The accounts that links join, straight or by way of others; each block in the order given."""
    above = list(range(len(ordered)))

    def top(at: int) -> int:
        while above[at] != at:
            above[at] = at = above[above[at]]
        return at

    near: dict[object, list[int]] = defaultdict(list)
    single = [Group.of(account) for account in ordered]
    for at, account in enumerate(ordered):
        for key in keys_of(account):
            for other in near[key]:
                if top(other) != top(at) and single[other].shared(account) is not None:
                    above[top(at)] = top(other)
            near[key].append(at)
    blocks: dict[int, list[Account]] = defaultdict(list)
    for at, account in enumerate(ordered):
        blocks[top(at)].append(account)
    return blocks.values()


def _grouped(ordered: Iterable[Account]) -> list[Group]:
    groups: list[Group] = []
    near: dict[object, set[int]] = defaultdict(set)
    for account in ordered:
        keys = keys_of(account)
        number = _best(groups, sorted({number for key in keys for number in near[key]}), account)
        if number is None:
            number = len(groups)
            groups.append(Group(account.family))
        groups[number].add(account)
        for key in keys:
            near[key].add(number)
    return groups


def _of_one_plan(groups: list[Group]) -> list[Group]:
    """The groups, those put together that tell of one plan: as announced, as put off, as if it were done already.

    Accounts of a plan give all kinds of days, so that they stand apart though they tell the same. Groups are taken by
    when they were told of first, so that a chain of plans is cut in one way only.
    """
    kept: list[Group] = []
    for found in sorted(groups, key=lambda g: (g.told is None, g.told or (), g.accounts[0].sharpness)):
        same = next((other for other in kept if other.is_one_plan(found)), None)
        if same is None:
            kept.append(found)
        else:
            for account in found.accounts:
                same.add(account)
    return kept


def _best(groups: Sequence[Group], near: Iterable[int], account: Account) -> int | None:
    """The group that an account shares most with; of several the nearest in time, then the first."""
    best: tuple[int, int, int] | None = None
    for number in near:
        facts = groups[number].shared(account)
        if facts is not None:
            rank = (-facts, groups[number].distance(account), number)
            best = min(best, rank) if best else rank
    return best[2] if best else None


def _widened(days: Days | None, day: date) -> Days:
    return (min(days[0], day), max(days[1], day)) if days else (day, day)


def _is_within(days: Days, day: date | None, near: timedelta) -> bool:
    return day is not None and days[0] - near <= day <= days[1] + near


def _both(ours: frozenset[str], theirs: frozenset[str]) -> int | None:
    """How many take part in both meetings, no more than two; None if those cannot be one."""
    common = len(ours & theirs)
    return min(common, 2) if common >= min(2, len(ours), len(theirs)) else None


def _overlap(ours: Collection[str], theirs: Collection[str]) -> int | None:
    if not ours or not theirs:
        return 0
    return 1 if not set(ours).isdisjoint(theirs) else None


def _countries(place: Place | None) -> set[str]:
    return {place.country} if place and place.is_country and place.country else set()


def _may_be_one_place(one: Place | None, other: Place | None) -> bool:
    if one is None or other is None or one.key == other.key:
        return True
    if one.country and other.country and one.country != other.country:
        return False
    return one.is_country or other.is_country
