"""Accounts: one event as one report tells it, reduced to what tells whether two are of one happening."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple, TypeAlias

Days: TypeAlias = tuple[date, date]

# Types that reports use for one and the same thing; all others stand alone.
_FAMILIES = {"CONCEDE": "RETREAT"}
# Neither side is the doer: "A met B" and "B met A" are one meeting.
MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})
# Words and no deeds: their modes ("disapprove", "assist") tell little, as the same is said every day.
VERBAL = frozenset({"ACCUSE", "AGREE", "REJECT", "REQUEST", "SUPPORT", "THREATEN", "COOPERATE"})
# Force can be used against one's own; whatever else is done, one's own side is where it is done from.
_AGAINST_ONES_OWN = frozenset({"ASSAULT", "COERCE", "PROTEST", "SANCTION", "ACCUSE", "REJECT", "REQUEST"})
# Acts of a person, not of the state that he serves: "an envoy resigned" is no word of the minister who did.
PERSONAL = frozenset({"resign"})
DONE = frozenset({"occurred", "ongoing", "historical"})
_AHEAD = frozenset({"future", "hypothetical"})
_OPEN = _AHEAD | {"negated"}
# An event without a day of its own is news: it happened or was announced in the week before it was told; what is
# still to come is due within a fortnight from then.
_WEEK = timedelta(days=6)
_EVE = timedelta(days=1)
_FORTNIGHT = timedelta(days=13)
# What is planned is told of again within so many days.
PLANS_WITHIN = timedelta(days=14)
# "In May" can be any day of May, where all else agrees; what is longer can be no day of it.
MONTH = 31


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
    told: date | None  # when it was told: published or, of a plan, when it was decided
    is_dated: bool  # whether the days are its own, or follow from when it was told
    doers: frozenset[str]  # sides
    recipients: frozenset[str]
    persons: frozenset[tuple[str, str]]  # (side, person) of those who are named themselves
    place: Place | None

    @property
    def family(self) -> str:
        """The types that may be meant by one another go by one name."""
        return family_of(self.type)

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
    def is_foreseen(self) -> bool:
        """Whether it is to come, or may, on a day that it doesn't give."""
        return self.is_open and self.modality in _AHEAD

    @property
    def is_ahead(self) -> bool:
        """Whether it is of a day that was still to come when it was told."""
        return self.is_dated and self.told is not None and self.days is not None and self.days[1] >= self.told

    @property
    def is_standing(self) -> bool:
        """Whether it goes on, on no day of its own: a war is told every day."""
        return self.modality == "ongoing" and not self.is_dated

    @property
    def width(self) -> int:
        """Over how many days it may have been; many where that is not known."""
        return (self.days[1] - self.days[0]).days + 1 if self.days else 10_000

    @property
    def is_told_of(self) -> bool:
        """Whether it is compared by when it was told as well: it gives no day, or one to come."""
        return self.told is not None and (not self.is_dated or self.is_ahead)

    @property
    def months(self) -> frozenset[object]:
        """What two accounts must share to be compared: the months they touch; what is longer, as a whole."""
        if self.days is None:
            return frozenset()
        if self.width > MONTH:  # compared with its like alone
            return frozenset({self.days})
        months: set[object] = {(day.year, day.month) for day in self.days}
        if self.told and self.is_told_of:
            near = self.told, self.told - PLANS_WITHIN, self.told + PLANS_WITHIN
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


def family_of(type_: str) -> str:
    """What events of this type are compared under."""
    return _FAMILIES.get(type_, type_)


def types_of(family: str) -> tuple[str, ...]:
    """The types that are compared under it."""
    return (family, *(type_ for type_, akin in _FAMILIES.items() if akin == family))


def days_of(own: Days | None, told: date | None, modality: str) -> tuple[Days | None, date | None, bool]:
    """When an event can have been, when it was told, and whether its report gives the days.

    `own` are the days that the report gives, `told` is when it was published. A plan that the report dates to the past
    ("on Thursday, over his decision to leave") was made then, and is of a later day that nobody gives.
    """
    if own and modality in _AHEAD and told and own[1] < told:
        if (own[1] - own[0]).days >= MONTH:
            return None, told, False
        return (own[0] - _EVE, own[1] + _FORTNIGHT), own[1], False
    if own:
        return own, told, True
    if told is None or modality == "historical":
        return None, told, False
    return news_days(told, modality), told, False


def news_days(told: date, modality: str = "occurred") -> Days:
    """The days in which what is told that day, without a day of its own, can have happened or be due."""
    if modality in _AHEAD:
        return told - _EVE, told + _FORTNIGHT
    return told - _WEEK, told + _WEEK if modality == "negated" else told


def common_days(one: Days | None, other: Days | None) -> Days | None:
    """The days that both can mean. What is longer than a month holds only its like: "in 2017" is no day of it."""
    if one is None or other is None:
        return None
    common = max(one[0], other[0]), min(one[1], other[1])
    if common[0] > common[1]:
        return None
    wide = max(one[1] - one[0], other[1] - other[0])
    return None if wide > timedelta(days=MONTH) and one != other else common


def completed(accounts: Iterable[Account]) -> Iterator[Account]:
    """The accounts, with what a report leaves out where it tells of the same again.

    "The president withdrew the troops from Peru. … The withdrawal" leaves Peru to be understood, unless the report has
    withdrawals from elsewhere too. Without a mode too little is known: "the invasion" may be another one.
    """
    alike: dict[tuple[str, str], list[Account]] = defaultdict(list)
    told = list(accounts)
    for account in told:
        if account.family not in VERBAL | MUTUAL:
            alike[account.document, account.family].append(_without_own_side(account))
    for account in told:
        if account.recipients or account.place or not account.doers or not account.mode:
            yield _without_own_side(account)
            continue
        fuller = [other for other in alike[account.document, account.family] if _says_more(other, account)]
        if len({_target(other) for other in fuller}) == 1:
            whom = frozenset(side for other in fuller for side in other.recipients)
            where = {other.place for other in fuller if other.place}
            account = account._replace(recipients=whom, place=where.pop() if len(where) == 1 else None)
        yield account


def _says_more(other: Account, account: Account) -> bool:
    """Whether the other account of a report can be of the same and has to whom or where."""
    return bool(
        (other.recipients or other.place)
        and other.mode == account.mode
        and other.doers & account.doers
        and (account.modality == "historical") == (other.modality == "historical")
    )


def _target(account: Account) -> frozenset[str | None]:
    """To whom it is done, else the state in which it is."""
    return account.recipients or frozenset({account.place.country if account.place else None})


def _without_own_side(account: Account) -> Account:
    """Nobody leaves, helps or visits himself: a side that is both is its doer."""
    own = account.doers & account.recipients
    if own and account.family not in MUTUAL | _AGAINST_ONES_OWN:
        return account._replace(recipients=account.recipients - own)
    return account
