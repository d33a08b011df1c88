import logging
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from factories import actor, document, report, statement
from legation.errors import LedgerError
from legation.ledger import migrate, schema
from legation.ledger.engine import open_engine, to_url
from legation.ledger.store import Ledger

MIGRATIONS = Path(migrate.__file__).parent / "migrations"
NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{last}"


def upgrade():
    op.add_column("documents", sa.Column("mood", sa.Text()))
    {more}
"""


def upgraded(path, target="head"):
    """An empty database brought to a revision step by step, as an engine."""
    engine = open_engine(to_url(path))
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        migrate.run_alembic(connection, target)
    return engine


def described(engine):
    """Every table and index as SQLite has it, without regard to layout."""
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        names = {name: sorted(sql.replace("(", " ").replace(")", " ").replace(",", " ").split()) for name, sql in rows}
    names.pop("alembic_version")
    return names


def test_the_revisions_lead_to_todays_tables(tmp_path):
    stepwise = upgraded(tmp_path / "stepwise.db")
    with stepwise.connect() as connection:
        options = {"compare_type": True, "include_name": lambda name, *_: not str(name).startswith("passages_index")}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, schema.metadata) == []
        assert context.get_current_revision() == schema.REVISION
    with Ledger(tmp_path / "at-once.db"):
        pass
    assert described(stepwise) == described(open_engine(to_url(tmp_path / "at-once.db")))


def test_every_revision_is_known_and_the_newest_is_todays():
    assert migrate.known_revisions()[-1] == schema.REVISION


@pytest.mark.parametrize("revision", migrate.known_revisions())
def test_a_ledger_of_any_revision_opens(tmp_path, revision):
    path = tmp_path / "ledger.db"
    upgraded(path, revision).dispose()
    with Ledger(path) as ledger:
        assert ledger.counts()["documents"] == 0
        assert ledger.add(report(document())) == "added"


@pytest.fixture
def with_next(tmp_path, monkeypatch):
    """Make this version one that has a further revision; returns how to write what that does."""

    def make(more="pass"):
        folder = tmp_path / "package" / "migrations"
        shutil.copytree(MIGRATIONS, folder)
        (folder / "versions" / "9999_next.py").write_text(NEXT.format(last=schema.REVISION, more=more))
        monkeypatch.setattr(migrate, "files", lambda _: tmp_path / "package")
        monkeypatch.setattr(migrate, "REVISION", "9999")
        monkeypatch.setattr(schema, "REVISION", "9999")

    return make


def filled(path):
    """A ledger file with one report."""
    about = document()
    with Ledger(path) as ledger:
        ledger.add(report(about, actor(about, "Japan", country="JPN")))
        return list(ledger.actors())


def test_an_older_ledger_is_copied_then_brought_up_to_date_and_says_so(tmp_path, with_next, caplog):
    path = tmp_path / "ledger.db"
    stored, today = filled(path), schema.REVISION
    with_next()
    with caplog.at_level(logging.WARNING, "legation.ledger"), Ledger(path) as ledger:
        assert list(ledger.actors()) == stored
    (line,) = caplog.messages
    assert line == f"{path}: brought from tables {today} to 9999; the ledger as it was is {path}.{today}.bak"
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT mood FROM documents").fetchall() == [(None,)]
    with sqlite3.connect(f"{path}.{today}.bak") as connection:
        assert connection.execute("SELECT name FROM actors").fetchall() == [("Japan",)]
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(today,)]


def test_a_migration_that_fails_changes_nothing_and_keeps_every_copy(tmp_path, with_next):
    path = tmp_path / "ledger.db"
    filled(path)
    today = schema.REVISION
    with_next("op.execute('INSERT INTO nowhere VALUES (1)')")
    for _ in range(2):
        with pytest.raises(LedgerError, match="nowhere"):
            Ledger(path)
    assert Path(f"{path}.{today}.bak").exists()
    assert Path(f"{path}.{today}.2.bak").exists()
    with sqlite3.connect(path) as connection:
        assert "mood" not in [row[1] for row in connection.execute("PRAGMA table_info(documents)")]
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(today,)]


def test_a_newer_ledger_is_refused_with_the_mend(tmp_path):
    path = tmp_path / "ledger.db"
    filled(path)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9998'")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(LedgerError) as raised:
        Ledger(path)
    assert "newer Legation" in raised.value.reason
    assert raised.value.mend == "pip install -U legation"
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir() if "bak" in found.name] == []


def test_opening_todays_ledger_leaves_alembic_alone(tmp_path):
    probe = (
        "import sys; from legation.ledger.store import Ledger\n"
        "for _ in range(2): Ledger(sys.argv[1]).close()\n"
        "print([name for name in ('alembic', 'spacy', 'numpy') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe, str(tmp_path / "ledger.db")], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_what_is_drawn_from_the_records_is_made_when_an_older_ledger_is_brought_up_to_date(tmp_path):
    path = tmp_path / "ledger.db"
    with Ledger(path) as ledger:
        for id_, name in (("r1", "Odhiambo"), ("r2", "Asha Odhiambo")):
            about = document(f"{name} left Kenya.", id=id_)
            envoy = actor(about, name, kind="person", country="KEN", office="envoy")
            ledger.add(report(about, envoy, statement(about, f"{name} left Kenya", envoy)))
        whole = ledger.identities("Odhiambo"), ledger.search("left", kind="all"), list(ledger.actors(name="Odhiambo"))
    _as_of_0001(path)
    with Ledger(path) as ledger:
        found = ledger.identities("Odhiambo"), ledger.search("left", kind="all"), list(ledger.actors(name="Odhiambo"))
        assert found == whole
        assert [identity.reports for identity in found[0]] == [2]
        assert ledger.remove("r2")
        assert len(ledger.search("left")) == 1


def _as_of_0001(path):
    """Take from a ledger all that later revisions added."""
    with sqlite3.connect(path) as connection:
        for statement_ in (
            "DROP TABLE reviews",
            "DROP TABLE reviewed",
            "DROP TABLE passages_index",
            "DROP TABLE passages",
            "DROP TABLE appearances",
            "DROP TABLE judgements",
            "DROP INDEX ix_actors_appearance_office",
            "ALTER TABLE actors DROP COLUMN appearance",
            "ALTER TABLE actors DROP COLUMN office",
            "UPDATE alembic_version SET version_num = '0001'",
        ):
            connection.execute(statement_)
    connection.close()
