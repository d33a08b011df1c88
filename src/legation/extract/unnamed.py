"""Actors without a name of their own: "officials in Tokyo", "US troops", "the Cuban foreign ministry", "reporters"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from legation.knowledge.actor_nouns import ActorNoun, load_actor_nouns
from legation.knowledge.coreference import word_list
from legation.knowledge.cues import verb_forms
from legation.language.clause import conjuncts, phrase_span

if TYPE_CHECKING:
    from spacy.tokens import Token

    from legation.extract.actor import ActorKind
    from legation.extract.mention import Cast, Mention, Role

_OWNER_LABELS = frozenset({"amod", "compound", "nmod", "poss", "npadvmod"})
_IN_OFFICE = frozenset({"GOV", "LEG", "JUD"})
_BODIES = frozenset({"organization", "igo", "armed_group", "company", "government_body"})
_FORCES = frozenset({"armed_force", "armed_group"})
# What makes a noun phrase definite: it speaks of somebody known.
DETERMINERS = frozenset({"the", "this", "that", "these", "those", "both", "all"})
_PLURAL_TAGS = frozenset({"NNS", "NNPS"})
_LONGEST_NAME = 8  # words; a longer phrase is called by its noun and what stands before it
_TOWNS = frozenset({"city", "district", "province", "region", "town", "village"})
_TELLING = frozenset({"of", "in", "at", "from", "for"})
_DROPPED = frozenset({"det", "predet", "nummod", "quantmod", "preconj"})


def actor_noun(token: Token) -> ActorNoun | None:
    """What the token is as a word for people or bodies, its modifier counted in ("fighter jet"); None if nothing."""
    if token.pos_ not in {"NOUN", "PROPN", "ADJ"}:
        return None
    nouns = load_actor_nouns()
    lemma = token.lemma_.lower()
    if token.i:
        before = token.nbor(-1)
        whole = nouns.get(f"{before.lower_} {lemma}") or nouns.get(f"{before.lower_} {token.lower_}")
        if whole:
            return whole
    return nouns.get(lemma) or nouns.get(token.lower_)


def determiner(token: Token) -> str | None:
    """The article or demonstrative of a noun, in lower case; a possessor counts as one ("their")."""
    for child in token.children:
        if child.dep_ in {"det", "predet"} and child.i < token.i:
            return child.lower_
        if child.dep_ == "compound" and child.i < token.i:  # "the secretary-general": the parser gives it to the first
            for inner in child.children:
                if inner.dep_ == "det":
                    return inner.lower_
    for child in token.children:
        if child.dep_ == "poss" or (
            child.dep_ in {"nmod", "compound"} and any(c.dep_ == "case" for c in child.children)
        ):
            return "poss"
    return None


def owners(cast: Cast, token: Token) -> tuple[str, ...]:
    """Ids of the actors that a noun belongs to by adjective, possessive or preposition, in order of the text.

    What stands before a noun says it rather than what stands behind. Where one is says whose one is only of people, and
    only if nothing else does: "officials in Oslo", but not "troops in Poland".
    """
    found: dict[str, None] = {}
    for child in token.children:
        if child.dep_ in _OWNER_LABELS and not _is_stance(child):
            for member in conjuncts(child):
                found.update(dict.fromkeys(_owner(cast, member)))
        if child.tag_ == "VBN" and child.lower_ == "based":  # "a Lima-based group"
            found.update(dict.fromkeys(a for inner in child.children for a in _owner(cast, inner)))
    if not any(cast.roles[actor].country for actor in found):
        found.update(dict.fromkeys(_behind(cast, token, "of")))
    if not found:
        found.update(dict.fromkeys(a for a in _behind(cast, token, "for") if cast.roles[a].kind != "state"))
    if not found:
        noun = actor_noun(token)
        if noun is None or noun.kind != "armed_force":
            found.update(dict.fromkeys(_behind(cast, token, "in", "from")))
    return tuple(found)


def _is_stance(adjective: Token) -> bool:
    """True for "pro-Chinese", "anti-French": whom somebody is for or against, not whose they are."""
    at = adjective.i
    return at > 1 and adjective.nbor(-1).text in {"-", "‑"} and adjective.nbor(-2).lower_ in {"pro", "anti"}


def _behind(cast: Cast, token: Token, *prepositions: str) -> list[str]:
    """Ids of the actors behind a noun's own prepositions; a capital is its state there."""
    found: list[str] = []
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in prepositions:
            for inner in child.children:
                if inner.dep_ == "pobj":
                    for member in conjuncts(inner):
                        # "the mayor of the port city of Mombasa"
                        is_town = member.lemma_.lower() in _TOWNS
                        found.extend(_owner(cast, member) or (_behind(cast, member, "of") if is_town else []))
    return found


