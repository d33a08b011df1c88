"""Statements: who said, wrote, thought or wanted what, to whom, through what channel, in whose words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from legation.record import Record, Spans

if TYPE_CHECKING:
    from legation.extract.attribution import Attribution
    from legation.extract.quoted import Quoted
    from legation.extract.reading import Anchored, Reading

Act: TypeAlias = Literal[
    "assert", "deny", "promise", "threaten", "predict", "request",
    "accuse", "praise", "hint", "suggest", "ask", "believe",
]  # fmt: skip
Channel: TypeAlias = Literal[
    "phone", "meeting", "speech", "interview", "message", "report",
    "op-ed", "press_conference", "social_media", "broadcast",
]  # fmt: skip


class Statement(Record, frozen=True, kw_only=True, tag="statement"):
    """One attribution: `content` by `speakers`, tied by `cue`; all spans into the document's text."""

    speakers: tuple[str, ...] = ()
    speaker_span: Spans = ()
    cue: Spans = ()
    content: Spans
    directness: Literal["direct", "mixed", "indirect"]
    act: Act
    addressees: tuple[str, ...] = ()
    channel: Channel | None = None
    outlet: str | None = None
    date: str | None = None  # TIMEX3


def find_statements(reading: Reading) -> list[Anchored[Statement]]:
    """The statements of one report, in the order of the text.

    Rules over the parse and a tagger that has seen what they say (docs/decisions/0007-statements.md); linear in the
    words. Needs `reading.cast` and `reading.times`; first persons are resolved later, from what is found here.
    """
    from legation.extract.quoted import Quoted
    from legation.extract.reading import in_order
    from legation.extract.telling import Telling

    quoted = Quoted(reading.doc, reading.quotations)
    telling = Telling(reading, quoted)
    told = sorted(_attributions(reading, quoted), key=lambda a: (a.cue.head.i, a.start))
    return in_order(telling.statement(attribution) for attribution in told)


def _attributions(reading: Reading, quoted: Quoted) -> list[Attribution]:
    """What the rules find, what the tagger makes of it, and both joined."""
    from legation.extract.attribution import find_attributions
    from legation.extract.cue import find_cues
    from legation.extract.joining import joined
    from legation.extract.tag_features import find_features
    from legation.extract.tagged import find_tagged
    from legation.extract.tagger import load

    doc, tagger = reading.doc, load()
    cues = list(find_cues(doc))
    rules = find_attributions(quoted, cues)
    features = find_features(doc, quoted, reading.quotations, cues, rules, tagger.wordpiece)
    tagged = find_tagged(tagger.windows(features), features.words)
    return joined(doc, quoted, features.words, cues, rules, tagged)
