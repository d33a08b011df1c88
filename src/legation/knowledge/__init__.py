"""What is known of the world and of the language's cues: tables, and the look-ups on them.

`Knowledge` (see `store`) is loaded on first use, so that reading a table does not open the knowledge file.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from legation.knowledge.offices import Holder, Office
    from legation.knowledge.organisations import Entry
    from legation.knowledge.places import PlaceEntry
    from legation.knowledge.states import State
    from legation.knowledge.store import Knowledge

__all__ = ["Entry", "Holder", "Knowledge", "Office", "PlaceEntry", "State"]

_HOMES = {
    "Entry": "organisations",
    "Holder": "offices",
    "Knowledge": "store",
    "Office": "offices",
    "PlaceEntry": "places",
    "State": "states",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
