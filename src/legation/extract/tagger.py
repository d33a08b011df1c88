"""The statement tagger: whether each word is of a source, a cue or a content, and what goes together.

A small transformer with a CRF (`models/statement/CARD.md`) reads windows of whole paragraphs. onnxruntime is loaded
with the first report, and runs on one thread, so that results don't depend on a machine's cores.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from legation.extract.tag_features import COLUMNS
from legation.extract.wordpiece import WordPiece

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from legation.extract.tag_features import Features

# Pieces of a window. The model learnt with such; attention costs their square.
_ROOM = 254
_LINK = 48
LABELS = 7
OUTSIDE, SOURCE, CUE, CONTENT = 0, 1, 3, 5  # each part's begin; its inside is one more

WordRange: TypeAlias = tuple[int, int]  # [first, end) numbers of words, blanks not counted


@dataclass(frozen=True, slots=True)
class Window:
    """What the tagger gives for one window of `count` words from the word `first` on."""

    numbers: NDArray[np.int64]  # of its words in the report
    emissions: NDArray[np.float32]  # count × 7
    links: tuple[NDArray[np.float32], ...]  # content to cue (query, key), cue to source (query, key); count + 1 × 48
    labels: NDArray[np.int64]
    chance: NDArray[np.float32]  # count × 7, the probability of each label


class Tagger:
    """The model with its vocabulary."""

    def __init__(self, model: Path, vocabulary: Path) -> None:
        import numpy as np
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Adding and normalizing in one operator takes eight times as long on a CPU as in two.
        apart = {"providers": ["CPUExecutionProvider"], "disabled_optimizers": ["SkipLayerNormFusion"]}
        self._session = onnxruntime.InferenceSession(str(model), options, **apart)
        kept = self._session.get_modelmeta().custom_metadata_map
        self._transitions: NDArray[np.float32] = np.array(json.loads(kept["transitions"]), dtype=np.float32)
        self.wordpiece = WordPiece.load(vocabulary)

    def windows(self, features: Features) -> list[Window]:
        """The report's windows, tagged."""
        import numpy as np

        found: list[tuple[Any, Any]] = []
        for ranges in windows(features):
            numbers = np.concatenate([np.arange(start, end) for start, end in ranges])
            found.append((numbers, self._run(features, ranges)))
        if not found:
            return []
        emissions = [out[1:, :LABELS] for _, out in found]
        labels, chances = decode(emissions, self._transitions)
        made = []
        for (numbers, out), emission, label, chance in zip(found, emissions, labels, chances, strict=True):
            links = tuple(out[:, LABELS + n * _LINK : LABELS + (n + 1) * _LINK] for n in range(4))
            made.append(Window(numbers, emission, links, label, chance))
        return made

    def _run(self, features: Features, ranges: list[WordRange]) -> NDArray[np.float32]:
        """The model's output for the first piece of the window and of each of its words."""
        import numpy as np

        wordpiece = self.wordpiece
        pieces = [wordpiece.first]
        owner = [-1]
        firsts = [0]
        for start, end in ranges:
            for number in range(start, end):
                own = features.pieces[number]
                firsts.append(len(pieces))
                pieces.extend(own)
                owner.extend([number] * len(own))
            pieces.append(wordpiece.last)
            owner.append(-1)
        # 0 stands for no word; the last row of the padded table is -1's.
        padded = np.vstack([features.columns + 1, np.zeros((1, len(COLUMNS)), dtype=np.int64)])
        columns = padded[owner]
        given = {"pieces": np.array([pieces], dtype=np.int64), "columns": columns[None]}
        out: NDArray[np.float32] = self._session.run(["out"], given)[0][0]
        return out[firsts]


@cache
def load() -> Tagger:
    """The shipped tagger, loaded once a process."""
    folder = Path(str(resources.files("legation.extract").joinpath("models", "statement")))
    return Tagger(folder / "tagger.onnx", folder / "vocabulary.txt")


