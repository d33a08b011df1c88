"""Workers: several processes that read side by side, each with the models loaded once, their results put in order.

The knowledge file is mapped into each by SQLite and so lies in memory once. A report that ends its process (out of
memory, a fault in a library) is found and told as one that can't be read; the others don't suffer.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from legation.cli.batch import Item, Reads, made, read_chunk, result_of, to_read
from legation.errors import InputError, LegationError

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

    from legation.cli.batch import Result
    from legation.report.source import RawReport

# A chunk is closed at so many reports or code points: a long report travels alone, and holds none up in its chunk.
_CHUNK = 6
_CHUNK_LENGTH = 30_000
# So much may wait for one that takes long, read or to be read: it is what memory is bounded by. A report and its
# records take some ten times its text.
_MOST_WAITING = 256
_LONGEST_WAITING = 8_000_000
# A worker's arithmetic stays in its own thread: more would only push the other workers off their cores.
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS")


@dataclass(slots=True)
class _Chunk:
    """Inputs that travel together; `future` is None where there is nothing to read or its process was ended by it."""

    items: list[Item]
    raws: list[RawReport]
    future: Future[list[Result]] | None = None
    is_suspect: bool = False

    @property
    def length(self) -> int:
        return sum(len(raw.text) for raw in self.raws)


def read_elsewhere(items: Iterable[Item], workers: int, knowledge: str | None) -> Iterator[tuple[Item, Result | None]]:
    """Each item with its report, or why there is none, in order."""
    pool = _Pool(workers, knowledge)
    waiting: deque[_Chunk] = deque()
    count = length = 0
    try:
        for chunk in _chunks(items):
            pool.submit(chunk)
            waiting.append(chunk)
            count, length = count + len(chunk.items), length + chunk.length
            is_pause = chunk.items[-1].is_pause
            while waiting and (is_pause or count > _MOST_WAITING or length > _LONGEST_WAITING or _is_done(waiting[0])):
                first = waiting[0]
                yield from _finished(first, pool.results(waiting))
                waiting.popleft()
                count, length = count - len(first.items), length - first.length
        while waiting:
            yield from _finished(waiting[0], pool.results(waiting))
            waiting.popleft()
    except BaseException:
        # Whoever stops does not want to wait until each worker is through with what it has.
        pool.stop()
        raise
    pool.close()


def _is_done(chunk: _Chunk) -> bool:
    return not chunk.raws or (chunk.future is not None and chunk.future.done())


def _chunks(items: Iterable[Item]) -> Iterator[_Chunk]:
    found: list[Item] = []
    length = 0
    for item in items:
        own = len(item.raw.text) if item.raw is not None and item.known is None else 0
        if found and (len(found) == _CHUNK or length + own > _CHUNK_LENGTH):
            yield _Chunk(found, to_read(found))
            found, length = [], 0
        found.append(item)
        length += own
        if item.is_pause:
            yield _Chunk(found, to_read(found))
            found, length = [], 0
    if found:
        yield _Chunk(found, to_read(found))


def _finished(chunk: _Chunk, results: list[Result]) -> Iterator[tuple[Item, Result | None]]:
    found = iter(results)
    for item in chunk.items:
        yield item, result_of(item, found)


class _Pool:
    """The processes; started when the first report is to be read, and again where one of them was ended."""

    def __init__(self, workers: int, knowledge: str | None) -> None:
        self._workers = workers
        self._knowledge = knowledge
        self._executor: ProcessPoolExecutor | None = None
        self._alone: ProcessPoolExecutor | None = None  # reads suspects, one at a time

    def submit(self, chunk: _Chunk) -> None:
        """Have a chunk read, if there is anything to read in it."""
        from concurrent.futures.process import BrokenProcessPool

        if not chunk.raws:
            return
        if self._executor is None:
            self._executor = _start(self._workers, self._knowledge)
        try:
            chunk.future = _submit(self._executor, chunk.raws)
        except BrokenProcessPool:
            chunk.future = None  # it is submitted anew once the chunks before it have told which of them it was

    def results(self, waiting: deque[_Chunk]) -> list[Result]:
        """The results of the first chunk that waits."""
        from concurrent.futures.process import BrokenProcessPool

        chunk = waiting[0]
        while chunk.raws and not chunk.is_suspect:
            try:
                if chunk.future is None:
                    raise BrokenProcessPool
                return chunk.future.result()
            except BrokenProcessPool:
                self._restart(waiting)
        return [self._read_alone(raw) for raw in chunk.raws]

    def _restart(self, waiting: Iterable[_Chunk]) -> None:
        """New processes for those that were ended: by one of the first chunks not done, as they are begun in order."""
        undone = [chunk for chunk in waiting if chunk.raws and not chunk.is_suspect and not _has_results(chunk)]
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)
        self._executor = _start(self._workers, self._knowledge)
        for number, chunk in enumerate(undone):
            chunk.future = None
            # One chunk a worker was being read, and one more may have been on its way.
            chunk.is_suspect = number <= self._workers
            if not chunk.is_suspect:
                self.submit(chunk)

    def _read_alone(self, raw: RawReport) -> Result:
        from concurrent.futures.process import BrokenProcessPool

        try:
            if self._alone is None:
                self._alone = _start(1, self._knowledge)
                _submit(self._alone, []).result()
        except BrokenProcessPool as error:
            raise LegationError("a worker process can't be started", mend="try with fewer --workers") from error
        try:
            (result,) = _submit(self._alone, [raw]).result()
        except BrokenProcessPool:
            self._alone = None
            return InputError("reading it ended the process", path=raw.path, mend="see whether memory is short")
        return result

    def close(self) -> None:
        """Let the processes end, once they have nothing left to do."""
        for executor in (self._executor, self._alone):
            if executor is not None:
                executor.shutdown()

    def stop(self) -> None:
        """End the processes at once."""
        for executor in (self._executor, self._alone):
            if executor is not None:
                processes = list((executor._processes or {}).values())
                executor.shutdown(wait=False, cancel_futures=True)
                for process in processes:
                    process.terminate()


def _has_results(chunk: _Chunk) -> bool:
    future = chunk.future
    return future is not None and future.done() and not future.cancelled() and future.exception() is None


def _start(workers: int, knowledge: str | None) -> ProcessPoolExecutor:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    for threads in _THREADS:
        os.environ.setdefault(threads, "1")
    # Fresh processes: a copy of this one would share its open database and its threads.
    return ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=_start_worker, initargs=(knowledge,)
    )


def _submit(executor: ProcessPoolExecutor, raws: list[RawReport]) -> Future[list[Result]]:
    with stops_held():
        return executor.submit(_read_in_worker, raws)


@contextmanager
def stops_held() -> Iterator[None]:
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


_reader: Reads | None = None


def _start_worker(knowledge: str | None) -> None:
    """Load the models once."""
    global _reader  # one reader a process
    _reader = made(knowledge)


def _read_in_worker(raws: list[RawReport]) -> list[Result]:
    assert _reader is not None  # noqa: S101  # the initializer has run
    return list(read_chunk(_reader, raws))
