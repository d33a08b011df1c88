"""Statements against PolNeAR: content spans, and whether each is tied to its source and cue.

    python benchmarks/statements.py [--part dev|train] [--all] [--limit N] [--by-class]

Reads every fourth report (20 of them) unless told otherwise. The scorer is score_statements.py of the shared folder;
its head defines overlap, jaccard, exact and joint F1.
"""

import json
import time
from itertools import islice
from typing import Any

import common
from legation.errors import InputError
from legation.extract.reader import Reader
from legation.report.source import RawReport

SAMPLE = 20
STEP = 4


def main() -> None:
    arguments = common.parser(__doc__)
    arguments.add_argument("--part", default="dev", choices=["dev", "train"])
    arguments.add_argument("--all", action="store_true", help="read every report of the part")
    arguments.add_argument("--limit", type=int, default=SAMPLE, metavar="N", help="reports to read without --all")
    arguments.add_argument("--by-class", action="store_true", help="split by direct, mixed and indirect")
    options = arguments.parse_args()
    scorer = common.tool(options.shared, "score_statements")
    lines = (
        (options.shared / "benchmarks" / "statements" / f"polnear_{options.part}.jsonl").read_text("utf-8").split("\n")
    )
    rows: list[dict[str, Any]] = [json.loads(line) for line in lines if line.strip()]
    if not options.all:
        rows = list(islice(rows[::STEP], options.limit))
    reader = Reader()
    raws = [RawReport(text=r["text"], id=r["id"], published=r["published"][:10], published_basis="given") for r in rows]
    began = time.process_time()
    records: list[dict[str, Any]] = []
    for result in reader.read_each(raws):
        if isinstance(result, InputError):
            print(result)
            continue
        records.extend([result.document.to_dict(), *(s.to_dict() for s in result.statements)])
    spent = time.process_time() - began
    texts = {row["id"]: row["text"] for row in rows}
    gold = {row["id"]: scorer.items(row["text"], row["attributions"]) for row in rows}
    score = scorer.score(gold, scorer.predictions(texts, records))
    words = sum(len(text.split()) for text in texts.values())
    speed = words / max(spent, 1e-9)
    print(f"{len(rows)} reports, {score['predicted']} statements read; {speed:,.0f} words/s with all finders")
    scorer.show("all", score)
    if options.by_class:
        for name, part in score["by_directness"].items():
            scorer.show(name, part)


if __name__ == "__main__":
    main()
