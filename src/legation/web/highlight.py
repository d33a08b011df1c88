"""Records marked in the text: overlapping spans cut into runs of words, each with all that stands on it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from legation.record import Span
from legation.report.document import Document


@dataclass(frozen=True, slots=True)
class Run:
    """`text[start:end]`, its words, and the ids of the records that stand on all of it, in the order given."""

    start: int
    end: int
    words: str
    records: tuple[str, ...] = ()
    url: str | None = None  # an inline link's address: the run is shown as a link to it


@dataclass(frozen=True, slots=True)
class Passage:
    """One block of the report, cut into runs."""

    kind: str
    start: int
    runs: tuple[Run, ...]


def passages(document: Document, spans: Mapping[str, Sequence[Span]]) -> list[Passage]:
    """The blocks of `document` as runs; `spans` gives each record's spans by id.

    Runs of a passage follow one another without gap, so that joined they are the block's text.
    Takes time in proportion to text and marks, whatever their overlap, but for the ids a run has to list.
    """
    marks = sorted((start, end, name) for name, stretches in spans.items() for start, end in stretches)
    order = {name: number for number, name in enumerate(spans)}
    links = sorted((link.start, link.end, link.url) for link in document.links if link.kind == "inline")
    found = []
    first_mark = 0
    for block in document.blocks:
        while first_mark < len(marks) and marks[first_mark][1] <= block.start and marks[first_mark][0] < block.start:
            first_mark += 1
        inside = [m for m in _until(marks, first_mark, block.end) if m[1] > block.start]
        here = [link for link in links if block.start <= link[0] and link[1] <= block.end]
        found.append(
            Passage(block.kind, block.start, _runs(document.text, (block.start, block.end), inside, here, order))
        )
    return found


def _until(marks: list[tuple[int, int, str]], first: int, end: int) -> Iterable[tuple[int, int, str]]:
    for number in range(first, len(marks)):
        if marks[number][0] >= end:
            return
        yield marks[number]


def _runs(
    text: str,
    block: Span,
    marks: list[tuple[int, int, str]],
    links: list[tuple[int, int, str]],
    order: Mapping[str, int],
) -> tuple[Run, ...]:
    start, end = block
    cuts = {start, end}
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    for mark_start, mark_end, name in marks:
        from_, to = max(mark_start, start), min(mark_end, end)
        cuts.update((from_, to))
        opening.setdefault(from_, []).append(name)
        closing.setdefault(to, []).append(name)
    addresses = {}
    for link_start, link_end, address in links:
        cuts.update((link_start, link_end))
        addresses[link_start] = (link_end, address)
    edges = sorted(cuts)
    active: dict[str, int] = {}  # how many of a record's spans are open: they may overlap each other
    runs = []
    link_until, link_url = -1, ""
    for left, right in pairwise(edges):
        for name in closing.get(left, ()):
            active[name] -= 1
            if not active[name]:
                del active[name]
        for name in opening.get(left, ()):
            active[name] = active.get(name, 0) + 1
        if left in addresses:
            link_until, link_url = addresses[left]
        url = link_url if left < link_until else None
        runs.append(Run(left, right, text[left:right], tuple(sorted(active, key=order.__getitem__)), url))
    return tuple(runs)
