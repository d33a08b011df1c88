"""Records against careful readers' annotations: found, exact and precision by kind, for every annotated report.

    python benchmarks/gold.py [--only NAME] [--misses] [--kind KIND]

The scorer is check_gold.py of the shared folder; its head defines found and exact.
"""

from collections import Counter

import common
from legation.extract.reader import Reader
from legation.report.source import RawReport


def main() -> None:
    arguments = common.parser(__doc__)
    arguments.add_argument("--only", help="the report whose name holds this")
    arguments.add_argument("--kind", help="list the misses of this kind alone")
    arguments.add_argument("--misses", action="store_true", help="list what was missed, with the scorer's view of it")
    options = arguments.parse_args()
    scorer = common.tool(options.shared, "check_gold")
    reader = Reader()
    totals: Counter[str] = Counter()
    for name, path, items, published in common.gold_reports(options.shared):
        if options.only and options.only not in name:
            continue
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        raw = RawReport(text=text, published=published, published_basis="given" if published else None)
        lines = common.read(reader, raw).to_jsonl().decode().split("\n")
        records = scorer.Records(lines)
        rows: dict[str, Counter[str]] = {}
        for item in items:
            found, exact = scorer.check(item, records)
            row = rows.setdefault(item["record"], Counter())
            row.update(found=int(found), exact=int(exact), of=1)
            if options.misses and not exact and options.kind in (None, item["record"]):
                print(f"  {'inexact' if found else 'missing'} {item['id']}: {item}")
        for kind, row in rows.items():
            precision = scorer.precision(kind, items, records) if kind in scorer.FULLY_ANNOTATED else None
            shown = f"  precision {precision:.2f}" if precision is not None else ""
            print(f"{name[:20]:20} {kind:12} found {row['found']:3}  exact {row['exact']:3}  of {row['of']:3}{shown}")
        whole = sum(rows.values(), Counter())
        print(f"{name[:20]:20} {'ALL':12} found {whole['found']:3}  exact {whole['exact']:3}  of {whole['of']:3}")
        if path.parent.name == "dev":
            totals.update(whole)
    if totals:
        share = f"{totals['found'] / totals['of']:.1%} found, {totals['exact'] / totals['of']:.1%} exact"
        print(f"{'gold/dev':20} {'ALL':12} found {totals['found']:3}  exact {totals['exact']:3}  of {totals['of']:3}")
        print(share)


if __name__ == "__main__":
    main()