def _owner(cast: Cast, token: Token) -> tuple[str, ...]:
    mention = cast.mention_at(token)
    if mention is not None:
        return mention.actors
    if cast.knowledge is None or token.pos_ != "PROPN":
        return ()
    name = whole_name(token)
    readings = cast.knowledge.named(name)
    if readings and readings[0].kind == "state" and readings[0].country:
        return (cast.state(readings[0].country),)
    if token.ent_type_ == "GPE":
        countries = [place.country for place in cast.knowledge.places(name)[:1] if place.country is not None]
        return tuple(map(cast.state, countries))
    return ()


def whole_name(token: Token) -> str:
    """The words of the name that the token stands in: "New Mexico" of "Mexico"."""
    doc, first, end = token.doc, token.i, token.i + 1
    if not token.ent_type_:
        return token.text
    while doc[first].ent_iob_ == "I" and first:
        first -= 1
    while end < len(doc) and doc[end].ent_iob_ == "I":
        end += 1
    return doc[first:end].text


def describe(cast: Cast, token: Token) -> Mention | None:
    """A mention for the phrase headed by a common noun of people or a body, with an actor made for it; else None."""
    noun = actor_noun(token)
    if noun is None or (noun.noun in word_list("stances") and any(child.lower_ == "to" for child in token.rights)):
        return None
    belongs = owners(cast, token)
    countries = list(dict.fromkeys(c for actor in belongs if (c := cast.roles[actor].country)))
    start, end = noun_span(token)
    if noun.kind == "state":
        if not countries or token.tag_ in _PLURAL_TAGS:
            return None
        return cast.mark_stretch(start, end, "definite", *map(cast.state, countries), root=token.i)
    if noun.noun in word_list("parts") and len(belongs) == 1 and cast.roles[belongs[0]].kind in _BODIES:
        return cast.mark_stretch(start, end, "definite", *belongs, root=token.i)  # "the party's branch in Lima"
    if noun.noun in word_list("premises") and not _speaks(token):
        return None
    if noun.kind == "armed_force" and len(belongs) == 1 and cast.roles[belongs[0]].kind in _FORCES:
        return cast.mark_stretch(start, end, "definite", *belongs, root=token.i)  # "an RAF drone"
    if len(countries) > 1 and token.tag_ not in _PLURAL_TAGS and noun.body is None:
        countries = _by_adjective(cast, token)  # "their partner" is one, and of no one country; "his Greek partner" is
    is_one_man = noun.noun in word_list("servicemen") and token.tag_ not in _PLURAL_TAGS
    if noun.body is not None and countries and noun.kind in {"armed_force", "government_body"} and not is_one_man:
        roles = [_body(cast, noun, noun.body, country, belongs) for country in countries]
    elif len(countries) > 1:
        roles = [_people(cast, noun, token, country) for country in countries]
    else:
        roles = [_group(cast, noun, token, countries[0] if countries else None)]
    if is_one_man:
        roles[0].kind = "unnamed"
    for role in roles:
        role.sectors = _sectors(cast, token, role, belongs)
        role.number = "plural" if token.tag_ in _PLURAL_TAGS else role.number
    return cast.mark_stretch(start, end, "unnamed", *(role.id for role in roles), root=token.i)


def _speaks(token: Token) -> bool:
    """True for the subject of a verb of saying, or of what stands for one: "declined to comment"."""
    if token.dep_ != "nsubj":
        return False
    verbs = [token.head, *(child for child in token.head.children if child.dep_ == "xcomp")]
    return any(verb.lemma_.lower() in verb_forms() for verb in verbs)


def _by_adjective(cast: Cast, token: Token) -> list[str]:
    """The one country that a noun's adjective or first part gives; [] if none does, or several."""
    modifiers = (child for child in token.children if child.dep_ in {"amod", "compound", "nmod"})
    found = {c for child in modifiers for actor in _owner(cast, child) if (c := cast.roles[actor].country)}
    return list(found) if len(found) == 1 else []


