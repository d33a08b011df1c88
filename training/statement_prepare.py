"""What the statement tagger learns from: PolNeAR's reports with the features of `extract/tag_features.py` and labels.

    python training/statement_prepare.py --shared SHARED --out FOLDER

Runs in the project's own environment (spaCy, no torch) and writes `train.pkl` and `dev.pkl`.
"""

import argparse
import json
import pickle
from pathlib import Path
from typing import Any

import numpy as np

from legation.extract.attribution import find_attributions
from legation.extract.cue import find_cues
from legation.extract.quoted import Quoted
from legation.extract.tag_features import find_features
from legation.extract.wordpiece import WordPiece
from legation.language import lexicon, parse
from legation.language.quotation import find_quotations
from legation.report.layout import make_document
from legation.report.source import RawReport
from legation.report.view import View

PARTS = ("source", "cue", "content")
VOCABULARY = Path(__file__).resolve().parent.parent / "src/legation/extract/models/statement/vocabulary.txt"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--shared", type=Path, required=True, help="folder with benchmarks/statements")
    arguments.add_argument("--out", type=Path, required=True)
    options = arguments.parse_args()
    wordpiece = WordPiece.load(VOCABULARY)
    options.out.mkdir(parents=True, exist_ok=True)
    for part in ("dev", "train"):
        lines = (options.shared / "benchmarks" / "statements" / f"polnear_{part}.jsonl").read_text("utf-8").split("\n")
        rows = [json.loads(line) for line in lines if line.strip()]
        reports = [prepared(row, view, doc, wordpiece) for row, view, doc in parsed(rows)]
        with (options.out / f"{part}.pkl").open("wb") as file:
            pickle.dump(reports, file)
        print(part, len(reports), "reports", sum(len(r["pieces"]) for r in reports), "words")


def parsed(rows: list[dict[str, Any]]) -> Any:
    """Each row with its reading view and parse."""
    views = []
    for row in rows:
        raw = RawReport(text=row["text"], id=row["id"], published=row["published"][:10], published_basis="given")
        views.append(View.of(make_document(raw), is_word=lexicon.is_word))
    return zip(rows, views, parse.parse(view.text for view in views), strict=True)


def prepared(row: dict[str, Any], view: View, doc: Any, wordpiece: WordPiece) -> dict[str, Any]:
    """Features and gold of one report, by word numbers."""
    quotations = find_quotations(view.text)
    quoted = Quoted(doc, quotations)
    cues = list(find_cues(doc))
    features = find_features(doc, quoted, quotations, cues, find_attributions(quoted, cues), wordpiece)
    at: dict[int, int] = {}
    for number, word in enumerate(features.words):
        for offset in range(word.idx, word.idx + len(word)):
            at[offset] = number
    gold = [
        {part: sorted({n for s, e in item[part] for n in numbers(view, at, s, e)}) for part in PARTS}
        for item in row["attributions"]
    ]
    return {
        "id": row["id"],
        "words": [w.text for w in features.words],
        "pieces": features.pieces,
        "columns": features.columns.astype(np.int8),
        "paragraphs": features.paragraphs,
        "gold": gold,
        "labels": labels(len(features.words), gold),
        "lost": sum(not item["content"] for item in gold),
    }


def numbers(view: View, at: dict[int, int], start: int, end: int) -> list[int]:
    """The words that `[start, end)` of the document's text touches."""
    found = (view.to_reading(offset) for offset in range(start, end))
    return [at[o] for o in found if o is not None and o in at]


def labels(count: int, gold: list[dict[str, list[int]]]) -> list[int]:
    """0 outside, then begin and inside of source (1, 2), cue (3, 4) and content (5, 6), one a word.

    Nested contents: the shorter wins, then source and cue over content.
    """
    found = [0] * count
    for base, part in ((5, "content"), (1, "source"), (3, "cue")):
        for item in sorted(gold, key=lambda g: -len(g[part])):
            before = -2
            for number in item[part]:
                found[number] = base + (number == before + 1)
                before = number
    return found


if __name__ == "__main__":
    main()
