"""Several at once: "the two countries", "both sides", "these nations", "the five powers"."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from legation.extract.titles import fits
from legation.extract.unnamed import DETERMINERS, owners
from legation.knowledge.coreference import word_list

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Token

    from legation.extract.mention import Cast
    from legation.extract.salience import Discourse

_FURTHEST = 8  # sentences back
_STATE_KINDS = frozenset({"state"})
_BODY_KINDS = frozenset({"organization", "igo", "armed_group", "company", "government_body", "media"})
_COUNTED = frozenset({"nummod", "amod", "det", "predet"})


@cache
def _counts() -> dict[str, int]:
    return {word: int(count) for word, count in (entry.split("=") for entry in word_list("counts"))}


def _count(token: Token) -> int | None:
    """How many the phrase says that there are; None if it doesn't."""
    for child in token.children:
        if child.i < token.i and child.dep_ in _COUNTED:
            for word in [child, *child.children]:
                count = _counts().get(word.lower_) or (
                    int(word.text) if word.text.isdecimal() and len(word) < 3 else None
                )
                if count is not None and count > 1:
                    return count
    return None


def resolve_several(discourse: Discourse, token: Token, article: str | None) -> tuple[str, ...]:
    """The members of "the two countries", "both sides", "these nations", "the five powers"."""
    lemma = _singular(token)
    count = _count(token)
    if article == "both":
        count = 2
    if count is None and article == "the" and lemma in word_list("person_plurals"):
        return _officers(discourse, token)
    if count is None and article not in {"these", "those", "both", "all"}:
        return ()
    if (count is not None and article not in DETERMINERS) or _is_of_things(discourse.cast, token):
        return ()
    kinds = _plural_kinds(lemma)
    if kinds is None:
        return ()
    belongs = set(owners(discourse.cast, token)) if lemma in word_list("relational_nouns") else set()
    return _group(discourse, token, kinds, count, belongs)


def _singular(token: Token) -> str:
    """The lemma in small letters, of a noun with a capital too, which the parser leaves in the plural: "Ministers"."""
    lemma = token.lemma_.lower()
    return lemma.removesuffix("s") if token.tag_ == "NNPS" and not lemma.endswith("ies") else lemma


def _officers(discourse: Discourse, token: Token) -> tuple[str, ...]:
    """Those called so before, else two persons of one sentence who hold such offices: "the ministers"."""
    cast, lemma = discourse.cast, _singular(token)
    if (
        cast.knowledge is None
        or owners(cast, token)
        or any(c.dep_ in {"amod", "relcl", "prep"} for c in token.children)
    ):
        return ()
    together: dict[int, dict[str, None]] = {}
    for trace in discourse.back(token, furthest=_FURTHEST):
        if len(trace.actors) > 1 and trace.noun and _singular(trace.token) == lemma:
            return trace.actors
        if len(trace.actors) == 1 and _is_officer(cast, trace.actors[0], lemma):
            together.setdefault(trace.sentence, {})[trace.actors[0]] = None
    pairs = [tuple(reversed(members)) for members in together.values() if len(members) > 1]
    return pairs[0] if pairs and len(pairs[0]) == 2 and len({frozenset(pair) for pair in pairs}) == 1 else ()


def _is_officer(cast: Cast, actor: str, lemma: str) -> bool:
    """True for a person in an office of the noun; a secretary of a cabinet is a minister."""
    role = cast.roles[actor]
    wanted = {lemma, "secretary"} if lemma == "minister" else {lemma}
    return role.kind == "person" and any(
        any(fits(office.title, noun) for noun in wanted) and office.status != "former" for office in role.offices
    )


def _is_of_things(cast: Cast, token: Token) -> bool:
    """True for "both sides of the road"."""
    for child in token.children:
        if child.lower_ == "of" and child.dep_ == "prep":
            return not any(cast.mention_at(inner) for inner in child.children if inner.dep_ == "pobj")
    return False


def _plural_kinds(lemma: str) -> frozenset[str] | None:
    if lemma in word_list("state_plurals"):
        return _STATE_KINDS
    if lemma in word_list("person_plurals"):
        return frozenset({"person"})
    if lemma in word_list("organisation_plurals"):
        return _BODY_KINDS
    return None


def _group(
    discourse: Discourse, token: Token, kinds: Iterable[str], count: int | None, excluded: set[str]
) -> tuple[str, ...]:
    """The last coordination of so many of the kinds; else the last so many named one by one."""
    cast = discourse.cast

    def fits_kinds(actors: tuple[str, ...]) -> bool:
        return all(cast.roles[a].kind in kinds and a not in excluded for a in actors)

    if count is not None and "state" in kinds and (states := _states_of_persons(discourse, token, count)):
        return states
    for trace in discourse.back(token, furthest=_FURTHEST):
        is_counted = len(trace.actors) == count or (count is None and len(trace.actors) > 1)
        if is_counted and fits_kinds(trace.actors):
            return trace.actors
    if count is None:
        return ()
    found: dict[str, None] = {}
    for trace in discourse.back(token, furthest=_FURTHEST):
        if trace.actors and len(trace.actors) == 1 and fits_kinds(trace.actors):
            found[trace.actors[0]] = None
            if len(found) == count:
                return tuple(reversed(found))
    return ()


def _states_of_persons(discourse: Discourse, token: Token, count: int) -> tuple[str, ...]:
    """The states of so many persons in the same sentence: "⟨one⟩ and ⟨the other⟩ committed the two countries"."""
    cast = discourse.cast
    for trace in discourse.back(token, furthest=0):
        if trace.is_group and len(trace.actors) == count:
            countries = list(dict.fromkeys(cast.roles[actor].country for actor in trace.actors))
            if len(countries) == count and None not in countries:
                return tuple(cast.state(country) for country in countries if country)
    return ()


def resolve_both(discourse: Discourse, token: Token) -> tuple[str, ...]:
    """Who "both" alone is: "both agreed", "both of them"; the last two spoken of together."""
    for trace in discourse.back(token, furthest=3):
        if len(trace.actors) == 2:
            return trace.actors
    return ()