def _sectors(cast: Cast, token: Token, role: Role, belongs: tuple[str, ...]) -> tuple[str, ...]:
    """The noun's sectors; its owner's where it has none ("members of the army"); those in office no more are elites."""
    if any(child.lower_ in word_list("former") for child in token.lefts) and _IN_OFFICE & set(role.sectors):
        return ("ELI",)
    own = role.sectors or next((cast.roles[a].sectors for a in belongs if cast.roles[a].kind != "state"), ())
    of_igo = any(cast.roles[a].kind == "igo" for a in belongs) and not role.country
    return ("IGO", *own) if of_igo and "IGO" not in own else own  # "UN troops"


def _body(cast: Cast, noun: ActorNoun, body: str, country: str, belongs: tuple[str, ...]) -> Role:
    """A force or body of a state, called by both: "Japanese Navy". One of a state that is no more keeps its name."""
    kind: ActorKind = "armed_force" if noun.kind == "armed_force" else "government_body"
    own = next((cast.roles[a] for a in belongs if cast.roles[a].country == country), None)
    current = cast.knowledge.states.get(country) if cast.knowledge is not None else None
    is_past = own is not None and own.kind == "state" and current is not None and own.name != current.name
    whose = own.name if is_past and own is not None else _adjective(cast, country)
    role = cast.role(f"{whose} {body}", kind)
    role.country, role.sectors = country, noun.sectors
    return role


def _people(cast: Cast, noun: ActorNoun, token: Token, country: str) -> Role:
    """Those of one country of several: "officials in Oslo and Rome" are Norwegian officials and Italian ones."""
    role = cast.role(f"{_adjective(cast, country)} {token.lower_}", "unnamed")
    role.country, role.sectors = country, noun.sectors
    return role


def _group(cast: Cast, noun: ActorNoun, token: Token, country: str | None) -> Role:
    """People called by the phrase itself; an indefinite one is not the one called so further down."""
    article = next((c.lower_ for c in token.children if c.dep_ == "det"), None)
    is_new = token.tag_ not in _PLURAL_TAGS and article not in DETERMINERS
    kind: ActorKind = noun.kind if noun.kind in {"armed_force", "government_body"} else "unnamed"
    role = cast.role(_called(token), kind, apart=token.idx if is_new else country)
    role.country, role.sectors = country, noun.sectors
    return role


def noun_span(token: Token) -> tuple[int, int]:
    """`[start, end)` in reading-text offsets of a noun phrase, a possessive mark at its end left out."""
    start, end = phrase_span(token)
    for child in token.rights:
        if child.tag_ == "POS" or child.dep_ == "case":
            return start, child.idx if child.idx + len(child) == end else end
    return start, end


def _called(token: Token) -> str:
    """The words of a noun phrase as a name: no article or number; without what stands behind where that is long."""
    start, end = noun_span(token)
    counted = max((child.i for child in token.children if child.dep_ == "nummod" and child.i < token.i), default=-1)
    words = [t for t in token.subtree if start <= t.idx and counted < t.i <= token.i and not t.is_space] or [token]
    words += [t for t in _telling(token) if start <= t.idx < end]
    if len(words) > _LONGEST_NAME:
        words = [t for t in words if t.i <= token.i]
    while len(words) > 1 and (words[0].dep_ in _DROPPED or words[0].tag_ == "PRP$" or words[0].is_punct):
        words = words[1:]
    return token.doc[words[0].i : words[-1].i + 1].text


def _telling(token: Token) -> list[Token]:
    """What stands right behind a noun and tells whose or where: "of …", "in …"."""
    found: list[Token] = []
    for child in token.rights:
        if child.dep_ != "prep" or child.lower_ not in _TELLING or child.left_edge.i > token.i + len(found) + 1:
            break
        found.extend(t for t in child.subtree if not t.is_space)
    return found


def _adjective(cast: Cast, country: str) -> str:
    """A state's usual adjective, its name where it has none, its code where nothing is known of it."""
    state = cast.knowledge.states.get(country) if cast.knowledge is not None else None
    if state is None:
        return country
    return state.adjectives[0] if state.adjectives else state.name
