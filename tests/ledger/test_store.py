import sqlite3
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event as sqlalchemy_event

from factories import actor, commitment, conditional, document, event, quantity, report, shift, statement
from legation.errors import LedgerError
from legation.ledger import schema, store
from legation.ledger.store import Ledger

WORDS = "Peru will pay Chile 40m dollars if Lima keeps the Arica pact, Chile's envoy said."


def pact(id_="r1", *, published="2016-11-16", text=WORDS, payment="40m dollars", **fields):
    """A report with a record of most kinds."""
    about = document(text, id=id_, published=published, **fields)
    peru, chile = actor(about, "Peru", country="PER"), actor(about, "Chile", country="CHL")
    envoy = actor(about, "Ana Soto", "Chile's envoy", kind="person", country="CHL", office="envoy")
    money = quantity(about, 4e7, "USD", payment)
    said = statement(about, "Peru will pay Chile", envoy, cue="said", act="predict")
    paid = event(
        about,
        "AID",
        "will pay",
        by=(peru,),
        to=(chile,),
        modality="future",
        quantities=(money.id,),
        contexts=("economic",),
    )
    stands = commitment(about, "treaty", "the Arica pact", (peru, "member"), (chile, "member"))
    follows = conditional(about, "Lima keeps the Arica pact", "Peru will pay", consequence_events=(paid.id,))
    moved = shift(about, envoy, "said", about=(stands.id,), after=said.id, direction="towards")
    return report(about, peru, chile, envoy, money, said, paid, stands, follows, moved)


def everything(ledger):
    """All that can be asked of a ledger, in the order it answers."""
    return {table: list(getattr(ledger, table)()) for table in ledger.counts()}


def test_what_was_added_comes_back_whole(ledger):
    added = pact()
    assert ledger.add(added) == "added"
    assert sorted(ledger.records("r1"), key=lambda record: record.id) == sorted(
        added.records(), key=lambda record: record.id
    )
    assert ledger.records("r1")[0] == added.document


def test_the_same_report_twice_changes_nothing(ledger):
    ledger.add(pact())
    before = everything(ledger)
    assert ledger.add(pact()) == "unchanged"
    assert everything(ledger) == before


def test_another_text_under_the_same_id_takes_the_place_of_the_first(ledger):
    ledger.add(pact())
    other = pact(text=WORDS.replace("40m", "50m"), payment="50m dollars")
    assert ledger.add(other) == "replaced"
    assert [found.text for found in ledger.documents()] == [other.document.text]
    assert ledger.counts()["events"] == 1


def test_a_newer_reading_takes_the_place_of_an_older_one(ledger, monkeypatch):
    monkeypatch.setattr(store, "__version__", "0.9.0")
    ledger.add(report(pact().document))
    monkeypatch.setattr(store, "__version__", "0.10.0")
    assert ledger.add(pact()) == "replaced"
    assert ledger.counts()["events"] == 1


def test_an_older_reading_does_not_displace_a_newer_one(ledger, monkeypatch):
    monkeypatch.setattr(store, "__version__", "0.10.0")
    ledger.add(pact())
    monkeypatch.setattr(store, "__version__", "0.9.0")
    assert ledger.add(report(pact().document)) == "unchanged"
    assert ledger.counts()["events"] == 1


def test_a_record_that_comes_twice_is_kept_once(ledger):
    twice = pact()
    ledger.add(report(twice.document, *twice.found, *twice.found))
    assert ledger.counts()["actors"] == 3


def test_removing_takes_everything_of_a_report_and_nothing_else(ledger):
    ledger.add(pact("r1"))
    alone = everything(ledger)
    ledger.add(pact("r2"))
    assert ledger.remove("r2")
    assert everything(ledger) == alone
    assert not ledger.remove("r2")
    with ledger.connected() as connection:
        for table in schema.metadata.sorted_tables:
            if "document" in table.c and table.name != "journal":
                assert not {row.document for row in connection.execute(table.select())} - {"r1"}, table.name


@given(order=st.permutations(["r1", "r2", "r3", "r4"]), removed=st.sets(st.sampled_from(["r1", "r2", "r3", "r4"])))
@settings(max_examples=15, deadline=None)
def test_the_order_of_adding_and_taking_away_does_not_show(order, removed):
    dates = {"r1": "2016-11-16", "r2": None, "r3": "2016-11-16", "r4": "2015-01-02"}
    with Ledger("sqlite://") as straight, Ledger("sqlite://") as mixed:
        for id_ in sorted(dates):
            straight.add(pact(id_, published=dates[id_]))
        for id_ in order:
            mixed.add(pact(id_, published=dates[id_]))
        for id_ in removed:
            mixed.remove(id_)
            mixed.add(pact(id_, published=dates[id_]))
        assert everything(mixed) == everything(straight)


