"""FollowTheMoney: entities as JSON Lines, as Aleph, OpenAleph and OpenSanctions' tools load them.

Schemata and properties are those of followthemoney 4 (https://followthemoney.tech); written by hand, as the library
wants a compiler and ICU, and checked with it in the tests. An actor is one entity over all reports, everything else is
of its report. Register numbers and risk topics stay empty: a report's word is no listing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from legation.export.describe import commitment_line, describe, event_line, words_of
from legation.export.reports import title_of
from legation.export.tsv import degrees
from legation.extract.actor import Actor
from legation.extract.commitment import Commitment
from legation.extract.event import Event
from legation.extract.place import Place
from legation.extract.quantity import Quantity
from legation.extract.statement import Statement
from legation.knowledge.labels import labels
from legation.knowledge.store import Knowledge
from legation.ledger.period import bounds
from legation.ledger.roster import Roster
from legation.record import make_id

if TYPE_CHECKING:
    from legation.export.selection import Selection, Told
    from legation.record import Record

NAME = "entities.ftm.json"
Properties: TypeAlias = dict[str, list[str]]

# What each kind of actor is to FollowTheMoney; people and whoever has no name are none.
_SCHEMATA = {
    "person": "Person", "state": "PublicBody", "government_body": "PublicBody", "armed_force": "PublicBody",
    "igo": "Organization", "organization": "Organization", "armed_group": "Organization", "media": "Organization",
    "company": "Company",
}  # fmt: skip
_TOPICS = {"state": "gov.national", "government_body": "gov.executive", "armed_force": "mil", "igo": "gov.igo"}
_DIPLOMATS = ("ambassador", "envoy", "diplomat", "consul")
_DATE_LENGTHS = frozenset({4, 7, 10})  # a year, a month, a day: partial dates are allowed
_TWO = 2
_encoder = msgspec.json.Encoder()


def pieces(selection: Selection) -> Iterator[tuple[str, bytes]]:
    """A line an entity: each report's own as they come, then actors and their offices, merged over all reports."""
    with selection.ledger.connected() as connection:
        roster = Roster.load(connection, selection.filters.as_of)
    actors = _Actors(roster)
    for told in selection:
        selection.count(told.document)
        yield NAME, _line(_article_id(told), "Article", _article(told, with_text=selection.options.with_text))
        for made in _Report(told, actors, selection).entities():
            yield NAME, made
    for made in actors.entities():
        yield NAME, made


def _line(id_: str, schema: str, properties: Properties) -> bytes:
    kept = {name: values for name, values in properties.items() if values}
    return _encoder.encode({"id": id_, "schema": schema, "properties": kept}) + b"\n"


def _values(*values: str | None) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))


def _article_id(told: Told) -> str:
    return make_id("article", told.document.document)


def _article(told: Told, *, with_text: bool) -> Properties:
    document = told.document
    return {
        "title": [title_of(document)], "author": _values(document.byline), "publisher": _values(document.publisher),
        "publishedAt": _values(document.published), "sourceUrl": _values(document.url), "language": ["eng"],
        "bodyText": [document.text] if with_text else [],
    }  # fmt: skip


class _Actors:
    """The actors met so far, over all reports, with what each report has of them."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._schemata: dict[str, str] = {}
        self._properties: dict[str, Properties] = {}
        self._offices: dict[str, bytes] = {}  # positions and who holds them, by id

    def take(self, actor: Actor, article: str) -> str | None:
        """The entity's id of an actor of a report; None for those who are none."""
        schema = _SCHEMATA.get(actor.kind)
        if schema is None:
            return None
        member = self._roster.get(actor.document, actor.id)
        id_ = make_id("entity", member.id if member else actor.id)
        # Reports may take one and the same for a body and for a state: the first one is kept.
        schema = self._schemata.setdefault(id_, schema)
        for name, values in _actor(actor, schema).items():
            known = self._properties.setdefault(id_, {}).setdefault(name, [])
            known += [value for value in values if value not in known]
        if schema == "Person":
            self._hold(id_, actor, article)
        return id_

    def entities(self) -> Iterator[bytes]:
        """All of them, in the order in which they were first met."""
        for id_, properties in self._properties.items():
            first, *others = properties["name"]
            merged = {**properties, "name": [first], "alias": others}
            yield _line(id_, self._schemata[id_], merged)
        yield from self._offices.values()

    def _hold(self, holder: str, actor: Actor, article: str) -> None:
        for office in actor.offices:
            name = f"{office.title}, {office.of}" if office.of else office.title
            post = make_id("position", name)
            country = _country(office.of) or _country(actor.country)
            self._offices.setdefault(post, _line(post, "Position", {"name": [name], "country": country}))
            held = make_id("occupancy", holder, post, office.status)
            properties: Properties = {"holder": [holder], "post": [post], "status": [office.status], "proof": [article]}
            self._offices.setdefault(held, _line(held, "Occupancy", properties))


