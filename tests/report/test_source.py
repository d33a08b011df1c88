"""Files, folders, archives and standard input: what is read, and what is said of what can't be."""

import gzip
import io
import json
from pathlib import Path

import pytest

from legation.errors import BinaryInput, EmptyInput, FormatError, InputError, TooLarge
from legation.report.source import RawReport, read_inputs

TEXT = "Norway and Sweden signed a fishing pact on Monday.\r\n\r\nIt runs for ten years.\n"
PAGE = "<html><body><h1>Pact signed</h1><p>Norway and Sweden signed a fishing pact in Oslo on Monday.</p></body></html>"


def read(path: Path | str, **options: io.BytesIO) -> list[RawReport | InputError]:
    return list(read_inputs([path], **options))


def write(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def the_report(path: Path) -> RawReport:
    (raw,) = read(path)
    assert isinstance(raw, RawReport)
    return raw


def the_error(path: Path | str) -> InputError:
    (error,) = read(path)
    assert isinstance(error, InputError)
    return error


def test_plain_text_is_exactly_as_supplied(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", TEXT)
    assert the_report(path) == RawReport(text=TEXT, path=str(path))


@pytest.mark.parametrize("name", ["a.html", "a.txt", "a"])
def test_page_is_told_by_ending_or_head(tmp_path: Path, name: str) -> None:
    raw = the_report(write(tmp_path / name, PAGE))
    assert raw.text == "Pact signed\n\nNorway and Sweden signed a fishing pact in Oslo on Monday."
    assert raw.title == "Pact signed"


def test_code_page_of_a_page_is_the_one_declared(tmp_path: Path) -> None:
    page = PAGE.replace("<body>", '<head><meta charset="iso-8859-2"></head><body>').replace("Oslo", "Łódź")
    assert "Łódź" in the_report(write(tmp_path / "a.html", page.encode("iso-8859-2"))).text


ROW = {
    "text": TEXT,
    "id": 7,
    "title": "Pact",
    "url": "https://n.example/pact",
    "publisher": "Northern Wire",
    "published": "2016-11-16T10:00:00Z",
    "byline": ["Jane Roe", "John Doe"],
    "unknown": {"a": 1},
}
REPORT = RawReport(
    text=TEXT,
    id="7",
    title="Pact",
    url="https://n.example/pact",
    publisher="Northern Wire",
    published="2016-11-16",
    published_basis="given",
    byline="Jane Roe, John Doe",
)


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.json", "a.txt", "a.JSONL"])
def test_json_lines(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, "\ufeff" + json.dumps(ROW) + "\n\n" + json.dumps({"text": "Peru waits."}))
    first, second = read(path)
    assert first == RawReport(**{**_fields(REPORT), "path": f"{path}:1"})
    assert second == RawReport(text="Peru waits.", path=f"{path}:3")


def _fields(raw: RawReport) -> dict[str, object]:
    return {name: getattr(raw, name) for name in raw.__slots__}


@pytest.mark.parametrize("content", [[ROW, ROW], ROW])
def test_json(tmp_path: Path, content: object) -> None:
    found = read(write(tmp_path / "a.json", json.dumps(content, indent=2)))
    assert [raw.text for raw in found if isinstance(raw, RawReport)] == [TEXT] * (2 if isinstance(content, list) else 1)


def test_csv_and_tsv(tmp_path: Path) -> None:
    expected = RawReport(text="Peru,\nit waits.", title="Peru", published="2016-11-16", published_basis="given")
    for name, table in {
        "a.csv": 'title,text,published\nPeru,"Peru,\nit waits.",16 November 2016\n',
        "a.tsv": 'title\ttext\tpublished\nPeru\t"Peru,\nit waits."\t2016-11-16\n',
    }.items():
        path = write(tmp_path / name, table)
        assert the_report(path) == RawReport(**{**_fields(expected), "path": f"{path}:3"})


def test_gzip_of_each(tmp_path: Path) -> None:
    plain = the_report(write(tmp_path / "a.txt.gz", gzip.compress(TEXT.encode())))
    rows = the_report(write(tmp_path / "b.jsonl.gz", gzip.compress(json.dumps(ROW).encode())))
    page = the_report(write(tmp_path / "c.html.gz", gzip.compress(PAGE.encode())))
    unnamed = the_report(write(tmp_path / "d", gzip.compress(PAGE.encode())))
    assert (plain.text, rows.id, page.title, unnamed.title) == (TEXT, "7", "Pact signed", "Pact signed")


def test_standard_input() -> None:
    assert read("-", stdin=io.BytesIO(TEXT.encode())) == [RawReport(text=TEXT, path="-")]
    lines = "".join(json.dumps({"text": f"Peru waits {n}."}) + "\n" for n in range(500))
    found = read("-", stdin=io.BytesIO(lines.encode()))
    assert [raw.path for raw in found] == [f"-:{n}" for n in range(1, 501)]


def test_folder_is_read_in_order_and_goes_on_after_a_bad_file(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    write(tmp_path / "c.txt", "Chile waits.")
    write(tmp_path / "a.txt", "Peru waits.")
    write(tmp_path / "b" / "bad.txt", b"%PDF-1.4 \0\0")
    write(tmp_path / "b" / "worse.txt", b"")
    write(tmp_path / ".git" / "config", "hidden")
    write(tmp_path / ".DS_Store", b"\0")
    found = read(tmp_path)
    assert [raw.text if isinstance(raw, RawReport) else type(raw) for raw in found] == [
        "Peru waits.",
        BinaryInput,
        EmptyInput,
        "Chile waits.",
    ]


def test_a_bad_line_stops_nothing(tmp_path: Path) -> None:
    lines = [
        '{"text": "Peru waits."}',
        '{"text": "Peru',
        '{"text": 5}',
        "[]",
        '{"text": " "}',
        '{"text": "Chile waits."}',
    ]
    path = write(tmp_path / "a.jsonl", "\n".join(lines))
    found = read(path)
    assert [type(raw) for raw in found] == [RawReport, FormatError, FormatError, FormatError, EmptyInput, RawReport]
    assert str(found[1]).startswith(f"{path}:2: not JSON: ")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"text": "Peru waits.", "published": "soon"}', "\"published\" is no date: 'soon'; write it as 2016-11-16"),
        ('{"text": "Peru waits.", "url": {"a": 1}}', '"url" is no text'),
        ('{"text": "Peru waits.", "byline": [["a"]]}', '"byline" is no text'),
        ("{}", 'no "text"'),
        ('{"text": ' + "[" * 100_000, "JSON"),
        ('{"text": 1' + "0" * 5_000 + "}", "JSON"),
        ('{"text": "\0"}', "null bytes"),
    ],
)
def test_bad_rows_say_what_is_wrong(tmp_path: Path, line: str, says: str) -> None:
    path = write(tmp_path / "a.jsonl", line)
    error = the_error(path)
    assert error.path == f"{path}:1"
    assert says in str(error)
    assert error.mend


