"""Times and the parse: which way a verb's tense points, and which time belongs to which verb or noun."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from legation.knowledge.calendar import calendar
from legation.language.clause import SUBJECTS, clause_of, governing_verb, is_verb, modals, negation, tense_aspect

if TYPE_CHECKING:
    from datetime import date

    from spacy.tokens import Token

    from legation.extract.reading import Anchored, Reading
    from legation.extract.time import Time

_CLIMB = 8
_SURELY, _BY_A_NOUN = 2, 3
_AFTER = frozenset({"after", "following", "since"})
_NOUNS = 1  # what a verb's time may hang on before the verb; deeper in it is the noun's own
_BEHIND = 2  # nouns that a time may belong to by standing behind them
_UNTIL = frozenset({"until", "till"})
_AHEAD_OF = _UNTIL | {"to", "for", "through"}
_NOBODY = frozenset({"neither", "nobody", "no", "none", "nor"})
_FIRST = frozenset({"first", "last", "latest", "only", "second", "third"})
_KEPT_AS = "legation.dated"
# Values that say when: a place on the calendar, known in part or in whole.
_DATED = re.compile(r"[\dX]{2,4}(?:[-/].*)?")
_CALENDAR = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T.*)?)?)?")
_SPOKEN_OF = frozenset({"nsubj", "nsubjpass", "dobj"})
# From a clause without a time of its own, the links along which it shares that of the clause above.
_SHARES_TIME = frozenset({"xcomp", "conj", "advcl", "pcomp", "acl", "ccomp", "prep", "parataxis"})


def direction(token: Token) -> int:
    """Where the verb over a time expression points: -1 to the past, 2 to the future, 0 where there is no telling.

    1 where a present tense or an infinitive does so, which may also tell what has begun ("runs from 3 March"); 3 where
    a present tense does and the time hangs on a noun: "the call on Friday is …" is that of the nearest Friday; -2 where
    a past tense tells itself in what month or year it was ("took office in January").
    """
    table = calendar()
    verb = _verb_over(token)
    preposition = token.head if token.dep_ == "pobj" else None
    if preposition is not None and preposition.lower_ == "since":
        return -1
    step = token
    for _ in range(_CLIMB):
        if step.lower_ in table.ahead and step.dep_ not in {"aux", "auxpass"}:
            if step.lower_ == "ahead" and token.lower_ in table.classes and "MONTH" in table.classes[token.lower_]:
                return 0  # "ahead of the January raid, he had vowed": the January that is nearest
            return -1 if _was_once(step) else _SURELY
        if verb is None or step.i == verb.i or step.head.i == step.i:
            break
        step = step.head
    if verb is None:
        return 0
    if preposition is not None and _puts_ahead(verb, preposition):
        return _SURELY
    if _is_of_a_subject(token, verb) and modals(verb) == ("can",) and negation(verb) is not None:
        return -1  # "the attack on Saturday can't go unanswered"
    pointed = _points(verb)
    if pointed > 0 and tense_aspect(verb).tense != "future" and not modals(verb):
        # "the move follows Monday's vote": whose a thing is has been, unless the verb looks ahead itself. "Backs the
        # August 7 pact" may look either way.
        # "the rhetoric of Wednesday" is as "Wednesday's rhetoric".
        is_nominal = preposition is not None and preposition.head.pos_ in {"NOUN", "PROPN"}
        if _is_behind(token) or (is_nominal and preposition is not None and preposition.lower_ == "of"):
            return -1
        if is_nominal and verb.tag_ in {"VBP", "VBZ"}:
            return _BY_A_NOUN
        return {"poss": -1, "compound": 0, "nmod": 0}.get(token.dep_, pointed)
    if pointed < 0 and preposition is not None and preposition.lower_ == "in" and preposition.head.tag_ == "VBD":
        return -_SURELY
    return pointed


def _is_behind(token: Token) -> bool:
    """True for "comes after talks on Friday", "follows a call on Friday", "since sending them in May"."""
    step = token
    for _ in range(_CLIMB):
        step = step.head
        if step.lower_ in _AFTER or (step.lemma_ == "follow" and step.tag_ in {"VBP", "VBZ"} and step.i < token.i):
            return True
        if step.tag_ in {"VBD", "VBP", "VBZ"} or step.head.i == step.i:
            break
    return False


def _is_of_a_subject(token: Token, verb: Token) -> bool:
    """True for a time within the subject of a verb that stands behind it."""
    step = token
    for _ in range(_CLIMB):
        if step.head.i == verb.i:
            return step.dep_ in SUBJECTS
        step = step.head
    return False


def _verb_over(token: Token) -> Token | None:
    """The verb that a time hangs on: what stands before a "that" is not of the clause behind it."""
    verb = token if is_verb(token) else governing_verb(token)
    if verb is None or verb.i < token.i:
        return verb
    is_outside = any(c.dep_ == "mark" and c.lower_ == "that" and c.i > token.i for c in verb.lefts)
    if not is_outside and verb.dep_ == "ccomp" and verb.head.i < token.i:
        # "said on Monday he would leave": right behind the verb of saying it is that verb's.
        first = token.head if token.dep_ == "pobj" else token
        is_outside = first.left_edge.i == verb.head.i + 1
    return governing_verb(verb) if is_outside else verb


def _was_once(step: Token) -> bool:
    """True where what lay ahead is over: "had been due on Friday"."""
    verb = step if is_verb(step) else governing_verb(step)
    time = tense_aspect(verb) if verb is not None else None
    return time is not None and time.tense == "past" and time.perfect


def _puts_ahead(verb: Token, preposition: Token) -> bool:
    """True where the verb's date is to come whatever its tense: "set for Monday", "extended it until May"."""
    table = calendar()
    if preposition.lower_ == "for" and verb.tag_ == "VBN" and preposition.head.i == verb.i:
        return True
    if preposition.i < verb.i:
        return False
    is_up_to = preposition.lower_ == "to" and preposition.nbor(-1).lower_ == "up"
    if preposition.lower_ in _UNTIL or is_up_to:
        # "allowed them to keep importing it up to May" leaves time as "gave them until May" does.
        over = [v for v in islice(verb.ancestors, _CLIMB // 2) if v.lemma_ != "have"]
        if any(v.lemma_ in table.granting for v in (verb, *over)):
            return True
    return preposition.lower_ in _AHEAD_OF and verb.lemma_ in table.deferring


def _points(verb: Token) -> int:
    """The direction of a verb's own tense, or of the verb above where it has none."""
    table = calendar()
    for _ in range(_CLIMB):
        time = tense_aspect(verb)
        helpers = modals(verb)
        if helpers:
            # "could not be reached on Monday" is how reports tell that somebody was not.
            is_past = time.perfect or (helpers == ("could",) and _is_denied(verb))
            return -1 if is_past else _SURELY
        if time.tense == "past" or time.perfect:
            return -1
        if time.tense is not None:
            # "shares hit a low on Monday": the past of some verbs looks like their present.
            return -1 if verb.lower_ in table.invariable and verb.tag_ == "VBP" else 1
        above = governing_verb(verb)
        # "agreed to leave" is to come, "managed to leave" has happened, "flew there to meet her" is when one flew,
        # "was the first to leave" has left.
        has_happened = verb.dep_ in {"xcomp", "ccomp"} and above is not None and above.lemma_ in table.implicative
        is_goal = verb.dep_ != "advcl" and not has_happened and not _is_of_the_first(verb)
        if is_goal and any(child.tag_ == "TO" for child in verb.children):
            return -1 if verb.head.lower_ in table.ahead and _was_once(verb.head) else 1
        if _is_imperative(verb):
            return 1  # "See you on Monday"
        if above is None:
            return 0
        verb = above
    return 0


def _is_imperative(verb: Token) -> bool:
    """True for a plain form that heads a sentence, or a quotation before "he said", without helper or subject."""
    heads = verb.dep_ == "ROOT" or (verb.dep_ == "ccomp" and verb.i < verb.head.i)
    if verb.tag_ != "VB" or not heads:
        return False
    return not any(child.dep_ in SUBJECTS or child.dep_ in {"aux", "auxpass"} for child in verb.children)


def _is_denied(verb: Token) -> bool:
    """True for a negated verb or one whose subject is nobody ("neither of them could")."""
    if negation(verb) is not None:
        return True
    actor = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
    return actor is not None and any(t.lower_ in _NOBODY for t in (actor, *actor.lefts, *verb.lefts))


def _is_of_the_first(verb: Token) -> bool:
    """True for the infinitive of "the first to leave", "the last state to sign"."""
    if verb.dep_ not in {"acl", "relcl"}:
        return False
    noun = verb.head
    return any(t.lower_ in _FIRST for t in (noun, *noun.lefts))


def event_date(reading: Reading, token: Token) -> tuple[str | None, str | None]:
    """The TIMEX3 value and the basis of the time that belongs to the verb or noun `token`; (None, None) if none does.

    A time belongs to what it hangs on, up to the verb of its clause; a verb or noun without one has its clause's,
    and a dependent clause that of the clause above, but for relative clauses and what is said to come or to have
    been before. Durations, sets and `PAST_REF` and its like are no dates; of a time of day the date is given. The
    first call for a report is linear in its times, each later one constant. Needs `reading.times`.
    """
    owners = _owners(reading)
    here = token
    for _ in range(_CLIMB):
        found = owners.get(here.i)
        if found is not None:
            return found.record.value.partition("T")[0], found.record.basis
        verb = here if is_verb(here) else clause_of(here)
        if verb.i != here.i:
            here = verb
            continue
        if verb.dep_ == "relcl" and any(child.lower_ == "when" for child in verb.children):
            here = verb.head  # "the crisis of 2016, when they met"
            continue
        if not _shares_time(verb):
            break
        above = governing_verb(verb)
        if above is None:
            break
        here = above
    return None, None


def _shares_time(verb: Token) -> bool:
    """True where a clause happens when the one above does, as far as its link and tense tell."""
    if verb.dep_ not in _SHARES_TIME:
        return False
    if verb.dep_ != "ccomp":
        return True
    time = tense_aspect(verb)
    return not modals(verb) and not time.perfect and time.tense != "future"


def _nouns_before(root: Token) -> list[Token]:
    """The nouns that a time stands right behind, the nearest first: "a *visit* to *Tokyo* next month"."""
    found: list[Token] = []
    first = root.left_edge.i
    token = root.doc[first - 1] if first > root.sent.start else root
    while token.i < first and len(found) < _BEHIND and not is_verb(token) and token.head.i != token.i:
        if token.pos_ in {"NOUN", "PROPN"}:
            found.append(token)
        token = token.head
    return found


def _is_ahead(value: str, published: date | None) -> bool:
    """True for a year, month or day that begins after the report; weeks and what is known in part count as not."""
    if published is None or not _CALENDAR.fullmatch(value):
        return False
    return value[:10] > published.isoformat()[: len(value)]


def _owners(reading: Reading) -> dict[int, Anchored[Time]]:
    """Token index to the time that hangs on the token, itself or through what stands between; the nearest wins."""
    kept = reading.doc.user_data.get(_KEPT_AS)
    if kept is not None and kept[0] is reading.times:
        owners: dict[int, Anchored[Time]] = kept[1]
        return owners
    owners, distances = {}, dict[int, tuple[int, int]]()
    for time in reading.times:
        if time.record.type not in {"DATE", "TIME"} or not _DATED.fullmatch(time.record.value):
            continue
        step = root = reading.doc[time.root]
        nouns = 0
        is_ahead = _is_ahead(time.record.value, reading.published)
        for far in range(_CLIMB):
            if far and is_ahead and is_verb(step) and _points(step) < 0:
                # "has moved the vote to May": what has happened did not happen then, what it is about may.
                spoken_of = [child for child in step.children if child.dep_ in _SPOKEN_OF and child.i < root.i]
                for word in _nouns_before(root) or spoken_of[-1:]:
                    owners.setdefault(word.i, time)
                break
            # The time's own words come first: "the 2014 war" dates the war, "in 2014" is dated by itself.
            rank = (far, abs(root.i - step.i))
            if step.i not in distances or rank < distances[step.i]:
                owners[step.i], distances[step.i] = time, rank
            nouns += far > 0 and step.pos_ == "NOUN"
            # "ties have warmed in the run-up to a visit next month": the visit is dated, the warming is not.
            if (far and is_verb(step)) or step.head.i == step.i or nouns > _NOUNS:
                break
            if step.lower_ == "since" and not is_verb(step.head):
                break  # "the first meeting since the 1991 war" was not in 1991
            step = step.head
    reading.doc.user_data[_KEPT_AS] = (reading.times, owners)
    return owners
