"""The list of statements: the latest first, page after page, and those without a day after all others."""

from pathlib import Path

import pytest

import factories
from legation.ledger.store import Ledger
from legation.web.known import Known

DAYS = ("2019-05-01", None, "2020-01-02", "2018-03-04", None)


@pytest.fixture
def known(tmp_path: Path) -> Known:
    ledger = Ledger(tmp_path / "l.db")
    for number, day in enumerate(DAYS):
        document = factories.document("“Aid will follow,” Aoki said.", id=f"doc-{number}", published=day)
        aoki = factories.actor(document, "Aoki", kind="person", country="JPN")
        said = factories.statement(document, "Aid will follow", aoki, cue="said")
        ledger.add(factories.report(document, aoki, said))
    return Known(ledger)


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 7])
def test_the_latest_come_first_and_those_without_a_day_last(known: Known, size: int) -> None:
    said = known.statements()
    assert (said.total, said.dated) == (5, 3)
    listed = [statement for offset in range(0, 5, size) for statement in said.latest(size, offset)]
    assert [statement.document for statement in listed] == ["doc-2", "doc-0", "doc-3", "doc-1", "doc-4"]
