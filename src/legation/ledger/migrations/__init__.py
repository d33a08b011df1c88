"""The ledger's tables through time, as alembic revisions; `legation.ledger.migrate` applies them."""
