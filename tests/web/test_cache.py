"""The cache: an answer is worked out once for each state of the ledger, by whichever thread asks first."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import factories
from legation.ledger.store import Ledger
from legation.web.cache import Cache, Version

ON_BOTH_DATABASES = True


class Counter:
    """Counts how often it is asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> int:
        self.times += 1
        return self.times


def test_an_answer_is_kept_until_anybody_changes_the_ledger(ledger: Ledger) -> None:
    cache, count = Cache(Version(ledger)), Counter()
    assert [cache.get("key", count), cache.get("key", count)] == [1, 1]
    ledger.add(factories.report(factories.document(id="one")))
    assert [cache.get("key", count), cache.get("key", count)] == [2, 2]
    with Ledger(ledger.url.render_as_string(hide_password=False)) as other:  # as another process would
        other.add(factories.report(factories.document(id="two")))
    assert cache.get("key", count) == 3
    ledger.remove("one")
    assert [cache.get("key", count), cache.get("key", count)] == [4, 4]


def test_a_ledger_in_memory_tells_of_its_changes_too() -> None:
    with Ledger("sqlite://") as ledger:
        cache, count = Cache(Version(ledger)), Counter()
        assert [cache.get("key", count), cache.get("key", count)] == [1, 1]
        ledger.add(factories.report(factories.document()))
        assert [cache.get("key", count), cache.get("key", count)] == [2, 2]


def test_reading_changes_nothing(ledger: Ledger) -> None:
    ledger.add(factories.report(factories.document()))
    cache, count = Cache(Version(ledger)), Counter()
    cache.get("key", count)
    assert list(ledger.documents())
    assert cache.get("key", count) == 1


def test_threads_that_ask_at_once_wait_for_one_answer(ledger: Ledger) -> None:
    cache, count, together = Cache(Version(ledger)), Counter(), Barrier(8)

    def ask(_: int) -> int:
        together.wait()
        return cache.get("key", count)

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(8))) == {1}
    assert count.times == 1


def test_only_so_many_are_kept_the_last_ones_asked_for(ledger: Ledger) -> None:
    cache, count = Cache(Version(ledger), most=2), Counter()
    assert [cache.get(key, count) for key in ("a", "b", "a", "c", "a", "b")] == [1, 2, 1, 3, 1, 4]


def test_what_fails_is_tried_again(ledger: Ledger) -> None:
    cache, count = Cache(Version(ledger)), Counter()

    def fail() -> int:
        raise ValueError

    for _ in range(2):
        try:
            cache.get("key", fail)
        except ValueError:
            continue
        raise AssertionError("it did not fail")
    assert cache.get("key", count) == 1
