"""Downloads: a view as a file of a format that other tools read, made by the exports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from legation.export.brief import brief_on, to_markdown
from legation.export.formats import pieces_of
from legation.export.selection import Options, Selection

if TYPE_CHECKING:
    from legation.web.site import Site
    from legation.web.who import Who


def exported(site: Site, name: str, **asked: Any) -> bytes:
    """What `legation export` writes in a format, asked as the view is, with all that the view shows: claims, too."""
    options = Options(everything=True, claims=True)
    return b"".join(pieces_of(name, Selection(site.ledger, options, **asked)))


def briefed(site: Site, *who: Who, as_of: str | None) -> bytes:
    """The brief on one actor, or on two, as Markdown."""
    brief = brief_on(site.ledger, *(each.id for each in who), as_of=as_of)
    return to_markdown(msgspec.structs.replace(brief, title=" and ".join(each.name for each in who))).encode()
