"""Names that the tables know: states and their adjectives, capitals as governments, organisations, peoples, media."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from legation.extract.titles import is_portfolio
from legation.extract.unnamed import actor_noun
from legation.knowledge.coreference import may_mean, word_list
from legation.knowledge.folding import fold
from legation.knowledge.treaties import treaties
from legation.language.clause import first_conjunct
from legation.language.lexicon import is_word
from legation.language.phrase import PhraseTable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

    from legation.knowledge.organisations import Entry
    from legation.knowledge.store import Knowledge

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_OBJECTS = frozenset({"dobj", "iobj", "dative", "oprd"})
_MODIFIERS = frozenset({"compound", "nmod", "amod", "npadvmod"})
# Kinds whose names houses write in small letters: "the state department", "the security council".
_IN_SMALL_LETTERS = frozenset({"government_body", "igo", "armed_force"})
# Kinds whose names all houses write in capitals: "Foreign policy" is no magazine at a sentence's beginning either.
_IN_CAPITALS = frozenset({"media", "company"})
# Bodies that every state has one of.
_OF_ONE_STATE = frozenset({"government_body", "armed_force"})
_BY_ONE_WORD = frozenset({"organization", "media", "company", "armed_group"})
# In these longer names a capital or a state's name is but a part.
_CONTAINERS = frozenset({"PERSON", "ORG", "FAC", "WORK_OF_ART", "EVENT", "LAW", "PRODUCT"})


@dataclass(frozen=True, slots=True)
class Named:
    """Tokens `[first, end)` that a table's phrase matches, and what they stand for here."""

    first: int
    end: int
    entry: Entry


@lru_cache(4)
def _phrases(knowledge: Knowledge) -> PhraseTable[tuple[Entry, ...]]:
    """All phrases of the tables; treaties too, so that "the North American …" of one names nobody."""
    texts = {fold(name) for treaty in treaties() for name in (treaty.name, *treaty.aliases) if " " in name}

    def accept(words: str) -> tuple[Entry, ...] | None:
        entries = tuple(entry for entry in knowledge.named(words) if _is_written_so(words, entry))
        return entries or (() if fold(words) in texts and words[:1].isupper() else None)

    return PhraseTable(chain(knowledge.phrases(), texts), key=fold, accept=accept)


def _is_written_so(words: str, entry: Entry) -> bool:
    """True unless small letters make common words of a name: "foreign policy" is no magazine."""
    if words.islower():
        return entry.kind in _IN_SMALL_LETTERS
    after_first = words.partition(" ")[2]
    return not (after_first.islower() and entry.kind in _IN_CAPITALS)


def find_names(doc: Doc, knowledge: Knowledge) -> Iterator[Named]:
    """The known names of a doc in order, those left out that stand for something else here."""
    persons = [entity for entity in doc.ents if entity.label_ == "PERSON" and len(entity) > 1]
    surnames = {fold(entity[-1].text) for entity in persons}
    borne = surnames | {fold(entity[0].text) for entity in persons}
    found = list(_phrases(knowledge).find(doc))
    firsts = [entries[0] for _, _, entries in found if entries]
    states = {entry.country for entry in firsts if entry.kind == "state"}
    spelt = {entry.name for entry in firsts if entry.role == "name"}
    media = [entry for entry in firsts if entry.kind == "media" and " " in entry.name]
    for first, end, entries in found:
        entry = _meant(doc, first, end, _preferred(entries, states, spelt), borne)
        if entry is not None and entry.kind == "media" and end - first - (doc[first].lower_ == "the") == 1:
            entry = next((m for m in media if m.name.endswith(f" {doc[end - 1].text}")), entry)
        if entry is not None and entry.kind in _OF_ONE_STATE and _is_anothers(doc, first, entry, knowledge):
            continue
        if entry is not None and _is_part_of_name(doc, first, end, entry):
            continue
        if entry is not None and entry.kind in _IN_CAPITALS and is_portfolio(doc, first):
            continue
        if entry is None or (_is_doubtful(entry) and fold(doc[first:end].text) in surnames):
            continue
        if entry.kind != "people" or entry.role != "adjective" or _is_of_people(doc[first:end].root):
            yield Named(first, end, entry)


