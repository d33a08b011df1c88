"""Attributions as the tagger gives them: its spans, tied together by its links, before the parse has its say."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from legation.extract.tagger import CONTENT, CUE, LABELS, OUTSIDE, SOURCE, WordRange

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from spacy.tokens import Token

    from legation.extract.tagger import Window

# Which of a window's links go from a content, or from the rest of a cue, to the cue, and from it to the source.
_TO_CUE, _TO_SOURCE = 0, 2
# Stretches of cues looked back through for the one that a stretch belongs to.
_NEAR = 4


@dataclass(frozen=True, slots=True)
class Tagged:
    """One attribution by word ranges; `chance` is the mean probability of its content's and cue's labels."""

    cue: tuple[WordRange, ...]
    source: WordRange | None
    content: tuple[WordRange, ...]
    chance: float


def find_tagged(windows: list[Window], words: Sequence[Token]) -> list[Tagged]:
    """The attributions of a report whose `words` the windows hold, in the order of their contents."""
    return _Linker(windows, words).attributions()


class _Linker:
    """Spans of a whole report, and the windows that say what goes together."""

    def __init__(self, windows: list[Window], words: Sequence[Token]) -> None:
        import numpy as np

        count = len(words)
        self._windows = windows
        self._sentence = list(accumulate(int(bool(word.is_sent_start)) for word in words))
        labels = np.zeros(count, dtype=np.int64)
        self._chance: NDArray[np.float32] = np.zeros((count, LABELS), dtype=np.float32)
        self._window = np.zeros(count, dtype=np.int64)
        self._row = np.zeros(count, dtype=np.int64)  # of each word in its window's links; 0 is the window's first piece
        for number, window in enumerate(windows):
            labels[window.numbers] = window.labels
            self._chance[window.numbers] = window.chance
            self._window[window.numbers] = number
            self._row[window.numbers] = np.arange(1, len(window.numbers) + 1)
        runs = list(spans(labels.tolist()))
        self._cues = [(a, b) for part, a, b in runs if part == CUE]
        self._sources = self._by_window((a, b) for part, a, b in runs if part == SOURCE)
        self._contents = [(a, b) for part, a, b in runs if part == CONTENT]

    def attributions(self) -> list[Tagged]:
        """Contents with the cue each hangs on, and its source."""
        heads = self._joined_cues()
        cues = [c for c in self._cues if heads[c[0]] == c[0]]
        near = self._by_window(cues)
        parts: dict[int, list[WordRange]] = {}
        for cue in self._cues:
            parts.setdefault(heads[cue[0]], []).append(cue)
        held: dict[int, list[WordRange]] = {}
        loose: list[WordRange] = []
        for content in self._contents:
            chosen = self._linked(content, near, query=_TO_CUE)
            if chosen is None:
                loose.append(content)
            else:
                held.setdefault(chosen[0], []).append(content)
        made = []
        for cue in cues:
            if cue[0] in held:
                own, contents = tuple(parts[cue[0]]), tuple(held[cue[0]])
                source = self._linked((cue[0], cue[0] + 1), self._sources, query=_TO_SOURCE, may_be_none=True)
                made.append(Tagged(own, source, contents, self._sure((*contents, *own))))
        made.extend(Tagged((), None, (content,), self._sure((content,))) for content in loose)
        return sorted(made, key=lambda t: (t.content, t.cue))

    def _joined_cues(self) -> dict[int, int]:
        """First word of each stretch of a cue to that of the stretch it belongs to: "made it clear" has two.

        Stretches with a content between them are two cues: "said …, and warned …".
        """
        heads: dict[int, int] = {}
        before: list[WordRange] = []  # the stretches since the last content that begin a cue
        contents = iter([*(start for start, _ in self._contents), len(self._sentence)])
        following = next(contents)
        for cue in self._cues:
            while following < cue[0]:
                before = []
                following = next(contents)
            chosen = self._linked(cue, self._by_window([*before, cue]), query=_TO_CUE)
            heads[cue[0]] = cue[0] if chosen is None else chosen[0]
            if heads[cue[0]] == cue[0]:
                before = [*before[-_NEAR:], cue]
        return heads

    def _by_window(self, found: Iterable[WordRange]) -> dict[int, list[WordRange]]:
        """The spans of each window, by where they begin."""
        held: dict[int, list[WordRange]] = {}
        for span in found:
            held.setdefault(int(self._window[span[0]]), []).append(span)
        return held

    def _linked(
        self, span: WordRange, targets: dict[int, list[WordRange]], *, query: int, may_be_none: bool = False
    ) -> WordRange | None:
        """Which of the spans in the same window a span is tied to, all its words voting; None if to nothing."""
        import numpy as np

        window = int(self._window[span[0]])
        words = [n for n in range(*span) if self._window[n] == window]
        near = targets.get(window)
        if not near:
            return None
        links = self._windows[window].links
        keys = links[query + 1][[0, *(int(self._row[t[0]]) for t in near)]]
        votes = (links[query][[int(self._row[n]) for n in words]] @ keys.T).mean(0) / keys.shape[1] ** 0.5
        if not may_be_none:
            votes[0] = -np.inf
        for n, target in enumerate(near, 1):
            votes[n] -= self._distance(span, target, near)
        best = int(votes.argmax())
        return near[best - 1] if best else None

    def _distance(self, span: WordRange, target: WordRange, targets: list[WordRange]) -> float:
        """What speaks against a link: each other span of the kind in between, and another sentence."""
        first, last = min(span[1], target[1]), max(span[0], target[0])
        between = sum(first <= other[0] < last for other in targets)
        sentence = self._sentence[target[0]]
        is_apart = sentence not in {self._sentence[span[0]], self._sentence[span[1] - 1]}
        return between + is_apart

    def _sure(self, ranges: tuple[WordRange, ...]) -> float:
        """Mean probability that a word is of the part that it is tagged as."""
        total = words = 0.0
        for start, end in ranges:
            total += float((1.0 - self._chance[start:end, OUTSIDE]).sum())
            words += end - start
        return total / max(words, 1.0)


def spans(labels: list[int]) -> Iterator[tuple[int, int, int]]:
    """(part, first, end) of each run of labels; an inside with nothing before it begins one."""
    part, first = OUTSIDE, 0
    for n, label in enumerate([*labels, OUTSIDE]):
        own = OUTSIDE if label == OUTSIDE else label - (label - 1) % 2
        goes_on = own == part and label != own
        if not goes_on:
            if part != OUTSIDE:
                yield part, first, n
            part, first = own, n
