"""Records of some kinds drawn at random from the archive, shown with their words for a person to judge.

    python benchmarks/sample.py --kind event --kind shift [--count 40] [--reports 246] [--seed 2016]

The reports are drawn first, then the records among all of a kind in them, each with a generator of its own that
starts from the same seed: what is drawn of one kind does not depend on the other kinds asked for. The tallies of
such readings stand in `judged.toml`.
"""

import random
from collections.abc import Iterable, Mapping
from typing import Any

import common
from legation.extract.reader import Reader, Report
from legation.record import Record, Span, merge_spans

SEED = 2016
KINDS = ("event", "statement", "commitment", "conditional", "shift", "actor", "place", "time", "quantity")
AROUND = 240  # code points of the paragraph shown on either side of the words
MENTIONS = 12  # of an actor or a place
# What the head of a record or its words show already.
SHOWN = frozenset({"record", "id", "document", "evidence", "confidence", "mentions", "date_basis"})


def main() -> None:
    arguments = common.parser(__doc__)
    arguments.add_argument("--kind", action="append", choices=KINDS, required=True, help="kinds to draw, one draw each")
    arguments.add_argument("--count", type=int, default=40, help="records of each kind")
    arguments.add_argument("--reports", type=int, default=246, help="reports of the archive that are read")
    arguments.add_argument("--seed", type=int, default=SEED, help="another seed draws other records")
    options = arguments.parse_args()
    reader = Reader()
    chosen_reports = drawn(common.archive(options.shared), options.reports, options.seed)
    reports = [common.read(reader, raw) for raw in chosen_reports]
    for kind in options.kind:
        pool = [(report, record) for report in reports for record in getattr(report, f"{kind}s")]
        chosen = drawn(pool, options.count, options.seed)
        print(f"==== {kind}: {len(chosen)} of {len(pool)}, in {len({r.document.id for r, _ in chosen})} reports")
        for number, (report, record) in enumerate(chosen, 1):
            print(f"\n{number}. {shown(report, record)}")
        print()


def drawn(items: list[Any], count: int, seed: int = SEED) -> list[Any]:
    """`count` of the items, or all if there are fewer; in their own order."""
    if count >= len(items):
        return items
    return [items[index] for index in sorted(random.Random(seed).sample(range(len(items)), count))]  # noqa: S311


def shown(report: Report, record: Record) -> str:
    """A record for a person: its fields with names for ids, and its paragraph with its words marked."""
    known = {some.id: some for some in report.records()}
    text = report.document.text
    marked = merge_spans(record.evidence)
    lines = [f"{report.document.id} ({report.document.published}) confidence {record.confidence:.2f}"]
    lines += [
        f"   {name}: {worded(value, known, text)}"
        for name, value in record.to_dict().items()
        if name not in SHOWN and value not in (None, (), [], "")
    ]
    mentions = getattr(record, "mentions", ())
    for start, end in mentions[:MENTIONS]:
        lines.append(f"   - {passage(text, [(start, end)], around=60)}")
    if len(mentions) > MENTIONS:
        lines.append(f"   - and {len(mentions) - MENTIONS} more")
    if not mentions:
        lines.append(f"   “{passage(text, marked)}”")
    return "\n".join(lines)


def worded(value: Any, known: Mapping[str, Record], text: str) -> str:
    """A field's value: ids as what they stand for, spans as their words."""
    if isinstance(value, str):
        return brief(known[value], known, text) if value in known else value
    if isinstance(value, Mapping):
        return " ".join(f"{worded(part, known, text)}" for part in value.values() if part is not None)
    if isinstance(value, list | tuple):
        if all(isinstance(part, list | tuple) for part in value):
            return " … ".join(repr(" ".join(text[start:end].split())) for start, end in value)
        return "; ".join(worded(part, known, text) for part in value)
    return str(value)


def brief(record: Record, known: Mapping[str, Record], text: str) -> str:
    """One record as another names it: by its name, or by its words and who they are from."""
    name = getattr(record, "name", None)
    if name is not None:
        return f"<{name}>"
    words = " … ".join(" ".join(quote.split()) for quote in record.quotes(text))
    by = ", ".join(brief(known[speaker], known, text) for speaker in getattr(record, "speakers", ()))
    return f"[{record.kind_name()}{' by ' + by if by else ''}: {words[:100]}]"


def passage(text: str, marked: Iterable[Span], around: int = AROUND) -> str:
    """The text around the stretches, with these in double brackets, on one line."""
    stretches = list(marked)
    first, last = stretches[0][0], stretches[-1][1]
    start, end = max(0, first - around), min(len(text), last + around)
    parts, at = [], start
    for begin, stop in stretches:
        between = text[at:begin]
        if len(between) > 2 * around:
            between = f"{between[:around]} […] {between[-around:]}"
        parts += [between, "[[", text[begin:stop], "]]"]
        at = stop
    return " ".join("".join([*parts, text[at:end]]).split())


if __name__ == "__main__":
    main()
