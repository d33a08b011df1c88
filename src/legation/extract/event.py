"""Events: who did what to whom, as PLOVER 2.0 codes it (Open Event Data Alliance, CC BY-SA 4.0).

Words that tell of an event are matched in `trigger`, its parties in `roles`, whether it took place in `modality`,
where and by what means in `setting`; here they become records. See docs/decisions/0008-events.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from legation.extract.anchor import event_date
from legation.extract.carrier import lemma_of
from legation.extract.claim import claimed_by
from legation.extract.dating import with_date
from legation.extract.modality import Modality, looks_back, modality
from legation.extract.reading import Anchored, in_order, stretch
from legation.extract.reduction import Reduced, mode_by_what, pressed_by, reduced
from legation.extract.reproach import find_reproaches, reported_harms
from legation.extract.retelling import without_retellings
from legation.extract.roles import Casting, Roles
from legation.extract.setting import Settings, contexts_of
from legation.extract.slots import purpose
from legation.extract.trigger import Matcher, Trigger
from legation.knowledge.calibration import probability
from legation.knowledge.events import cameo_of
from legation.language.clause import auxiliaries, doer, is_infinitive, phrase_span
from legation.record import Record, merge_spans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from legation.extract.reading import Reading
    from legation.extract.statement import Statement


class Event(Record, frozen=True, kw_only=True, tag="event"):
    """One event as one report tells it. `evidence` holds the trigger and the parties' phrases."""

    type: str
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    cameo: str | None = None
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    place: str | None = None
    date: str | None = None  # TIMEX3
    date_basis: str | None = None
    modality: Modality
    quantities: tuple[str, ...] = ()
    claimed_by: str | None = None


# What these ask for, promise or refuse is part of them and no event of its own, unless it has a date (PLOVER's
# reductions: a refusal to sign is REJECT, a promise of aid AGREE).
_SWALLOWING = frozenset({"AGREE", "REJECT", "REQUEST", "THREATEN"})
_PAST = frozenset({"occurred", "ongoing"})
_LONGEST_PARTY = 60  # code points of a party's phrase that evidence quotes; of a longer one its head only
# Words and talks of private persons are no events; what is done to them by force is.
_PUBLIC_ONLY = frozenset(
    {"ACCUSE", "AGREE", "AID", "CONCEDE", "CONSULT", "COOPERATE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"}
)
_PRIVATE = frozenset({"unnamed", "people", "person"})
# PLOVER sectors of people who are nobody in public affairs by themselves; a rebel's journey is no visit either.
_PRIVATE_SECTORS = frozenset({"AGR", "BUS", "CRM", "CVL", "EDU", "JRN", "LAB", "MED", "REF", "REL", "SOC", "UNK"})
_NO_VISITORS = _PRIVATE_SECTORS | {"REB", "UAF"}
# Kinds that use no force themselves: what a report seems to tell of them is of somebody near by.
_PEACEFUL = frozenset({"company", "media"})
_ARMED_SECTORS = frozenset({"COP", "GOV", "MIL", "PTY", "REB", "SPY", "UAF"})
_FORCE = frozenset({"ASSAULT", "COERCE", "MOBILIZE"})
# Kinds of actors that are somebody in public affairs even without a name.
_NOBODY = frozenset({"unnamed", "people"})


def find_events(reading: Reading) -> list[Anchored[Event]]:
    """The events of one report, in the order of the text. Linear in the words of the report."""
    matcher = Matcher(reading)
    finder = EventFinder(reading, matcher)
    depths = _depths(reading)
    # What governs first: "imposed sanctions" tells of the sanctions, a threat of what is threatened.
    ordered = sorted(matcher.triggers(reading.doc), key=lambda some: (depths[some[0].token.i], some[0].token.i))
    said = list(finder.said_of_others())  # before the events: what is demanded is part of the demand
    told = [*said, *(found for triggers in ordered for found in finder.events(triggers))]
    return without_retellings(reading, in_order([*told, *finder.accusations(told)]))


def _depths(reading: Reading) -> list[int]:
    """For each token, how many stand above it in its tree."""
    depths = [-1] * len(reading.doc)
    for token in reading.doc:
        way = []
        while depths[token.i] < 0 and token.head.i != token.i:
            depths[token.i] = 0  # met again only in a tree that bites its tail
            way.append(token)
            token = token.head
        depth = max(depths[token.i], 0)
        depths[token.i] = depth
        for below in reversed(way):
            depth += 1
            depths[below.i] = depth
    return depths


