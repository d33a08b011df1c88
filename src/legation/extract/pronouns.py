"""Third persons: who "he", "her", "its" and "they" are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from legation.extract.salience import Trace, is_cue_verb, is_person_noun
from legation.extract.unnamed import actor_noun
from legation.knowledge.coreference import word_list
from legation.language.clause import first_conjunct, is_verb, subject

if TYPE_CHECKING:
    from typing import Literal

    from spacy.tokens import Token

    from legation.extract.mention import Role
    from legation.extract.salience import Discourse

_GENDERS: dict[str, Literal["m", "f"]] = {
    "he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f",
}  # fmt: skip
_NEUTER = frozenset({"it", "its", "itself"})
_PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
PRONOUNS = frozenset(_GENDERS) | _NEUTER | _PLURAL
_REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves"})
_PERSONAL_KINDS = frozenset({"person", "unnamed"})
_THING = 20.0  # points for things where a thing is likelier
_SEVERAL = 6.0  # points for several against one that is many
_THING_OF_MANY = -8.0  # "they" are rather people than things
_THING_BESIDE = -2.0  # the same for the subject of a clause of the same sentence
_IS = frozenset({"'s", "’s"})  # which the parser knows for "is" with one of the two apostrophes alone
_FURTHEST = 3  # sentences back that a pronoun reaches
_FRONTED = frozenset({"prep", "advcl", "npadvmod", "pcomp", "pobj", "poss", "advmod", "mark", "dep"})


def resolve_pronoun(discourse: Discourse, token: Token) -> tuple[str, ...]:
    """Ids of the actors that a third-person pronoun stands for; () if it stands for a thing or is not known."""
    word = token.lower_
    if word in _REFLEXIVE:
        return _reflexive(discourse, token)
    if word in _NEUTER and _is_expletive(token):
        return ()
    excluded = _excluded(discourse, token)
    if beside := _first_joined(discourse, token):
        return beside
    if ahead := _cataphor(discourse, token):
        return ahead
    if word in _GENDERS:
        return _person(discourse, token, _GENDERS[word], excluded)
    if word in _NEUTER:
        return _body(discourse, token, excluded)
    return _many(discourse, token, excluded)


def _reflexive(discourse: Discourse, token: Token) -> tuple[str, ...]:
    verb = token.head if is_verb(token.head) else token.head.head
    own = subject(verb) if is_verb(verb) else None
    mention = discourse.cast.mention_at(own) if own is not None else None
    return mention.actors if mention is not None else ()


def _excluded(discourse: Discourse, token: Token) -> set[str]:
    """Who the pronoun can't be: the other arguments of its verb, what it owns, the speaker of its quotation."""
    cast = discourse.cast
    excluded: set[str] = set()
    if token.tag_ == "PRP$" or token.dep_ == "poss":
        mention = cast.mention_at(token.head)
        excluded.update(mention.actors if mention is not None else ())
        for child in token.head.children:
            if child.dep_ == "appos" and (named := cast.mention_at(child)) is not None:
                excluded.update(named.actors)
    else:
        excluded.update(discourse.clause_mates(token))
    quotation = discourse.quotation_of(token)
    if quotation is not None:
        excluded.update(discourse.speaker(quotation))
    return excluded


def _is_subject(token: Token) -> bool:
    return first_conjunct(token).dep_ in {"nsubj", "nsubjpass"}


def _speaks(token: Token) -> bool:
    """True if the pronoun is the subject of a verb of saying or thinking."""
    return _is_subject(token) and is_cue_verb(token.head)


def _person(discourse: Discourse, token: Token, gender: Literal["m", "f"], excluded: set[str]) -> tuple[str, ...]:
    roles = discourse.cast.roles

    def is_meant(trace: Trace) -> bool:
        if trace.is_plural:
            return False
        if not trace.actors:
            return is_person_noun(trace.token) and _noun_gender(trace.token) in {None, gender}
        if len(trace.actors) > 1 or trace.actors[0] in excluded:
            return False
        role = roles[trace.actors[0]]
        return role.kind in _PERSONAL_KINDS and role.number == "singular" and role.gender in {None, gender}

    found = discourse.best(token, is_meant, furthest=_FURTHEST)
    if found is None:
        return ()
    actors = found.actors or discourse.cast.actors_of(found.token, create=True)
    if len(actors) == 1 and roles[actors[0]].gender is None:
        roles[actors[0]].gender = gender
    return actors


def _noun_gender(token: Token) -> Literal["m", "f"] | None:
    if token.lower_.endswith("woman"):
        return "f"
    return "m" if token.lower_.endswith("man") and token.lower_ != "human" else None


def _cataphor(discourse: Discourse, token: Token) -> tuple[str, ...]:
    """The subject ahead, for a pronoun in what a sentence opens with: "In *his* message, Lund thanked Berg"."""
    at = token
    for _ in range(10):
        if at.dep_ == "ROOT" or at.head.i == at.i:
            break
        if is_verb(at.head) and at.dep_ in _FRONTED and at.i < at.head.i:
            own = subject(at.head)
            if own is not None and own.i > token.i and at.head.i > own.i:
                return _ahead(discourse, token, own)
        at = at.head
    return ()


def _ahead(discourse: Discourse, token: Token, own: Token) -> tuple[str, ...]:
    mention = discourse.cast.mention_at(own)
    if mention is None or mention.kind not in {"name", "title", "metonym"} or len(mention.actors) != 1:
        return ()
    if discourse.quotation_of(own) != discourse.quotation_of(token):
        return ()
    if token.lower_ in _PLURAL and len(several := discourse.cast.conjoined(own)) > 1:
        return several
    role = discourse.cast.roles[mention.actors[0]]
    return mention.actors if _agrees(token, role) else ()


