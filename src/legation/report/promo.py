"""Promos: pointers to other reports amid the text, `Headline / Read more / <https://…>` or `Related: Headline`."""

import re
from collections.abc import Iterator, Sequence

from legation.report import cues
from legation.report.document import Link
from legation.report.lines import Line, trim
from legation.report.links import links_between

# A promo's headline takes at most this many wrapped lines.
_HEADLINE_LINES = 4
_LONGEST = 400
_SENTENCE_END = re.compile(r"[.!?…]['\"’”»)\]]*\s*$")


def find_promos(text: str, run: Sequence[Line], links: Sequence[Link]) -> Iterator[Line]:
    """The `[start, end)` of each promo in a run of lines, in order, not overlapping."""
    layout = cues.load()
    number = 0
    floor = 0
    while number < len(run):
        line = run[number]
        words = text[line.start : line.end]
        if len(words) > _LONGEST:
            number += 1
            continue
        if layout.kind_at("line", _without_links(text, line, links)) == "promo":
            start = _headline(text, run, number, floor)
        elif layout.kind_at("label", words) == "promo":
            start = number
        else:
            number += 1
            continue
        end, number = _promo_end(text, run, number, links, headed=start < number)
        yield Line(*trim(text, run[start].start, end))
        floor = number


def _headline(text: str, run: Sequence[Line], cue: int, floor: int) -> int:
    """The number of the line where the headline above a cue begins; the cue's own if it has none."""
    start = cue
    while start > floor and cue - start < _HEADLINE_LINES:
        words = text[run[start - 1].start : run[start - 1].end]
        if len(words) > _LONGEST or (start < cue and _SENTENCE_END.search(words)):
            break
        start -= 1
    return start


def _promo_end(text: str, run: Sequence[Line], cue: int, links: Sequence[Link], *, headed: bool) -> tuple[int, int]:
    """Where a promo ends and the number of the line after it."""
    link = _link_after(run[cue].start, run[cue].end, links)
    number = cue + 1
    if link is None and number < len(run):
        link = _link_after(run[cue].start, run[number].end, links)
        if link is not None and text[run[number].start : link.start].strip() and headed:
            link = None
    if link is not None:
        while number < len(run) and run[number].start < link.end:
            number += 1
        return link.end, number
    if headed or _has_words_after_cue(text, run[cue]):
        return run[cue].end, number
    # A cue alone, its headlines below it up to the blank line.
    last = min(len(run), cue + 1 + _HEADLINE_LINES)
    return run[last - 1].end, last


def _has_words_after_cue(text: str, line: Line) -> bool:
    found = cues.load().patterns["label"].search(text[line.start : line.end])
    return found is not None and any(c.isalnum() for c in text[line.start + found.end() : line.end])


def _link_after(start: int, end: int, links: Sequence[Link]) -> Link | None:
    return next(iter(links_between(links, start, end)), None)


def _without_links(text: str, line: Line, links: Sequence[Link]) -> str:
    parts = []
    at = line.start
    for link in links_between(links, line.start, line.end):
        parts.append(text[at : link.start])
        at = link.end
    return "".join([*parts, text[at : line.end]])
