"""What a ledger on a server has beyond one in a file: rows that come in bulk, a server that goes away, its address."""

import pytest

from factories import actor, document, report
from legation.errors import LedgerAway
from legation.ledger.engine import shown, to_url
from legation.ledger.store import Ledger


@pytest.fixture
def kept(server):
    where = server.database()
    with Ledger(where) as ledger:
        yield ledger
    server.give_back(where)


def test_rows_come_in_bulk_whatever_stands_in_them(kept):
    text = "Peru\tthanked\\N \\. Chile\r\nand \x00 Cuba “there”."
    about = document(text, title="Nothing \x00 in it", byline="\\N")
    names = [actor(about, f"No. {number}\t\\", "Peru") for number in range(20)]
    kept.add(report(about, *names))
    assert kept.document("r1") == about
    assert list(kept.actors()) == names


def test_a_server_that_went_away_is_told_and_met_again(server, kept):
    kept.add(report(document(id="r1")))
    server.stop("fast")
    try:
        with pytest.raises(LedgerAway, match="can't be reached"):
            kept.counts()
        with pytest.raises(LedgerAway):
            Ledger(kept.url.render_as_string())
    finally:
        server.start()
    kept.add(report(document(id="r2")))
    assert [found.document for found in kept.documents()] == ["r1", "r2"]


@pytest.mark.parametrize("address", ["postgres://ann:secret@host/news", "postgresql://ann:secret@host/news"])
def test_an_address_as_other_tools_write_it(address):
    url = to_url(address)
    assert url.drivername == "postgresql+psycopg"
    assert shown(url) == "postgresql+psycopg://ann:***@host/news"
