"""The small encoder that reads a sentence with two actors marked in it; see `models/relation/CARD.md`.

Needs numpy and onnxruntime only, so that training reads pairs exactly as the shipped model does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np

from legation.extract.wordpiece import WordPiece

if TYPE_CHECKING:
    import numpy.typing as npt

    from legation.record import Span

    Floats: TypeAlias = npt.NDArray[np.float32]

MARKS = ("[unused1]", "[unused2]", "[unused3]", "[unused4]")  # before and after the actor, then the recipient
LONGEST = 96  # pieces of a sentence that are read, marks included
_AROUND = 24  # pieces kept before the first of the two where a sentence is longer
_WORD = re.compile(r"\S+")


class Encoded(NamedTuple):
    """Piece numbers of a marked sentence; where the actor's and the recipient's first marks stand (0: nowhere)."""

    pieces: tuple[int, ...]
    actor: int
    recipient: int


class PairReader:
    """Turns a sentence and two stretches of it into pieces with marks."""

    def __init__(self, vocabulary: str) -> None:
        numbers = {piece: number for number, piece in enumerate(vocabulary.split("\n")) if piece}
        self._words = WordPiece(numbers)
        self.marks = tuple(numbers[mark] for mark in MARKS)

    def encode(self, sentence: str, actor: Span | None, recipient: Span | None) -> Encoded:
        """The sentence in pieces with marks around both stretches, which may lie inside each other.

        Of a sentence too long to be read whole the window is kept that begins a little before the first of the two.
        """
        pieces = [number for numbers in self._marked(sentence, actor, recipient) for number in numbers]
        room = LONGEST - 2
        if len(pieces) > room:
            first = next((at for at, number in enumerate(pieces) if number in self.marks), 0)
            low = min(max(0, first - _AROUND), len(pieces) - room)
            pieces = pieces[low : low + room]
        whole = (self._words.first, *pieces, self._words.last)
        opened = (whole.index(mark) if mark in whole else 0 for mark in self.marks[::2])
        return Encoded(whole, *opened)

    def _marked(self, sentence: str, actor: Span | None, recipient: Span | None) -> Iterator[tuple[int, ...]]:
        cuts = []
        for span, (before, after) in ((actor, self.marks[:2]), (recipient, self.marks[2:])):
            if span is not None:
                # At one place what closes comes before what opens.
                cuts += [(span[0], 1, before), (span[1], 0, after)]
        at = 0
        for place, _, mark in sorted(cuts):
            yield from self._pieces(sentence[at:place])
            yield (mark,)
            at = place
        yield from self._pieces(sentence[at:])

    def _pieces(self, text: str) -> Iterator[tuple[int, ...]]:
        return (self._words.pieces(word) for word in _WORD.findall(text))


class PairEncoder:
    """The model loaded. Safe to share between threads: nothing that its answers hang on changes once it is made."""

    def __init__(self) -> None:
        import onnxruntime

        home = resources.files("legation.extract").joinpath("models/relation")
        self.reader = PairReader(home.joinpath("vocabulary.txt").read_text("utf-8"))
        self.stack: dict[str, Any] = json.loads(home.joinpath("stack.json").read_text("utf-8"))
        self.labels: tuple[str, ...] = tuple(self.stack["labels"])  # types, then modes as TYPE/mode
        self.types = tuple(label for label in self.labels if "/" not in label)
        options = onnxruntime.SessionOptions()
        # One thread: results don't hang on the machine's cores.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            home.joinpath("encoder.onnx").read_bytes(), options, providers=["CPUExecutionProvider"]
        )

    def scores(self, sentence: str, actor: Span | None, recipient: Span | None) -> Floats:
        """The scores of all `labels`.

        One pair at a time: activations are quantized by what is in a batch, so that in a batch a pair's scores would
        hang on the others, and on a CPU a batch is no faster.
        """
        read = self.reader.encode(sentence, actor, recipient)
        given = {
            "pieces": np.array([read.pieces], np.int64),
            "heads": np.array([[read.actor, read.recipient]], np.int64),
        }
        found: Floats = self._session.run(None, given)[0][0]
        return found


@cache
def load() -> PairEncoder:
    """The encoder, loaded once a process at first use."""
    return PairEncoder()
