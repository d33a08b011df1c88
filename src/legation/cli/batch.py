"""Batches: inputs to reports, in their order, in this process or in several; one that fails never stops the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Protocol, TypeAlias

import msgspec

from legation.errors import InputError

if TYPE_CHECKING:
    from legation.extract.reader import Report
    from legation.ledger.journal import Entry
    from legation.report.source import RawReport

    Result: TypeAlias = Report | InputError

# Large enough for the parser to work in batches, small enough that little is done again after a stop.
_CHUNK = 16


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One input: a report to read, one that `known` says was read before, or an `error` in its place.

    A `pause` is none: it says that nothing more comes for a while, so that what came before is not to wait for it.
    """

    path: str | None
    raw: RawReport | None = None
    digest: str | None = None
    known: Entry | None = None
    error: InputError | None = None
    is_pause: bool = False


class Reads(Protocol):
    """What reads reports: `legation.Reader`, or what stands in for it."""

    def read_each(self, raws: Iterable[RawReport | InputError]) -> Iterator[Result]: ...


def make_reader(knowledge: str | None = None) -> Reads:
    """A reader, its model and tables loaded; `knowledge` is the path of a user's own entries."""
    from pathlib import Path

    from legation.extract.reader import Reader

    return Reader(knowledge=Path(knowledge) if knowledge is not None else None)


def read_in_order(
    items: Iterable[Item], *, workers: int = 1, knowledge: str | None = None
) -> Iterator[tuple[Item, Result | None]]:
    """Each item with its report, or why there is none; None for one that was not to be read.

    The model is loaded when the first input needs it: by this process, or by `workers` others.
    """
    if workers == 1:
        yield from _read_here(items, knowledge)
    else:
        from legation.cli.pool import read_elsewhere

        yield from read_elsewhere(items, workers, knowledge)


def made(knowledge: str | None) -> Reads:
    """A reader with a user's own entries or without."""
    return make_reader() if knowledge is None else make_reader(knowledge)


def _read_here(items: Iterable[Item], knowledge: str | None) -> Iterator[tuple[Item, Result | None]]:
    reader: Reads | None = None
    for chunk in _chunks(items, _CHUNK):
        raws = to_read(chunk)
        if raws and reader is None:
            reader = made(knowledge)
        results = read_chunk(reader, raws) if reader else iter(())
        for item in chunk:
            yield item, result_of(item, results)


def _chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    chunk: list[Item] = []
    for item in items:
        chunk.append(item)
        if len(chunk) == size or item.is_pause:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def to_read(chunk: list[Item]) -> list[RawReport]:
    """What of a chunk is to be read."""
    return [item.raw for item in chunk if item.raw is not None and item.known is None]


def result_of(item: Item, results: Iterator[Result]) -> Result | None:
    """What became of an item, where `results` are those of its chunk in order."""
    if item.error is not None:
        return item.error
    return None if item.known is not None or item.raw is None else next(results)


def read_chunk(reader: Reads, raws: list[RawReport]) -> Iterator[Result]:
    """The reports in their order, each as soon as it is read; one that the reader trips over becomes an error."""
    done = 0
    try:
        for result in reader.read_each(raws):
            done += 1
            yield result
    except Exception:  # whatever it is, the others must not suffer
        yield from (_read_alone(reader, raw) for raw in raws[done:])


def _read_alone(reader: Reads, raw: RawReport) -> Result:
    try:
        (result,) = reader.read_each([raw])
    except Exception as error:  # a mistake of ours, told with the report that brings it out
        said = " ".join(f"{type(error).__name__}: {error}".split())
        return InputError(f"Legation fails on this report ({said})", path=raw.path, mend="please tell its makers")
    return result