@pytest.mark.parametrize("table", ["actors", "event_actors", "shifts", "shift_subjects"])
def test_a_report_that_fails_half_way_leaves_the_ledger_as_it_was(ledger, table):
    ledger.add(pact())
    before = everything(ledger)

    def fail(connection, cursor, statement, parameters, context, executemany):
        if statement.startswith(f"INSERT INTO {table} "):
            raise sqlite3.OperationalError("database or disk is full")

    sqlalchemy_event.listen(ledger._engine, "before_cursor_execute", fail)
    with pytest.raises(LedgerError, match="the disk is full"):
        ledger.add(pact("r2"))
    with pytest.raises(LedgerError, match="the disk is full"):
        ledger.add(pact(text=WORDS.replace("40m", "50m"), payment="50m dollars"))
    sqlalchemy_event.remove(ledger._engine, "before_cursor_execute", fail)
    assert everything(ledger) == before


def test_get_finds_any_record_by_its_id_and_a_report_by_its_own(ledger):
    added = pact()
    ledger.add(added)
    for record in added.records():
        assert ledger.get(record.id) == record
    assert ledger.get("r1") == added.document
    assert ledger.document("r1") == added.document
    assert ledger.get("event-0000000000000000") is None
    assert ledger.document("none") is None
    assert ledger.records("none") == []


def test_a_ledger_lives_on(tmp_path):
    path = tmp_path / "ledger.db"
    with Ledger(path) as first:
        first.add(pact())
        before = everything(first)
    with Ledger(str(path), create=False) as second:
        assert everything(second) == before
    with Ledger(f"sqlite:///{path}") as third:
        assert everything(third) == before


def test_several_threads_read_while_one_writes(ledger):
    ledger.add(pact("r0"))
    found = []

    def ask():
        found.extend(len(list(ledger.events(actor="Peru"))) for _ in range(20))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(10):
        ledger.add(pact(f"r{number}"))
    for thread in threads:
        thread.join()
    assert min(found) >= 1  # the report that is there is never away for a moment
    assert len(ledger.documents()) == 10


def test_a_ledger_being_read_can_be_written(ledger):
    for number in range(3):
        ledger.add(pact(f"r{number}"))
    for found in ledger.documents():
        ledger.remove(found.document)
    assert len(ledger.documents()) == 0


# Files that are no ledger


def test_a_missing_ledger_is_not_made_where_one_is_only_read(tmp_path):
    with pytest.raises(LedgerError) as raised:
        Ledger(tmp_path / "none.db", create=False)
    assert raised.value.path == str(tmp_path / "none.db")
    assert "legation read" in raised.value.mend
    assert not (tmp_path / "none.db").exists()


def test_a_text_file_is_no_ledger_and_stays_as_it_is(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("The minister left Lima on Monday and will be back by the end of the month. " * 20)
    before = path.read_bytes()
    with pytest.raises(LedgerError, match="this is no ledger"):
        Ledger(path)
    assert path.read_bytes() == before


def test_another_programs_database_is_left_alone(tmp_path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(LedgerError, match="other things than a ledger"):
        Ledger(path)
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]


def test_a_damaged_ledger_is_told(tmp_path):
    path = tmp_path / "ledger.db"
    with Ledger(path) as ledger:
        for number in range(30):
            ledger.add(pact(f"r{number}"))
    damaged = bytearray(path.read_bytes())
    damaged[4096:] = b"\xaa" * (len(damaged) - 4096)
    path.write_bytes(damaged)
    with pytest.raises(LedgerError, match="damaged"), Ledger(path) as ledger:
        list(ledger.documents())


def test_a_locked_ledger_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("legation.ledger.engine._LOCK_SECONDS", 0.05)
    path = tmp_path / "ledger.db"
    with Ledger(path) as ledger:
        ledger.add(pact())
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerError, match="another program is writing to it"):
            ledger.add(pact("r2"))
        assert len(ledger.documents()) == 1  # reading goes on meanwhile
        other.execute("ROLLBACK")
        assert ledger.add(pact("r2")) == "added"
        other.close()


def test_a_folder_and_a_missing_folder_are_told(tmp_path):
    with pytest.raises(LedgerError, match="this is a folder"):
        Ledger(tmp_path)
    with pytest.raises(LedgerError, match="can't be opened"):
        Ledger(tmp_path / "none" / "ledger.db")


@pytest.mark.parametrize(
    ("where", "reason"),
    [
        ("nosuch://host/name", "no such kind of database"),
        ("oracle+nodriver://host/name", "no such kind of database"),
        ("://", "no database address"),
        ("", "no ledger is named"),
    ],
)
def test_an_address_that_leads_nowhere_is_told(where, reason):
    with pytest.raises(LedgerError, match=reason):
        Ledger(where)


def test_a_password_is_never_shown():
    with pytest.raises(LedgerError) as raised:
        Ledger("nosuch://user:secret@host/name")
    assert "secret" not in str(raised.value)
