"""Briefs as Markdown: the brief on the actor asked for, else that of each report, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from legation.export.brief import to_markdown
from legation.export.html import briefs

if TYPE_CHECKING:
    from legation.export.selection import Selection


def pieces(selection: Selection) -> Iterator[tuple[str, bytes]]:
    """One file."""
    for number, (brief, _) in enumerate(briefs(selection)):
        yield "brief.md", (("\n\n" if number else "") + to_markdown(brief)).encode()
