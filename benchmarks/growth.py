"""Whether a ledger stays as quick when it grows: adding and asking at a thousand reports and at a hundred thousand.

    python benchmarks/growth.py [--reports 100000] [--length 1500] [--base 120] [--database URL] [--records FILE]

The head of each report of the archive is read once; what is added are repeats of its records under other ids, with
other names, days and words, put straight into the ledger. Questions are about what the first thousand reports have,
so that every answer has one size, and as of the last of their days. Ratios to the cost at a thousand are what counts.
"""

import datetime
import random
import re
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec

import common
from legation.errors import InputError
from legation.export.brief import brief_on
from legation.ledger.rows import to_record
from legation.ledger.store import Ledger
from legation.record import Record
from legation.report.document import Document

FIRST = 1_000
BATCH = 32
ROUNDS = 5
EPOCH = datetime.date(2001, 1, 1)
DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
ID = re.compile(r"\b([a-z]+)-([0-9a-f]{16})\b")
WORD = re.compile(r"[a-z]{5,}")
MASK = (1 << 64) - 1
# Two states and a person that only the first reports have: the others get other names.
OURS, THEIRS, PERSON = "JPN", "USA", "Shirou Akagawa"
RARE = "quatrain"


@dataclass(frozen=True)
class Repeat:
    """A report as the ledger takes it."""

    document: Document
    found: list[Record]

    def records(self) -> list[Record]:
        return [self.document, *self.found]


class Repeats:
    """Repeats of some reports: number 0, 1, 2 … each unlike the others, the same on every run."""

    def __init__(self, reports: Sequence[Sequence[Record]]) -> None:
        self._texts = [msgspec.json.encode([msgspec.to_builtins(r) for r in records]).decode() for records in reports]
        words = sorted({word for records in reports for word in WORD.findall(records[0].text)})  # type: ignore[attr-defined]
        self._words: dict[int, list[str]] = defaultdict(list)
        for word in words:
            self._words[len(word)].append(word)
        self._states = sorted(
            {str(row["country"]) for text in self._texts for row in msgspec.json.decode(text) if row.get("country")}
        )

    def __getitem__(self, number: int) -> Repeat:
        dice = random.Random(number)  # noqa: S311  # no secret
        text = self._texts[number % len(self._texts)]
        salt = dice.getrandbits(64)
        # A paper's day has many reports; its dates all move by as much as its day of publication.
        days = datetime.timedelta(days=(number * 7) % 3_650 - 1_825)
        text = ID.sub(lambda m: f"{m[1]}-{(int(m[2], 16) ^ salt) & MASK:016x}", text)
        text = DAY.sub(lambda m: _moved(m, days), text)
        rows = msgspec.json.decode(text)
        is_first = number < FIRST
        for row in rows:
            row["document"] = f"r{number:06}"
            if row["record"] == "document":
                self._vary_document(row, number, dice)
            elif row["record"] == "actor":
                self._vary_actor(row, number, is_first=is_first)
        document, *found = (to_record(msgspec.json.encode(row)) for row in rows)
        assert isinstance(document, Document)
        return Repeat(document, found)

    def _vary_document(self, row: dict[str, Any], number: int, dice: random.Random) -> None:
        row["id"] = row["document"]
        row["publisher"] = f"Paper {number % 200}"
        row["url"] = f"https://paper{number % 200}.example/{number}"
        # Another word of the same length for every other one: spans stay true, shingles don't.
        row["text"] = WORD.sub(
            lambda m: dice.choice(self._words[len(m[0])]) if dice.random() < 0.5 else m[0], row["text"]
        )
        if number < FIRST and number % 40 == 0:
            row["text"] = WORD.sub(lambda m: RARE if len(m[0]) == len(RARE) else m[0], row["text"], count=40)

    def _vary_actor(self, row: dict[str, Any], number: int, *, is_first: bool) -> None:
        if row.get("country") and not is_first:
            others = [state for state in self._states if state not in (OURS, THEIRS)]
            place = self._states.index(row["country"]) + number // len(self._texts)
            row["country"] = others[place % len(others)]
        if row["kind"] == "person":
            # Fifty families share the archive's names, as people do who are often in the news.
            row["name"] = (
                PERSON
                if is_first and number % 100 == 0
                else f"{row['name']}{'bcdfghjklm'[number % 10]}{'aeiou'[number % 5]}"
            )
            row["wikidata"] = None


