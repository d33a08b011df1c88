"""Precision of each kind and rule on the annotated reports; writes `knowledge/data/calibration.toml`.

    python benchmarks/calibrate.py [--write]

For kinds that are annotated in full a record is right when an annotated fact bears it out (check_gold.py). The other
kinds are judged by people reading a random draw: `judged.toml` holds the counts. All shares are smoothed with one
right and one wrong record (Laplace), and a rule with fewer than ten records takes its kind's share.
"""

import tomllib
from collections import Counter
from pathlib import Path

import common
from legation.extract.reader import Reader
from legation.knowledge import calibration
from legation.report.source import RawReport

TABLE = common.ROOT / "src" / "legation" / "knowledge" / "data" / "calibration.toml"
JUDGED = Path(__file__).with_name("judged.toml")
HEAD = (
    "# Written by benchmarks/calibrate.py: the share of right records by kind and rule, smoothed. Not to be edited.\n"
)
ENOUGH = 10  # records for a rule to have a share of its own


def main() -> None:
    arguments = common.parser(__doc__)
    arguments.add_argument("--write", action="store_true", help="write the table instead of only printing it")
    options = arguments.parse_args()
    scorer = common.tool(options.shared, "check_gold")
    counts = measured(options.shared, scorer)
    for kind, rules in tomllib.loads(JUDGED.read_text("utf-8")).items():
        for rule, (right, of) in rules.items():
            counts[kind, rule] = Counter(right=right, of=of)
    table = HEAD + "".join(
        f"\n[{kind}]\n" + "".join(f'"{rule}" = {share(counts[kind, rule]):.2f}\n' for rule in rules_of(kind, counts))
        for kind in sorted({kind for kind, _ in counts})
    )
    print(table)
    if options.write:
        TABLE.write_text(table, "utf-8")


def rules_of(kind: str, counts: dict[tuple[str, str], Counter[str]]) -> list[str]:
    """The rules of a kind with enough records, `all` first."""
    rules = sorted(rule for k, rule in counts if k == kind and rule != "all" and counts[k, rule]["of"] >= ENOUGH)
    return ["all", *rules]


def share(count: Counter[str]) -> float:
    """Right of all, with one more of each."""
    return (count["right"] + 1) / (count["of"] + 2)


def measured(shared: Path, scorer: object) -> dict[tuple[str, str], Counter[str]]:
    """Right and all records of the fully annotated kinds, by kind and rule.

    Which rule found a record is not part of it; so, for this run, each rule's confidence is a number of its own.
    """
    codes: dict[float, tuple[str, str]] = {}

    def coded(kind: str, rule: str = "all") -> float:
        known = {name: code for code, name in codes.items()}
        code = known.get((kind, rule), (len(codes) + 1) / 10_000)
        codes[code] = (kind, rule)
        return code

    calibration.probability = coded
    counts: dict[tuple[str, str], Counter[str]] = {}
    reader = Reader()
    for _, path, items, published in common.gold_reports(shared):
        with path.open(encoding="utf-8", newline="") as file:
            raw = RawReport(text=file.read(), published=published, published_basis="given" if published else None)
        report = common.read(reader, raw)
        records = scorer.Records(report.to_jsonl().decode().split("\n"))  # type: ignore[attr-defined]
        for kind in scorer.FULLY_ANNOTATED:  # type: ignore[attr-defined]
            field = {"statement": "content", "conditional": "condition"}.get(kind, "evidence")
            quotes = [item.get(field) for item in items if item["record"] == kind]
            spans = [s for q in quotes if q for s in scorer.locate(records.text, q)]  # type: ignore[attr-defined]
            near = scorer.stretch(spans, records.text)  # type: ignore[attr-defined]
            for record in records.by_kind[kind]:
                rule = codes.get(record["confidence"], (kind, "all"))[1]
                right = int(scorer.overlaps(scorer.spans_of(record, field), near))  # type: ignore[attr-defined]
                for name in {rule, "all"}:
                    counts.setdefault((kind, name), Counter()).update(right=right, of=1)
    return counts


if __name__ == "__main__":
    main()
