"""Scales on which events are measured: quad classes and Goldstein values, as the codebook's tables have them."""

from __future__ import annotations

from collections.abc import Mapping

from legation.knowledge.events import plover, plover_type

SOURCE = "PLOVER 2.0 and its CAMEO table, Open Event Data Alliance, CC BY-SA 4.0; Goldstein values as GDELT has them"
# The quad classes by number, as GDELT and POLECAT name them.
QUAD_NAMES: Mapping[int, str] = {
    1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict",
}  # fmt: skip


def quad_of(type_: str) -> int:
    """The quad class of a PLOVER type, 1 to 4 (`QUAD_NAMES`). SANCTION is material conflict (plover.md)."""
    return plover_type(type_).quad


def goldstein_of(cameo: str | None) -> float | None:
    """The Goldstein value, -10 to 10, of a CAMEO code; of its root where the code has none; None for no code."""
    if cameo is None:
        return None
    table = plover()["cameo"]
    for code in (cameo, cameo[:3], f"{cameo[:2]}0", cameo[:2]):
        value = table.get(code, {}).get("goldstein")
        if value is not None:
            return float(value)
    return None