def windows(features: Features) -> Iterator[list[WordRange]]:
    """Word ranges of each window: whole paragraphs while they fit, a longer one cut between sentences if it can be."""
    current: list[WordRange] = []
    room = _ROOM
    for paragraph in _paragraphs(features):
        whole = sum(size for _, _, size in paragraph)
        for number, (start, end, size) in enumerate(paragraph):
            goes_on = number > 0
            wanted = min(whole, _ROOM) if number == 0 else size
            if wanted > room and current:
                yield current
                current, room, goes_on = [], _ROOM, False
            if goes_on:
                current[-1] = (current[-1][0], end)
            else:
                current.append((start, end))
                room -= 1  # for the mark between stretches
            room -= size
    if current:
        yield current


def _paragraphs(features: Features) -> Iterator[list[tuple[int, int, int]]]:
    """Of each paragraph [first, end) words and number of pieces of its sentences, none longer than a window."""
    ends = [*features.sentences[1:], len(features.pieces)]
    fresh = set(features.paragraphs)
    held: list[tuple[int, int, int]] = []
    for first, end in zip(features.sentences, ends, strict=False):
        if first in fresh and held:
            yield held
            held = []
        held.extend(_cut(features.pieces, first, end))
    if held:
        yield held


def _cut(pieces: list[tuple[int, ...]], first: int, end: int) -> Iterator[tuple[int, int, int]]:
    """A sentence, cut between words where it is longer than a window."""
    size = 0
    for number in range(first, end):
        own = len(pieces[number])
        if size and size + own > _ROOM:
            yield first, number, size
            first, size = number, 0
        size += own
    if size:
        yield first, end, size


def decode(
    emissions: list[NDArray[np.float32]], transitions: NDArray[np.float32]
) -> tuple[list[NDArray[np.int64]], list[NDArray[np.float32]]]:
    """The likeliest labels of each window, and every label's probability (forward-backward), all windows at once."""
    import numpy as np

    longest = max(len(e) for e in emissions)
    count = len(emissions)
    padded = np.zeros((longest, count, LABELS), dtype=np.float32)
    real = np.zeros((longest, count), dtype=bool)
    for n, emission in enumerate(emissions):
        padded[: len(emission), n] = emission
        real[: len(emission), n] = True
    best = padded[0].copy()
    alpha = np.empty_like(padded)
    alpha[0] = padded[0]
    back = np.zeros((longest, count, LABELS), dtype=np.int64)
    back[:] = np.arange(LABELS)
    scale = np.exp(np.maximum(transitions, -50.0))
    for n in range(1, longest):
        here = real[n][:, None]
        scores = best[:, :, None] + transitions[None]
        back[n] = np.where(here, scores.argmax(1), back[n])
        best = np.where(here, scores.max(1) + padded[n], best)
        top = alpha[n - 1].max(1, keepdims=True)
        alpha[n] = np.where(here, np.log(np.exp(alpha[n - 1] - top) @ scale + 1e-30) + top + padded[n], alpha[n - 1])
    beta = np.zeros_like(padded)
    for n in range(longest - 2, -1, -1):
        here = real[n + 1][:, None]
        ahead = beta[n + 1] + padded[n + 1]
        top = ahead.max(1, keepdims=True)
        beta[n] = np.where(here, np.log(np.exp(ahead - top) @ scale.T + 1e-30) + top, 0.0)
    joint = alpha + beta
    joint -= joint.max(2, keepdims=True)
    chance = np.exp(joint)
    chance /= chance.sum(2, keepdims=True)
    labels = np.zeros((longest, count), dtype=np.int64)
    last = best.argmax(1)
    for n in range(longest - 1, -1, -1):
        labels[n] = last
        last = back[n][np.arange(count), last]
    return (
        [labels[: len(e), n] for n, e in enumerate(emissions)],
        [chance[: len(e), n].astype(np.float32) for n, e in enumerate(emissions)],
    )
