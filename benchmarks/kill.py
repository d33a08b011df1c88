"""Whether a ledger bears everything: runs killed at random, a disk that is full, a server that is restarted underneath.

    python benchmarks/kill.py [--reports 500] [--kills 10] [--length 500] [--what kill disk postgres]

What is left after going on is compared with an undisturbed run: all records, the journal but for the clock and the
runs' numbers, who is who, copies. `disk` mounts a small tmpfs and needs root; `postgres` makes a server of its own.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import common
from legation.ledger.store import Ledger

sys.path.insert(0, str(common.ROOT / "tests"))

COMMAND = [sys.executable, "-m", "legation", "read", "--quiet", "--workers", "2"]
# What a full disk leaves for the ledger, in MB, and what it is given afterwards.
SMALL, LARGE = 3, 500


def main() -> None:
    arguments = common.parser(__doc__)
    arguments.add_argument("--reports", type=int, default=500)
    arguments.add_argument("--kills", type=int, default=10)
    arguments.add_argument("--length", type=int, default=500, help="code points of each report that are read")
    arguments.add_argument("--seed", type=int, default=9)
    arguments.add_argument("--what", nargs="+", default=["kill", "disk", "postgres"])
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive = _archive(options.shared, options.reports, options.length, folder / "archive.jsonl")
        begun = time.monotonic()
        whole = folder / "whole.db"
        subprocess.run([*COMMAND, str(archive), "--ledger", str(whole)], check=False)
        seconds = time.monotonic() - begun
        expected = _everything(whole)
        print(f"undisturbed: {len(expected['reports'])} reports in {seconds:.0f} s")
        for what in options.what:
            tried = {"kill": _kill, "disk": _disk, "postgres": _postgres}[what]
            print(f"{what}: {tried(archive, folder, expected, options, seconds)}")


def _archive(shared: Path, count: int, length: int, path: Path) -> Path:
    lines = (shared / "reports" / "archive.jsonl").read_text("utf-8").splitlines()
    with path.open("w", encoding="utf-8") as out:
        for number in range(count):
            row = json.loads(lines[number % len(lines)])
            start = (number // len(lines)) * length  # another stretch each time round
            out.write(
                json.dumps({**row, "id": f"{row['id']}-{number}", "text": row["text"][start : start + length]}) + "\n"
            )
    return path


def _everything(where: str | Path) -> dict[str, Any]:
    """All that a ledger holds but for what hangs on the clock."""
    with Ledger(where) as ledger, ledger.connected() as connection:
        reports = {document.document: ledger.records(document.document) for document in ledger.documents()}

        def rows(query: str) -> list[tuple[Any, ...]]:
            return sorted((tuple(row) for row in connection.exec_driver_sql(query)), key=str)

        return {
            "reports": reports,
            "journal": rows("SELECT path, digest, document, status, reason FROM journal"),
            "who is who": rows("SELECT appearance, canonical FROM appearances"),
            "passages": rows('SELECT document, kind, id, start, "end", words FROM passages'),
            "copies": ledger.copies(),
        }


def _compared(where: str | Path, expected: dict[str, Any]) -> str:
    found = _everything(where)
    unlike = [name for name, value in expected.items() if found[name] != value]
    return f"DIFFERENT: {', '.join(unlike)}" if unlike else "as the undisturbed run's"


def _kill(archive: Path, folder: Path, expected: dict[str, Any], options: Any, seconds: float) -> str:
    dice = random.Random(options.seed)  # noqa: S311  # no secret
    where = folder / "killed.db"
    command = [*COMMAND, str(archive), "--ledger", str(where), "--resume"]
    kept = []
    for number in range(options.kills):
        reading = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        before = _count(where)
        until = time.monotonic() + 120
        # Not before it reads: loading is most of a short run. Then at any moment of what is left for this one.
        while reading.poll() is None and _count(where) == before and time.monotonic() < until:
            time.sleep(0.05)
        time.sleep(dice.random() * seconds / (options.kills + number))
        os.killpg(reading.pid, signal.SIGKILL)
        reading.wait()
        kept.append(_count(where))
    subprocess.run(command, check=False, stderr=subprocess.DEVNULL)
    return f"{options.kills} times, at {kept} reports kept; the ledger is {_compared(where, expected)}"


def _count(where: Path) -> int:
    if not where.exists():
        return 0
    with Ledger(where) as ledger:
        return ledger.counts()["documents"]


@contextmanager
def _small_disk(folder: Path) -> Iterator[Path]:
    disk = folder / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SMALL}m", "tmpfs", str(disk)], check=True)
    try:
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def _disk(archive: Path, folder: Path, expected: dict[str, Any], *_: Any) -> str:
    if os.geteuid() != 0:
        return "left out: a small disk can only be mounted by root"
    with _small_disk(folder) as disk:
        command = [*COMMAND, str(archive), "--ledger", str(disk / "l.db"), "--resume"]
        full = subprocess.run(command, check=False, capture_output=True, text=True)
        subprocess.run(["mount", "-o", f"remount,size={LARGE}m", str(disk)], check=True)
        kept = _count(disk / "l.db")
        subprocess.run(command, check=False, stderr=subprocess.DEVNULL)
        said = full.stderr.strip().splitlines()[-1] if full.stderr.strip() else ""
        return f"full at {kept} reports (exit {full.returncode}: {said}); then {_compared(disk / 'l.db', expected)}"


def _postgres(archive: Path, _: Path, expected: dict[str, Any], options: Any, seconds: float) -> str:
    import postgres

    if reason := postgres.why_not():
        return f"left out: {reason}"
    dice = random.Random(options.seed)  # noqa: S311  # no secret
    with postgres.running(fsync="on", synchronous_commit="on", full_page_writes="on") as server:
        where = server.database()
        reading = subprocess.Popen([*COMMAND, str(archive), "--ledger", where], stderr=subprocess.DEVNULL)
        stops = 0
        while reading.poll() is None:
            time.sleep(3 + dice.random() * seconds / 4)
            if reading.poll() is None:
                server.stop("immediate" if stops % 2 == 0 else "fast")
                time.sleep(1)
                server.start()
                stops += 1
        return f"restarted {stops} times (exit {reading.returncode}); the ledger is {_compared(where, expected)}"


if __name__ == "__main__":
    main()
