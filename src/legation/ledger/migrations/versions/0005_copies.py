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
