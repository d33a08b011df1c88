"""Reading on a cluster: what each part does and, where Ray is installed, that the records are the same on it."""

import json
import os
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from factories import HandReader
from legation.cli import batch, cluster, console
from legation.cli.cluster import Worker, _result, _tidy, _write_parts
from legation.errors import EmptyInput, LegationError

ROWS = [{"id": f"r{n}", "published": f"2016-{n % 3 + 10}-01", "text": f"Peru thanked Cuba {n}."} for n in range(6)]


class Table:
    """A table of rows, as pyarrow has them."""

    def __init__(self, rows):
        self.rows = rows

    def to_pylist(self):
        return [dict(row) for row in self.rows]

    @classmethod
    def from_pylist(cls, rows):
        return cls(rows)


@pytest.fixture
def worker(monkeypatch):
    """A worker without Ray and pyarrow, with a reader made by hand."""
    monkeypatch.setattr(batch, "make_reader", HandReader)
    monkeypatch.setitem(sys.modules, "pyarrow", type(sys)("pyarrow"))
    sys.modules["pyarrow"].Table = Table
    monkeypatch.setitem(sys.modules, "ray", type(sys)("ray"))
    sys.modules["ray"].ObjectRef = type("ObjectRef", (), {})
    return lambda known=frozenset(): Worker(None, None, known, None)


def lines(*rows):
    return Table([{"text": json.dumps(row), "path": "/a.jsonl"} for row in rows])


def test_a_batch_comes_back_in_order_with_what_failed(worker):
    rows = [ROWS[0], {"id": "x", "text": "refuse"}, ROWS[1], {"id": "y"}, {"id": "z", "text": "half \ud800"}]
    found = [_result(row) for row in worker()(lines(*rows)).to_pylist()]
    assert [type(result).__name__ for _, result in found] == [
        "Carried", "EmptyInput", "Carried", "FormatError", "EncodingError",
    ]  # fmt: skip
    read, refused = found[0], found[1]
    assert read[1].records()[0].text == "Peru thanked Cuba 0."
    assert read[0].path == f"/a.jsonl#{read[0].digest[:16]}"
    assert isinstance(refused[1], EmptyInput)
    assert refused[1].mend == "give another text"


def test_rows_of_parquet_are_reports_too_and_what_is_known_is_passed_over(worker):
    table = Table([{**row, "path": "/a.parquet"} for row in ROWS])
    first = worker()(table).to_pylist()
    assert [row["digest"] for row in first] == [row["digest"] for row in worker()(lines(*ROWS)).to_pylist()]
    known = frozenset(row["digest"] for row in first[:4])
    again = [_result(row) for row in worker(known)(table).to_pylist()]
    assert [item.known is not None for item, _ in again] == [True] * 4 + [False] * 2


def test_an_archive_that_ray_cannot_read_is_told(tmp_path):
    (tmp_path / "a.txt").write_text("Peru thanked Cuba.")
    with pytest.raises(LegationError, match="neither"):
        cluster._files(str(tmp_path / "a.txt"))
    with pytest.raises(LegationError, match="no such file"):
        cluster._files(str(tmp_path / "none.jsonl"))


@pytest.mark.skipif(not find_spec("pyarrow"), reason="pyarrow is not installed: it comes with legation[ray]")
def test_a_batch_written_twice_is_there_once_and_halves_are_taken_away(tmp_path):
    from pyarrow import parquet

    reports = list(HandReader().read_each([cluster_raw(row) for row in ROWS]))
    parts = set(_write_parts(tmp_path, reports))
    assert set(_write_parts(tmp_path, reports)) == parts
    (tmp_path / "record=event" / "month=2016-10" / "part-half.parquet").write_bytes(b"")
    _tidy(tmp_path, parts)
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.parquet")} == parts
    events = parquet.read_table(tmp_path / "record=event").to_pylist()
    assert len({row["id"] for row in events}) == len(ROWS)


def cluster_raw(row):
    from legation.report.rows import to_report

    return to_report(row, "a.jsonl")


def test_what_a_library_prints_meanwhile_is_no_data(capfd):
    with console.only_data():
        sys.stdout.write("a worker died\n")
        console.emit("record\n")
    sys.stdout.write("after\n")
    assert capfd.readouterr() == ("record\nafter\n", "a worker died\n")


@pytest.mark.ray
@pytest.mark.skipif(not find_spec("ray"), reason="Ray is not installed: pip install 'legation[ray]'")
def test_ray_gives_the_records_of_one_process_whatever_dies(tmp_path):
    texts = [path.read_text("utf-8") for path in sorted((Path(cluster.__file__).parents[1] / "examples").glob("*.txt"))]
    archive = tmp_path / "a.jsonl"
    archive.write_text("".join(json.dumps({"id": f"r{n}", "text": t}) + "\n" for n, t in enumerate(texts * 8)))
    command = [sys.executable, "-m", "legation", "read", str(archive), "--format", "jsonl"]
    alone = subprocess.run(command, capture_output=True, check=True).stdout
    reading = subprocess.Popen(
        [*command, "--engine", "ray", "--workers", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "RAY_raylet_start_wait_time_s": "300"},  # a busy machine starts it slowly
    )
    deadline = time.monotonic() + 300
    while not (killed := kill_a_worker(reading.pid)) and reading.poll() is None and time.monotonic() < deadline:
        time.sleep(0.1)
    told, _ = reading.communicate(timeout=600)
    assert killed
    assert told == alone


def kill_a_worker(pid):
    """End one of the actors of this run that reads just now."""
    found = subprocess.run(["ps", "-eo", "pid,args"], capture_output=True, text=True, check=True).stdout
    for line in found.splitlines():
        number, _, args = line.strip().partition(" ")
        if "MapWorker" in args and ".submit" in args and belongs_to(int(number), pid):
            os.kill(int(number), signal.SIGKILL)
            return True
    return False


def belongs_to(pid, ancestor):
    while pid > 1 and pid != ancestor:
        try:
            pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            return False
    return pid == ancestor
