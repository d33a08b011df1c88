"""Tab-separated rows as GDELT and POLECAT have them: no quoting, so no value may hold what parts it."""

from __future__ import annotations

from collections.abc import Iterable

_BREAKS = str.maketrans(dict.fromkeys("\t\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029", " "))


def row(cells: Iterable[object]) -> bytes:
    """One line; None is an empty cell, and what would break a line becomes a space."""
    return ("\t".join(map(_cell, cells)) + "\n").encode()


def plain(words: str, delimiters: str) -> str:
    """The words without the signs that part values inside a cell, in one line."""
    return " ".join(words.translate(_BREAKS).translate(dict.fromkeys(map(ord, delimiters), " ")).split())


def degrees(value: float | None) -> str:
    """Latitude or longitude, to some ten centimetres and no further."""
    return "" if value is None else f"{value:.6f}".rstrip("0").rstrip(".")


def _cell(value: object) -> str:
    return "" if value is None else str(value).translate(_BREAKS)
