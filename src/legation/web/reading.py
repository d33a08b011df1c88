"""Reading: the one reader that the pages and the API share, loaded when the first report comes in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from threading import Lock
from typing import TYPE_CHECKING, TypeAlias

from legation.errors import InputError
from legation.report.raw import RawReport

if TYPE_CHECKING:
    from legation.extract.reader import Reader, Report

Read: TypeAlias = "Report | InputError"


def _load() -> Reader:
    from legation.extract.reader import Reader

    return Reader()


class SharedReader:
    """Reads reports one at a time, whoever asks: more at once would not be quicker, and take the page's own time."""

    def __init__(self, load: Callable[[], Reader] = _load) -> None:
        self._load = load
        self._reader: Reader | None = None
        self._lock = Lock()

    def get(self) -> Reader:
        """The reader itself."""
        with self._lock:
            if self._reader is None:
                self._reader = self._load()
            return self._reader

    def read(self, raws: Iterable[RawReport | InputError]) -> Iterator[Read]:
        """Each with its records, or why there are none, as soon as it is read; one that fails stops no other."""
        for raw in raws:
            yield raw if isinstance(raw, InputError) else self._read_one(raw)

    def _read_one(self, raw: RawReport) -> Read:
        reader = self.get()
        with self._lock:
            try:
                (result,) = reader.read_each([raw])
            except Exception as error:  # a mistake of ours, told with the report that brings it out
                said = " ".join(f"{type(error).__name__}: {error}".split())
                return InputError(
                    f"Legation fails on this report ({said})", path=raw.path, mend="please tell its makers"
                )
        return result
