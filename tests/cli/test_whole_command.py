"""The command as a user runs it: its own process, the real reader, the example reports."""

import os
import signal
import subprocess
import sys
import time
from importlib import resources
from pathlib import Path

import pytest

from legation.ledger.store import Ledger

EXAMPLES = Path(str(resources.files("legation").joinpath("examples")))
LEGATION = [sys.executable, "-m", "legation"]


def read(*words):
    return subprocess.run([*LEGATION, "read", *map(str, words)], capture_output=True, check=True)


def test_several_processes_and_a_ledger_print_the_same_in_the_same_order(tmp_path):
    alone = read(EXAMPLES, "--format", "jsonl").stdout
    together = ("--ledger", tmp_path / "l.db", "--workers", "2", "--format", "jsonl")
    assert read(EXAMPLES, *together).stdout == alone
    again = read(EXAMPLES, *together)
    assert again.stdout == alone
    assert b"0 reports read, 6 unchanged, 0 failed" in again.stderr


def test_ctrl_c_stops_all_processes_at_once_and_the_run_goes_on_later(tmp_path):
    texts = [path.read_text("utf-8") for path in sorted(EXAMPLES.glob("*.txt"))]
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(60):
        (folder / f"{number:02}.txt").write_text(f"{texts[number % len(texts)]}\n\nNumber {number}.\n", "utf-8")
    where = tmp_path / "l.db"
    command = [*LEGATION, "read", str(folder), "--ledger", str(where), "--workers", "2"]
    reading = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    try:
        _wait_for_the_first(where)
        os.killpg(reading.pid, signal.SIGINT)
        _, said = reading.communicate(timeout=20)
    finally:
        if reading.poll() is None:
            os.killpg(reading.pid, signal.SIGKILL)
    assert reading.returncode == 130
    assert "Traceback" not in said
    with Ledger(where) as ledger:
        kept = len(ledger.documents())
        assert 0 < kept < 60
        assert ledger.journal.runs()[0].read in (kept, kept - 1)  # stopped just after one was kept
    _wait_for_the_end_of(reading.pid)


def _wait_for_the_first(where):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if where.exists():
            with Ledger(where) as ledger:
                if len(ledger.documents()):
                    return
        time.sleep(0.05)
    pytest.fail("nothing was read")


def _wait_for_the_end_of(group):
    """No process of the group may stay behind."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    os.killpg(group, signal.SIGKILL)
    pytest.fail("a process stayed behind")