def _actor(actor: Actor, schema: str) -> Properties:
    found: Properties = {
        "name": [actor.name], "country": _country(actor.country), "wikidataId": _values(actor.wikidata),
        "topics": _topics(actor),
    }  # fmt: skip
    if schema == "Person":
        found["position"] = _values(*(office.title for office in actor.offices))
    return found


def _topics(actor: Actor) -> list[str]:
    if actor.kind == "person":
        titles = " ".join(office.title.casefold() for office in actor.offices)
        if any(word in titles for word in _DIPLOMATS):
            return ["role.diplo"]
        return ["role.pol"] if actor.offices and {"GOV", "LEG", "PTY"} & set(actor.sectors) else []
    if actor.kind == "organization" and "PTY" in actor.sectors:
        return ["pol.party"]
    return _values(_TOPICS.get(actor.kind))


def _country(country: str | None) -> list[str]:
    """A state as alpha-2 in lower case, by its alpha-3 code or its name."""
    states = Knowledge.open().states
    state = states.get(country or "") or next((s for s in states.values() if country and s.name == country), None)
    return [state.alpha2.lower()] if state else []


def _when(value: str | None) -> Properties:
    """A date where FollowTheMoney has such a one; of weeks, quarters and ranges the first and the last day."""
    days = bounds(value)
    if value is None or days is None:
        return {}
    if len(value) in _DATE_LENGTHS and value.replace("-", "").isdigit():
        return {"date": [value]}
    return {"startDate": [days[0]], "endDate": [days[1]]}


