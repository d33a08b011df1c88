"""Correction: a record with some of its fields set otherwise, from what people type.

A value is text, JSON, or a plain Python value. Whoever takes part is written by name or code ("JPN", "Shinzo Abe"), an
amount and a place by what the report calls them, words by themselves; several are parted by semicolons:

>>> corrected(event, {"actors": "JPN; Shinzo Abe", "modality": "future"}, records)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import UNSET

from legation.errors import LegationError
from legation.extract.actor import Actor
from legation.extract.event import Event
from legation.extract.place import Place
from legation.extract.quantity import Quantity
from legation.knowledge.events import cameo_of, plover, plover_type, plover_types
from legation.knowledge.folding import fold
from legation.knowledge.labels import labels
from legation.knowledge.store import Knowledge
from legation.ledger.period import bounds
from legation.ledger.rows import AnyRecord
from legation.ledger.who import country_of, full_name
from legation.record import Record, Span
from legation.report.document import Document

# Nobody corrects the text itself, nor what a record is called.
_FIXED = {"id", "document", "confidence", "review", "text", "blocks", "links", "language"}
# Fields that name other records of the report, and of which kinds those can be.
_NAMING: dict[str, tuple[str, ...]] = {
    "actors": ("actor",), "recipients": ("actor",), "speakers": ("actor",), "addressees": ("actor",),
    "outlet": ("actor",), "speaker": ("actor",), "place": ("place",), "quantities": ("quantity",),
    "claimed_by": ("statement",), "condition_events": ("event",), "consequence_events": ("event",),
    "about": ("actor", "commitment"), "before": ("statement", "event"), "after": ("statement", "event"),
}  # fmt: skip
# Fields that quote the report.
QUOTING = ("evidence", "mentions", "content", "cue", "speaker_span", "condition", "consequence")
_LISTS = {"actors", "recipients", "speakers", "addressees", "quantities", "condition_events", "consequence_events",
          "about", "sectors", "contexts"}  # fmt: skip
# Fields that no record of its kind is without.
_NEEDED = {"evidence", "content", "condition", "consequence"}
_DATES = {"date", "as_of", "value"}
_BETWEEN = re.compile(r"\s*;\s*")
_TYPABLE = re.compile(r"[^;=\[\]]*[^;=\[\]\s-][^;=\[\]]*")
_NOTHING = ("", "null", "none", "-")
_SHOWN = 12


def correctable(kind: type[Record]) -> tuple[str, ...]:
    """The fields of a kind that a person can set, in the order of the contract."""
    return tuple(name for name in kind.__struct_fields__ if name not in _FIXED)


def corrected(record: Record, changes: Mapping[str, Any], records: Sequence[Record]) -> Record:
    """The record with these fields set; `records` are all of its report, the document's first.

    Raises LegationError where a field is not there to set, or its value can't be: with what it could be.
    """
    fields = correctable(type(record))
    unknown = sorted(set(changes) - set(fields))
    if unknown:
        raise LegationError(
            f"{record.kind_name()} has no field {', '.join(unknown)} to set", mend=f"it has {', '.join(fields)}"
        )
    report = _Report(records, record)
    values = {name: report.value(name, value) for name, value in changes.items()}
    if isinstance(record, Event):
        values = _agreeing(record, values)
    plain = {**msgspec.to_builtins(record), **values}
    plain.pop("review", None)
    try:
        made: Record = msgspec.convert(plain, AnyRecord)
    except (msgspec.ValidationError, ValueError) as error:
        raise LegationError(_in_plain_words(error), mend="docs/records.md lists what each field can hold") from error
    _check(made, set(changes))
    return made


def changed(machine: Record, person: Record) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the two differ in, field by field: the person's values, and the machine's."""
    mine, theirs = msgspec.to_builtins(person), msgspec.to_builtins(machine)
    names = [name for name in correctable(type(machine)) if mine.get(name) != theirs.get(name)]
    return {name: mine[name] for name in names}, {name: theirs[name] for name in names}


def with_values(record: Record, values: Mapping[str, Any]) -> Record:
    """The record with these plain JSON values in place of its own. Raises ValueError where they don't fit."""
    plain = {**msgspec.to_builtins(record), **values}
    plain.pop("review", None)
    made: Record = msgspec.convert(plain, AnyRecord)
    return made


def as_typed(record: Record, field: str, records: Sequence[Record]) -> str:
    """A field as people would type it, so that `corrected` with it changes nothing."""
    value = getattr(record, field)
    report = _Report(records, record)
    if value is None:
        return ""
    if field in QUOTING or field == "offices":
        return msgspec.json.encode(value).decode() if value else ""
    if field == "parties":
        return "; ".join(f"{party.role}={report.called(party.actor)}" for party in value)
    several = value if isinstance(value, tuple) else (value,)
    return "; ".join(report.called(each) if field in _NAMING else str(each) for each in several)


