"""Across reports: who appears under which name, what people have judged of it, and the words to search.

`legation.ledger.derive` fills these from the records afterwards.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# As `legation.ledger.schema` had them at this revision.
FULL_TEXT = {
    "sqlite": (
        "CREATE VIRTUAL TABLE passages_index USING fts5(words, content='passages', content_rowid='passage', "
        "tokenize='porter unicode61 remove_diacritics 2')",
        "CREATE TRIGGER passages_added AFTER INSERT ON passages BEGIN "
        "INSERT INTO passages_index(rowid, words) VALUES (new.passage, new.words); END",
        "CREATE TRIGGER passages_removed AFTER DELETE ON passages BEGIN "
        "INSERT INTO passages_index(passages_index, rowid, words) VALUES ('delete', old.passage, old.words); END",
    ),
    "postgresql": ("CREATE INDEX passages_index ON passages USING gin (to_tsvector('english', words))",),
}


def upgrade() -> None:
    op.add_column("actors", sa.Column("office", sa.Text(), nullable=True))
    op.add_column("actors", sa.Column("appearance", sa.Text(), nullable=True))
    op.create_index("ix_actors_appearance_office", "actors", ["appearance", "office"])
    op.create_table(
        "appearances",
        sa.Column("appearance", sa.Text(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("block", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("wikidata", sa.Text(), nullable=True),
        sa.Column("canonical", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("appearance", name="pk_appearances"),
    )
    op.create_index("ix_appearances_block", "appearances", ["block"])
    op.create_index("ix_appearances_canonical", "appearances", ["canonical"])
    op.create_index("ix_appearances_wikidata", "appearances", ["wikidata"])
    op.create_table(
        "judgements",
        sa.Column("judgement", sa.Integer(), nullable=False),
        sa.Column("one", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("undone_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("judgement", name="pk_judgements"),
    )
    op.create_index("ix_judgements_one", "judgements", ["one"])
    op.create_index("ix_judgements_other", "judgements", ["other"])
    op.create_table(
        "passages",
        sa.Column("passage", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.document"], name="fk_passages_documents", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("passage", name="pk_passages"),
    )
    op.create_index("ix_passages_document", "passages", ["document"])
    for command in FULL_TEXT.get(op.get_bind().dialect.name, ()):
        op.execute(command)
