"""Times against the TempEval-3 corpora: extents, types and TIMEX3 values, each report with its own date given.

    python benchmarks/times.py [--corpus timebank|aquaint] [--by-type] [--errors N] [--limit N]

The scorer is score_times.py of the shared folder; its head defines strict, relaxed and value F1.
"""

import json
import time
from collections.abc import Iterator
from datetime import date
from typing import Any

import common
from legation.extract.mention import Cast
from legation.extract.reading import Reading
from legation.extract.time import find_times
from legation.language import lexicon, parse
from legation.report.layout import make_document
from legation.report.source import RawReport
from legation.report.view import View


def readings(rows: list[dict[str, Any]]) -> Iterator[Reading]:
    """Parsed reports without actors: the finder of times asks for none."""
    views = []
    for row in rows:
        raw = RawReport(text=row["text"], id=row["id"], published=row["published"][:10], published_basis="given")
        views.append(View.of(make_document(raw), is_word=lexicon.is_word))
    for view, doc in zip(views, parse.parse(view.text for view in views), strict=True):
        day = view.document.published
        yield Reading(
            document=view.document,
            view=view,
            doc=doc,
            quotations=(),
            knowledge=None,  # type: ignore[arg-type]
            published=date.fromisoformat(day) if day else None,
            cast=Cast(doc=doc, document=view.document.document),
        )


def main() -> None:
    arguments = common.parser(__doc__)
    arguments.add_argument("--corpus", default="timebank", choices=["timebank", "aquaint"])
    arguments.add_argument("--by-type", action="store_true")
    arguments.add_argument("--errors", type=int, default=0, metavar="N", help="list the first N errors")
    arguments.add_argument("--limit", type=int, metavar="N", help="read the first N reports only")
    options = arguments.parse_args()
    scorer = common.tool(options.shared, "score_times")
    lines = (options.shared / "benchmarks" / "times" / f"{options.corpus}.jsonl").read_text("utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line.strip()][: options.limit]
    predicted: dict[str, dict[str, Any]] = {}
    words, spent = 0, 0.0
    for reading in readings(rows):
        began = time.process_time()
        found = find_times(reading)
        spent += time.process_time() - began
        words += len(reading.doc)
        predicted[reading.id] = {
            "timexes": [
                {"start": start, "end": end, "type": anchored.record.type, "value": anchored.record.value}
                for anchored in found
                for start, end in anchored.record.evidence
            ]
        }
    score = scorer.score({row["id"]: row for row in rows}, predicted, options.errors)
    for name in ("strict", "relaxed"):
        print(f"{name:8} " + "  ".join(f"{key} {100 * value:5.1f}" for key, value in score[name].items()))
    print(f"{'value':8} F1 {100 * score['value_F1']:5.1f}  accuracy {100 * score['value_acc']:5.1f}")
    print(f"{'type':8} F1 {100 * score['type_F1']:5.1f}  accuracy {100 * score['type_acc']:5.1f}")
    print(f"{score['gold']} annotated, {score['pred']} found; {1e6 * spent / max(words, 1):.1f} microseconds a word")
    if options.by_type:
        for kind, row in score["by_type"].items():
            print(f"  {kind:9} {row['gold']:4}  recall {100 * row['recall']:5.1f}  value {100 * row['value_acc']:5.1f}")
    for error in score.get("errors", []):
        print(" ", *error)


if __name__ == "__main__":
    main()
