"""Statements against PolNeAR: content spans, and whether each is tied to its source and cue.

    python benchmarks/statements.py [--part dev|train] [--all] [--limit N] [--by-class] [--hard]

Reads every fourth report (20 of them) unless told otherwise. The scorer is score_statements.py of the shared folder;
its head defines overlap, jaccard, exact and joint F1.
"""

import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

import common
from legation.errors import InputError
from legation.extract.reader import Reader
from legation.report.source import RawReport

SAMPLE = 20
STEP = 4
SAY_OR_TELL = re.compile(r"\b(?:sa(?:y|ys|id|ying)|tell|tells|told|telling)\b", re.IGNORECASE)
SHORT_CONTENT = 4  # words
LONG_CUE = 3


def main() -> None:
    arguments = common.parser(__doc__)
    arguments.add_argument("--part", default="dev", choices=["dev", "train"])
    arguments.add_argument("--all", action="store_true", help="read every report of the part")
    arguments.add_argument("--limit", type=int, default=SAMPLE, metavar="N", help="reports to read without --all")
    arguments.add_argument("--by-class", action="store_true", help="split by direct, mixed and indirect")
    arguments.add_argument("--hard", action="store_true", help="recall (joint) on the hard cases of the field notes")
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
    read = scorer.predictions(texts, records)
    score = scorer.score(gold, read)
    words = sum(len(text.split()) for text in texts.values())
    speed = words / max(spent, 1e-9)
    print(f"{len(rows)} reports, {score['predicted']} statements read; {speed:,.0f} words/s with all finders")
    scorer.show("all", score)
    if options.by_class:
        for name, part in score["by_directness"].items():
            scorer.show(name, part)
    if options.hard:
        show_hard(scorer, rows, gold, read)


def show_hard(scorer: Any, rows: list[dict[str, Any]], gold: dict[str, Any], read: dict[str, Any]) -> None:
    """Joint recall of each hard case."""
    found: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for row in rows:
        told = [a for a in row["attributions"] if scorer.items(row["text"], [a])]
        items, given = gold[row["id"]], read.get(row["id"], [])
        matched = scorer.match(items, given, scorer.CONTENT["content_overlap"])
        for number, (attribution, item) in enumerate(zip(told, items, strict=True)):
            is_found = number in matched and scorer.agree(item.source, given[matched[number]].source)
            for case in hard_cases(row["text"], attribution, item):
                total[case] += 1
                found[case] += is_found
    for case, count in sorted(total.items()):
        print(f"{case:32} recall {100 * found[case] / count:5.1f} of {count}")


def hard_cases(text: str, attribution: dict[str, Any], item: Any) -> Iterator[str]:
    """The cases that an annotated attribution is one of."""
    cue = " ".join(text[start:end] for start, end in attribution.get("cue") or ())
    if cue and not SAY_OR_TELL.search(cue):
        yield "a cue other than say and tell"
    if len(cue.split()) >= LONG_CUE:
        yield "a cue of three words and more"
    if len(item.content) <= SHORT_CONTENT:
        yield "a content of one to four words"


if __name__ == "__main__":
    main()
