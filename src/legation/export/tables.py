"""Tables: records of one kind as Arrow, with the type of every field, the words, and what the ids are called.

Columns: the fields of the record contract (lists as lists, spans as {start, end}), then `line` (the record in words),
`words` (the report's own), `<field>_names` beside ids of actors, and the report's `published`, `publisher`, `title` and
`url`. Needs pyarrow; pandas and polars take the table as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from legation.errors import LegationError
from legation.export.describe import describe, words_of
from legation.extract.commitment import Commitment, Party
from legation.extract.event import Event
from legation.extract.statement import Statement
from legation.ledger.rows import TABLES

if TYPE_CHECKING:
    import pyarrow as pa

    from legation.export.describe import Names
    from legation.record import Record
    from legation.report.document import Document

# Fields that hold ids of actors.
_NAMED: dict[type[Record], tuple[str, ...]] = {
    Event: ("actors", "recipients"),
    Statement: ("speakers", "addressees"),
    Commitment: ("parties",),
}
_REPORT = ("published", "publisher", "title", "url")
_SPAN = 2

KINDS: dict[str, type[Record]] = {table.name: kind for kind, table in TABLES.items()}


def needed(module: str, extra: str) -> Any:
    """An optional library. Raises LegationError that names the extra to install where it is missing."""
    from importlib import import_module

    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise LegationError(f"{module} is not installed", mend=f"pip install 'legation[{extra}]'") from error


def kind_of(name: str) -> type[Record]:
    """The kind that a table is called by: "events". Raises LegationError for a name of none."""
    if name not in KINDS:
        raise LegationError(f"there is no table {name!r}", mend=f"take one of {', '.join(KINDS)}")
    return KINDS[name]


@cache
def schema_of(kind: type[Record]) -> pa.Schema:
    """The Arrow schema of the records of a kind."""
    pa = needed("pyarrow", "parquet")
    fields = [("record", pa.string())]
    fields += [(field.name, _arrow(field.type)) for field in _fields(kind)]
    fields += [("line", pa.string()), ("words", pa.string())]
    fields += [(f"{name}_names", pa.list_(pa.string())) for name in _NAMED.get(kind, ())]
    fields += [(name, pa.string()) for name in _REPORT if name not in kind.__struct_fields__]
    return pa.schema(fields)


def row_of(record: Record, names: Names, document: Document) -> dict[str, Any]:
    """The row of one record, as plain values that the schema takes."""
    kind = type(record)
    row: dict[str, Any] = {"record": record.kind_name()}
    row |= {field.name: _plain(field.type, getattr(record, field.name)) for field in _fields(kind)}
    row |= {"line": describe(record, names).line, "words": words_of(record, names)}
    for name in _NAMED.get(kind, ()):
        ids = (part.actor if isinstance(part, Party) else part for part in getattr(record, name))
        row[f"{name}_names"] = [names.actor(id_) for id_ in ids]
    return row | {name: getattr(document, name) for name in _REPORT}


def to_arrow(
    records: Iterable[Record],
    kind: type[Record],
    names_of: Callable[[Record], Names],
    report_of: Callable[[str], Document],
) -> pa.Table:
    """The table of records of one kind."""
    pa = needed("pyarrow", "parquet")
    rows = [row_of(record, names_of(record), report_of(record.document)) for record in records]
    return pa.Table.from_pylist(rows, schema=schema_of(kind))


@cache
def _fields(kind: type[Record]) -> tuple[msgspec.inspect.Field, ...]:
    found = msgspec.inspect.type_info(kind)
    assert isinstance(found, msgspec.inspect.StructType)  # noqa: S101  # all records are structs
    return found.fields


def _arrow(type_: msgspec.inspect.Type) -> Any:
    """The Arrow type of a field's type."""
    pa = needed("pyarrow", "parquet")
    inspect = msgspec.inspect
    if isinstance(type_, inspect.UnionType):
        return _arrow(_known(type_))
    if isinstance(type_, inspect.VarTupleType):
        return pa.list_(_arrow(type_.item_type))
    if isinstance(type_, inspect.TupleType):
        return pa.struct([("start", pa.int64()), ("end", pa.int64())])
    if isinstance(type_, inspect.StructType):
        return pa.struct([(field.name, _arrow(field.type)) for field in type_.fields])
    if isinstance(type_, inspect.FloatType):
        return pa.float64()
    return pa.int64() if isinstance(type_, inspect.IntType) else pa.string()


def _plain(type_: msgspec.inspect.Type, value: Any) -> Any:
    """A field's value as the Arrow type of its type takes it."""
    inspect = msgspec.inspect
    if value is None or value is msgspec.UNSET:
        return None
    if isinstance(type_, inspect.DictType):  # its values are of any type: no column has such
        return msgspec.json.encode(value).decode()
    if isinstance(type_, inspect.UnionType):
        return _plain(_known(type_), value)
    if isinstance(type_, inspect.VarTupleType):
        return [_plain(type_.item_type, part) for part in value]
    if isinstance(type_, inspect.TupleType):
        return {"start": value[0], "end": value[1]}
    if isinstance(type_, inspect.StructType):
        return {field.name: _plain(field.type, getattr(value, field.name)) for field in type_.fields}
    return value


def _known(type_: msgspec.inspect.UnionType) -> msgspec.inspect.Type:
    """What a value is if it isn't None; of whole and broken numbers, the broken ones."""
    known = [part for part in type_.types if not isinstance(part, msgspec.inspect.NoneType)]
    return next((part for part in known if isinstance(part, msgspec.inspect.FloatType)), known[0])
