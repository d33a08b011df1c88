"""Grouping: which accounts, of one report or of many, tell of the same happening.

Two accounts may tell of one thing if their types are akin, whoever both name for a part is on one side, their days can
be the same and their places too; and they must share enough to be told from other things of their kind. Accounts are
taken in an order of their own, the sharpest first, so the outcome does not depend on when they were added.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple, TypeAlias

Days: TypeAlias = tuple[date, date]

# Types that reports use for one and the same thing; all others stand alone.
_FAMILIES = {"CONCEDE": "RETREAT"}
# Neither side is the doer: "A met B" and "B met A" are one meeting.
_MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})
# Words and no deeds: their modes ("disapprove", "assist") tell little, as the same is said every day.
_VERBAL = frozenset({"ACCUSE", "AGREE", "REJECT", "REQUEST", "SUPPORT", "THREATEN", "COOPERATE"})
# An event without a day of its own is news: it happened or was announced in the week before it was told.
_WEEK = 7
# Where no more than enough is shared, such accounts must also have been told within so many days of one another.
_TOLD_WITHIN = timedelta(days=3)
# What is planned for a day, and what is said of the same plan without it, are told within so many.
_PLANS_WITHIN = timedelta(days=14)
# "In May" can be any day of May, where all else agrees; what is longer can be no day of it.
_MONTH = 31
_OPEN = frozenset({"future", "negated", "hypothetical"})
# How many of doer, recipient, place, mode and exact day two accounts must share.
_ENOUGH = 2


class Place(NamedTuple):
    """Where: the place's own key, its state, and whether it is that state as a whole."""

    key: str
    country: str | None
    is_country: bool


class Account(NamedTuple):
    """One event as one report tells it, reduced to what is compared."""

    document: str
    event: str
    type: str
    mode: str | None
    modality: str
    days: Days | None  # when it can have been; None if that is not known
    told: date | None  # when it was published
    is_dated: bool  # whether the days are its own, or follow from when it was published
    doers: frozenset[str]  # sides
    recipients: frozenset[str]
    persons: frozenset[tuple[str, str]]  # (side, person) of those who are named themselves
    place: Place | None

    @property
    def family(self) -> str:
        """The types that may be meant by one another go by one name."""
        return _FAMILIES.get(self.type, self.type)

    @property
    def sides(self) -> frozenset[str]:
        """All who have a part in it."""
        return self.doers | self.recipients

    @property
    def is_exact(self) -> bool:
        """Whether its report gives the day."""
        return self.is_dated and self.width == 1

    @property
    def is_open(self) -> bool:
        """Whether it may be of a day to come that it doesn't give: "it will not leave"."""
        return not self.is_dated and self.told is not None and self.modality in _OPEN

    @property
    def is_ahead(self) -> bool:
        """Whether it is of a day that was still to come when it was told."""
        return self.is_dated and self.told is not None and self.days is not None and self.days[1] >= self.told

    @property
    def width(self) -> int:
        """Over how many days it may have been; many where that is not known."""
        return (self.days[1] - self.days[0]).days + 1 if self.days else 10_000

    @property
    def months(self) -> frozenset[object]:
        """What two accounts must share to be compared: the months they touch; what is longer, as a whole."""
        if self.days is None:
            return frozenset()
        if self.width > _MONTH:  # compared with its like alone
            return frozenset({self.days})
        months: set[object] = {(day.year, day.month) for day in self.days}
        if self.told and (self.is_open or self.is_ahead):
            near = self.told, self.told - _PLANS_WITHIN, self.told + _PLANS_WITHIN
            months |= {("plans", day.year, day.month) for day in near}
        return frozenset(months)

    @property
    def sharpness(self) -> tuple[object, ...]:
        """Sorts by how exactly an account tells what, when and where; then by day and by its own ids."""
        known = [self.doers, self.recipients, self.place, self.mode]
        day = self.days[0] if self.days else date.max
        return (
            not self.is_exact,
            not self.is_dated,
            -sum(map(bool, known)),
            self.width,
            day,
            self.document,
            self.event,
        )