class _Report:
    """The entities of one report but for its article and its actors."""

    def __init__(self, told: Told, actors: _Actors, selection: Selection) -> None:
        self._told = told
        self._selection = selection
        self._article = _article_id(told)
        self._ids = {actor.id: actors.take(actor, self._article) for actor in told.of(Actor)}

    def entities(self) -> Iterator[bytes]:
        """Mentions, places, events, statements and commitments."""
        told, selection = self._told, self._selection
        for actor in told.of(Actor):
            if self._ids[actor.id]:
                selection.count(actor)
                yield self._mention(actor)
        for place in told.of(Place):
            selection.count(place)
            yield _line(place.id, "Address", self._place(place))
        for event in selection.events(told):
            selection.count(event)
            yield _line(event.id, "Event", self._event(event))
        for statement in told.asked(Statement):
            selection.count(statement)
            yield _line(statement.id, "Note", self._note(statement))
        for commitment in told.asked(Commitment):
            made = self._commitment(commitment)
            if made is None:
                selection.left_out["a commitment of fewer than two who are named"] += 1
            else:
                selection.count(commitment)
                yield made

    def _named(self, ids: Iterable[str]) -> list[str]:
        return _values(*(self._ids.get(id_) for id_ in ids))

    def _mention(self, actor: Actor) -> bytes:
        resolved = self._ids[actor.id]
        properties = {
            "document": [self._article], "name": [actor.name], "resolved": _values(resolved),
            "detectedSchema": [_SCHEMATA[actor.kind]], "contextCountry": _country(actor.country),
        }  # fmt: skip
        return _line(make_id("mention", self._article, actor.id), "Mention", properties)

    def _place(self, place: Place) -> Properties:
        return {
            "full": [place.name], "city": [place.name] if place.kind in ("city", "capital") else [],
            "country": _country(place.country), "latitude": _values(degrees(place.lat)),
            "longitude": _values(degrees(place.lon)), "proof": [self._article],
        }  # fmt: skip

    def _event(self, event: Event) -> Properties:
        names, document = self._told.names, self._told.document
        place = self._told.get(event.place)
        claim = f"according to {names.claimant(event.claimed_by)}" if event.claimed_by else None
        return {
            "name": [event_line(event, names)], **_when(event.date), "organizer": self._named(event.actors),
            "involved": self._named(event.recipients),
            "location": [place.name] if isinstance(place, Place) else [],
            "addressEntity": [place.id] if isinstance(place, Place) else [],
            "summary": [words_of(event, names)], "notes": _values(labels().modality[event.modality].label, claim),
            "keywords": [event.type, *_values(event.mode), *event.contexts], "proof": [self._article],
            "recordId": [event.id], "publisher": _values(document.publisher),
        }  # fmt: skip

    def _note(self, statement: Statement) -> Properties:
        return {
            "description": [words_of(statement, self._told.names)],
            "summary": [describe(statement, self._told.names).line],
            "entity": self._named(statement.speakers), "proof": [self._article],
            "publisher": _values(self._told.document.publisher),
        }  # fmt: skip

    def _commitment(self, commitment: Commitment) -> bytes | None:
        """A link of the schema that fits its kind, else of two whose bond has no schema; None for one who is alone."""
        common: Properties = {
            **_when(commitment.as_of), "summary": [self._summary(commitment)], "recordId": [commitment.id],
            "proof": [self._article], "publisher": _values(self._told.document.publisher),
        }  # fmt: skip
        status = {"status": [labels().status[commitment.status]]}
        if commitment.kind == "membership" and (found := self._membership(commitment)):
            return _line(commitment.id, "Membership", {**found, **common, **status})
        if commitment.kind == "sanctions_regime" and (targets := self._role(commitment, "target")):
            imposers = [actor.name for actor in self._told.actors(_of(commitment, "imposer"))]
            return _line(commitment.id, "Sanction", {"entity": targets, "authority": imposers, **common, **status})
        if commitment.kind == "payment":
            payers, payees = self._role(commitment, "payer"), self._role(commitment, "payee")
            if payers and payees:
                properties = {"payer": payers, "beneficiary": payees, **self._amount(commitment), **common}
                return _line(commitment.id, "Payment", properties)
        parties = self._named(party.actor for party in commitment.parties)
        if len(parties) < _TWO:
            return None
        role = [labels().commitment[commitment.kind]]
        link = {"subject": parties[:1], "object": parties[1:], "role": role, **common, **status}
        return _line(commitment.id, "UnknownLink", link)

    def _membership(self, commitment: Commitment) -> Properties:
        members = self._told.actors(_of(commitment, "member"))
        bodies = [actor.id for actor in members if actor.kind in ("igo", "organization")]
        others = [actor.id for actor in members if actor.id not in bodies]
        if not bodies or not others:
            return {}
        return {"member": self._named(others), "organization": self._named(bodies)}

    def _role(self, commitment: Commitment, role: str) -> list[str]:
        return self._named(_of(commitment, role))

    def _summary(self, commitment: Commitment) -> str:
        names = self._told.names
        by = f", according to {names.claimant(commitment.claimed_by)}" if commitment.claimed_by else ""
        return f"{commitment_line(commitment, names)}: {words_of(commitment, names)}{by}"

    def _amount(self, commitment: Commitment) -> Properties:
        found: Iterable[Record | None] = map(self._told.get, commitment.quantities)
        money = next((q for q in found if isinstance(q, Quantity) and q.unit.isupper()), None)
        return {"amount": [f"{money.value:.15g}"], "currency": [money.unit]} if money else {}


def _of(commitment: Commitment, role: str) -> Iterator[str]:
    return (party.actor for party in commitment.parties if party.role == role)