def _moved(found: re.Match[str], days: datetime.timedelta) -> str:
    try:
        return (datetime.date(int(found[1]), int(found[2]), int(found[3])) + days).isoformat()
    except (ValueError, OverflowError):
        return found[0]


def main() -> None:
    arguments = common.parser(__doc__)
    arguments.add_argument("--reports", type=int, default=100_000)
    arguments.add_argument("--base", type=int, default=120, help="reports of the archive that are repeated")
    arguments.add_argument("--length", type=int, default=1_500, help="code points of each that are read")
    arguments.add_argument("--database", help="a ledger's address; a file in the temporary folder by default")
    arguments.add_argument("--records", type=Path, help="keep what was read here, for the next run")
    options = arguments.parse_args()
    repeats = Repeats(list(_base(options.shared, options.base, options.length, options.records)))
    with tempfile.TemporaryDirectory() as folder, Ledger(options.database or Path(folder) / "ledger.db") as ledger:
        before: dict[str, float] = {}
        at = 0
        for mark in sorted({FIRST, min(10_000, options.reports), options.reports}):
            cost = _grow(ledger, repeats, at, mark)
            at = mark
            now = {"add a report": cost, **_ask(ledger)}
            before = before or now
            size = f", {Path(ledger.path).stat().st_size / mark:,.0f} bytes a report" if not options.database else ""
            print(f"\n{mark:,} reports{size}")
            for name, seconds in now.items():
                print(f"  {name:22} {seconds * 1000:9.1f} ms   {seconds / before[name]:6.2f} times")
            sys.stdout.flush()


def _grow(ledger: Ledger, repeats: Repeats, start: int, stop: int) -> float:
    """Add repeats; the median seconds a report over the last thirty batches."""
    spent = []
    for at in range(start, stop, BATCH):
        reports = [repeats[number] for number in range(at, min(at + BATCH, stop))]
        begun = _now(ledger)
        ledger.add_many(reports)
        spent.append((_now(ledger) - begun) / len(reports))
    return statistics.median(spent[-30:])


def _now(ledger: Ledger) -> float:
    """Seconds of work; of this process alone where that does it all, whatever else the machine is busy with."""
    return time.process_time() if ledger.url.get_backend_name() == "sqlite" else time.perf_counter()


def _ask(ledger: Ledger) -> dict[str, float]:
    # The last day of the first thousand: what is known by then grows with the ledger, but what is asked for doesn't.
    day = "2030-01-01"
    questions: dict[str, Callable[[], object]] = {
        "brief of one": lambda: brief_on(ledger, PERSON),
        "brief of two": lambda: brief_on(ledger, OURS, THEIRS, as_of=day),
        "commitments --as-of": lambda: list(ledger.commitments(between=(OURS, THEIRS), as_of=day)),
        "events --by": lambda: list(ledger.events(by=PERSON)),
        "search, rare word": lambda: ledger.search(RARE, limit=20),
        "search, common word": lambda: ledger.search('"prime minister" said', source="Paper 3", limit=20),
        "search --actor": lambda: ledger.search("minister", actor=PERSON, limit=20),
        "one report": lambda: ledger.records("r000100"),
    }
    found = {}
    for name, ask in questions.items():
        seconds = []
        for _ in range(ROUNDS):
            begun = _now(ledger)
            ask()
            seconds.append(_now(ledger) - begun)
            if seconds[0] > 5:
                break
        found[name] = min(seconds)
    return found


def _base(shared: Path, count: int, length: int, kept: Path | None) -> Iterator[list[Record]]:
    """The records of the heads of some reports; read again only if they are not kept."""
    if kept and kept.exists():
        for line in kept.read_bytes().splitlines():
            yield [to_record(msgspec.json.encode(row)) for row in msgspec.json.decode(line)]
        return
    from legation.extract.reader import Reader

    heads = [replace(raw, text=raw.text[:length].rpartition(". ")[0] + ".") for raw in common.archive(shared, count)]
    lines = []
    for result in Reader().read_each(heads):
        if not isinstance(result, InputError):
            lines.append(msgspec.json.encode(result.records()))
            yield list(result.records())
    if kept:
        kept.write_bytes(b"\n".join(lines))


if __name__ == "__main__":
    main()
