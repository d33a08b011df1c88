"""Tracing: which words and which rule led to a record. The report is read again and the finders asked once more.

Nothing of this is kept with the records: the text and the version give the same reading each time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from legation.extract.carrier import cue_at, governors
from legation.extract.claim import claimed_by
from legation.extract.event import Event, EventFinder
from legation.extract.modality import modality
from legation.extract.modality_cues import about_subject, attributive, subordinator, words_before
from legation.extract.reduction import reduced
from legation.extract.trigger import Matcher, Trigger
from legation.knowledge.reproaches import reproaches
from legation.knowledge.scales import SOURCE, goldstein_of, quad_of
from legation.language.clause import auxiliaries, is_verb, negation, tense_aspect
from legation.record import Record, Spans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from legation.extract.reader import Reader
    from legation.extract.reading import Anchored, Reading
    from legation.knowledge.modality import ModalityCue
    from legation.report.document import Document

_CLIMB = 8  # clauses above a trigger whose cues are shown
# Fields that say what shape a record has, by its kind; the rest are ids and spans.
_SHAPE = {
    "statement": ("act", "directness", "channel"),
    "commitment": ("kind", "name", "status", "as_of"),
    "conditional": ("form",),
    "shift": ("direction",),
    "actor": ("kind", "country", "sectors", "wikidata"),
    "place": ("kind", "country", "geonames"),
    "time": ("type", "value", "basis"),
    "quantity": ("value", "high", "unit", "of", "qualifier", "per"),
    "document": ("publisher", "published", "published_basis", "language"),
}  # fmt: skip
# The tables whose lines each kind of record is found by.
_RULES = {
    "statement": "attribution: a cue of cues.csv with its speaker and content in the parse, or a quotation",
    "commitment": "arrangement: words of arrangements.csv, or a treaty by its name, between actors",
    "conditional": "protasis: a clause that a line of conditionals.csv opens, with the clause that it hangs on",
    "shift": "change of position: a cue of shifts.csv, or two statements of one speaker that differ",
    "actor": "cast: names of the tables and the parser, then titles, descriptions and pronouns that stand for them",
    "place": "toponym: a name of the gazetteer, chosen by what the report speaks of",
    "time": "time expression: words of the calendar, reckoned from the date of the report",
    "quantity": "number: a number with its unit and what it counts",
    "document": "layout of the input",
}


class Step(msgspec.Struct, frozen=True):
    """One thing that led to a record: what it decides, what it says, and its words in the document's text."""

    decides: str
    says: str
    spans: Spans = ()


class Trace(msgspec.Struct, frozen=True, kw_only=True):
    """How a record came about: the rule, what shape it has by it, and the steps in their order."""

    record: str
    kind: str
    confidence: float
    rule: str
    steps: tuple[Step, ...]


def trace(reader: Reader, document: Document, record: Record) -> Trace:
    """How a record of the document came about; its words and shape only if today's version reads it otherwise.

    Reads the document again: as dear as reading one report.
    """
    reading = reader.reading(document) if record.kind_name() not in {"actor", "document"} else None
    anchored = _found(reading, record) if reading is not None else None
    if reading is not None and isinstance(record, Event) and anchored is not None:
        rule, steps = _of_event(reading, anchored)
    else:
        rule, steps = _RULES.get(record.kind_name(), "events of an earlier version"), tuple(_of_shape(record))
    claim = _claim(reading, record) if reading is not None else ()
    return Trace(
        record=record.id, kind=record.kind_name(), confidence=record.confidence, rule=rule, steps=(*steps, *claim)
    )


def _found(reading: Reading, record: Record) -> Anchored[Event] | None:
    return next((anchored for anchored in reading.events if anchored.record.id == record.id), None)


def _of_shape(record: Record) -> Iterator[Step]:
    """The shape of a record by its own fields, and its words."""
    for name in _SHAPE.get(record.kind_name(), ()):
        value = getattr(record, name, None)
        if value not in (None, (), ""):
            shown = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
            yield Step(name, shown)
    cue = getattr(record, "cue", ())
    if cue:
        yield Step("cue", "the words that tie speaker and content", cue)
    yield Step("words", "what a reader checks it by", getattr(record, "mentions", ()) or record.evidence)


def _claim(reading: Reading, record: Record) -> tuple[Step, ...]:
    """The statement that the record stands on, if it is claimed."""
    by_id = {statement.record.id: statement.record for statement in reading.statements}
    statement = by_id.get(getattr(record, "claimed_by", None) or "")
    if statement is None:
        return ()
    who = ", ".join(reading.cast.roles[speaker].name for speaker in statement.speakers) or "somebody"
    return (Step("claimed_by", f"{statement.id}: {who} ({statement.act})", statement.cue or statement.evidence),)