def _preferred(entries: tuple[Entry, ...], states: set[str | None], spelt: set[str]) -> tuple[Entry, ...]:
    """The readings of an abbreviation, those first that the report spells out, then those of states that it names."""
    if len(entries) < 2 or any(entry.kind == "state" for entry in entries):
        return entries
    return tuple(sorted(entries, key=lambda e: (e.name not in spelt, e.country is None or e.country not in states)))


def _is_anothers(doc: Doc, first: int, entry: Entry, knowledge: Knowledge) -> bool:
    """True where another state's name stands before a body: "*Kenya's* Supreme Court" is not that of the US."""
    at = first - 1
    if at >= 0 and doc[at].tag_ == "POS":
        at -= 1
    if at < 0 or entry.country is None or not doc[at].text[:1].isupper():
        return False
    before = [e for e in knowledge.named(doc[at].text) if e.kind == "state" and e.certain and e.role != "capital"]
    return bool(before) and all(e.country != entry.country for e in before)


def _is_part_of_name(doc: Doc, first: int, end: int, entry: Entry) -> bool:
    """True for one word of a longer name that no table has: "the Dawn *Solidarity* Campaign"."""
    if entry.kind not in _BY_ONE_WORD or entry.role != "name" or end - first > 1 or end >= len(doc):
        return False
    after = doc[end]
    return doc[first].dep_ == "compound" and after.pos_ == "PROPN" and after.is_title and after.ent_type_ != "PERSON"


def _is_doubtful(entry: Entry) -> bool:
    return entry.role in {"capital", "metonym"} or not entry.certain


def _is_of_people(adjective: Token) -> bool:
    """True where the adjective of a people says whose people or forces: "Kurdish militias", not "Asian markets"."""
    return actor_noun(adjective.head) is not None or adjective.head.tag_ == "VBN"


def _meant(doc: Doc, first: int, end: int, entries: tuple[Entry, ...], borne: set[str]) -> Entry | None:
    """Which reading of a phrase is meant; None where it names a person, a place or nothing.

    `borne` are the folded first and last names of the persons that the report names in full.
    """
    root = doc[first:end].root
    if _in_longer_place(doc, first, end):
        return None
    if end < len(doc) and doc[end].lower_ in word_list("landforms") and entries[0].role == "name":
        return None  # "the Niger river"
    for entry in entries:
        if entry.role == "capital":
            if is_government(root) and not _inside_longer(doc, first, end, _CONTAINERS):
                return entry
        elif entry.role == "metonym":
            if entry.certain or is_government(root):
                return entry
        elif doc[first:end].text.islower() and _is_part_of_compound(doc, first, root):
            continue
        elif not _is_person(doc, first, end, entry, borne) and (entry.certain or _is_proper(doc, first, end)):
            return entry
    return None


def _inside_longer(doc: Doc, first: int, end: int, labels: frozenset[str]) -> bool:
    """True if a longer name of one of the kinds runs over the tokens: "Temple University Tokyo"."""
    before = doc[first].ent_type_ in labels and doc[first].ent_iob_ == "I"
    return before or (end < len(doc) and doc[end].ent_type_ in labels and doc[end].ent_iob_ == "I")


def _in_longer_place(doc: Doc, first: int, end: int) -> bool:
    """True for a part of a place's name: "New *Mexico*", "the South *China* Sea"."""
    if not _inside_longer(doc, first, end, frozenset({"GPE", "LOC"})):
        return False
    before = doc[first].ent_iob_ == "I" and doc[first - 1].pos_ == "PROPN" and doc[first - 1].text[0].isupper()
    after = end < len(doc) and doc[end].ent_iob_ == "I" and doc[end].pos_ == "PROPN"
    return before or after


def _is_part_of_compound(doc: Doc, first: int, root: Token) -> bool:
    """True where other words stand before a name in small letters: "the Kurdistan region *security council*"."""
    if not first or doc[first - 1].pos_ not in {"NOUN", "PROPN", "ADJ"}:
        return False
    return doc[first - 1].dep_ in {"compound", "nmod", "amod"} and doc[first - 1].i < root.i