def choices(kind: type[Record]) -> dict[str, tuple[str, ...]]:
    """The fields of a kind that take one of a few values, with those values."""
    found: dict[str, tuple[str, ...]] = {}
    for field in msgspec.inspect.type_info(kind).fields:  # type: ignore[attr-defined]  # of a struct
        type_ = field.type
        parts = type_.types if isinstance(type_, msgspec.inspect.UnionType) else (type_,)
        values = [each.values for each in parts if isinstance(each, msgspec.inspect.LiteralType)]
        if values:
            found[field.name] = tuple(str(value) for value in values[0])
    if kind is Event:
        found["type"] = tuple(plover_types())
    return found


def _agreeing(event: Event, values: dict[str, Any]) -> dict[str, Any]:
    """An event's mode and CAMEO code follow its type, where they are not set too."""
    if not {"type", "mode"} & values.keys():
        return values
    type_ = str(values.get("type", event.type)).upper()
    if type_ not in plover_types():
        raise LegationError(f"{type_} is no type of event", mend=f"types are {', '.join(plover_types())}")
    modes = plover_type(type_).modes
    mode = values.get("mode", event.mode if event.mode in modes else None)
    if mode is not None and mode not in modes:
        raise LegationError(f"{type_} has no mode {mode!r}", mend=f"its modes are {', '.join(modes) or 'none'}")
    return {"cameo": cameo_of(type_, mode), **values, "type": type_, "mode": mode}


class _Report:
    """The report of a record: what its names stand for."""

    def __init__(self, records: Sequence[Record], record: Record) -> None:
        self._record = record
        self._records = {each.id: each for each in records}
        self._document = next(each for each in records if isinstance(each, Document))

    def value(self, field: str, typed: Any) -> Any:
        """The plain JSON value that is meant."""
        if field in QUOTING:
            return self._spans(field, typed)
        if field == "parties":
            return self._parties(typed)
        if field == "offices":
            return self._offices(typed)
        if field in _LISTS:
            return [self._one(field, each) for each in _several(typed)]
        if typed is None or (isinstance(typed, str) and typed.strip().casefold() in _NOTHING):
            return None
        return self._one(field, typed)

    def _one(self, field: str, typed: Any) -> Any:
        if field in _NAMING:
            return self._named(str(typed).strip(), _NAMING[field])
        current = getattr(self._record, field)
        is_number = field in ("value", "high", "lat", "lon", "geonames") and not isinstance(current, str)
        return _number(typed) if is_number and isinstance(typed, str) else _stripped(typed)

    def _named(self, who: str, kinds: tuple[str, ...]) -> str:
        known = self._records.get(who)
        if known is not None and known.kind_name() in kinds:
            return who
        candidates = [record for record in self._records.values() if record.kind_name() in kinds]
        fitting = [record for record in candidates if self._is_called(record, who)]
        exact = [record for record in fitting if _name(record) == fold(who) or _is_state(record, who)]
        for found in (exact, fitting):
            if len(found) == 1:
                return found[0].id
        called = ", ".join(list(dict.fromkeys(filter(None, map(self._shown, candidates))))[:_SHOWN])
        trouble = "several are called" if fitting else f"the report has no {' or '.join(kinds)} called"
        raise LegationError(f"{trouble} {who}", mend=f"write the id, or one of: {called}" if called else "write its id")

    def called(self, id_: str) -> str:
        """What a record is typed as: its name, where that can mean no other."""
        record = self._records.get(id_)
        if not isinstance(record, Actor | Place) or not _TYPABLE.fullmatch(record.name):
            return id_
        try:
            is_clear = self._named(record.name, (record.kind_name(),)) == id_
        except LegationError:
            return id_
        return record.name if is_clear else id_

    def _is_called(self, record: Record, who: str) -> bool:
        words = set(fold(who).split())
        if isinstance(record, Actor):
            return (
                _is_state(record, who) or words <= set(_name(record).split()) or fold(full_name(who)) == _name(record)
            )
        if isinstance(record, Place):
            return bool(words) and words <= set(_name(record).split())
        said = " ".join(record.quotes(self._document.text))
        return bool(words) and words <= set(fold(said).split())

    def _shown(self, record: Record) -> str:
        if isinstance(record, Actor | Place):
            return record.name
        return " ".join(" ".join(record.quotes(self._document.text)).split())[:60]

    def _parties(self, typed: Any) -> list[dict[str, str]]:
        """ "guarantor=USA; beneficiary=JPN", or the JSON of it."""
        pairs: list[tuple[str, str]] = []
        for each in _several(typed):
            if isinstance(each, Mapping):
                pairs.append((str(each.get("role", "")), str(each.get("actor", ""))))
                continue
            role, sign, who = str(each).partition("=")
            if not sign:
                raise LegationError(f"{each!r} is no party", mend="write guarantor=USA; beneficiary=JPN")
            pairs.append((role.strip(), who.strip()))
        return [{"actor": self._named(who, ("actor",)), "role": role} for role, who in pairs]

    def _offices(self, typed: Any) -> list[Any]:
        return [each if isinstance(each, Mapping) else {"title": str(each)} for each in _several(typed)]

    def _spans(self, field: str, typed: Any) -> list[Span]:
        """Spans as JSON, or words, each taken where it stands nearest to the record."""
        text = self._document.text
        found: list[Span] = []
        for each in _several(typed):
            if isinstance(each, Sequence) and not isinstance(each, str):
                found.append(_span(each, len(text)))
            elif each.strip():
                found.append(self._nearest(each))
        if not found and field in _NEEDED:
            raise LegationError(f"{field} can't be empty", mend="give the words that bear the record out")
        return sorted(set(found))

    def _nearest(self, words: str) -> Span:
        pattern = r"\s+".join(map(re.escape, words.split()))
        places = [match.span() for match in re.finditer(pattern, self._document.text)]
        if not places:
            raise LegationError(f"{words!r} doesn't stand in the report", mend="copy the words from its text")
        at = self._record.evidence[0][0]
        return min(places, key=lambda place: (abs(place[0] - at), place))