@dataclass
class Group:
    """Accounts of one happening, and what they have in common."""

    family: str
    accounts: list[Account] = field(default_factory=list)
    days: Days | None = None
    told: Days | None = None  # when its accounts without a day of their own were
    is_exact: bool = False
    planned: Days | None = None  # when its accounts of a day then to come were told
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
        elif common := _common_days(self.days, account.days):
            self.days = common  # else it tells of a plan, of whose day it says nothing
        self.is_exact |= account.is_exact
        if account.told and not account.is_dated:
            self.told = _widened(self.told, account.told)
        if account.told and account.is_ahead:
            self.planned = _widened(self.planned, account.told)
        self.mode = self.mode or account.mode
        if account.place and (self.place is None or self.place.is_country):
            self.place = account.place
        self.doers |= account.doers
        self.recipients |= account.recipients
        for side, person in account.persons:
            self.persons[side].add(person)

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
        is_loose = self._is_by_the_month(account) or not self._was_told_near(account)
        # A prospect makes up for what is missing, and counts for nothing beside what is shared in full.
        return facts if facts + is_one_prospect >= _ENOUGH + is_loose else None

    def _may_be(self, account: Account) -> bool:
        if self.mode and account.mode and self.mode != account.mode:
            return False
        if not _may_be_one_place(self.place, account.place):
            return False
        if not _common_days(self.days, account.days) and not self._is_of_one_plan(account):
            return False
        for side in {side for side, _ in account.persons} & self.persons.keys():
            if not self.persons[side] & {person for of, person in account.persons if of == side}:
                return False  # two ministers of one state, each with a visit of their own
        return True

    def _shared_parts(self, account: Account) -> tuple[int | None, int | None]:
        """How many doers and recipients are shared, none counted twice; None where both have some and none is."""
        if self.family in _MUTUAL:
            ours, theirs = self.doers | self.recipients, account.sides
            common = len(ours & theirs)
            return (min(common, 2) if common >= min(2, len(ours), len(theirs)) else None), 0
        return _overlap(self.doers, account.doers), _overlap(self.recipients, account.recipients)

    def _shared_setting(self, account: Account) -> int:
        exact = self.is_exact and account.is_exact
        return self._is_one_mode(account) + self._is_one_place(account) + exact

    def _is_one_mode(self, account: Account) -> bool:
        return self.mode is not None and self.mode == account.mode and self.family not in _VERBAL

    def _is_one_place(self, account: Account) -> bool:
        """Whether both have a place, and it says more than who takes part: Peru is no place of what is done to Peru."""
        if self.place is None or account.place is None:
            return False
        return not (account.place.is_country and account.place.country in account.sides)

    def _was_told_near(self, account: Account) -> bool:
        """Whether accounts without a day of their own were told near one another."""
        return account.is_dated or self.told is None or _is_within(self.told, account.told, _TOLD_WITHIN)

    def _is_of_one_plan(self, account: Account) -> bool:
        """Whether an account without a day can be of what the group has as planned for one."""
        return account.is_open and self.planned is not None and _is_within(self.planned, account.told, _PLANS_WITHIN)

    def _is_one_prospect(self, account: Account) -> bool:
        """Whether both speak of a deed that is not done: of one doer's, news has one in prospect at a time."""
        is_deed = self.family not in _VERBAL | _MUTUAL
        return is_deed and account.is_open and all(other.is_open for other in self.accounts)

    def _is_by_the_month(self, account: Account) -> bool:
        """Whether one gives a month and the other a day or week of it."""
        if self.days is None or self.days == account.days or not _common_days(self.days, account.days):
            return False
        return max(account.width, (self.days[1] - self.days[0]).days + 1) > _WEEK


def group(accounts: Iterable[Account]) -> list[Group]:
    """The happenings that these accounts tell of, each account in one; the same for any order of the accounts.

    An account without a day, or without anybody in it, is a happening of its own.
    """
    groups: list[Group] = []
    near: dict[object, set[int]] = defaultdict(set)
    for account in sorted(accounts, key=lambda a: a.sharpness):
        keys = [(account.family, side, month) for side in account.sides for month in account.months]
        number = _best(groups, sorted({number for key in keys for number in near[key]}), account)
        if number is None:
            number = len(groups)
            groups.append(Group(account.family))
        groups[number].add(account)
        for key in keys:
            near[key].add(number)
    return groups


def news_days(told: date) -> Days:
    """The days in which news told that day can have happened or been announced."""
    return told - timedelta(days=_WEEK - 1), told


def _best(groups: Sequence[Group], near: Iterable[int], account: Account) -> int | None:
    """The group that an account shares most with; of several the nearest in time, then the first."""
    best: tuple[int, int, int] | None = None
    for number in near:
        facts = groups[number].shared(account)
        if facts is not None:
            rank = (-facts, _distance(groups[number].days, account.days), number)
            best = min(best, rank) if best else rank
    return best[2] if best else None


def _widened(days: Days | None, day: date) -> Days:
    return (min(days[0], day), max(days[1], day)) if days else (day, day)


def _is_within(days: Days, day: date | None, near: timedelta) -> bool:
    return day is not None and days[0] - near <= day <= days[1] + near


def _overlap(ours: set[str], theirs: frozenset[str]) -> int | None:
    if not ours or not theirs:
        return 0
    return 1 if ours & theirs else None


def _common_days(one: Days | None, other: Days | None) -> Days | None:
    """The days that both can mean. What is longer than a month holds only its like: "in 2017" is no day of it."""
    if one is None or other is None:
        return None
    common = max(one[0], other[0]), min(one[1], other[1])
    if common[0] > common[1]:
        return None
    wide = max(one[1] - one[0], other[1] - other[0])
    return None if wide > timedelta(days=_MONTH) and one != other else common


def _distance(one: Days | None, other: Days | None) -> int:
    if one is None or other is None:
        return 0
    return abs((one[0] - other[0]).days) + abs((one[1] - other[1]).days)


def _may_be_one_place(one: Place | None, other: Place | None) -> bool:
    if one is None or other is None or one.key == other.key:
        return True
    if one.country and other.country and one.country != other.country:
        return False
    return one.is_country or other.is_country