def _first_joined(discourse: Discourse, token: Token) -> tuple[str, ...]:
    """The one before "and" for a possessive right behind it: "⟨the party⟩ and *its* arm"."""
    noun = token.head
    if token.tag_ != "PRP$" or noun.dep_ != "conj" or noun.head.i > token.i:
        return ()
    mention = discourse.cast.mention_at(noun.head)
    if mention is None or len(mention.actors) != 1 or mention.kind == "adjective":
        return ()
    return mention.actors if _agrees(token, discourse.cast.roles[mention.actors[0]]) else ()


def _agrees(token: Token, role: Role) -> bool:
    word = token.lower_
    if word in _GENDERS:
        return role.kind == "person" and role.gender in {None, _GENDERS[word]}
    if word in _NEUTER:
        return role.kind not in _PERSONAL_KINDS
    return role.number == "plural" or role.kind not in {"person", "state", "unnamed"}


def _body(discourse: Discourse, token: Token, excluded: set[str]) -> tuple[str, ...]:
    """A state, organisation or other body; things stand in its way, as "it" is more often one of them."""
    roles = discourse.cast.roles
    speaks = _speaks(token)
    is_it, sentence = token.lower_ == "it", discourse.sentence_of(token)

    def is_meant(trace: Trace) -> bool:
        if not trace.actors:
            return not speaks and not trace.is_plural and not is_person_noun(trace.token)
        if len(trace.actors) > 1 or trace.actors[0] in excluded:
            return False
        role = roles[trace.actors[0]]
        if is_it and role.kind == "state" and trace.sentence != sentence and _is_aside(trace.token):
            return False
        return role.kind not in _PERSONAL_KINDS and trace.token.tag_ not in {"NNPS", "NNS"}

    # "believed it", "against it": an object is a thing, unless it is made to do something ("urged it to leave").
    is_thing = _is_object(token)
    found = discourse.best(
        token,
        is_meant,
        furthest=1 if not speaks else 2,
        extra=lambda trace: _THING if is_thing and not trace.actors else 0.0,
    )
    return found.actors if found is not None else ()


def _is_aside(token: Token) -> bool:
    """True for a state that only says where or whose: the next sentence's "it" is rather what is there."""
    return token.dep_ == "poss" or (token.dep_ == "pobj" and token.head.lower_ in word_list("place_prepositions"))


def _is_object(token: Token) -> bool:
    """True for an object that does nothing itself."""
    if token.tag_ == "PRP$" or _is_subject(token):
        return False
    return not any(child.dep_ in {"xcomp", "ccomp"} for child in token.head.children)


def _is_expletive(token: Token) -> bool:
    """True where "it" stands for nothing: "it is clear that", "it seems", "make it easier to"."""
    if token.lower_ != "it":
        return False
    head = token.head
    lemma = "be" if head.lower_ in _IS else head.lemma_.lower()
    if token.i > 1 and token.nbor(-1).lower_ == "be" and token.nbor(-2).lower_ == "so":
        return True
    if _is_subject(token) and is_verb(head):
        if lemma in word_list("weather_and_clause_verbs"):
            return True
        has_clause = any(child.dep_ in {"ccomp", "csubj", "csubjpass", "xcomp", "advcl"} for child in head.children)
        is_passive = any(child.dep_ == "auxpass" for child in head.children)
        if is_passive and has_clause:
            return True
        if lemma in {"call", "know"} and is_passive and token.i and token.nbor(-1).lower_ == "as":
            return True
        if lemma == "be":
            return any(child.dep_ in {"acomp", "attr"} or _is_likeness(child) for child in head.children)
        return False
    if token.dep_ == "dobj" and lemma in word_list("claim_verbs"):
        return True  # "they denied it"
    after = token.doc[token.i + 1 : token.i + 3]
    return head.pos_ == "ADJ" or (
        len(after) > 1 and after[0].pos_ == "ADJ" and after[1].lower_ in {"to", "that", "for"}
    )


def _is_likeness(child: Token) -> bool:
    """True for what "be" is like: "it's not like we are soft"."""
    return child.lower_ == "like" or any(inner.dep_ == "mark" and inner.lower_ == "like" for inner in child.children)


def _many(discourse: Discourse, token: Token, excluded: set[str]) -> tuple[str, ...]:
    """Several actors, or one that is many: a people, a group, officials."""
    roles = discourse.cast.roles
    speaks = _speaks(token)
    is_one_left_out = token.tag_ != "PRP$"

    def is_meant(trace: Trace) -> bool:
        if not trace.actors:
            return trace.is_plural and (not speaks or actor_noun(trace.token) is not None)
        if is_one_left_out and excluded & set(trace.actors):
            return False
        if len(trace.actors) > 1 or trace.is_plural:
            return True
        return roles[trace.actors[0]].number == "plural"

    sentence = discourse.sentence_of(token)

    def leaning(trace: Trace) -> float:
        if not trace.actors:
            return _THING_BESIDE if trace.is_subject and trace.sentence == sentence else _THING_OF_MANY
        return _SEVERAL if len(trace.actors) > 1 else 0.0

    found = discourse.best(token, is_meant, furthest=_FURTHEST, extra=leaning)
    if found is None:
        return ()
    return found.actors or discourse.cast.actors_of(found.token, create=True)
