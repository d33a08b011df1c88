"""Through what, and to whom: the call, speech or letter that a statement is made in, and those it is made to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from legation.extract.cue import is_support
from legation.knowledge import cues as table
from legation.language.clause import first_conjunct, is_passive, is_verb

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from legation.extract.attribution import Attribution

# What leads to the medium of a statement, and from the medium to those addressed.
_MEDIUM_PREPOSITIONS = frozenset({"in", "at", "on", "during", "via", "through", "over", "by", "from", "after"})
_TOWARDS = frozenset({"to", "with", "for"})
_SPOKEN = frozenset({"speech", "writing"})
_ADDRESSING = frozenset({"to", "with", "before"})
_CLIMB = 3


@dataclass(slots=True)
class Setting:
    """The `channel`, the words for those addressed, and whether a medium was named that leaves the channel open."""

    channel: str | None = None
    addressed: list[Token] = field(default_factory=list)
    is_open: bool = False


def find_setting(attribution: Attribution) -> Setting:
    """The setting that the words around an attribution's cue give."""
    cue = attribution.cue
    setting = Setting(channel=cue.row.channel)
    _address(attribution, setting)
    for noun in _media_beside(cue.head):
        _use(setting, noun, "medium")
    for participle in _speaking_beside(cue.head):
        # "…, speaking by phone with Rome", "…, speaking to reporters in Oslo"
        for noun in _under_prepositions(participle, after=-1):
            _use(setting, noun, "medium")
        for preposition in (c for c in participle.children if c.dep_ == "prep" and c.lower_ in _ADDRESSING):
            for noun in (c for c in preposition.children if c.dep_ == "pobj"):
                audience = medium_of(noun, "audience")
                setting.channel = setting.channel or (audience.channel if audience is not None else None)
                setting.addressed.append(noun)
    if cue.row.pos == "noun":
        _use(setting, cue.head, "medium")
    source = attribution.source
    if source is not None and source.pos_ == "NOUN":
        _use(setting, source, "work")
    return setting


def medium_of(noun: Token, role: str) -> table.Medium | None:
    """The line of the table for a noun in a role, its modifiers counted in ("telephone call"); None if none."""
    rows = table.media_by_head().get(noun.lemma_.lower()) or table.media_by_head().get(noun.lower_)
    if not rows:
        return None
    before = noun.doc[noun.left_edge.i : noun.i]
    phrase = " ".join(("".join(token.text_with_ws for token in before) + noun.lemma_).lower().split())
    for row in rows:
        wanted = " ".join(row.words)
        if role in row.roles and (phrase == wanted or phrase.endswith((" " + wanted, "-" + wanted))):
            return row
        if role in row.roles and len(row.words) == 1 and noun.lower_ == wanted:
            return row
    return None


def _use(setting: Setting, noun: Token, role: str) -> None:
    """Take channel and addressees from a noun, if it is a medium in this role."""
    row = medium_of(noun, role)
    if row is None:
        return
    setting.channel = setting.channel or row.channel
    setting.is_open = setting.is_open or row.channel is None
    # "a call with Rome": the next word counts, wherever the parser hung it.
    behind = [noun.nbor()] if noun.i + 1 < len(noun.doc) and noun.nbor().dep_ == "prep" else []
    for preposition in dict.fromkeys([*behind, *(c for c in noun.children if c.dep_ == "prep")]):
        if preposition.lower_ in _TOWARDS:
            setting.addressed.extend(c for c in preposition.children if c.dep_ == "pobj")
    if noun.dep_ == "dobj" and is_verb(noun.head):
        for child in noun.head.children:
            if child.dep_ == "dative" and child.pos_ != "ADP":
                setting.addressed.append(child)
            elif child.dep_ in {"dative", "prep"} and child.lower_ == "to":
                setting.addressed.extend(c for c in child.children if c.dep_ == "pobj")


def _media_beside(cue: Token) -> Iterator[Token]:
    """The nouns under prepositions beside the cue, or beside the verb that it is a participle of."""
    verb = cue
    for _ in range(_CLIMB):
        for host in dict.fromkeys((verb, first_conjunct(verb))):
            yield from _under_prepositions(host, after=-1)
            for child in host.children:
                if child.dep_ == "dobj":
                    # "struck the same tone in a call": the parser may hang the call on the tone.
                    yield from _under_prepositions(child, after=-1)
        hangs = verb.dep_ in {"advcl", "xcomp", "pcomp", "acl"} and verb.tag_ in {"VBG", "VB", "VBN"}
        if not hangs or not is_verb(verb.head):
            break
        verb = verb.head
        # "sent the rebels a message saying …", "a letter warning …"
        if is_support(verb):
            yield from (c for c in verb.children if c.dep_ == "dobj" and c.i < cue.i)
    if cue.dep_ == "acl" and cue.head.pos_ == "NOUN":
        yield cue.head
        # "a policy set out by Silva in a speech": the parser may hang the speech higher up.
        yield from _under_prepositions(cue.head.head, after=cue.i)
    sentence = cue.sent
    if first_conjunct(cue) == sentence.root and len(sentence) > 1:
        # "In a call to mark the day, Silva told …": what opens the sentence is said of its main verb.
        opening = sentence[0]
        if opening.pos_ == "ADP" and opening.head != cue:
            yield from _media_under(opening)


def _speaking_beside(cue: Token) -> Iterator[Token]:
    """The participles of speaking that hang on the cue or on who speaks."""
    hosts = [cue, *(c for c in cue.children if c.dep_ in {"nsubj", "agent"})]
    for child in (c for host in hosts for c in host.rights if c.dep_ in {"advcl", "acl"} and c.tag_ == "VBG"):
        if any(row.sense in _SPOKEN for row in table.cues_by_word().get(child.lemma_.lower(), ())):
            yield child


def _under_prepositions(host: Token, *, after: int) -> Iterator[Token]:
    """The nouns in the host's prepositional phrases that begin after a token index."""
    for child in host.children:
        if child.dep_ in {"prep", "agent"} and child.i > after:
            yield from _media_under(child)


def _media_under(preposition: Token) -> Iterator[Token]:
    if preposition.lower_ in _MEDIUM_PREPOSITIONS:
        yield from (c for c in preposition.children if c.dep_ == "pobj" and c.pos_ in {"NOUN", "PROPN"})


def _address(attribution: Attribution, setting: Setting) -> None:
    """Those whom the cue itself addresses: "told *the rally*", "said to *Oslo*", "urged *both sides* to wait"."""
    cue = attribution.cue
    wanted = cue.row.addressee
    if not wanted:
        return
    verb = cue.head
    if wanted == "object":
        found = [c for c in verb.children if c.dep_ in {"dobj", "dative"} and c.pos_ != "ADP"]
        if is_passive(verb):
            found = [c for c in verb.children if c.dep_ == "nsubjpass"]
        elif not found and attribution.content is not None and attribution.content.frame == "inf":
            found = [c for c in attribution.content.head.children if c.dep_ == "nsubj"]
        for noun in found:
            if attribution.holds(noun.idx):
                continue  # "ordered the withdrawal": what is asked for
            row = medium_of(noun, "audience")
            if row is not None:
                setting.channel = setting.channel or row.channel
            setting.addressed.append(noun)
    for child in verb.children:
        if child.dep_ in {"prep", "dative"} and child.lower_ == ("to" if wanted == "object" else wanted):
            setting.addressed.extend(c for c in child.children if c.dep_ == "pobj")
