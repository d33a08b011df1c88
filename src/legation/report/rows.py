"""Tables of reports, one a row: JSON Lines, JSON and CSV with `text`, and `id`, `title`, `url` … where known."""

import csv
import io
import json
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import IO, Any

from legation.errors import EmptyInput, FormatError, InputError, TooLarge
from legation.report.dates import parse_iso, written_date
from legation.report.decode import MAX_BYTES, MAX_LENGTH, check_size, decode
from legation.report.raw import RawReport

# A code point takes at most six bytes of JSON (\uXXXX); the rest is room for the other fields.
LONGEST_LINE = 6 * MAX_LENGTH + 1_000_000
_FIELDS = ("id", "title", "url", "publisher", "byline")


def read_jsonl(stream: IO[bytes], path: str) -> Iterator[RawReport | InputError]:
    """Yield a report, or what is wrong, for each line of JSON Lines that isn't blank; a bad line stops nothing."""
    return _read_lines(_lines(stream), path)


def read_json(stream: IO[bytes], path: str) -> Iterator[RawReport | InputError]:
    """Yield the reports of a JSON file: an object, a list of objects or, whatever it is called, JSON Lines."""
    first = stream.readline(LONGEST_LINE + 1)
    if _is_object(first):
        yield from _read_lines(chain([first], _lines(stream)), path)
        return
    data = first + stream.read(MAX_BYTES + 1)
    try:
        check_size(len(data), MAX_BYTES, path)
        content = _parse(decode(data, path=path), path)
    except TooLarge as error:
        yield TooLarge(error.reason, path=path, mend="write it as JSON Lines, a report a line")
        return
    except InputError as error:
        yield error
        return
    rows = content if isinstance(content, list) else [content]
    for number, row in enumerate(rows, 1):
        yield _report_or_error(row, f"{path}:{number}" if isinstance(content, list) else path)


def _read_lines(lines: Iterable[bytes], path: str) -> Iterator[RawReport | InputError]:
    for number, line in enumerate(lines, 1):
        if (found := read_line(line, f"{path}:{number}")) is not None:
            yield found


def read_line(line: bytes, path: str) -> RawReport | InputError | None:
    """The report of a line of JSON Lines, or what is wrong with it; None for a blank one."""
    try:
        check_size(len(line), LONGEST_LINE, path)
        return to_report(_parse(decode(line, path=path), path), path) if line.strip() else None
    except InputError as error:
        return error


def _lines(stream: IO[bytes]) -> Iterator[bytes]:
    """The lines of a stream; of one that is too long only its head, so that memory stays bounded."""
    while line := stream.readline(LONGEST_LINE + 1):
        yield line
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = stream.readline(LONGEST_LINE + 1)


def _is_object(line: bytes) -> bool:
    """True for a line that is a whole JSON object."""
    try:
        return isinstance(json.loads(line.removeprefix(BOM_UTF8)), dict)
    except (ValueError, RecursionError):
        return False


def _parse(text: str, path: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise FormatError(
            f"not JSON: {error.msg} at character {error.pos + 1}",
            path=path,
            mend='write a JSON object with "text" on each line',
        ) from error
    except (RecursionError, ValueError) as error:
        raise FormatError("JSON that is too deep or has too long a number", path=path, mend="mend the line") from error


def read_csv(stream: IO[bytes], path: str) -> Iterator[RawReport | InputError]:
    """Yield the reports of a CSV or TSV file with a head row that names `text`."""
    # The limit is the process's own: the default of 128 KiB is less than a long report.
    csv.field_size_limit(MAX_LENGTH)
    delimiter = "\t" if path.lower().removesuffix(".gz").endswith((".tsv", ".tab")) else ","
    reader = csv.DictReader(io.TextIOWrapper(stream, "utf-8-sig", newline=""), delimiter=delimiter)
    try:
        if "text" not in (reader.fieldnames or ()):
            yield FormatError(
                'no column "text"', path=path, mend='name the columns in the first row, one of them "text"'
            )
            return
        for row in reader:
            yield _report_or_error({name: value for name, value in row.items() if name}, f"{path}:{reader.line_num}")
    except UnicodeDecodeError:
        yield FormatError("not UTF-8", path=path, mend="save it as UTF-8")
    except csv.Error as error:
        yield FormatError(f"broken table: {error}", path=f"{path}:{reader.line_num}", mend="mend the row's quotes")


def _report_or_error(row: Any, path: str) -> RawReport | InputError:
    try:
        return to_report(row, path)
    except InputError as error:
        return error


def to_report(row: Any, path: str) -> RawReport:
    """The report of one row. Raises FormatError or EmptyInput."""
    if not isinstance(row, dict):
        raise FormatError("not an object", path=path, mend='write {"text": "…"}')
    text = row.get("text")
    if not isinstance(text, str):
        raise FormatError('no "text"', path=path, mend='give the report\'s words in the field "text"')
    if not text.strip():
        raise EmptyInput('"text" is empty', path=path, mend="leave the row out")
    check_size(len(text), MAX_LENGTH, path)
    known = {name: _words(row.get(name), name, path) for name in _FIELDS}
    published = _published(row.get("published"), path)
    return RawReport(
        text=text,
        id=known["id"],
        url=known["url"],
        title=known["title"],
        publisher=known["publisher"],
        byline=known["byline"],
        published=published,
        published_basis="given" if published else None,
        path=path,
    )


def _published(value: Any, path: str) -> str | None:
    words = _words(value, "published", path)
    if words is None:
        return None
    day = parse_iso(words) or written_date(words)
    if day is None:
        raise FormatError(f'"published" is no date: {words[:40]!r}', path=path, mend="write it as 2016-11-16")
    return day


def _words(value: Any, name: str, path: str) -> str | None:
    """A field as words: a number is written out, a list (of authors) joined; None and white space are not known."""
    if value is None:
        return None
    if isinstance(value, bool | dict):
        raise FormatError(f'"{name}" is no text', path=path, mend=f'give "{name}" in quotation marks or leave it out')
    if isinstance(value, list):
        return ", ".join(filter(None, _each(value, name, path))) or None
    return str(value).strip() or None


def _each(values: Iterable[Any], name: str, path: str) -> Iterator[str | None]:
    for value in values:
        if isinstance(value, list):
            raise FormatError(f'"{name}" is no text', path=path, mend=f'give "{name}" in quotation marks')
        yield _words(value, name, path)