def _is_person(doc: Doc, first: int, end: int, entry: Entry, borne: set[str]) -> bool:
    """True for a part of a person's name ("Michael Jordan"), or a name in doubt that the parser takes for one."""
    if doc[first].ent_type_ != "PERSON":
        return False
    if entry.role in {"adjective", "demonym"}:
        return _is_surname(doc, first, end)
    if entry.kind == "state" and entry.certain and doc[first].ent_iob_ == "I" and is_word(doc[first - 1].lower_):
        return False  # "Witness ⟨state⟩", a headline's or preacher's imperative
    if _inside_longer(doc, first, end, frozenset({"PERSON"})):
        if doc[first].ent_iob_ == "I":
            return True
        last = doc[end - 1]
        return end < len(doc) and doc[end].pos_ == "PROPN" and last.dep_ in {"compound", "nmod"} and last.head.i >= end
    if entry.kind == "state" and entry.role == "name" and fold(doc[first:end].text) not in borne:
        return first > 0 and doc[first - 1].pos_ in {"PROPN", "NOUN"}  # "Chad denied it", but not "Senator Chad"
    return not entry.certain


def _is_surname(doc: Doc, first: int, end: int) -> bool:
    """True for the end of a person's name, behind another word of it: "Salih *Muslim*"."""
    if not first or doc[first].ent_iob_ != "I" or not doc[first - 1].text[:1].isupper():
        return False
    return end == len(doc) or doc[end].ent_iob_ != "I" or not doc[end].text[:1].isupper()


def _is_proper(doc: Doc, first: int, end: int) -> bool:
    """True if the words are written and parsed as a name; one that opens a sentence must be a name to the parser."""
    head = doc[first]
    if end - first > 1:
        return True
    if not head.text[:1].isupper():
        return False
    return head.pos_ == "PROPN" or bool(head.ent_type_) or (head.pos_ == "ADJ" and not head.is_sent_start)


def is_government(token: Token) -> bool:
    """True where a capital stands for its government: it acts, owns a policy or is dealt with; not where one goes."""
    token = first_conjunct(token)
    label, head = token.dep_, token.head
    if label == "poss" or any(child.dep_ == "case" for child in token.children):
        return head.lemma_.lower() not in word_list("city_nouns")
    if label in _SUBJECTS:
        return _may_act(head)
    if label in _OBJECTS:
        return head.lemma_.lower() not in word_list("motion_verbs")
    if label in _MODIFIERS:
        return _modifies_government(token, head)
    if label == "pobj":
        return _is_dealt_with(head)
    return False


def _may_act(verb: Token) -> bool:
    """True if the verb's subject does something; not in "Paris is a city", "Aleppo was retaken"."""
    if verb.lemma_ == "be":
        return not any(child.dep_ in {"attr", "prep"} for child in verb.children)
    is_passive = any(child.dep_ == "auxpass" for child in verb.children)
    return not (is_passive and verb.lemma_.lower() in word_list("motion_verbs"))


def _modifies_government(token: Token, head: Token) -> bool:
    if token.dep_ == "npadvmod" or head.tag_ == "VBN":
        return head.lower_ not in {"based", "born", "bound"}
    return may_mean(head.lemma_.lower(), "state") and head.lemma_.lower() != "state"


def _is_dealt_with(preposition: Token) -> bool:
    """True if what follows the preposition is spoken to, acted on or owns something rather than gone to."""
    word, above = preposition.lower_, preposition.head.lemma_.lower()
    if word in word_list("place_prepositions"):
        return False
    if word in word_list("dealing_prepositions"):
        return word != "between" or above not in word_list("journey_nouns")
    if above in word_list("journey_nouns"):
        return False
    if word == "of":
        return above not in word_list("city_nouns")
    if word in {"for", "on"}:
        return above not in word_list("motion_verbs") and above not in word_list("assaults")
    if word in {"to", "from"}:
        is_adjective = preposition.head.pos_ == "ADJ" and word == "to"
        return is_adjective or above in word_list("dealing_nouns") or above in word_list("dealing_verbs")
    return False
