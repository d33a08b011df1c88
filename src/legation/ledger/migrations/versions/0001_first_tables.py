"""The first tables: documents, one table a kind of record, their links, and the journal."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "documents",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("host", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("publisher", sa.Text(), nullable=True),
        sa.Column("publisher_key", sa.Text(), nullable=True),
        sa.Column("byline", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("published_basis", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("program", sa.Text(), nullable=False),
        sa.Column("knowledge", sa.Text(), nullable=False),
        sa.Column("json", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("document", name="pk_documents"),
    )
    op.create_index("ix_documents_host", "documents", ["host"])
    op.create_index("ix_documents_id", "documents", ["id"])
    op.create_index("ix_documents_published", "documents", ["published"])
    op.create_index("ix_documents_publisher_key", "documents", ["publisher_key"])
    op.create_table(
        "journal",
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=True),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("mend", sa.Text(), nullable=True),
        sa.Column("program", sa.Text(), nullable=False),
        sa.Column("knowledge", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entry", name="pk_journal"),
    )
    op.create_index("ix_journal_document", "journal", ["document"])
    op.create_index("ix_journal_path_entry", "journal", ["path", "entry"])
    op.create_table(
        "runs",
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("started", sa.Text(), nullable=False),
        sa.Column("ended", sa.Text(), nullable=True),
        sa.Column("inputs", sa.Text(), nullable=False),
        sa.Column("read", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("run", name="pk_runs"),
    )
    op.create_table(
        "actor_words",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.document"], name="fk_actor_words_documents", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document", "actor", "position", name="pk_actor_words"),
    )
    op.create_index("ix_actor_words_by_word", "actor_words", ["word"])
    op.create_index("ix_actor_words_word", "actor_words", ["document", "word"])
    op.create_table(
        "actors",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("sectors", sa.Text(), nullable=False),
        sa.Column("wikidata", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("json", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.document"], name="fk_actors_documents", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document", "id", name="pk_actors"),
    )
    op.create_index("ix_actors_country_kind", "actors", ["country", "kind"])
    op.create_index("ix_actors_id", "actors", ["id"])
    op.create_index("ix_actors_name_key", "actors", ["name_key"])
    op.create_index("ix_actors_wikidata", "actors", ["wikidata"])
    op.create_table(
        "commitment_parties",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("commitment", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.document"], name="fk_commitment_parties_documents", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document", "commitment", "position", name="pk_commitment_parties"),
    )
    op.create_index("ix_commitment_parties_actor", "commitment_parties", ["document", "actor"])
    op.create_table(
        "commitment_quantities",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("commitment", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.document"], name="fk_commitment_quantities_documents", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document", "commitment", "position", name="pk_commitment_quantities"),
    )
    op.create_index("ix_commitment_quantities_quantity", "commitment_quantities", ["document", "quantity"])
    op.create_table(
        "commitments",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Text(), nullable=True),
        sa.Column("claimed_by", sa.Text(), nullable=True),
        sa.Column("first_day", sa.Text(), nullable=True),
        sa.Column("last_day", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("json", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.document"], name="fk_commitments_documents", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document", "id", name="pk_commitments"),
    )
    op.create_index("ix_commitments_first_day", "commitments", ["first_day"])
    op.create_index("ix_commitments_id", "commitments", ["id"])
    op.create_index("ix_commitments_kind", "commitments", ["kind"])
    op.create_table(
        "conditional_events",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("conditional", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.document"], name="fk_conditional_events_documents", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document", "conditional", "position", name="pk_conditional_events"),
    )
    op.create_index("ix_conditional_events_event", "conditional_events", ["document", "event"])
    op.create_table(
        "conditionals",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("claimed_by", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("json", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.document"], name="fk_conditionals_documents", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document", "id", name="pk_conditionals"),
    )
    op.create_index("ix_conditionals_id", "conditionals", ["id"])
    op.create_table(
        "event_actors",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.document"], name="fk_event_actors_documents", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document", "event", "position", name="pk_event_actors"),
    )
    op.create_index("ix_event_actors_actor", "event_actors", ["document", "actor"])
    op.create_table(
        "event_contexts",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("context", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.document"], name="fk_event_contexts_documents", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document", "event", "position", name="pk_event_contexts"),
    )
    op.create_index("ix_event_contexts_context", "event_contexts", ["document", "context"])
    op.create_table(
        "event_quantities",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.document"], name="fk_event_quantities_documents", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document", "event", "position", name="pk_event_quantities"),
    )
    op.create_index("ix_event_quantities_quantity", "event_quantities", ["document", "quantity"])
    op.create_table(
        "events",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=True),
        sa.Column("cameo", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("date", sa.Text(), nullable=True),
        sa.Column("date_basis", sa.Text(), nullable=True),
        sa.Column("modality", sa.Text(), nullable=False),
        sa.Column("claimed_by", sa.Text(), nullable=True),
        sa.Column("first_day", sa.Text(), nullable=True),
        sa.Column("last_day", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("json", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.document"], name="fk_events_documents", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document", "id", name="pk_events"),
    )
    op.create_index("ix_events_first_day", "events", ["first_day"])
    op.create_index("ix_events_id", "events", ["id"])
    op.create_index("ix_events_modality_first_day", "events", ["modality", "first_day"])
    op.create_index("ix_events_type_mode", "events", ["type", "mode"])
    op.create_table(
        "places",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("geonames", sa.Integer(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("json", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.document"], name="fk_places_documents", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document", "id", name="pk_places"),
    )
    op.create_index("ix_places_country", "places", ["country"])
    op.create_index("ix_places_geonames", "places", ["geonames"])
    op.create_index("ix_places_id", "places", ["id"])
    op.create_table(
        "quantities",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("high", sa.Float(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("of", sa.Text(), nullable=True),
        sa.Column("qualifier", sa.Text(), nullable=False),
        sa.Column("per", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("json", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.document"], name="fk_quantities_documents", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document", "id", name="pk_quantities"),
    )
    op.create_index("ix_quantities_id", "quantities", ["id"])
    op.create_index("ix_quantities_unit", "quantities", ["unit"])
    op.create_table(
        "shift_subjects",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("shift", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.document"], name="fk_shift_subjects_documents", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document", "shift", "position", name="pk_shift_subjects"),
    )
    op.create_index("ix_shift_subjects_subject", "shift_subjects", ["document", "subject"])
    op.create_table(
        "shifts",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("json", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.document"], name="fk_shifts_documents", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document", "id", name="pk_shifts"),
    )
    op.create_index("ix_shifts_document_speaker", "shifts", ["document", "speaker"])
    op.create_index("ix_shifts_id", "shifts", ["id"])
    op.create_table(
        "statement_actors",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.document"], name="fk_statement_actors_documents", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document", "statement", "position", name="pk_statement_actors"),
    )
    op.create_index("ix_statement_actors_actor", "statement_actors", ["document", "actor"])
    op.create_table(
        "statements",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("directness", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("date", sa.Text(), nullable=True),
        sa.Column("first_day", sa.Text(), nullable=True),
        sa.Column("last_day", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("json", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.document"], name="fk_statements_documents", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document", "id", name="pk_statements"),
    )
    op.create_index("ix_statements_act", "statements", ["act"])
    op.create_index("ix_statements_first_day", "statements", ["first_day"])
    op.create_index("ix_statements_id", "statements", ["id"])
    op.create_table(
        "times",
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Text(), nullable=True),
        sa.Column("last_day", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("json", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.document"], name="fk_times_documents", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document", "id", name="pk_times"),
    )
    op.create_index("ix_times_first_day", "times", ["first_day"])
    op.create_index("ix_times_id", "times", ["id"])
