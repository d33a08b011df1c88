"""Common nouns beside a name: "Boko Haram, a *group* of rebels", "its political *arm*, the Dawn Party"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from legation.extract.unnamed import actor_noun, determiner
from legation.knowledge.coreference import definites, word_list

if TYPE_CHECKING:
    from spacy.tokens import Token

    from legation.extract.mention import Cast, Role

_CALLING = frozenset({"known", "called", "named", "dubbed"})
# Nouns of people can stand beside these too: "the rebels of the Dawn Army".
_PERSONAL = frozenset({"person", "armed_group", "organization"})
_BODY_KINDS = frozenset({"organization", "igo", "armed_group", "company", "government_body", "media"})


def resolve_apposition(cast: Cast, token: Token) -> tuple[str, ...]:
    """Ids of the actor that stands beside the noun: "⟨the party⟩, a *group* of rebels", "its *arm*, ⟨the party⟩"."""
    kinds = _possible_kinds(token)
    if token.dep_ == "appos" and kinds:
        beside = _named_at(cast, token.head)
        if beside is not None and (beside.kind in kinds or (beside.kind == "organization" and "person" not in kinds)):
            return (beside.id,)
    for child in token.rights:
        if child.dep_ == "acl" and child.lower_ in _CALLING and (called := _called(cast, child)) is not None:
            return (called.id,)
    for child in token.children:
        if child.dep_ == "appos" and child.i > token.i:
            beside = _named_at(cast, child)
            is_definite = determiner(token) in {"the", "poss"}
            if beside is not None and (beside.kind in kinds or (is_definite and beside.kind in _BODY_KINDS)):
                return (beside.id,)
    return ()


def _called(cast: Cast, verb: Token) -> Role | None:
    """The name behind "known as", "called"."""
    doc = verb.doc
    for at in range(verb.i + 1, min(verb.i + 4, len(doc))):
        if doc[at].lower_ not in {"as", "the"}:
            return _named_at(cast, doc[at]) or _named_at(cast, doc[at].head)
    return None


def _named_at(cast: Cast, token: Token) -> Role | None:
    """The one actor that a name at the token stands for."""
    mention = cast.headed_by(token)
    if mention is None or mention.kind != "name" or len(mention.actors) != 1:
        return None
    return cast.roles[mention.actors[0]]


def _possible_kinds(token: Token) -> frozenset[str]:
    definite = definites().get(token.lemma_.lower())
    noun = actor_noun(token)
    kinds = set(definite.kinds) if definite is not None else set()
    if token.lemma_.lower() in word_list("relational_nouns") or token.lemma_.lower() in word_list("state_plurals"):
        kinds.update(_BODY_KINDS | {"state"})
    if noun is not None:
        kinds.update(_PERSONAL if noun.kind == "unnamed" else {noun.kind})
    return frozenset(kinds)
