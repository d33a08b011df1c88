"""Reading in bulk: two workers against one, memory a worker over a long archive, the same bytes whatever the batches.

    python benchmarks/bulk.py [--reports 60] [--repeats 3000] [--what speed memory bytes]

Ratios are of one run, in turns, on a machine with at least three free cores (two workers, and the process that deals
out and stores); on a busy one they say nothing, so the load is printed beside them. Memory is the resident set of each
worker; pages of files that all have mapped are counted in each.
"""

import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import common

COMMAND = [sys.executable, "-m", "legation", "read"]
SAMPLE_SECONDS = 2.0


def main() -> None:
    arguments = common.parser(__doc__)
    arguments.add_argument("--reports", type=int, default=60, help="for speed and bytes")
    arguments.add_argument("--repeats", type=int, default=3_000, help="reports for memory: the archive, other ids")
    arguments.add_argument("--length", type=int, help="code points of each report that are read, for memory; all")
    arguments.add_argument("--what", nargs="+", default=["bytes", "speed", "memory"])
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for what in options.what:
            {"bytes": _bytes, "speed": _speed, "memory": _memory}[what](options, Path(folder))


def _archive(shared: Path, count: int, path: Path, length: int | None = None) -> Path:
    """An archive of so many reports: those at hand, over and over under other ids."""
    lines = (shared / "reports" / "archive.jsonl").read_text("utf-8").splitlines()
    with path.open("w", encoding="utf-8") as out:
        for number in range(count):
            row = json.loads(lines[number % len(lines)])
            row["id"] = f"{row['id']}-{number}"
            row["text"] = row["text"][:length]
            out.write(json.dumps(row) + "\n")
    return path


def _bytes(options: object, folder: Path) -> None:
    """The records of one worker and of two, of reports in this order and of each on its own."""
    archive = _archive(options.shared, options.reports, folder / "bytes.jsonl")  # type: ignore[attr-defined]
    digests = {}
    for name, words in {
        "1 worker": ("--workers", "1"),
        "2 workers": ("--workers", "2"),
        "3 workers": ("--workers", "3"),
    }.items():
        done = subprocess.run([*COMMAND, str(archive), "--format", "jsonl", *words], capture_output=True, check=True)
        digests[name] = hashlib.sha256(done.stdout).hexdigest()
    digests["each alone"] = _each_alone(archive)
    for name, digest in digests.items():
        print(f"{name:12} {digest[:16]} {'same' if digest == digests['1 worker'] else 'DIFFERENT'}")


def _each_alone(archive: Path) -> str:
    from legation.extract.reader import Reader, Report
    from legation.report.source import read_inputs

    reader, digest = Reader(), hashlib.sha256()
    for raw in read_inputs([archive]):
        (result,) = reader.read_each([raw])
        assert isinstance(result, Report)
        digest.update(result.to_jsonl())
    return digest.hexdigest()


def _speed(options: object, folder: Path) -> None:
    """Whole runs into a ledger, less what starting takes: the seconds between the first and the last report."""
    archive = _archive(options.shared, options.reports, folder / "speed.jsonl")  # type: ignore[attr-defined]
    rates: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(3):
        for workers, found in rates.items():
            found.append(_rate(archive, workers))
    one, two = (statistics.median(rates[workers]) for workers in (1, 2))
    print(f"1 worker {one:.2f} reports/s, 2 workers {two:.2f} reports/s: {two / one:.2f} times")
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; quiet is below 2 while two workers read")


def _rate(archive: Path, workers: int) -> float:
    command = [*COMMAND, str(archive), "--format", "jsonl", "--workers", str(workers)]
    reading = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert reading.stdout
    times = [time.monotonic() for line in reading.stdout if line.startswith('{"record":"document"')]
    reading.wait()
    return (len(times) - 1) / (times[-1] - times[0])


def _memory(options: object, folder: Path) -> None:
    """The memory of each worker over a long archive, sampled every other second, by tenths of the run."""
    repeats: int = options.repeats  # type: ignore[attr-defined]
    archive = _archive(options.shared, repeats, folder / "long.jsonl", options.length)  # type: ignore[attr-defined]
    command = [*COMMAND, str(archive), "--ledger", str(folder / "l.db"), "--workers", "2", "--quiet"]
    reading = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    samples: list[tuple[float, float, float]] = []
    watcher = threading.Thread(target=_watch, args=(reading, samples))
    watcher.start()
    reading.wait()
    watcher.join()
    size = max(len(samples) // 10, 1)
    print(f"{repeats:,} reports, MB: the fullest worker, the process that deals out")
    for at in range(0, len(samples), size):
        part = samples[at : at + size]
        print(f"  {part[0][0]:7.0f} s   {max(s[1] for s in part):6.0f}   {max(s[2] for s in part):6.0f}")


def _watch(reading: "subprocess.Popen[bytes]", samples: list[tuple[float, float, float]]) -> None:
    begun = time.monotonic()
    while reading.poll() is None:
        workers = [_resident(pid) for pid in _children(reading.pid)]
        samples.append((time.monotonic() - begun, max(workers, default=0.0), _resident(reading.pid)))
        time.sleep(SAMPLE_SECONDS)


def _children(pid: int) -> Iterator[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children")
    for child in found.read_text().split() if found.exists() else []:
        yield int(child)
        yield from _children(int(child))


def _resident(pid: int) -> float:
    """Resident megabytes; nothing for a process that has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS")), 0.0)


if __name__ == "__main__":
    main()
