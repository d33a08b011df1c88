"""A run that is killed at any moment, then gone on with, leaves the ledger of a run that was not."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from importlib import resources
from pathlib import Path

from legation.ledger.store import Ledger

EXAMPLES = Path(str(resources.files("legation").joinpath("examples")))
LEGATION = [sys.executable, "-m", "legation"]
KILLS = 2
REPORTS = 40


def everything(where):
    """All records and, of the journal, what does not hang on the clock."""
    with Ledger(where) as ledger, ledger.connected() as connection:
        records = [record for document in ledger.documents() for record in ledger.records(document.document)]
        query = "SELECT path, digest, document, status FROM journal ORDER BY path"
        entries = [tuple(row) for row in connection.exec_driver_sql(query)]
        query = "SELECT appearance, canonical FROM appearances ORDER BY appearance"
        return records, entries, [tuple(row) for row in connection.exec_driver_sql(query)], ledger.copies()


def test_killed_and_gone_on_with_is_as_if_it_had_not_been(tmp_path):
    archive = tmp_path / "archive.jsonl"
    # Paragraphs: enough of them, and some too short to be told for English, which fail.
    paragraphs = [p for path in sorted(EXAMPLES.glob("*.txt")) for p in path.read_text("utf-8").split("\n\n")]
    rows = [{"id": f"r{n}", "published": "2021-05-12", "text": p} for n, p in enumerate(paragraphs[:REPORTS])]
    archive.write_text("".join(json.dumps(row) + "\n" for row in rows))
    whole, broken = tmp_path / "whole.db", tmp_path / "broken.db"
    command = [*LEGATION, "read", str(archive), "--quiet", "--ledger"]
    subprocess.run([*command, str(whole)], capture_output=True)
    dice = random.Random(7)  # noqa: S311  # no secret
    for _ in range(KILLS):
        reading = subprocess.Popen(
            [*command, str(broken), "--resume", "--workers", "2"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        deadline = time.monotonic() + 60
        before = kept(broken)
        while reading.poll() is None and kept(broken) == before and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(dice.random() / 2)
        os.killpg(reading.pid, signal.SIGKILL)
        reading.wait()
    assert 0 < kept(broken) <= len(rows)
    subprocess.run([*command, str(broken), "--resume"], capture_output=True)
    assert everything(broken) == everything(whole)


def kept(where):
    """How many reports a ledger has that may just be written."""
    if not where.exists():
        return 0
    with Ledger(where) as ledger:
        return ledger.counts()["documents"]
