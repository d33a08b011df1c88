"""Reports sent in: kept until they are read, told how far they are, and their names are never paths."""

import gzip
import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from factories import HandReader
from legation.errors import InputError
from legation.ledger.store import Ledger
from legation.web import jobs
from legation.web.app import create_app
from legation.web.jobs import ending_of, shown_name
from legation.web.reading import SharedReader

HERE = {"origin": "http://testserver"}
PERU = "Peru thanked Cuba."


@pytest.fixture
def where(tmp_path: Path) -> Path:
    path = tmp_path / "ledger" / "l.db"
    path.parent.mkdir()
    Ledger(path).close()
    return path


def opened(where: Path, make: Callable[[], Any] = HandReader) -> TestClient:
    return TestClient(create_app(where, reader=SharedReader(make)), headers=HERE, follow_redirects=False)


@pytest.fixture
def client(where: Path) -> Iterator[TestClient]:
    with opened(where) as client:
        yield client


def send(client: TestClient, *files: tuple[str, bytes], **fields: str) -> Any:
    token = client.get("/upload").text.partition('name="csrf" value="')[2].partition('"')[0]
    sent = [("files", (name, data)) for name, data in files]
    return client.post("/upload", data={"csrf": token, **fields}, files=sent or [("files", ("", b""))])


def finished(client: TestClient, answer: Any) -> Any:
    """What has become of what was sent, once it is through."""
    assert answer.status_code == 303, answer.text
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        told = client.get(f"{answer.headers['location']}.json").json()
        if told["done"]:
            return told
        time.sleep(0.02)
    raise AssertionError("it is never through")


def reports(where: Path) -> list[Any]:
    with Ledger(where) as ledger:
        return list(ledger.documents())


def test_a_pasted_report_is_read_into_the_ledger(client: TestClient, where: Path) -> None:
    fields = {"text": PERU, "published": "2016-11-16", "title": "Thanks/no thanks", "url": "https://news.example/1"}
    told = finished(client, send(client, **fields))
    assert told["counts"] == {"added": 1, "replaced": 0, "unchanged": 0, "failed": 0}
    (found,) = reports(where)
    assert (found.text, found.published, found.title, found.url) == (
        PERU, "2016-11-16", "Thanks/no thanks", "https://news.example/1"
    )  # fmt: skip
    assert [outcome["document"] for outcome in told["job"]["outcomes"]] == [found.document]
    page = client.get(f"/upload/{told['job']['id']}").text
    assert "All read" in page
    assert f"/report/{found.document}" in page
    assert 'http-equiv="refresh"' not in page


def test_files_of_every_kind_are_read(client: TestClient, where: Path) -> None:
    line = json.dumps({"id": "row", "text": PERU}).encode()
    told = finished(
        client,
        send(
            client,
            ("a.txt", b"Chile thanked Peru."),
            ("b.jsonl", line + b"\n" + b'{"id": "other", "text": "Brazil thanked Peru."}\n'),
            ("c.csv", b"id,text\ncsv,Cuba thanked Peru.\n"),
            ("d.html", b"<html><body><article><p>Kenya thanked Peru.</p></article></body></html>"),
            ("e.jsonl.gz", gzip.compress(b'{"id": "packed", "text": "Ghana thanked Peru."}\n')),
            ("f.TXT", b"Haiti thanked Peru."),
        ),
    )
    assert told["counts"]["added"] == 7, told
    assert {found.document for found in reports(where)} >= {"row", "other", "csv", "packed"}


def test_what_can_not_be_read_is_said_and_kept_and_the_rest_goes_on(client: TestClient, where: Path) -> None:
    told = finished(
        client,
        send(
            client,
            ("good.txt", PERU.encode()),
            ("empty.txt", b""),
            ("rows.jsonl", b'{"text": "Chile thanked Peru."}\nnonsense\n{"text": "crash"}\n'),
            ("image.txt", b"\x89PNG\r\n\x1a\n\x00\x00"),
        ),
    )
    assert (told["counts"]["added"], told["counts"]["failed"]) == (2, 4)
    failed = {o["name"]: o for o in told["job"]["outcomes"] if o["outcome"] == "failed"}
    assert set(failed) == {"empty.txt", "rows.jsonl, report 2", "rows.jsonl, report 3", "image.txt"}
    assert all(o["reason"] and o["mend"] for o in failed.values())
    page = client.get(f"/upload/{told['job']['id']}").text
    assert "Read, with failures" in page
    assert "rows.jsonl, report 2" in page
    with Ledger(where) as ledger:
        paths = [entry.path for entry in ledger.journal.failures()]
        assert (ledger.journal.runs()[0].read, ledger.journal.runs()[0].failed) == (2, 4)
    # The journal names the files as they are kept, so that they can be tried again.
    assert len(paths) == 4
    assert all(Path(path.rsplit(":", 1)[0] if ".jsonl:" in path else path).is_file() for path in paths)
    kept = [p.name for p in Path(f"{where}.uploads", told["job"]["id"]).iterdir()]
    assert sorted(kept) == ["0001.txt", "0002.jsonl", "0003.txt", "job.json"]


def test_the_same_again_is_unchanged(client: TestClient) -> None:
    finished(client, send(client, text=PERU))
    assert finished(client, send(client, text=PERU))["counts"]["unchanged"] == 1


