"""Run by alembic: applies revisions over the connection that `legation.ledger.migrate` hands over."""

from alembic import context

from legation.ledger.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite alters a table by making it anew
    transactional_ddl=True,  # SQLite's tables too change in a transaction, once the driver leaves it alone
)
with context.begin_transaction():
    context.run_migrations()
