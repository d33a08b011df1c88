"""What is done by saying it: the cue's act, made more exact by its construction and by whose future is spoken of."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from legation.language.clause import is_verb, modals, negation, subject

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc, Token

    from legation.extract.attribution import Attribution
    from legation.extract.statement import Act

_FUTURE = frozenset({"will", "would", "shall"})
_POSSIBLE = _FUTURE | {"could", "may", "might", "can"}
_FIRST_PERSONS = frozenset({"i", "we"})
_PERSONS = frozenset({"he", "she", "it", "they"})


def find_act(attribution: Attribution, doc: Doc, text: str, is_speaker: Callable[[Token], bool]) -> Act:
    """The act of one attribution; `is_speaker` tells whether a word of the content stands for the source."""
    row = attribution.cue.row
    frame = attribution.content.frame if attribution.content else "quote"
    act = row.acts.get(frame)
    if act is None and attribution.content is not None:
        act = next((row.acts[c.frame] for c in attribution.content.complements if c.frame in row.acts), None)
    if act is not None:
        return cast("Act", act)
    if row.act != "assert" or row.sense not in {"speech", "writing"}:
        return cast("Act", row.act)
    if all(text[start:end].rstrip("”\"'’» ").endswith("?") for start, end in attribution.spans):
        return "ask"
    verb = _main_verb(attribution, doc)
    if verb is None:
        return "assert"
    helpers = set(modals(verb))
    if helpers & _FUTURE and negation(verb) is None and _is_own(verb, is_speaker):
        return cast("Act", row.acts.get("own", "promise"))
    if helpers & _POSSIBLE and "future" in row.acts:
        return cast("Act", row.acts["future"])
    return "assert"


def _main_verb(attribution: Attribution, doc: Doc) -> Token | None:
    """The verb of what is said: the clause's own, or that of a quotation's first sentence."""
    content = attribution.content
    if content is not None and is_verb(content.head):
        return content.head
    held = doc.char_span(*attribution.spans[0], alignment_mode="contract")
    if held is None:
        return None
    return next((t for t in held if is_verb(t) and t.dep_ in {"ROOT", "ccomp", "conj"}), None)


def _is_own(verb: Token, is_speaker: Callable[[Token], bool]) -> bool:
    who = subject(verb)
    if who is None:
        return False
    return who.lower_ in _FIRST_PERSONS or (who.lower_ in _PERSONS and is_speaker(who))