@pytest.mark.parametrize(
    ("files", "fields", "reason"),
    [
        ([], {}, "nothing was sent"),
        ([], {"text": " \n "}, "nothing was sent"),
        ([("minutes.pdf", b"%PDF-1.4")], {"text": PERU}, "files that end in .pdf are not read; make text of it"),
        ([("archive.tar.gz", b"")], {}, "files that end in .tar are not read"),
        ([("run.exe", b"MZ")], {}, "files that end in .exe are not read"),
        ([], {"text": PERU, "published": "soon"}, "is no date"),
        ([], {"text": PERU, "url": "javascript:alert(1)"}, "is no address of a page"),
    ],
)
def test_what_can_not_be_taken_is_said_and_nothing_typed_is_lost(
    client: TestClient, where: Path, files: list[tuple[str, bytes]], fields: dict[str, str], reason: str
) -> None:
    answer = send(client, *files, **fields)
    assert answer.status_code == 400
    assert reason in answer.text.replace("&#39;", "'")
    assert fields.get("text", "").strip() in answer.text
    assert 'href="javascript:' not in answer.text
    assert reports(where) == []
    assert not any(Path(f"{where}.uploads").glob("*/*"))


HOSTILE = [
    "../../../etc/cron.d/evil.txt",
    "..\\..\\evil.txt",
    "/etc/passwd",
    "l.db",
    "../l.db",
    "job.json",
    "0000.txt",
    "con.txt",
    "<script>alert(1)</script>.txt",
    "a\x00b.txt",
    "‮txt.exe.txt",
    "x" * 5_000 + ".txt",
    ".txt",
    "..",
    "%2e%2e%2fevil.txt",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_files_name_is_never_a_path(client: TestClient, where: Path, name: str) -> None:
    before = {path for path in where.parent.rglob("*") if ".uploads" not in str(path)}
    answer = send(client, (name, PERU.encode()))
    if answer.status_code == 303:
        told = finished(client, answer)
        page = client.get(answer.headers["location"]).text
        assert "<script>alert" not in page
        assert "\x00" not in page
        assert told["counts"]["added"] + told["counts"]["failed"] == 1
    else:
        assert answer.status_code == 400
        assert "<script>alert" not in answer.text
    after = {path for path in where.parent.rglob("*") if ".uploads" not in str(path)}
    assert {path for path in after - before if not path.name.startswith("l.db-")} == set()
    for path in Path(f"{where}.uploads").rglob("*"):
        assert path.name == "job.json" or path.stem.split(".")[0].isdigit() or path.is_dir()
    assert not (where.parent.parent / "evil.txt").exists()


@given(name=st.text(max_size=200))
def test_any_name_has_a_safe_ending_or_none(name: str) -> None:
    shown = shown_name(name)
    assert "/" not in shown
    assert "\\" not in shown
    assert shown.isprintable()
    try:
        ending = ending_of(shown)
    except InputError:
        return
    assert ending.removesuffix(".gz") in ("", *jobs.ENDINGS)


@pytest.mark.parametrize("job", ["none", "..%2f..%2fl.db", "../../l.db", "0000000000000000", "%00", "job.json"])
def test_no_other_file_can_be_asked_for(client: TestClient, job: str) -> None:
    for path in (f"/upload/{job}", f"/upload/{job}.json"):
        assert client.get(path).status_code == 404


class Slow(HandReader):
    """Reads only once it is told to."""

    go = threading.Event()

    def read_each(self, raws: Any) -> Any:
        self.go.wait(20)
        return super().read_each(raws)


def test_progress_is_shown_without_a_script_and_with_one(where: Path) -> None:
    Slow.go.clear()
    with opened(where, Slow) as client:
        answer = send(client, ("a.txt", PERU.encode()), ("b.txt", b"Chile thanked Peru."))
        page = client.get(answer.headers["location"]).text
        assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page
        assert "/static/upload.js" in page
        assert "<progress" in page
        assert client.get(f"{answer.headers['location']}.json").json()["done"] is False
        assert "being read" in client.get("/upload").text
        Slow.go.set()
        assert finished(client, answer)["counts"]["added"] == 2


def test_a_server_that_is_stopped_goes_on_when_it_starts_again(where: Path) -> None:
    Slow.go.clear()
    with opened(where, Slow) as client:
        first, second = send(client, text=PERU), send(client, text="Chile thanked Peru.")
        threading.Timer(0.2, Slow.go.set).start()  # the report at hand is finished first
    assert len(reports(where)) <= 1
    with opened(where) as client:
        for answer in (first, second):
            finished(client, answer)
    assert len(reports(where)) == 2
    with opened(where) as client:  # and remembers what it has done
        assert finished(client, first)["done"]
        assert client.get("/upload").text.count("/upload/") >= 2


def test_too_much_waiting_is_refused(where: Path) -> None:
    Slow.go.clear()
    with opened(where, Slow) as client:
        codes = [send(client, text=f"{PERU} {n}").status_code for n in range(22)]
        Slow.go.set()
    assert codes[:20] == [303] * 20
    assert 400 in codes[20:]


def test_what_is_only_shown_takes_nothing_in(where: Path) -> None:
    with TestClient(create_app(where, read_only=True), headers=HERE) as client:
        assert "<form method" not in client.get("/upload").text
        assert client.post("/upload", data={"text": PERU}).status_code == 403


def test_more_than_is_taken_is_refused(client: TestClient) -> None:
    answer = client.post("/upload", content=b"", headers={"content-length": "64000001"})
    assert answer.status_code == 413


def test_hostile_reports_show_as_text(client: TestClient) -> None:
    name = "<img src=x onerror=alert(1)>.txt"
    told = finished(client, send(client, (name, b"")))
    page = client.get(f"/upload/{told['job']['id']}").text
    assert "<img" not in page
    assert "&lt;img" in page
