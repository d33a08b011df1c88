"""Legation reads news reports about international affairs and keeps what they say as sourced, dated records."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from legation.errors import LegationError as LegationError
    from legation.extract.reader import Reader as Reader
    from legation.extract.reader import Report as Report
    from legation.ledger.store import Ledger as Ledger
    from legation.record import Record as Record

__all__ = ["Ledger", "LegationError", "Reader", "Record", "Report", "__version__"]
__version__ = "0.1.0"

# Loaded at first use, so that `import legation` costs nothing and queries never load a model.
_HOMES = {
    "Ledger": "legation.ledger.store",
    "LegationError": "legation.errors",
    "Reader": "legation.extract.reader",
    "Record": "legation.record",
    "Report": "legation.extract.reader",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'legation' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
