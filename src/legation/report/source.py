"""Files, folders and standard input to raw reports: plain text, HTML, JSON Lines, CSV, feeds, WARC, and gzip of each.

A container is told by its ending, else by its head; a further one is a line in `_CONTAINERS` and a module with a
`read_*` of the same form.
"""

import gzip
import io
import os
import re
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, NamedTuple, TypeAlias, cast

from legation.errors import EmptyInput, FormatError, InputError
from legation.report import feed, html, rows, warc
from legation.report.decode import MAX_BYTES, check_text, decode
from legation.report.raw import RawReport

__all__ = ["Meter", "RawReport", "files_in", "read_inputs"]

Found: TypeAlias = RawReport | InputError
# Is given the number of bytes, each time some have been taken from a file.
Meter: TypeAlias = Callable[[int], None]

_HEAD = 4_096
_GZIP = b"\x1f\x8b"
_JSON_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*\"")
_HTML_HEAD = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)


_FEED_HEAD = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?[^>]*>\s*|<!--.*?-->\s*|<!doctype[^>]*>\s*)*<(?:rss|feed|rdf:RDF|channel)\b",
    re.I | re.S,
)
_WARC_HEAD = re.compile(rb"WARC/[0-9]")


class _Container(NamedTuple):
    """A format: the endings of its files, what their head looks like, and what reads a stream of it.

    `is_text`: false for one whose head may hold anything, pictures among it.
    """

    endings: tuple[str, ...]
    head: re.Pattern[bytes] | None
    read: Callable[[IO[bytes], str], Iterator[Found]]
    is_text: bool = True


def read_inputs(
    paths: Iterable[Path | str], *, stdin: IO[bytes] | None = None, meter: Meter | None = None
) -> Iterator[Found]:
    """Yield the reports of files, folders (all files in them, sorted by path, hidden ones left out) and `-`.

    What can't be read is yielded as an InputError in its place, never raised. Archives are streamed. `stdin` stands in
    for the process's own standard input; `meter` is told of every stretch of bytes that was taken in.
    """
    for path in paths:
        if str(path) == "-":
            yield from _read_stream(stdin or sys.stdin.buffer, "-", meter)
        elif os.path.isdir(path):  # noqa: PTH112  # a Path would lose the "./" that the user wrote
            yield from _read_folder(Path(path), meter)
        else:
            yield from _read_file(Path(path), meter)


def files_in(folder: Path) -> list[Path]:
    """All files in a folder and its folders, sorted by path; what is hidden is left out."""
    return sorted(
        Path(place, name)
        for place, _, names in os.walk(folder)
        for name in names
        if not any(part.startswith(".") for part in Path(place, name).relative_to(folder).parts)
    )


def _read_folder(folder: Path, meter: Meter | None) -> Iterator[Found]:
    files = files_in(folder)
    if not files:
        yield EmptyInput("no files in this folder", path=str(folder), mend="name a folder with reports")
    for path in files:
        yield from _read_file(path, meter)


def _read_file(path: Path, meter: Meter | None) -> Iterator[Found]:
    try:
        with path.open("rb") as stream:
            yield from _read_stream(stream, str(path), meter)
    except FileNotFoundError:
        yield InputError("there is no such file", path=str(path), mend="check the name")
    except OSError as error:
        yield InputError(f"it can't be read: {error.strerror or error}", path=str(path), mend="check its permissions")


def _read_stream(stream: IO[bytes], path: str, meter: Meter | None) -> Iterator[Found]:
    try:
        stream, head = _peek(stream, meter)
        if head.startswith(_GZIP):
            stream, head = _peek(cast("IO[bytes]", gzip.GzipFile(fileobj=stream)))
        container = _container(path, head)
        if container.is_text:
            check_text(head, path=path)
        yield from container.read(stream, path)
    except (gzip.BadGzipFile, EOFError, zlib.error):
        yield FormatError("a damaged gzip archive", path=path, mend="fetch it again, or unpack what is left of it")
    except InputError as error:
        yield error


def _peek(stream: IO[bytes], meter: Meter | None = None) -> tuple[IO[bytes], bytes]:
    """The stream and its first bytes, which it still holds; a pipe can't be wound back."""
    head = stream.read(_HEAD)
    return io.BufferedReader(_Rewound(head, stream, meter)), head


class _Rewound(io.RawIOBase):
    """A stream with its head put back."""

    def __init__(self, head: bytes, rest: IO[bytes], meter: Meter | None) -> None:
        self._head = head
        self._rest = rest
        self._meter = meter

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        data = self._head[: len(buffer)] or self._rest.read(len(buffer))
        self._head = self._head[len(data) :]
        buffer[: len(data)] = data
        if self._meter is not None:
            self._meter(len(data))
        return len(data)


def _container(path: str, head: bytes) -> _Container:
    name = path.lower().removesuffix(".gz")
    for container in _CONTAINERS:
        if name.endswith(container.endings):
            return container
    for container in _CONTAINERS:
        if container.head and container.head.match(head):
            return container
    return _PLAIN


def _read_plain(stream: IO[bytes], path: str) -> Iterator[Found]:
    yield RawReport(text=decode(stream.read(MAX_BYTES + 1), path=path), path=path)


def _read_page(stream: IO[bytes], path: str) -> Iterator[Found]:
    data = stream.read(MAX_BYTES + 1)
    yield html.read_page(decode(data, path=path, declared=html.declared_encoding(data)), path)


_PLAIN = _Container((), None, _read_plain)
_CONTAINERS = (
    _Container((".jsonl", ".ndjson", ".jsonlines"), None, rows.read_jsonl),
    _Container((".json",), _JSON_HEAD, rows.read_json),
    _Container((".csv", ".tsv", ".tab"), None, rows.read_csv),
    _Container((".rss", ".atom", ".rdf"), _FEED_HEAD, feed.read_feed),
    _Container((".html", ".htm", ".xhtml"), _HTML_HEAD, _read_page),
    _Container((".warc",), _WARC_HEAD, warc.read_warc, is_text=False),
)