def _several(typed: Any) -> list[Any]:
    if typed is None:
        return []
    if isinstance(typed, str):
        if typed.lstrip().startswith("["):
            try:
                decoded = msgspec.json.decode(typed)
            except msgspec.DecodeError:
                decoded = typed
            if isinstance(decoded, list):
                return [decoded] if decoded and isinstance(decoded[0], int) else decoded
        return [part for part in _BETWEEN.split(typed.strip()) if part.casefold() not in _NOTHING]
    if isinstance(typed, Iterable) and not isinstance(typed, Mapping):
        return list(typed)
    return [typed]


def _span(pair: Sequence[Any], length: int) -> Span:
    if len(pair) == 2 and all(isinstance(each, int) for each in pair) and 0 <= pair[0] < pair[1] <= length:
        return pair[0], pair[1]
    raise LegationError(f"{list(pair)} is no stretch of the report", mend=f"write [[start, end]] within 0 and {length}")


def _number(typed: str) -> float | int:
    plain = typed.replace(",", "").strip()
    try:
        return int(plain) if plain.lstrip("-").isdigit() else float(plain)
    except ValueError as error:
        raise LegationError(f"{typed!r} is no number", mend="write 47000 or 2e11") from error


def _stripped(typed: Any) -> Any:
    return typed.strip() if isinstance(typed, str) else typed


def _name(record: Record) -> str:
    return fold(record.name) if isinstance(record, Actor | Place) else ""


def _is_state(record: Record, who: str) -> bool:
    return (
        isinstance(record, Actor)
        and record.kind == "state"
        and bool(record.country)
        and (record.country == country_of(who))
    )


def _in_plain_words(error: Exception) -> str:
    """msgspec's "Invalid enum value 'x' - at `$.modality`", as people say it."""
    said, _, where = str(error).partition(" - at `$")
    field = where.strip("`").lstrip(".").partition("[")[0]
    return f"{field}: {said[:1].lower()}{said[1:]}" if field else said


def _check(record: Record, set_: set[str]) -> None:
    """Hold what was set against the vocabularies that no type knows. Raises LegationError."""
    for field in sorted(set_ & _DATES):
        value = getattr(record, field)
        if isinstance(value, str) and not isinstance(record, Quantity) and field != "value" and bounds(value) is None:
            raise LegationError(f"{field}: {value!r} is no date", mend="write 2016-11-17, 2016-W46, 2016-11 or 2016")
    if isinstance(record, Document) and "published" in set_ and record.published and bounds(record.published) is None:
        raise LegationError(f"published: {record.published!r} is no date", mend="write 2016-11-17")
    country = getattr(record, "country", None)
    if "country" in set_ and country is not None and country not in Knowledge.open().states:
        raise LegationError(f"country: {country!r} is no state's code", mend="write its three letters, as JPN")
    _check_all(record, "contexts", set_, plover()["contexts"])
    _check_all(record, "sectors", set_, labels().sector)
    if record.review is not UNSET:
        raise LegationError("a review can't be set by hand", mend="confirm, correct or reject the record")


def _check_all(record: Record, field: str, set_: set[str], vocabulary: Iterable[str]) -> None:
    known = list(vocabulary)
    for value in getattr(record, field, ()) if field in set_ else ():
        if value not in known:
            raise LegationError(f"{field}: there is no {value!r}", mend=f"there are {', '.join(known)}")
