"""What people say of single records: every review, and where each meets a record."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "reviews",
        sa.Column("review", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("thread", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("passage", sa.Text(), nullable=False),
        sa.Column("machine", sa.LargeBinary(), nullable=False),
        sa.Column("mentioned", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("review", name="pk_reviews"),
    )
    op.create_index("ix_reviews_record", "reviews", ["record"])
    op.create_index("ix_reviews_document", "reviews", ["document"])
    op.create_table(
        "reviewed",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("thread", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("machine", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["document"], ["documents.document"], name="fk_reviewed_documents", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document", "id", name="pk_reviewed"),
    )
    op.create_index("ix_reviewed_verdict", "reviewed", ["verdict"])
