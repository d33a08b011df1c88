"""Names in a parsed text: spaCy's entity recognizer, its network the same, its search made for many words at once.

The recognizer goes through a text word by word, its state being three words: the next one, and the first and the last
of the name that it is in. Outside names, where nine words in ten stand, that is the next word alone, so what is decided
there is worked out for all words together; only inside names is there a search word by word, for all names of a batch
in step. spaCy's own search takes a third of the whole parse, most of it to ask each of 74 moves at each word whether it
may be made. The names are the same (`tests/language/test_entities.py`).
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray
    from spacy.tokens import Doc, Span

_BATCH = 16
_STARTS = 1  # spaCy's SENT_START of a token that begins a sentence
_PADDING = -1  # the row of no word


class KeptNames:
    """Finds in each doc the names that the pipeline's entity recognizer would."""

    def __init__(self, recognizer: Any) -> None:
        model = recognizer.model
        self._words, self._features, self._scorer = (model.get_ref(name) for name in ("tok2vec", "lower", "upper"))
        self._bias = self._features.get_param("b")
        # Each output of the network is a move: to begin a name with a label, to go on in it, to end it …
        moves = [recognizer.moves.get_class_name(number).partition("-") for number in range(recognizer.moves.n_moves)]
        self._labels = sorted({label for _, _, label in moves} - {""})
        self._label = np.array([self._labels.index(label) if label else -1 for _, _, label in moves])
        self._move = np.array([move if label or move == "O" else "" for move, _, label in moves])
        self._columns = {move: np.flatnonzero(self._move == move) for move in "BILU"}
        self._of_label = {move: columns[np.argsort(self._label[columns])] for move, columns in self._columns.items()}

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = _BATCH) -> Iterator[Doc]:
        """The docs with their names marked, in order."""
        rest = iter(docs)
        while batch := list(islice(rest, batch_size)):
            found = [doc for doc in batch if len(doc)]
            if found:
                self._mark(found)
            yield from batch

    def _mark(self, docs: Sequence[Doc]) -> None:
        given = self._features.predict(self._words.predict(docs))
        # spaCy keeps the padding before the words; behind them it is row -1.
        given = np.concatenate([given[1:], given[:1]])
        table = np.concatenate([doc.to_array(["IS_SPACE", "SENT_START"]) for doc in docs]).astype(np.int64)
        begins = np.cumsum([0, *map(len, docs)])
        is_end = np.append(table[1:, 1] == _STARTS, True)
        is_end[begins[1:] - 1] = True
        lasts, labels = self._search(given, table[:, 0] != 0, is_end)
        for doc, begin, end in zip(docs, begins[:-1].tolist(), begins[1:].tolist(), strict=True):
            doc.set_ents(list(self._spans(doc, lasts[begin:end] - begin, labels[begin:end])), default="outside")

    def _spans(self, doc: Doc, lasts: NDArray[np.int64], labels: NDArray[np.int64]) -> Iterator[Span]:
        """The names of a doc: from the left, none inside another."""
        from spacy.tokens import Span as _Span

        end = 0
        for first in np.flatnonzero(lasts >= 0).tolist():
            if first >= end:
                end = int(lasts[first]) + 1
                yield _Span(doc, first, end, self._labels[labels[first]])

    def _search(
        self, given: NDArray[np.float32], is_space: NDArray[np.bool_], is_end: NDArray[np.bool_]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """For each word, the last row of the name that would begin there if none stood open, or far below 0; its label.

        No name goes on behind the end of a sentence, and none begins with a blank.
        """
        rows = np.arange(len(is_space))
        nothing = np.full(len(rows), _PADDING)
        scores = self._scores(given, rows, nothing, nothing)
        allowed = np.zeros_like(scores, dtype=bool)
        allowed[:, self._move == "O"] = True
        allowed[np.ix_(~is_space, self._columns["U"])] = True
        allowed[np.ix_(~is_space & ~is_end, self._columns["B"])] = True
        best = np.where(allowed, scores, -np.inf).argmax(1)
        labels = self._label[best]
        lasts = np.where(self._move[best] == "U", rows, -len(rows) - 1)
        first = rows[self._move[best] == "B"]
        at = first + 1
        while len(first):
            scores = self._scores(given, at, first, at - 1)
            each, label = np.arange(len(first)), labels[first]
            goes_on = scores[each, self._of_label["I"][label]] > scores[each, self._of_label["L"][label]]
            goes_on &= ~is_end[at]
            lasts[first[~goes_on]] = at[~goes_on]
            first, at = first[goes_on], at[goes_on] + 1
        return lasts, labels

    def _scores(
        self, given: NDArray[np.float32], here: NDArray[np.int64], first: NDArray[np.int64], before: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        """What the network thinks of each move in states of these words, by their rows."""
        hidden = given[here, 0] + given[first, 1] + given[before, 2] + self._bias
        scores: NDArray[np.float32] = self._scorer.predict(np.ascontiguousarray(hidden.max(2)))
        return scores
