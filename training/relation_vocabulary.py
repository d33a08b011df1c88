"""Which pieces of the encoder's vocabulary are kept: those that news needs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import relation_data as data
from legation.extract.pair_encoder import MARKS

FIRST = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *MARKS)


def prune(folder: Path, texts: Sequence[str], size: int) -> tuple[list[str], list[int]]:
    """The `size` pieces that news needs, and their rows in the encoder's table."""
    from tokenizers import Tokenizer

    whole = Tokenizer.from_file(str(folder / "tokenizer.json"))
    whole.no_truncation()
    whole.no_padding()
    vocabulary = whole.get_vocab()
    count = dict.fromkeys(vocabulary.values(), 0)
    for found in whole.encode_batch(list(texts), add_special_tokens=False):
        for number in found.ids:
            count[number] += 1
    names = {number: name for name, number in vocabulary.items()}
    first = [vocabulary[name] for name in FIRST]
    letters = [n for n, name in names.items() if len(name.removeprefix("##")) == 1 and ord(name[-1]) < 0x250]
    rest = sorted((n for n in count if count[n] and not names[n].startswith("[unused")), key=lambda n: (-count[n], n))
    kept = list(dict.fromkeys([*first, *letters, *rest]))[:size]
    return [names[number] for number in kept], kept


def corpus(shared: Path) -> list[str]:
    """Texts that say which pieces news needs."""
    texts = [row["text"] for row in data.jsonl(shared / "reports/archive.jsonl")]
    texts += [row["text"] for row in data.jsonl(shared / "benchmarks/statements/polnear_train.jsonl")]
    texts += [row["text"] for row in data.jsonl(shared / "benchmarks/events/ngec_synth.jsonl")]
    for table in sorted(data.DATA.glob("*.csv")):
        texts += table.read_text("utf-8").split("\n")
    return texts
