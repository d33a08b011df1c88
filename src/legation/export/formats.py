"""Formats: all that a ledger can be written as, by name, and how any of them is written whole or not at all.

>>> from legation.export.formats import export
>>> export(ledger, "gdelt", "out/", since="2016-11")

A format is a module with `files(selection)`, which gives for each file of it its name and its bytes in pieces, made as
they are asked for. One more is one more line in FORMATS.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
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

Files: TypeAlias = Mapping[str, Iterable[bytes]]


class Format(NamedTuple):
    """A format: the module that writes it, what is said of it in help, and whether it is a folder of several files."""

    home: str
    help: str
    is_folder: bool = False

    def files(self, selection: Selection) -> Files:
        """Each file's name and its bytes, in pieces."""
        write: Callable[[Selection], Files] = import_module(self.home).files
        return write(selection)


FORMATS: dict[str, Format] = {
    "jsonl": Format("legation.export.jsonl", "all records of whole reports, JSON Lines; `legation import` reads them"),
    "gold": Format("legation.export.gold", "what people have reviewed, as annotation to score against", is_folder=True),
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
    files = format_.files(selection)
    places = _places(format_, files, output)
    beside = output / "manifest.json" if format_.is_folder else output.with_name(f"{output.name}.manifest.json")
    for place in (*places.values(), beside) if format_.is_folder else places.values():
        if place.exists() and not force:
            raise LegationError("there is such a file", path=str(place), mend="name another, or use --force")
    written = _write_all({places[file]: pieces for file, pieces in files.items()}, output)
    manifest = manifest_of(name, selection, written)
    _write_all({beside: [msgspec.json.format(msgspec.json.encode(manifest)) + b"\n"]}, output)
    return manifest


def pieces_of(name: str, selection: Selection) -> Iterator[bytes]:
    """The bytes of a format of one file. Raises LegationError for one of several files."""
    format_ = format_of(name)
    if format_.is_folder:
        raise LegationError(f"{name} is several files", mend=f"name a folder for them: --output {name}")
    for pieces in format_.files(selection).values():
        yield from pieces


def manifest_of(name: str, selection: Selection, written: Iterable[WrittenFile]) -> Manifest:
    """The manifest of what was written."""
    query = selection.filters.asked() | msgspec.to_builtins(selection.options)
    return Manifest(
        format=name, files=tuple(written), records=dict(selection.counts), left_out=dict(selection.left_out),
        query=query, program=__version__, knowledge=selection.ledger.knowledge,
    )  # fmt: skip


def _places(format_: Format, files: Files, output: Path) -> dict[str, Path]:
    if format_.is_folder:
        return {file: output / file for file in files}
    return dict.fromkeys(files, output)


def _write_all(files: Mapping[Path, Iterable[bytes]], output: Path) -> list[WrittenFile]:
    """Write beside each file, and rename when all are there: a broken export never has the name of a whole one."""
    parts: dict[Path, Path] = {}
    written = []
    try:
        for place, pieces in files.items():
            place.parent.mkdir(parents=True, exist_ok=True)
            parts[place] = place.with_name(f"{place.name}.part")
            written.append(_write(parts[place], place.name, pieces))
        for place, part in parts.items():
            part.replace(place)
    except OSError as error:
        raise LegationError(error.strerror or str(error), path=str(output), mend="write somewhere else") from error
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)
    return written


def _write(part: Path, name: str, pieces: Iterable[bytes]) -> WrittenFile:
    digest, size = hashlib.sha256(), 0
    with part.open("wb") as stream:
        for piece in pieces:
            stream.write(piece)
            digest.update(piece)
            size += len(piece)
    return WrittenFile(name, size, digest.hexdigest())
