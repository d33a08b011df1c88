"""Copies of one text, journal entries found by what was supplied, and one order of text on every database.

`legation.ledger.derive` fills the fingerprints from the records afterwards.
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0005"
# Whichever revision stands before it: those between 0002 and this one were made side by side.
down_revision = max(path.name[:4] for path in Path(__file__).parent.glob("[0-9]*.py") if path.name[:4] < revision)
branch_labels = None
depends_on = None

# As `legation.ledger.schema` has it for PostgreSQL at this revision.
FULL_TEXT = (
    "CREATE EXTENSION IF NOT EXISTS unaccent",
    "CREATE TEXT SEARCH DICTIONARY legation_stem (TEMPLATE = snowball, LANGUAGE = english)",
    "CREATE TEXT SEARCH CONFIGURATION legation (COPY = english)",
    "ALTER TEXT SEARCH CONFIGURATION legation ALTER MAPPING FOR asciihword, asciiword, hword, hword_asciipart, "
    "hword_part, word WITH unaccent, legation_stem",
    "CREATE INDEX passages_index ON passages USING gin (to_tsvector('legation', words))",
)


def upgrade() -> None:
    op.create_table(
        "fingerprints",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("algorithm", sa.Text(), nullable=False),
        sa.Column("hashes", sa.LargeBinary(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.document"], name="fk_fingerprints_documents", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document", name="pk_fingerprints"),
    )
    op.create_index("ix_fingerprints_family", "fingerprints", ["family"])
    op.create_table(
        "fingerprint_bands",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("band", sa.Integer(), nullable=False),
        sa.Column("hash", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["fingerprints.document"], name="fk_fingerprint_bands_fingerprints", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document", "band", name="pk_fingerprint_bands"),
    )
    op.create_index("ix_fingerprint_bands_hash", "fingerprint_bands", ["hash"])
    op.create_index("ix_journal_digest", "journal", ["digest"])
    if op.get_bind().dialect.name == "postgresql":
        _sort_by_code_points()
        op.drop_index("passages_index", "passages")
        for command in FULL_TEXT:
            op.execute(command)


def _sort_by_code_points() -> None:
    """Days, ids and names sort by their code points, wherever the server stands."""
    connection = op.get_bind()
    inspector = sa.inspect(connection)
    for table in inspector.get_table_names():
        if table == "alembic_version":
            continue
        changes = [
            f'ALTER COLUMN "{column["name"]}" TYPE TEXT COLLATE "C"'
            for column in inspector.get_columns(table)
            if isinstance(column["type"], sa.Text)
        ]
        if changes:
            op.execute(f'ALTER TABLE "{table}" {", ".join(changes)}')
