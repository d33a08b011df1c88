"""Common nouns for who was named before: "the Russian leader", "the group", "the country"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from legation.extract.actor import Office
from legation.extract.plurals import resolve_several
from legation.extract.salience import Trace, is_person_noun
from legation.extract.titles import fits, is_title
from legation.extract.unnamed import DETERMINERS, determiner, owners
from legation.knowledge.coreference import definites, word_list
from legation.knowledge.folding import fold
from legation.knowledge.own import SOURCE
from legation.language.lexicon import is_word

if TYPE_CHECKING:
    from spacy.tokens import Token

    from legation.extract.mention import Cast, Role
    from legation.extract.salience import Discourse

_FURTHEST = 14  # sentences back that a definite noun reaches; it says more than a pronoun
_SORT_FURTHEST = 5  # the same for a noun that tells but the sort: "the group"
# Points for being called by the same noun before: of governments ("the regime") that says more than any nearness, of
# groups less than being named a sentence later.
_CALLED_SO = 15.0
_CALLED_SO_STATE = 500.0
# "It became the leader of …" says what somebody is, not who is meant.
_PREDICATES = frozenset({"attr", "oprd", "acomp"})
# "The leader" alone is whoever leads a state or government.
# Offices whose holders the tables have for every year.
_ON_RECORD = ("head_of_state", "head_of_government", "foreign_minister", "defence_minister")
_LEADING_ROLES = frozenset({"head_of_state", "head_of_government"})


def resolve_definite(discourse: Discourse, token: Token) -> tuple[str, ...]:
    """Ids of the actors named before that the noun phrase headed by the token stands for; () if it is not known."""
    if token.pos_ not in {"NOUN", "PROPN", "ADJ"} or token.dep_ in _PREDICATES:
        return ()
    article = determiner(token)
    if token.tag_ in {"NNS", "NNPS"}:
        found = resolve_several(discourse, token, article)
        if found:
            return found
    if article is None or (article not in DETERMINERS and article != "poss"):
        # "Turkish president" in a headline, "president-elect" behind a title: no article, but whose it is.
        if not _is_owned_title(discourse.cast, token):
            return ()
    elif article in {"both", "all"}:
        return ()
    return _one(discourse, token, article)


def _is_owned_title(cast: Cast, token: Token) -> bool:
    if cast.knowledge is None or token.tag_ != "NN" or not is_title(token, cast.knowledge):
        return False
    return bool(owners(cast, token)) and determiner(token) is None


def _one(discourse: Discourse, token: Token, article: str | None) -> tuple[str, ...]:
    """One actor, by title, by the noun it was called before, or by its sort."""
    cast = discourse.cast
    knowledge = cast.knowledge
    belongs = owners(cast, token)
    if knowledge is not None and is_title(token, knowledge):
        found = _titled(discourse, token, belongs)
        if found or " " in _known_part(cast, asked_title(token)):
            return found  # "the opposition leader" is no leader of another sort
    lemma = token.lemma_.lower()
    definite = definites().get(lemma)
    if definite is None:
        return ()
    if lemma in word_list("relational_nouns") or (article == "poss" and "state" not in definite.kinds):
        return ()
    if any(cast.roles[actor].kind not in {"state", "people", "person"} for actor in belongs):
        return ()  # "the wing of the party" is not the party
    return _of_sort(discourse, token, definite.kinds, definite.only, belongs)


# Titles


def asked_title(token: Token) -> str:
    """The title that a noun phrase gives: its words without articles, owners and what tells no office."""
    words = [
        word
        for child in sorted([*token.lefts, token], key=lambda t: t.i)
        if child.i == token.i
        or (child.dep_ in {"amod", "compound", "nmod"} and (not child.text[0].isupper() or _is_titled_word(child)))
        for word in child.lower_.split("-")
    ]
    behind = token.i + 1
    doc = token.doc
    if behind + 1 < len(doc) and doc[behind].lower_ in {"of"} and doc[behind + 1].pos_ == "NOUN":
        words.extend((doc[behind].lower_, doc[behind + 1].lower_))
    return " ".join(words)


def _is_titled_word(word: Token) -> bool:
    """True for a word that a house writes with a capital in titles alone: "the *Cabinet* Secretary"."""
    return word.pos_ == "PROPN" and word.head.text[0].isupper() and not word.ent_type_ and is_word(word.lower_)


def _titled(discourse: Discourse, token: Token, belongs: tuple[str, ...]) -> tuple[str, ...]:
    """The person named before who has the title."""
    cast = discourse.cast
    if token.lower_ in word_list("elect"):
        title = _known_part(cast, token.nbor(-2).lower_)
    else:
        title = _known_part(cast, asked_title(token))
    countries = {c for actor in belongs if (c := cast.roles[actor].country)}
    is_elect = _is_elect(token)
    leading = token.lemma_.lower() in word_list("heads") and " " not in title  # "opposition leader" leads no state

    def is_meant(trace: Trace) -> bool:
        if len(trace.actors) != 1:
            return False
        role = cast.roles[trace.actors[0]]
        if role.kind not in {"person", "unnamed"} or trace.actors[0] in belongs:
            return False
        if countries and role.country not in countries and not (role.country is None and role.kind == "person"):
            return False
        if role.kind == "unnamed":
            return trace.noun == token.lemma_.lower() and trace.token.tag_ == token.tag_
        return _has_title(cast, role, title, leading=leading, is_elect=is_elect, has_country=bool(countries))

    found = discourse.best(token, is_meant, furthest=_FURTHEST)
    if found is None:
        if determiner(token) not in {"the", "poss"} or is_elect or len(countries) != 1:
            return ()
        (country,) = countries
        return _named_later(cast, title, country) or _on_record(cast, title, country)
    _confirm(cast.roles[found.actors[0]], title)
    return found.actors


def _named_later(cast: Cast, title: str, country: str) -> tuple[str, ...]:
    """The one person of the state whom the report introduces by this very title further on."""
    key = fold(title)
    found = [
        role
        for role in cast.roles.values()
        if role.kind == "person"
        and role.country == country
        and any(fold(o.title) == key and o.status in {"incumbent", "acting"} for o in role.offices)
    ]
    return (found[0].id,) if len(found) == 1 else ()


def _on_record(cast: Cast, title: str, country: str) -> tuple[str, ...]:
    """Who held a state's leading office on the day of the report by the tables; the report names nobody for it."""
    if cast.knowledge is None or cast.published is None:
        return ()
    office = cast.knowledge.office(title)
    if office is None:
        return ()
    held = [
        h
        for role in _ON_RECORD
        for h in cast.knowledge.holders(country, role, cast.published)
        if h.start is not None and h.fit(cast.published) == 0 and fold(h.office) == fold(office.title)
    ]
    held = [holder for holder in held if holder.source == SOURCE] or held
    if len({fold(holder.person) for holder in held}) != 1:
        return ()
    holder = held[0]
    role = cast.role(holder.person, "person")
    if not role.offices:
        state = cast.knowledge.states.get(country)
        role.country, role.sectors, role.gender = country, office.sectors, holder.gender
        role.wikidata = holder.wikidata
        role.offices.append(Office(title=holder.office, of=state.name if state else None, basis="data"))
    return (role.id,)


