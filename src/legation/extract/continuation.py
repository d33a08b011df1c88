"""Quotations that the parse leaves over: those beside a cue, and those in which somebody goes on speaking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from legation.extract.attribution import Attribution
from legation.extract.bounds import join
from legation.language.clause import is_verb

if TYPE_CHECKING:
    from legation.extract.cue import FoundCue
    from legation.extract.quoted import Quoted
    from legation.language.quotation import Quotation

# How many words may part a quotation from its cue: "…,” the minister of foreign affairs, Ana Silva, said".
_REACH = 30
# How many paragraphs of one quotation may stand before its speaker is named.
_PARAGRAPHS = 4
_BEFORE_QUOTATION = frozenset({":", ",", "that", "as", "–", "—"})


def attach_quotations(found: list[Attribution], pending: list[FoundCue], quoted: Quoted) -> list[Attribution]:
    """The attributions with every quotation that is somebody's sentence given to its speaker.

    `pending` are cues that the parse gave no content. A quotation goes to the cue beside it; without one it goes on
    from the statement before it in its paragraph, or at the head of a paragraph from the quotation before.
    """
    done = list(found)
    known = {id(attribution) for attribution in done}
    waiting = {cue.head.i: cue for cue in pending}
    by_cue = {a.cue.head.i: a for a in found if a.cue.head.i in waiting}
    covered = _covered(done, quoted)
    last_quoted: Attribution | None = None
    order = sorted(done, key=lambda a: a.start)
    at = 0
    recent: Attribution | None = None  # the last statement before the quotation at hand
    for number, quotation in enumerate(quoted.outer):
        while at < len(order) and min(order[at].start, order[at].cue.head.idx) < quotation.start:
            if order[at].source is not None:
                # "told reporters when asked …": nobody in particular asked, so nobody goes on.
                recent = _later(recent, order[at])
            at += 1
        owner = covered.get(quotation.start)
        if owner is not None:
            last_quoted = owner
            recent = _later(recent, owner)
            continue
        made = _beside(quotation, waiting, by_cue, quoted) or _named_behind(number, covered, quoted)
        if made is None and quoted.is_full(quotation):
            made = _continued(quotation, recent, last_quoted, quoted)
        if made is None:
            continue
        if id(made) not in known:
            known.add(id(made))
            done.append(made)
        last_quoted = recent = made
    return done


def _later(a: Attribution | None, b: Attribution) -> Attribution:
    return b if a is None or max(b.end, b.cue.head.idx) >= max(a.end, a.cue.head.idx) else a


def _covered(found: list[Attribution], quoted: Quoted) -> dict[int, Attribution]:
    """Start of each quotation that is in some content already, with the attribution."""
    covered: dict[int, Attribution] = {}
    for attribution in found:
        for start, end in attribution.spans:
            for quotation in quoted.between(start, end):
                if start <= quotation.start and quotation.end <= end:
                    covered.setdefault(quotation.start, attribution)
    return covered


def _named_behind(number: int, covered: dict[int, Attribution], quoted: Quoted) -> Attribution | None:
    """Whose words a quotation is that runs on over a paragraph's end to where its speaker is named."""
    here = quoted.outer[number]
    for following in quoted.outer[number + 1 : number + 1 + _PARAGRAPHS]:
        if here.closed or not following.continued:
            return None
        owner = covered.get(following.start)
        if owner is not None:
            owner.spans = join([*owner.spans, (quoted.outer[number].start, quoted.outer[number].end)])
            return owner
        here = following
    return None


def _beside(
    quotation: Quotation, waiting: dict[int, FoundCue], by_cue: dict[int, Attribution], quoted: Quoted
) -> Attribution | None:
    """The cue right behind the quotation ("…,” said Silva") or right before it ("Silva said: “…").

    A quotation is more than what the cue was given so far: "said of the vote: “…”".
    """
    words = quoted.tokens(quotation)
    if not words:
        return None
    cue = _cue_behind(quotation, waiting, quoted) or _cue_before(quotation, waiting, quoted)
    if cue is None:
        return None
    made = by_cue.get(cue.head.i)
    if made is None:
        made = Attribution(cue, [], None, "direct")
    elif not quoted.is_full(quotation):
        return None
    del waiting[cue.head.i]
    made.spans, made.rule, made.content = [(quotation.start, quotation.end)], "direct", None
    return made


def _cue_behind(quotation: Quotation, waiting: dict[int, FoundCue], quoted: Quoted) -> FoundCue | None:
    doc = quoted.doc
    words = quoted.tokens(quotation)
    if words[-1].text == ".":
        return None
    first = words[-1].i + 1
    while first < len(doc) and doc[first].idx < quotation.end:
        first += 1
    for token in doc[first : first + _REACH]:
        if token.is_space and "\n" in token.text:
            return None
        if token.text in {".", ";"} or quoted.holding(token) is not None:
            return None
        if token.i in waiting:
            return waiting[token.i]
        if is_verb(token) and token.dep_ not in {"relcl", "acl"}:
            return None
    return None


def _cue_before(quotation: Quotation, waiting: dict[int, FoundCue], quoted: Quoted) -> FoundCue | None:
    doc = quoted.doc
    last = quoted.tokens(quotation)[0].i - 1
    while last >= 0 and (doc[last].idx >= quotation.start or doc[last].is_space):
        if "\n" in doc[last].text:
            return None
        last -= 1
    if last < 0:
        return None
    if doc[last].i not in waiting and doc[last].lower_ not in _BEFORE_QUOTATION:
        return None
    for token in reversed(doc[max(0, last - _REACH) : last + 1]):
        if (token.is_space and "\n" in token.text) or token.text in {".", ";", "!", "?"}:
            return None
        if quoted.holding(token) is not None:
            return None
        if token.i in waiting:
            return waiting[token.i]
    return None


def _continued(
    quotation: Quotation, recent: Attribution | None, last_quoted: Attribution | None, quoted: Quoted
) -> Attribution | None:
    """Whose sentence goes on in a quotation without a cue."""
    here = quoted.paragraph(quotation.start)
    if (
        recent is not None
        and recent.cue.row.sense in {"speech", "writing"}
        and here in {quoted.paragraph(recent.cue.head.idx), quoted.paragraph(recent.end - 1)}
    ):
        return _go_on(recent, quotation, quoted)
    if (
        last_quoted is not None
        and last_quoted is recent
        and (quotation.continued or quoted.opens_paragraph(quotation))
        and quoted.paragraph(last_quoted.end - 1) == here - 1
    ):
        return _go_on(last_quoted, quotation, quoted)
    return None


def _go_on(before: Attribution, quotation: Quotation, quoted: Quoted) -> Attribution:
    """The attribution with one more quotation, or a new one by the same speaker where the first was in other words."""
    first = quoted.at(before.start)
    is_direct = first is not None and first.start == before.start and quoted.at(before.end - 1) is not None
    if is_direct:
        before.spans = join([*before.spans, (quotation.start, quotation.end)])
        return before
    return Attribution(
        before.cue, [(quotation.start, quotation.end)], before.source, "continued", None, continues=before
    )