class EventFinder:
    """Makes the events of one report; keeps which words have told of one already."""

    def __init__(self, reading: Reading, matcher: Matcher) -> None:
        self.reading = reading
        self.matcher = matcher
        self.casting = Casting(matcher)
        self.settings = Settings(matcher)
        self._told: set[int] = set()  # tokens that belong to an event found
        # Triggers that are part of a request, promise, refusal or threat, with the date of that.
        self._swallowed: dict[int, str | None] = {}

    def events(self, triggers: tuple[Trigger, ...]) -> Iterator[Anchored[Event]]:
        """What a token tells by the first of its triggers that has the parties to make an event; mostly one or none."""
        if triggers[0].token.i not in self._told:
            chosen = self.chosen(triggers)
            if chosen is not None:
                yield from self._tell(*chosen)

    def chosen(self, triggers: tuple[Trigger, ...]) -> tuple[Trigger, Roles] | None:
        """The first of a token's triggers that has the parties to make an event, with them; or None."""
        for trigger in triggers:
            roles = self.casting.roles(trigger)
            if self._suffices(trigger, roles):
                return trigger, roles
        return None

    def _tell(self, trigger: Trigger, roles: Roles) -> Iterator[Anchored[Event]]:
        """The event with the event that a reduction puts beside it, if any."""
        when, basis = self._date(trigger)
        if trigger.token.i in self._swallowed and when in (None, self._swallowed[trigger.token.i]):
            return
        said = with_date(modality(trigger), trigger, when, self.reading.published)
        if said in _PAST and when is None and looks_back(trigger.token):
            said = "historical"
        is_all = roles.means is not None and not self.casting.roles(roles.means).recipients
        self._take(trigger, when, roles.means if is_all else None)
        pattern = trigger.pattern
        plain = Reduced(pattern.type, self.settings.mode(trigger), said)
        told = reduced(trigger, said) or plain
        yield self._record(trigger, roles, told, (when, basis))
        pressed = pressed_by(trigger, said)
        if pressed is not None and told is plain:
            others = [party for party in self.casting.parties(pressed) if not set(party.actors) & set(roles.actors)]
            under = Roles(
                self._threatening(trigger, roles),
                tuple(dict.fromkeys(actor for party in others for actor in party.actors)),
                (*roles.tokens, *(party.token for party in others)),
            )
            if under.actors and under.recipients:
                threat = Reduced("THREATEN", mode_by_what("THREATEN", pattern), "occurred")
                yield self._record(trigger, under, threat, (None, None))

    def _date(self, trigger: Trigger) -> tuple[str | None, str | None]:
        """The event's date; what was asked, promised or threatened in the past was so at the past date given for it."""
        when, basis = event_date(self.reading, trigger.token)
        if when is None and trigger.complement is not None and trigger.pattern.type in _SWALLOWING:
            below, basis_below = event_date(self.reading, trigger.complement)
            if with_date("occurred", trigger, below, self.reading.published) == "historical":
                return below, basis_below
        return when, basis

    def _threatening(self, trigger: Trigger, roles: Roles) -> tuple[str, ...]:
        """Who threatens with it: the speaker where it is his own side's doing, else who would do it."""
        statement = self.reading.statement_at(trigger.token.idx)
        speakers = statement.record.speakers if statement is not None else ()
        cast = self.reading.cast.roles
        doers = {cast[actor].country for actor in roles.actors} - {None}
        own = tuple(actor for actor in speakers if cast[actor].country in doers)
        return own or roles.actors

    def said_of_others(self) -> Iterator[Anchored[Event]]:
        """What speakers say of others that is an ACCUSE or a REQUEST in itself."""
        for found in find_reproaches(self.reading, self.casting):
            if not any(self._accuses(actor) for actor in found.roles.actors):
                continue
            below = self.matcher.below(found.verb)
            mode = found.mode
            if found.type == "REQUEST" and below is not None:
                self._swallowed[below.token.i] = None
                mode = mode_by_what(found.type, below.pattern)
            stretches = sorted({stretch(found.word), stretch(found.verb), *self._parties(found.roles)})
            told = Reduced(found.type, mode, "occurred")
            yield self._saying(found.statement, told, found.roles, stretches, found.word)

    def accusations(self, told: list[Anchored[Event]]) -> Iterator[Anchored[Event]]:
        """The ACCUSEs of those who say that others have done harm to their own side."""
        for statement, harm in reported_harms(self.reading, told):
            speakers = tuple(actor for actor in statement.record.speakers if self._accuses(actor))
            if speakers:
                roles = Roles(speakers, harm.record.actors, ())
                word = self.reading.doc[harm.root]
                yield self._saying(statement, Reduced("ACCUSE", "allege", "occurred"), roles, list(harm.spans), word)

    def _accuses(self, actor: str) -> bool:
        """True for somebody whose words are a public act: not for those who only report."""
        return self._is_public(actor) and "JRN" not in self.reading.cast.roles[actor].sectors

    def _saying(
        self, statement: Anchored[Statement], told: Reduced, roles: Roles, stretches: list[tuple[int, int]], word: Token
    ) -> Anchored[Event]:
        """The event that consists in saying something of others; dated as the saying is."""
        when, basis = event_date(self.reading, self.reading.doc[statement.root])
        record = Event(
            document=self.reading.id,
            evidence=merge_spans((*self.reading.spans(*stretches), *statement.record.speaker_span)),
            confidence=probability("event", told.type),
            type=told.type,
            mode=told.mode,
            contexts=contexts_of(word.sent),
            cameo=cameo_of(told.type, told.mode),
            actors=roles.actors,
            recipients=roles.recipients,
            date=when,
            date_basis=basis,
            modality=told.modality,
        )
        return Anchored(record, tuple(stretches), word.i)

    def _record(
        self, trigger: Trigger, roles: Roles, told: Reduced, when: tuple[str | None, str | None]
    ) -> Anchored[Event]:
        self.casting.name_states(roles)
        own = trigger.pattern.cameo if told.type == trigger.pattern.type else None
        stretches = sorted(set(self._stretches(trigger, roles)))
        record = Event(
            document=self.reading.id,
            evidence=self.reading.spans(*stretches),
            confidence=probability("event", told.type),
            type=told.type,
            mode=told.mode,
            contexts=self.settings.contexts(trigger),
            cameo=cameo_of(told.type, told.mode, own),
            actors=roles.actors,
            recipients=roles.recipients,
            place=self.settings.place(trigger),
            date=when[0],
            date_basis=when[1],
            modality=told.modality,
            quantities=self.settings.quantities(trigger),
            claimed_by=self._claim(trigger, roles, told),
        )
        return Anchored(record, tuple(stretches), trigger.token.i)

    def _claim(self, trigger: Trigger, roles: Roles, told: Reduced) -> str | None:
        """On whose word it stands; that somebody threatens by saying so stands on the report's own."""
        statement = self.reading.statement_at(trigger.token.idx)
        if told.type == "THREATEN" and statement is not None and set(roles.actors) <= set(statement.record.speakers):
            return None
        return claimed_by(self.reading, trigger.token)

    def _suffices(self, trigger: Trigger, roles: Roles) -> bool:
        """True if the parties that the pattern needs are known."""
        pattern, needs = trigger.pattern, trigger.pattern.needs
        everybody = roles.actors + roles.recipients
        if not self._is_told(trigger, roles):
            return False
        if pattern.type in _PUBLIC_ONLY and not self._is_public_affair(trigger, roles):
            return False
        if needs in {"actor", "both", "named", "abroad"} and not roles.actors:
            return False
        if needs in {"recipient", "both", "abroad"} and not roles.recipients and (pattern.recipient or needs != "both"):
            return False
        if needs == "two" or (needs == "both" and not pattern.recipient):
            return len(everybody) > 1 and self._known(everybody)
        if needs == "abroad":
            cast = self.reading.cast.roles
            return not {cast[a].country for a in roles.actors} & {cast[a].country for a in roles.recipients}
        if needs == "named":
            if pattern.mode == "visit" and not roles.recipients:
                # "her visit to Kigali": the place is enough where the report doesn't speak of its state.
                return self._known(roles.actors) and self.settings.place(trigger) is not None
            if pattern.recipient and not roles.recipients:
                return False
            return len(everybody) > 1 and all(self._known((actor,)) for actor in everybody)
        return self._known(everybody)

    def _is_told(self, trigger: Trigger, roles: Roles) -> bool:
        """False where the words tell what stands or befalls, not who did something to whom."""
        pattern = trigger.pattern
        if pattern.type == "AGREE" and trigger.support is not None and lemma_of(trigger.support) == "have":
            return False  # "we have an agreement" tells what stands, not what happened
        if lemma_of(trigger.token) == "war" and not roles.actors and not self._has_own_time(trigger.token):
            return False  # "the war in Syria" is what is spoken of; "the war in Georgia last August" took place then
        if roles.doer_unknown and pattern.needs in {"recipient", "either"}:
            return False
        if pattern.type in _FORCE and not roles.actors and not self._is_force(trigger, roles):
            return False
        return not (pattern.type in _FORCE and roles.actors and all(map(self._is_peaceful, roles.actors)))

    def _has_own_time(self, noun: Token) -> bool:
        doc = self.reading.doc
        return any(noun.is_ancestor(doc[time.root]) for time in self.reading.times if time.record.type == "DATE")

    def _is_force(self, trigger: Trigger, roles: Roles) -> bool:
        """True where force is told though nobody who uses it: not for one private person who is killed somehow.

        Nor where it is spoken of in general: "what is worse than killing civilians?"
        """
        if trigger.token.tag_ == "VBG" and not auxiliaries(trigger.token):
            return False
        if trigger.token.tag_ == "VB" and is_infinitive(trigger.token):
            return False  # "to kill civilians is a crime"
        if self.settings.mode(trigger) is not None or trigger.pattern.form == "noun":
            return True
        # Several, or somebody who stands for others: "ten farmers were killed".
        is_several = any(token.tag_ in {"NNS", "NNPS"} for token in roles.tokens)
        return is_several or any(self._is_public(actor) for actor in roles.recipients)

    def _is_peaceful(self, actor: str) -> bool:
        role = self.reading.cast.roles[actor]
        is_unarmed = role.kind == "organization" and not set(role.sectors) & _ARMED_SECTORS
        return role.kind in _PEACEFUL or is_unarmed

    def _is_public_affair(self, trigger: Trigger, roles: Roles) -> bool:
        """True if somebody in it has an office, a state or a body behind them; of a visit the visitor."""
        if trigger.pattern.mode == "visit":
            return any(self._is_public(actor, _NO_VISITORS) for actor in roles.actors)
        if trigger.pattern.type == "CONSULT" and len(roles.actors) == 1 and not roles.recipients:
            # "meetings with officials" tells of one side, and not who it is.
            is_named = self.reading.cast.roles[roles.actors[0]].kind not in _NOBODY
            return (is_named or trigger.pattern.form == "verb") and self._is_public(roles.actors[0])
        everybody = roles.actors + roles.recipients
        if roles.actors and all(self.reading.cast.roles[actor].kind == "person" for actor in roles.actors):
            everybody = roles.actors  # a columnist's praise of a president is an opinion
        return any(self._is_public(actor) for actor in everybody)

    def _is_public(self, actor: str, private: frozenset[str] = _PRIVATE_SECTORS) -> bool:
        role = self.reading.cast.roles[actor]
        if role.kind == "person":
            # A scholar's or a rebel's office is none in public affairs.
            return bool(set(role.sectors) - _NO_VISITORS) or bool(role.offices and not role.sectors)
        return role.kind not in _PRIVATE or bool(role.offices or set(role.sectors) - private)

    def _known(self, actors: tuple[str, ...]) -> bool:
        """True if one of them has a name, an office or a state: of people nobody knows there is no public affair."""
        roles = self.reading.cast.roles
        return any(roles[a].country is not None or roles[a].kind not in _NOBODY or roles[a].sectors for a in actors)

    def _take(self, trigger: Trigger, when: str | None, means: Trigger | None) -> None:
        """Note the words that this event is told by, and what it swallows."""
        pattern = trigger.pattern
        self._told.add(trigger.token.i)
        if trigger.object is not None:
            self._told.add(trigger.object.i)
        self._told.update(word.i for word in trigger.words)
        if means is not None:
            self._told.update(word.i for word in means.words)
        self._told.update(self._same_act(trigger))
        for head in (trigger.complement, *trigger.heads[1:]):
            if head is None or head is trigger.support:
                continue
            told = self.matcher.below(head) if head is trigger.complement else self.matcher.at(head)
            if told is not None and pattern.type in _SWALLOWING:
                self._swallowed[told.token.i] = when
                # "agreed to lift the sanctions" imposes none.
                self._told.update(word.i for word in (*told.words[1:], *((told.object,) if told.object else ())))
            elif told is not None and told.pattern.type == pattern.type and head.dep_ in {"dobj", "nsubjpass"}:
                self._told.add(told.token.i)  # "fought a war", "launched an attack": one act in two words

    def _same_act(self, trigger: Trigger) -> Iterator[int]:
        """Words that tell the trigger's act once more: "an *air strike* killed ten", "met to *discuss* the dam"."""
        if trigger.pattern.form != "verb":
            return
        kind = trigger.pattern.type
        again = doer(trigger.token) if kind == "ASSAULT" else purpose(trigger.token) if kind == "CONSULT" else None
        told = self.matcher.at(again) if again is not None else None
        if told is not None and told.pattern.type == kind:
            yield told.token.i

    def _stretches(self, trigger: Trigger, roles: Roles) -> Iterator[tuple[int, int]]:
        """The reading-text stretches that bear the event out: trigger, what carries it, the parties' phrases."""
        words = [*trigger.words]
        if trigger.object is not None:
            words.append(trigger.object)
        if trigger.support is not None:
            words.append(trigger.support)
        for word in words:
            yield stretch(word)
        yield from self._parties(roles)

    def _parties(self, roles: Roles) -> Iterator[tuple[int, int]]:
        return (_party_stretch(self.reading, token) for token in roles.tokens)


def _party_stretch(reading: Reading, token: Token) -> tuple[int, int]:
    mention = reading.cast.mention_at(token)
    start, end = (mention.start, mention.end) if mention is not None else phrase_span(token)
    return (start, end) if end - start <= _LONGEST_PARTY else stretch(token)
