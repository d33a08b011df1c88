"""PLOVER's reductions: what is coded by another type because of the way it is told.

"A refusal to sign is REJECT, not a negated AGREE"; harm announced by the one who would do it is THREATEN; harm that
comes *unless* somebody gives way threatens that somebody (PLOVER manual, draft 2.0, auxiliary modes).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from legation.extract.carrier import cue_at, governors
from legation.extract.modality import Modality
from legation.extract.trigger import Trigger
from legation.knowledge.events import Pattern, mode_cues, plover_type
from legation.language.clause import is_verb, mark_of, modals, negation, subject

if TYPE_CHECKING:
    from spacy.tokens import Token

_WILL = frozenset({"will", "shall", "would"})
_FIRST_PERSONS = frozenset({"i", "we"})
_COOPERATION = frozenset({1, 2})
_HARM = frozenset({"ASSAULT", "COERCE", "SANCTION"})
_PRESSURE = _HARM | {"MOBILIZE", "RETREAT"}
_TO_COME = frozenset({"future", "hypothetical"})
_CLIMB = 4  # clauses between what would happen and the condition on it


@dataclass(frozen=True, slots=True)
class Reduced:
    """The type, mode and modality that an event is coded by."""

    type: str
    mode: str | None
    modality: Modality


def reduced(trigger: Trigger, said: Modality) -> Reduced | None:
    """How the event of a trigger is coded if a reduction applies, else None."""
    pattern = trigger.pattern
    verb = trigger.token if is_verb(trigger.token) else trigger.support
    if verb is None or not is_verb(verb):
        return None
    if said == "negated" and plover_type(pattern.type).quad in _COOPERATION and _is_refusal(verb):
        return Reduced("REJECT", mode_by_what("REJECT", pattern), "occurred")
    if said in _TO_COME and pattern.type in _HARM and _is_own_word(verb):
        return Reduced("THREATEN", mode_by_what("THREATEN", pattern), "occurred")
    return None


def pressed_by(trigger: Trigger, said: Modality) -> Token | None:
    """Who must give way for a harm not to come: the subject of the "unless" clause over the trigger; or None."""
    if said not in _TO_COME or trigger.pattern.type not in _PRESSURE:
        return None
    at = trigger.token
    for _ in range(_CLIMB):
        for child in at.children:
            if child.dep_ == "advcl" and mark_of(child) == "unless":
                return subject(child)
        if at.head.i == at.i:
            return None
        at = at.head
    return None


def _is_refusal(verb: Token) -> bool:
    """True where not doing is somebody's will: "will not attend", "voted not to attend"; not "did not attend"."""
    if negation(verb) is None:
        return False
    if _WILL & set(modals(verb)):
        return True
    for governor, path in governors(verb):
        cue = cue_at(governor, path)
        return cue is not None and cue.modality == "future" and cue.doer_is_subject
    return False


def _is_own_word(verb: Token) -> bool:
    """True for "we will …", "I would …": the one who speaks is the one who would do it."""
    own = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    return own is not None and own.lower_ in _FIRST_PERSONS and bool(_WILL & set(modals(verb)))


def mode_by_what(type_: str, pattern: Pattern) -> str | None:
    """The mode of a REJECT, REQUEST or THREATEN by what it is about; None if the table tells none."""
    for cue in mode_cues().get(type_, ()):
        if cue.complement is not None and cue.complement.accepts(pattern):
            return cue.mode
    return None
