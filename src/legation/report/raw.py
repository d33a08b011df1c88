"""A raw report: a text as its container gave it, and what the container said of it."""

from dataclasses import dataclass
from typing import Literal

from legation.report.document import Block, Link


@dataclass(frozen=True, kw_only=True, slots=True)
class RawReport:
    """A text exactly as supplied or extracted, and what came with it.

    `published` is an ISO day, `published_basis` says who gave it; `path` names the input in messages. `blocks` and
    `links` are None where the container knows nothing of layout: they are then found in the text.
    """

    text: str
    id: str | None = None
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    byline: str | None = None
    published: str | None = None
    published_basis: Literal["given", "metadata"] | None = None
    path: str | None = None
    blocks: tuple[Block, ...] | None = None
    links: tuple[Link, ...] | None = None
