"""Workers: results in order whatever takes long, and a report that ends its process is told like any other."""

import os
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from factories import HandReader
from legation.cli import batch, pool
from legation.cli.batch import Item, read_in_order
from legation.errors import InputError
from legation.report.raw import RawReport


class DeadlyReader(HandReader):
    """A text with "die" ends the process, one with "slow" takes a while."""

    def read_each(self, raws):
        for raw in raws:
            if "die" in raw.text:
                os._exit(9)
            if "slow" in raw.text:
                time.sleep(0.5)
            yield from super().read_each([raw])


@pytest.fixture(autouse=True)
def workers_by_hand(monkeypatch):
    """Processes that are copies of this one, with the reader above in the place of the model."""

    def start(workers, knowledge):
        context = get_context("fork")
        return ProcessPoolExecutor(workers, context, initializer=pool._start_worker, initargs=(knowledge,))

    monkeypatch.setattr(batch, "make_reader", DeadlyReader)
    monkeypatch.setattr(pool, "_start", start)


def items(texts):
    for number, text in enumerate(texts):
        yield Item(path=f"{number}.txt", raw=RawReport(text=text, id=str(number), path=f"{number}.txt"))


def told(found):
    """What became of each input, in order."""
    return [
        (item.path, str(result) if isinstance(result, InputError) else result.document.text) for item, result in found
    ]


TEXTS = [f"Peru thanked Cuba {'very ' * (number % 7)}much {number}." for number in range(60)]


@pytest.mark.parametrize("longest", [10, 30_000])
def test_the_outcome_is_that_of_one_process(monkeypatch, longest):
    texts = [*TEXTS[:5], "slow news", "refuse this", "crash here", *TEXTS[5:]]
    monkeypatch.setattr(pool, "_CHUNK_LENGTH", longest)
    assert told(read_in_order(items(texts), workers=2)) == told(read_in_order(items(texts), workers=1))


def test_a_slow_report_holds_up_no_more_than_memory_allows(monkeypatch):
    monkeypatch.setattr(pool, "_MOST_WAITING", 20)
    taken = []

    def counted():
        for item in items(["slow", *TEXTS]):
            taken.append(item.path)
            yield item

    reading = read_in_order(counted(), workers=2)
    assert next(reading)[0].path == "0.txt"
    assert 20 <= len(taken) <= 20 + 2 * pool._CHUNK
    assert [item.path for item, _ in reading] == [f"{number}.txt" for number in range(1, len(TEXTS) + 1)]


def test_a_report_that_ends_its_process_is_told_and_the_others_are_read():
    texts = [*TEXTS[:9], "die", *TEXTS[9:30], "die again", *TEXTS[30:]]
    found = told(read_in_order(items(texts), workers=2))
    assert [path for path, _ in found] == [f"{number}.txt" for number in range(len(texts))]
    lost = [path for path, said in found if "reading it ended the process" in said]
    assert lost == ["9.txt", "31.txt"]
    assert [said for path, said in found if path not in lost] == TEXTS