def _confirm(role: Role, title: str) -> None:
    """Note that the text itself gives an office which only the tables had."""
    for at, office in enumerate(role.offices):
        if office.basis == "data" and fits(office.title, title):
            role.offices[at] = Office(title=office.title, of=office.of, status=office.status, basis="text")


def _has_title(cast: Cast, role: Role, title: str, *, leading: bool, is_elect: bool, has_country: bool) -> bool:
    offices = [o for o in role.offices if o.status != "former" and (not is_elect or o.status == "elect")]
    if leading:
        heads = any(_is_head(cast, o.title) for o in offices)
        return heads and (has_country or role.country is not None)
    return any(fits(office.title, title) for office in offices)


def _is_head(cast: Cast, title: str) -> bool:
    office = cast.knowledge.office(title) if cast.knowledge is not None else None
    return office is not None and (office.role in _LEADING_ROLES or office.heads in {"state", "government", "party"})


def _is_elect(token: Token) -> bool:
    doc = token.doc
    if token.lower_ in word_list("elect"):
        return True
    around = [t.lower_ for t in doc[token.i + 1 : token.i + 3]] + [c.lower_ for c in token.lefts]
    return token.lower_.endswith("-elect") or any(word in word_list("elect") for word in around)


def _known_part(cast: Cast, title: str) -> str:
    """The longest end of the words that is an office; else the last word alone."""
    words = title.replace("-elect", "").split()
    for start in range(len(words)):
        if cast.knowledge is not None and cast.knowledge.office(" ".join(words[start:])) is not None:
            return " ".join(words[start:])
    cut = next((n for n, word in enumerate(words) if word == "of" and n), len(words))
    return " ".join(words[cut - 1 :])


