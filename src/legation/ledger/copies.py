"""Copies: reports with one text, as when ten papers print one agency's; found by MinHash, linked, never thrown away.

A report's words, five at a time, are its shingles; 128 hashes of them (`rensa`, Broder 1997) tell what share of its
shingles two reports have in common. Reports of one story by two newsrooms share some 5 to 15 per cent, one text edited
by two desks more than half. A family is all reports that are linked, directly or by others between them; its original
is the one published first. Which reports are a family does not depend on the order in which they were added.
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import msgspec
from sqlalchemy import func, select, update

from legation.knowledge.folding import fold
from legation.ledger import schema
from legation.ledger.bulk import insert_rows
from legation.report.document import READ_BLOCKS, Document

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select

T = TypeVar("T")

_HASHES = 128
_SEED = 1
_SHINGLE_WORDS = 5
# A note of a line or two is soon like another one without being its copy.
_FEWEST_WORDS = 30
# Two texts are copies from this share of common shingles on; 32 bands of 4 hashes miss one pair in a hundred there.
_ALIKE = 0.6
_BAND = 4
# More than so many reports with a hash in common are one boilerplate, and the nearest of them tell the family.
_MOST_CANDIDATES = 200
_BATCH = 500

_WORD = re.compile(r"\w+")


class Copies(msgspec.Struct, frozen=True, kw_only=True, tag_field="record", tag="copies"):
    """Reports with one text: the `original`, published first, and its copies by day; all are ids of reports."""

    original: str
    copies: tuple[str, ...]


class Fingerprint(NamedTuple):
    """What is kept of a text to tell its copies: which hashes these are, and the hashes."""

    algorithm: str
    hashes: tuple[int, ...]

    @property
    def bands(self) -> list[int]:
        """One number a band of hashes; texts that are alike share one."""
        packed = self.pack()
        size = 4 * _BAND
        parts = [packed[at : at + size] for at in range(0, len(packed), size)]
        digests = (hashlib.blake2b(bytes([n]) + part, digest_size=8).digest() for n, part in enumerate(parts))
        return [int.from_bytes(digest, "big", signed=True) for digest in digests]

    def pack(self) -> bytes:
        """The hashes as bytes, four each, the lowest first."""
        return struct.pack(f"<{len(self.hashes)}I", *self.hashes)

    def likeness(self, packed: bytes) -> float:
        """The share of shingles that two texts have in common, within some 0.04."""
        others = struct.unpack(f"<{len(packed) // 4}I", packed)
        return sum(map(int.__eq__, self.hashes, others)) / len(self.hashes)


def fingerprint_of(document: Document) -> Fingerprint | None:
    """The fingerprint of what a reader reads of a report; None for a text too short to be told from others."""
    read = " ".join(document.text[block.start : block.end] for block in document.blocks if block.kind in READ_BLOCKS)
    words = _WORD.findall(fold(read))
    if len(words) < _FEWEST_WORDS:
        return None
    from rensa import RMinHash

    made = RMinHash(_HASHES, _SEED)
    made.update(sorted({" ".join(words[at : at + _SHINGLE_WORDS]) for at in range(len(words) - _SHINGLE_WORDS + 1)}))
    return Fingerprint(f"rensa-{made.ALGORITHM_VERSION}", tuple(made.digest()))


def link(connection: Connection, documents: Iterable[Document]) -> None:
    """Note the fingerprints of reports just added, and which reports they are copies of."""
    made = {document.document: found for document in documents if (found := fingerprint_of(document))}
    rows = [
        {"document": name, "algorithm": found.algorithm, "hashes": found.pack(), "family": name}
        for name, found in made.items()
    ]
    insert_rows(connection, schema.fingerprints, rows)
    bands = [
        {"document": name, "band": band, "hash": hash_}
        for name, found in made.items()
        for band, hash_ in enumerate(found.bands)
    ]
    insert_rows(connection, schema.fingerprint_bands, bands)
    _join(connection, made)


def family_of(connection: Connection, document: str) -> list[str]:
    """The other reports with its text; to be linked anew once it is gone: it may have been what held them together."""
    table = schema.fingerprints.c
    own = select(table.family).where(table.document == document).scalar_subquery()
    return list(connection.scalars(select(table.document).where(table.family == own, table.document != document)))


def relink(connection: Connection, documents: Collection[str]) -> None:
    """Tell the families of these reports anew."""
    if not documents:
        return
    table = schema.fingerprints
    names = sorted(documents)
    for batch in _batches(names):
        connection.execute(update(table).where(table.c.document.in_(batch)).values(family=table.c.document))
    made: dict[str, Fingerprint] = {}
    for batch in _batches(names):
        for row in connection.execute(select(table).where(table.c.document.in_(batch))):
            hashes = struct.unpack(f"<{len(row.hashes) // 4}I", row.hashes)
            made[row.document] = Fingerprint(row.algorithm, hashes)
    _join(connection, made)


def _join(connection: Connection, made: Mapping[str, Fingerprint]) -> None:
    """Make one family of reports and all that are like them. A family goes by the least of its reports' ids."""
    near = _near(connection, made)
    known = _known(connection, {*made, *(other for others in near.values() for other in others)})
    least: dict[str, str] = {}  # family to the least of those it has been joined with, in steps

    def root(family: str) -> str:
        while family in least:
            family = least[family]
        return family

    for name, others in near.items():
        for other in others:
            row = known[other]
            if row.algorithm == made[name].algorithm and made[name].likeness(row.hashes) >= _ALIKE:
                first, last = sorted((root(known[name].family), root(row.family)))
                if first != last:
                    least[last] = first
    for family in least:
        change = update(schema.fingerprints).where(schema.fingerprints.c.family == family)
        connection.execute(change.values(family=root(family)))


