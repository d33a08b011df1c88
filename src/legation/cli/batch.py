"""Batches: inputs to reports, in their order, in this process or in several; one that fails never stops the others."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Protocol, TypeAlias

import msgspec

from legation.errors import InputError, LegationError

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

    from legation.extract.reader import Report
    from legation.ledger.journal import Entry
    from legation.report.source import RawReport

    Result: TypeAlias = Report | InputError

# Large enough for the parser to work in batches, small enough that little is done again after a stop.
_CHUNK = 16
_CHUNK_OF_A_WORKER = 4
# A worker's arithmetic stays in its own thread: more would only push the other workers off their cores.
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS")
# Chunks that wait for each worker, so that none is idle while the ledger writes.
_AHEAD = 2


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One input: a report to read, one that `known` says was read before, or an `error` in its place."""

    path: str | None
    raw: RawReport | None = None
    digest: str | None = None
    known: Entry | None = None
    error: InputError | None = None


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
        yield from _read_elsewhere(items, workers, knowledge)


def _made(knowledge: str | None) -> Reads:
    return make_reader() if knowledge is None else make_reader(knowledge)


def _read_here(items: Iterable[Item], knowledge: str | None) -> Iterator[tuple[Item, Result | None]]:
    reader: Reads | None = None
    for chunk in _chunks(items, _CHUNK):
        raws = _to_read(chunk)
        if raws and reader is None:
            reader = _made(knowledge)
        results = read_chunk(reader, raws) if reader else iter(())
        for item in chunk:
            yield item, _result(item, results)


def _read_elsewhere(items: Iterable[Item], workers: int, knowledge: str | None) -> Iterator[tuple[Item, Result | None]]:
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import active_children, get_context

    others = set(active_children())
    for threads in _THREADS:
        os.environ.setdefault(threads, "1")
    # Fresh processes: a copy of this one would share its open database and its threads.
    pool = ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=_start_worker, initargs=(knowledge,)
    )
    waiting: deque[tuple[list[Item], Callable[[], list[Result]]]] = deque()
    try:
        for chunk in _chunks(items, _CHUNK_OF_A_WORKER):
            waiting.append((chunk, _submit(pool, _to_read(chunk))))
            if len(waiting) > _AHEAD * workers:
                yield from _finished(*waiting.popleft())
        while waiting:
            yield from _finished(*waiting.popleft())
    except BrokenProcessPool as error:
        raise LegationError("a worker process was ended from outside", mend="try again with fewer --workers") from error
    except BaseException:
        # Whoever stops does not want to wait until each worker is through with what it has.
        pool.shutdown(wait=False, cancel_futures=True)
        for worker in set(active_children()) - others:
            worker.terminate()
        raise
    pool.shutdown()


def _submit(pool: ProcessPoolExecutor, raws: list[RawReport]) -> Callable[[], list[Result]]:
    if not raws:
        return list
    with _stops_held():
        return pool.submit(_read_in_worker, raws).result


@contextmanager
def _stops_held() -> Iterator[None]:
    """Hold Ctrl-C back for a moment. A process started meanwhile never hears of it: the first one ends it."""
    import signal

    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _finished(chunk: list[Item], results: Callable[[], list[Result]]) -> Iterator[tuple[Item, Result | None]]:
    found = iter(results())
    for item in chunk:
        yield item, _result(item, found)


def _chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    todo = iter(items)
    while chunk := list(islice(todo, size)):
        yield chunk


def _to_read(chunk: list[Item]) -> list[RawReport]:
    return [item.raw for item in chunk if item.raw is not None and item.known is None]


def _result(item: Item, results: Iterator[Result]) -> Result | None:
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


_reader: Reads | None = None


def _start_worker(knowledge: str | None) -> None:
    """Load the model once."""
    global _reader  # one reader a process
    _reader = _made(knowledge)


def _read_in_worker(raws: list[RawReport]) -> list[Result]:
    assert _reader is not None  # noqa: S101  # the initializer has run
    return list(read_chunk(_reader, raws))
