"""Formats: all that a ledger can be written as, by name, and how any of them is written whole or not at all.

>>> from legation.export.formats import export
>>> export(ledger, "gdelt", "out/", since="2016-11")

A format is a module with `pieces(selection)`, which gives its bytes in pieces, each with the name of the file that it
goes to, as they are made. One more format is one more line in FORMATS.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, Unpack

import msgspec

from legation import __version__
from legation.errors import LegationError

if TYPE_CHECKING:
    from legation.export.selection import Selection
    from legation.ledger.query import FilterArguments
    from legation.ledger.store import Ledger

Piece: TypeAlias = tuple[str, bytes]  # the file it goes to, and what comes next in it


class Format(NamedTuple):
    """A format: the module that writes it, what is said of it in help, and whether it is a folder of several files."""

    home: str
    help: str
    is_folder: bool = False

    def pieces(self, selection: Selection) -> Iterator[Piece]:
        """The bytes in pieces, each with the name of its file."""
        make: Callable[[Selection], Iterator[Piece]] = import_module(self.home).pieces
        return make(selection)


FORMATS: dict[str, Format] = {
    "annotations": Format("legation.export.annotation", "W3C Web Annotation, JSON-LD"),
    "brief": Format("legation.export.html", "briefs to read and print, one HTML page"),
    "csv": Format("legation.export.csv", "a table a kind of record, for spreadsheets", is_folder=True),
    "ftm": Format("legation.export.ftm", "FollowTheMoney entities, JSON Lines"),
    "gdelt": Format("legation.export.gdelt", "GDELT 2.0: Events, Mentions and GKG 2.1", is_folder=True),
    "geojson": Format("legation.export.geojson", "events on the map, GeoJSON"),
    "gold": Format("legation.export.gold", "what people have reviewed, as annotation to score against", is_folder=True),
    "graphml": Format("legation.export.graphml", "commitments as a graph, GraphML"),
    "icalendar": Format("legation.export.icalendar", "what is due, iCalendar"),
    "jsonl": Format("legation.export.jsonl", "all records of whole reports, JSON Lines; `legation import` reads them"),
    "markdown": Format("legation.export.markdown", "the same briefs, Markdown"),
    "parquet": Format("legation.export.parquet", "the same with types, lists and spans", is_folder=True),
    "plover": Format("legation.export.plover", "events in PLOVER's words, JSON Lines"),
    "polecat": Format("legation.export.polecat", "events in POLECAT's 40 columns"),
}


class WrittenFile(msgspec.Struct, frozen=True):
    """One file of an export."""

    file: str
    bytes: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What an export holds: enough to tell a whole one from a broken one, and to make it again."""

    format: str
    files: tuple[WrittenFile, ...]
    reports: int
    records: dict[str, int]  # how many were written, by kind
    left_out: dict[str, int]  # how many were not, by reason
    query: dict[str, Any]
    program: str
    knowledge: str


def format_of(name: str) -> Format:
    """The format of that name. Raises LegationError for one that there isn't."""
    if name not in FORMATS:
        raise LegationError(f"there is no format {name!r}", mend=f"take one of {', '.join(FORMATS)}")
    return FORMATS[name]


def export(
    ledger: Ledger,
    format: str,  # noqa: A002  # what everybody calls it
    output: str | Path,
    *,
    force: bool = False,
    everything: bool = False,
    claims: bool = False,
    with_text: bool = False,
    **filters: Unpack[FilterArguments],
) -> Manifest:
    """Write what a ledger holds to a file, or a folder where the format has several files, with a manifest.

    `filters` are those of `ledger.events` and its like; `legation.export.selection` says what the options mean. Files
    are written beside and renamed when whole. Raises LegationError for a format that there isn't, a file that is there
    already (unless `force`), and what can't be written.
    """
    from legation.export.selection import Options, Selection

    options = Options(everything=everything, claims=claims, with_text=with_text)
    return write(format, Selection(ledger, options, **filters), Path(output), force=force)


def write(name: str, selection: Selection, output: Path, *, force: bool = False) -> Manifest:
    """The same for a selection."""
    format_ = format_of(name)
    beside = output / "manifest.json" if format_.is_folder else output.with_name(f"{output.name}.manifest.json")
    pieces = format_.pieces(selection)
    placed = ((output / file if format_.is_folder else output, piece) for file, piece in pieces)
    # Of a file alone the manifest goes with it; of a folder it says that an export is there.
    written = _write_whole(placed, output, may_replace=force, first=beside if format_.is_folder else output)
    manifest = manifest_of(name, selection, written)
    told = msgspec.json.format(msgspec.json.encode(manifest)) + b"\n"
    _write_whole([(beside, told)], output, may_replace=True, first=beside)
    return manifest


def pieces_of(name: str, selection: Selection) -> Iterator[bytes]:
    """The bytes of a format of one file. Raises LegationError for one of several files."""
    format_ = format_of(name)
    if format_.is_folder:
        raise LegationError(f"{name} is several files", mend=f"name a folder for them: --output {name}")
    return (piece for _, piece in format_.pieces(selection))


def manifest_of(name: str, selection: Selection, written: Iterable[WrittenFile]) -> Manifest:
    """The manifest of what was written."""
    query = selection.filters.asked() | msgspec.to_builtins(selection.options)
    return Manifest(
        format=name, files=tuple(written), reports=selection.counts.get("document", 0),
        records=dict(selection.counts), left_out=dict(selection.left_out), query=query, program=__version__,
        knowledge=selection.ledger.knowledge,
    )  # fmt: skip


def _write_whole(
    placed: Iterable[tuple[Path, bytes]], output: Path, *, may_replace: bool, first: Path
) -> list[WrittenFile]:
    """Write beside each file, and rename when all are there: a broken export never has the name of a whole one.

    `first` is written or looked for even if no piece goes to it.
    """
    parts: dict[Path, _Part] = {}
    try:
        _refuse(first, may_replace)
        for place, piece in placed:
            if place not in parts:
                _refuse(place, may_replace)
                place.parent.mkdir(parents=True, exist_ok=True)
                parts[place] = _Part(place)
            parts[place].write(piece)
        if not parts and not first.name.endswith("manifest.json"):
            parts[first] = _Part(first)
        for part in parts.values():
            part.close()
        for place, part in parts.items():
            part.path.replace(place)
    except OSError as error:
        raise LegationError(error.strerror or str(error), path=str(output), mend="write somewhere else") from error
    finally:
        for part in parts.values():
            part.close()
            part.path.unlink(missing_ok=True)
    return [WrittenFile(place.name, part.size, part.digest.hexdigest()) for place, part in parts.items()]


def _refuse(place: Path, may_replace: bool) -> None:
    if place.exists() and not may_replace:
        raise LegationError("there is such a file", path=str(place), mend="name another, or use --force")


class _Part:
    """A file being written, digested on the way."""

    def __init__(self, place: Path) -> None:
        self.path = place.with_name(f"{place.name}.part")
        self.size = 0
        self.digest = hashlib.sha256()
        self._stream = self.path.open("wb")

    def write(self, piece: bytes) -> None:
        self._stream.write(piece)
        self.digest.update(piece)
        self.size += len(piece)

    def close(self) -> None:
        self._stream.close()