def _near(connection: Connection, made: Mapping[str, Fingerprint]) -> dict[str, list[str]]:
    """For each of the reports those that share a band of hashes with it, the nearest first."""
    own: dict[int, list[str]] = defaultdict(list)
    for name, found in made.items():
        for hash_ in found.bands:
            own[hash_].append(name)
    bands = schema.fingerprint_bands.c
    shared: dict[str, Counter[str]] = defaultdict(Counter)
    for batch in _batches(sorted(own)):
        query = select(bands.hash, bands.document).where(bands.hash.in_(batch))
        for hash_, document in connection.execute(query):
            for name in own[hash_]:
                if name != document:
                    shared[name][document] += 1
    return {
        name: sorted(others, key=lambda other: (-others[other], other))[:_MOST_CANDIDATES]
        for name, others in shared.items()
    }


def _known(connection: Connection, names: Iterable[str]) -> dict[str, Any]:
    table = schema.fingerprints
    found: dict[str, Any] = {}
    for batch in _batches(sorted(names)):
        found |= {row.document: row for row in connection.execute(select(table).where(table.c.document.in_(batch)))}
    return found


# Asking


def find_copies(connection: Connection, document: str | None = None) -> list[Copies]:
    """The families of two reports or more, by the day of their originals; those of one report if it is named."""
    table = schema.fingerprints.c
    families = select(table.family).group_by(table.family).having(func.count() > 1)
    if document is not None:
        families = families.where(table.family.in_(select(table.family).where(table.document == document)))
    members: dict[str, list[str]] = {}
    for row in connection.execute(_members().where(table.family.in_(families))):
        members.setdefault(row.family, []).append(row.document)
    return [Copies(original=names[0], copies=tuple(names[1:])) for names in members.values()]


def originals(connection: Connection, documents: Iterable[str]) -> dict[str, Any]:
    """Of the reports that have copies: the original's row with `document`, `publisher_key` and `host`."""
    table = schema.fingerprints.c
    families: dict[str, str] = {}
    for batch in _batches(sorted(set(documents))):
        rows = connection.execute(select(table.document, table.family).where(table.document.in_(batch)))
        families |= {row.document: row.family for row in rows}
    first: dict[str, Any] = {}
    for batch in _batches(sorted(set(families.values()))):
        for row in connection.execute(_members().where(table.family.in_(batch))):
            first.setdefault(row.family, row)
    return {document: first[family] for document, family in families.items()}


def _members() -> Select[Any]:
    """The reports of families, each family's original first."""
    table, documents = schema.fingerprints.c, schema.documents.c
    columns = table.family, table.document, documents.publisher_key, documents.host
    query = select(*columns).join(schema.documents, documents.document == table.document)
    return query.order_by(documents.published.is_(None), documents.published, table.document)


def _batches(values: Sequence[T]) -> Iterable[Sequence[T]]:
    return (values[at : at + _BATCH] for at in range(0, len(values), _BATCH))