# Sorts


def _of_sort(
    discourse: Discourse, token: Token, kinds: tuple[str, ...], only: tuple[str, ...], belongs: tuple[str, ...]
) -> tuple[str, ...]:
    """The actor of one of the kinds that stands out most; one called by the same noun before comes first."""
    cast = discourse.cast
    lemma = token.lemma_.lower()
    countries = {c for actor in belongs if (c := cast.roles[actor].country)}
    plural = token.tag_ in {"NNS", "NNPS"}
    if is_person_noun(token):
        if any(child.dep_ == "relcl" for child in token.children):
            return ()  # "the rebel who …" is told apart by what follows
        kinds = tuple(kind for kind in kinds if kind in {"person", "people"})
    sentence = discourse.sentence_of(token)

    def is_meant(trace: Trace) -> bool:
        if len(trace.actors) != 1:
            return False
        role = cast.roles[trace.actors[0]]
        if role.kind not in kinds or (only and role.name not in only):
            return False
        if sentence - trace.sentence > _SORT_FURTHEST and not is_called_so(trace):
            return False
        return not countries or role.country in countries

    def is_called_so(trace: Trace) -> bool:
        return trace.noun == lemma or _ends_in(cast, trace, lemma)

    if "state" in kinds:
        if countries:
            return tuple(cast.state(country) for country in sorted(countries))
        if determiner(token) == "poss" and not belongs:
            return ()  # "the world's richest nation"
        own = _own_state(cast, token) or _speakers_state(discourse, token)
        if own:
            return own
    if plural and kinds != ("armed_group",):
        return ()
    called_so = _CALLED_SO
    if "state" in kinds:
        called_so = _CALLED_SO_STATE if lemma in word_list("government_nouns") else 0.0
    found = discourse.best(
        token,
        lambda trace: is_meant(trace) if trace.actors else is_called_so(trace),
        furthest=_FURTHEST,
        extra=lambda trace: called_so if is_called_so(trace) else 0.0,
    )
    return found.actors if found is not None else ()


def _own_state(cast: Cast, token: Token) -> tuple[str, ...]:
    """The state of a person's "country" or "government": of who stands before it ("his country", "Lund's country")."""
    for child in token.children:
        if child.dep_ == "poss" or any(c.dep_ == "case" for c in child.children):
            mention = cast.mention_at(child)
            for actor in mention.actors if mention is not None else ():
                country = cast.roles[actor].country
                if country is not None:
                    return (cast.state(country),)
    return ()


def _speakers_state(discourse: Discourse, token: Token) -> tuple[str, ...]:
    """The state of who says "this country" or "this government"."""
    quotation = discourse.quotation_of(token)
    if quotation is None or determiner(token) != "this":
        return ()
    roles = discourse.cast.roles
    countries = dict.fromkeys(c for actor in discourse.speaker(quotation) if (c := roles[actor].country))
    return tuple(map(discourse.cast.state, countries))


def _ends_in(cast: Cast, trace: Trace, noun: str) -> bool:
    """True if the name of a trace's actor ends in the noun: "the foundation" after "the Asia Foundation"."""
    if len(trace.actors) != 1:
        return False
    role = cast.roles[trace.actors[0]]
    words = fold(role.name).split()
    return role.kind != "person" and len(words) > 1 and noun in {words[-1], words[0]}
