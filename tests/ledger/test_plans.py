"""How the databases go about questions: by their indexes. What reads a big table whole is slow once it is big."""

import re

import pytest

from factories import actor, commitment, document, event, quantity, report, statement
from legation.ledger import copies, parties, schema
from legation.ledger.query import Filters, select_due, select_records
from legation.ledger.search import _DIALECTS, parse_terms
from legation.ledger.store import Ledger

# Tables that grow with every report.
BIG = {table.name for table in schema.metadata.sorted_tables} - {"judgements", "runs"}


@pytest.fixture(scope="module")
def asked(new_ledger):
    with Ledger(new_ledger()) as ledger:
        for number in range(30):
            ledger.add(told(number))
        if "postgresql" in str(ledger.url):
            with ledger.connected() as connection:
                connection.exec_driver_sql("ANALYZE")
        yield ledger


def told(number):
    about = document(
        f"Peru told Chile on Monday that Lima would lend ten ships number {number}.",
        id=f"r{number}",
        published=f"2016-11-{number % 28 + 1:02}",
        publisher=f"Post {number}",
    )
    peru, chile = actor(about, "Peru", country="PER"), actor(about, "Chile", country="CHL")
    soto = actor(about, f"Ana Soto {number}", "Lima", kind="person")
    return report(
        about, peru, chile, soto, quantity(about, 10, "ship", "ten ships"),
        statement(about, "Lima would lend ten ships", peru, to=(chile,)),
        event(about, "AID", "lend", by=(peru,), to=(chile,), modality="future", date="2016-12"),
        commitment(about, "treaty", "lend", (peru, "member"), (chile, "member")),
    )  # fmt: skip


def scanned(ledger, query):
    """The big tables that are read from end to end to answer the query."""
    with ledger.connected() as connection:
        sql = str(query.compile(connection, compile_kwargs={"literal_binds": True})).replace("%%", "%")
        if connection.dialect.name == "sqlite":
            plan = [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")]
            # "SCAN t USING INDEX" reads it all in the order of an index, a covering one too.
            found = {step.split()[1] for step in plan if step.startswith("SCAN ")}
        else:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")  # small tables are always read whole
            plan = connection.exec_driver_sql(f"EXPLAIN {sql.replace('%', '%%')}").scalars().all()
            found = {match[1] for step in plan if (match := re.search(r"Seq Scan on (\w+)", step))}
    return found & BIG


KINDS = (schema.events, schema.statements, schema.commitments)
WHO = [{"actor": "PER"}, {"actor": "Soto"}, {"between": ("PER", "CHL")}, {"between": ("Soto", "PER")}]


@pytest.mark.parametrize("table", KINDS, ids=lambda table: table.name)
@pytest.mark.parametrize("filters", WHO, ids=str)
def test_questions_by_actor(asked, table, filters):
    assert scanned(asked, select_records(table, Filters(**filters, as_of="2016-11-16"))) == set()


@pytest.mark.parametrize(
    ("table", "filters"),
    [
        (schema.documents, {"since": "2016-11-10", "until": "2016-11-11"}),
        (schema.documents, {"source": "Post 3"}),
        (schema.events, {"kind": "AID"}),
        (schema.events, {"since": "2016-11-10", "until": "2016-11-11"}),
        (schema.statements, {"by": "Soto", "act": "assert"}),
        (schema.actors, {"name": "Soto"}),
        (schema.conditionals, {"actor": "PER"}),
        (schema.shifts, {"actor": "PER"}),
    ],
    ids=str,
)
def test_questions_by_day_kind_and_source(asked, table, filters):
    assert scanned(asked, select_records(table, Filters(**filters))) == set()


def test_what_is_due(asked):
    assert scanned(asked, select_due(Filters(as_of="2016-11-16", actor="PER"))) == set()


def test_search(asked):
    dialect = _DIALECTS[asked.url.get_backend_name()]
    assert scanned(asked, dialect.find(parse_terms("ships"))) == set()


@pytest.mark.parametrize("side", ["PER", "person:ana soto 3:PER:", "actor-0123456789abcdef"])
@pytest.mark.parametrize(
    "query",
    [parties._of_parties, lambda actors: parties._of_parties(actors, ["treaty", "alliance"]), parties._spoken],
    ids=["party", "party of a kind", "speaker"],
)
def test_parties(asked, query, side):
    for actors in parties._actors_on(side):
        assert scanned(asked, actors) == set()
        assert scanned(asked, query(actors)) == set()


def test_copies(asked):
    of_one = copies._members().where(schema.fingerprints.c.family.in_(["r1", "r2"]))
    assert scanned(asked, of_one) == set()