def _of_event(reading: Reading, anchored: Anchored[Event]) -> tuple[str, tuple[Step, ...]]:
    """The rule that gave an event, and what it rests on."""
    token = reading.doc[anchored.root]
    finder = EventFinder(reading, Matcher(reading))
    chosen = finder.chosen(finder.matcher.all_at(token)) if finder.matcher.all_at(token) else None
    event = anchored.record
    if chosen is None or event.type not in {chosen[0].pattern.type, _told_as(chosen[0])}:
        return _said_of_others(reading, token, event)
    trigger, _ = chosen
    pattern = trigger.pattern
    asked = " ".join(part for part in (*pattern.before, pattern.head, *pattern.after) if part)
    objects = f" with {'|'.join(pattern.objects)}" if pattern.objects else ""
    rule = (
        f"events.csv line {pattern.line}: {pattern.form} “{asked}”{objects} tells {_named(pattern.type, pattern.mode)}"
    )
    words = [*trigger.words, *((trigger.object,) if trigger.object is not None else ())]
    steps = [Step("trigger", pattern.example, reading.spans_of(*words))]
    if trigger.support is not None:
        steps.append(Step("carried by", "the verb or noun that carries the act", reading.spans_of(trigger.support)))
    for role, slot, party in finder.casting.by_slot(trigger):
        names = ", ".join(reading.cast.roles[actor].name for actor in party.actors)
        steps.append(Step(role, f"{names}, in the slot {slot}", reading.spans_of(party.token)))
    steps.extend(_of_modality(reading, trigger, event))
    if event.type != pattern.type or event.mode != pattern.mode:
        steps.append(Step("coded as", f"{_named(event.type, event.mode)}, by its mode or a reduction of the codebook"))
    steps.extend(_of_code(event))
    return rule, tuple(steps)


def _told_as(trigger: Trigger) -> str | None:
    told = reduced(trigger, modality(trigger))
    return told.type if told is not None else None


def _said_of_others(reading: Reading, token: Token, event: Event) -> tuple[str, tuple[Step, ...]]:
    """The rule of an event that consists in saying something of others."""
    line = reproaches().get(token.lemma_.lower())
    if line is not None and line.type == event.type:
        rule = f"reproaches.csv: “{token.lemma_.lower()}” said of somebody else is {event.type}"
    elif event.type == "THREATEN":
        rule = "a harm that comes unless somebody gives way threatens that somebody"
    else:
        rule = "a harm that a speaker says others have done to his own side accuses them"
    said = claimed_by(reading, token)
    statement = next((s.record for s in reading.statements if s.record.id == said), None)
    steps = [Step("words", "what is said", reading.spans_of(token))]
    if statement is not None:
        steps.append(Step("statement", f"{statement.id} ({statement.act})", statement.cue or statement.evidence))
    return rule, (*steps, *_of_code(event))


def _of_modality(reading: Reading, trigger: Trigger, event: Event) -> Iterator[Step]:
    """The words that decide whether it took place: the verb group, then each cue of modality.csv over it."""
    token = trigger.token
    verb = token if is_verb(token) else trigger.support
    if verb is not None and is_verb(verb):
        time = tense_aspect(verb)
        form = " ".join(
            part
            for part, said in (
                (time.tense or "no tense", True), ("perfect", time.perfect), ("progressive", time.progressive),
                ("negated", negation(verb) is not None),
            )
            if said
        )  # fmt: skip
        yield Step("modality", f"verb group: {form}", reading.spans_of(*auxiliaries(verb), verb))
    for word, cue in _cues(token):
        yield Step("modality", f"modality.csv: {' '.join(cue.words)} ({cue.form}) says {cue.modality}", (
            reading.spans_of(word)
        ))  # fmt: skip
    if event.date is not None:
        yield Step("date", f"{event.date} ({event.date_basis})")
    yield Step("modality", f"in all: {event.modality}")


def _cues(token: Token) -> Iterator[tuple[Token, ModalityCue]]:
    """The cues over a trigger with the word that each hangs on, the nearest first."""
    own = attributive(token)
    if own is not None:
        yield token, own
    for form in ("preposition", "subordinator"):
        before = words_before(token, form)
        if before is not None:
            yield token, before
    for governor, path in governors(token):
        cue = cue_at(governor, path)
        if cue is not None:
            yield governor, cue
    at = token
    for _ in range(_CLIMB):
        mark = subordinator(at) if is_verb(at) else None
        if mark is not None:
            yield at, mark
        if token.dep_ in {"nsubj", "nsubjpass"} and at.i == token.i and is_verb(at.head):
            about = about_subject(at.head)
            if about is not None:
                yield at.head, about
        if at.head.i == at.i:
            return
        at = at.head


def _of_code(event: Event) -> Iterator[Step]:
    goldstein = goldstein_of(event.cameo)
    scale = f", Goldstein {goldstein:+.1f}" if goldstein is not None else ""
    yield Step("code", f"CAMEO {event.cameo or 'none'}, quad class {quad_of(event.type)}{scale} ({SOURCE})")


def _named(type_: str, mode: str | None) -> str:
    return f"{type_}/{mode}" if mode else type_
