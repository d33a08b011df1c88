"""Exports: what the ledger holds, for people and for other programs."""