BAD = [  # name · bytes · error · what it says
    ("empty.txt", b"", EmptyInput, "nothing in it"),
    ("blank.txt", b" \n\t\r\n", EmptyInput, "nothing in it"),
    ("a.pdf", b"%PDF-1.7 \xe2\xe3\xcf\xd3", BinaryInput, "this is a PDF, not text; convert it first: pdftotext"),
    ("a.txt", b"%PDF-1.7 \xe2\xe3\xcf\xd3", BinaryInput, "this is a PDF"),
    ("a.docx", b"PK\x03\x04\x14\0\x06\0", BinaryInput, "office document"),
    ("a.jsonl", b"PK\x03\x04\x14\0\x06\0", BinaryInput, "office document"),
    ("null.txt", b"Peru \0 waits.", BinaryInput, "null bytes"),
    ("a.html", b"<html><body><nav><a href='/'>Home</a></nav></body></html>", FormatError, "no report in this page"),
    ("b.html", b"<!-- -->", FormatError, "in"),
    ("a.csv", b"name,words\na,b\n", FormatError, 'no column "text"'),
    ("b.csv", b"text\n\xff\xfe\xfa\n", FormatError, "not UTF-8"),
    ("a.json", b"[1, 2", FormatError, "not JSON"),
    ("a.gz", b"\x1f\x8b\x08\x00 no such archive", FormatError, "damaged gzip"),
    ("cut.gz", gzip.compress(b"Peru waits. " * 1000)[:-20], FormatError, "damaged gzip"),
]


@pytest.mark.parametrize(("name", "data", "kind", "says"), BAD, ids=[row[0] for row in BAD])
def test_bad_files(tmp_path: Path, name: str, data: bytes, kind: type[InputError], says: str) -> None:
    path = write(tmp_path / name, data)
    error = the_error(path)
    assert type(error) is kind
    assert str(error).startswith(f"{path}: ")
    assert says in str(error)
    assert error.mend
    assert "\n" not in str(error)


def test_fifty_megabytes_are_too_large(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        for _ in range(50):
            file.write(b"Peru waits for Chile.\n" * 47_663)
    assert type(the_error(path)) is TooLarge


def test_a_long_line_of_an_archive_is_too_large_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("legation.report.rows.LONGEST_LINE", 1_000)
    path = write(tmp_path / "a.jsonl", json.dumps({"text": "x" * 5_000}) + '\n{"text": "Peru waits."}\n')
    first, second = read(path)
    assert type(first) is TooLarge
    assert isinstance(second, RawReport)


def test_missing_file_and_empty_folder(tmp_path: Path) -> None:
    assert "there is no such file" in str(the_error(tmp_path / "none.txt"))
    assert "no files in this folder" in str(the_error(tmp_path))
