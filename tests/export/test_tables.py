"""Records as tables: CSV and Parquet, read by pandas and pyarrow."""

import msgspec
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from exported import made
from legation.errors import LegationError
from legation.export import tables
from legation.export.formats import export
from legation.export.parquet import _BATCH


@pytest.fixture
def filled(ledger):
    for id_ in ("r1", "r2"):
        ledger.add(made(id_))
    return ledger


def by_kind(ledger):
    found = {name: [] for name in tables.KINDS}
    for id_ in ("r1", "r2"):
        for record in ledger.records(id_):
            found[next(name for name, kind in tables.KINDS.items() if kind is type(record))].append(record)
    return found


def test_csv_opens_in_pandas(filled, tmp_path):
    export(filled, "csv", tmp_path)
    for name, records in by_kind(filled).items():
        table = pd.read_csv(tmp_path / f"{name}.csv", keep_default_na=False)
        assert list(table["id"]) == [record.id for record in records]
        assert list(table["confidence"]) == [record.confidence for record in records]
    events = pd.read_csv(tmp_path / "events.csv", keep_default_na=False)
    assert events["actors_names"][0] == "Amina Odhiambo; Cuba"
    assert events["title"][0] == "A call; #1\tof | two"


def plain(value):
    """A record's field as Arrow gives it back: spans as their ends, lists as lists."""
    if isinstance(value, (list, tuple)) and len(value) == 2 and all(isinstance(part, int) for part in value):
        return {"start": value[0], "end": value[1]}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    return value


def test_parquet_holds_every_field_of_every_record(filled, tmp_path):
    export(filled, "parquet", tmp_path)
    for name, records in by_kind(filled).items():
        rows = pq.read_table(tmp_path / f"{name}.parquet").to_pylist()
        assert len(rows) == len(records)
        for row, record in zip(rows, records, strict=True):
            for field, value in msgspec.to_builtins(record).items():
                assert row[field] == plain(value), field


def test_a_column_has_its_type_though_no_record_has_it(ledger, tmp_path):
    export(ledger, "parquet", tmp_path)
    table = pq.read_table(tmp_path / "quantities.parquet")
    assert table.num_rows == 0
    assert table.schema.field("value").type == pa.float64()
    assert table.schema.field("evidence").type == pa.list_(pa.struct([("start", pa.int64()), ("end", pa.int64())]))
    assert pq.read_table(tmp_path / "places.parquet").schema.field("geonames").type == pa.int64()


def test_a_long_table_is_written_in_parts(ledger, tmp_path, monkeypatch):
    monkeypatch.setattr("legation.export.parquet._BATCH", 3)
    for id_ in ("r1", "r2", "r3"):
        ledger.add(made(id_))
    export(ledger, "parquet", tmp_path)
    file = pq.ParquetFile(tmp_path / "actors.parquet")
    assert (file.metadata.num_rows, file.metadata.num_row_groups) == (15, 5)
    assert _BATCH > 3


def test_a_library_that_is_missing_is_named_with_its_extra():
    with pytest.raises(LegationError) as raised:
        tables.needed("no_such_library", "parquet")
    assert str(raised.value) == "no_such_library is not installed; pip install 'legation[parquet]'"


def test_a_table_of_no_kind_is_told():
    with pytest.raises(LegationError, match="no table 'rumours'"):
        tables.kind_of("rumours")


def test_a_review_is_in_the_tables_and_what_is_rejected_only_on_request(filled, tmp_path):
    (call,), (killed,) = (filled.events(source="r1", kind=kind) for kind in ("CONSULT", "ASSAULT"))
    filled.review(call.id, "correct", by="R. Vega", reason="it was a visit", changes={"mode": "visit"})
    filled.review(killed.id, "reject", by="R. Vega", reason="a film")
    export(filled, "parquet", tmp_path / "live", source="r1")
    live = {row["id"]: row for row in pq.read_table(tmp_path / "live" / "events.parquet").to_pylist()}
    assert killed.id not in live
    review = live[call.id]["review"]
    assert (review["verdict"], review["by"], review["was"]) == ("correct", "R. Vega", '{"mode":"phone","cameo":"041"}')
    assert [row["review"] for id_, row in live.items() if id_ != call.id] == [None, None]
    export(filled, "parquet", tmp_path / "all", source="r1", with_rejected=True)
    rows = pq.read_table(tmp_path / "all" / "events.parquet").to_pylist()
    assert killed.id in {row["id"] for row in rows}


def test_whom_people_have_rejected_is_still_named(filled):
    from legation.export.selection import Selection

    (kenya, *_) = filled.actors(name="Kenya", source="r1")
    filled.review(kenya.id, "reject", by="R. Vega", reason="not a party")
    (told,) = Selection(filled, source="r1")
    assert kenya.id not in {record.id for record in told.records}
    assert told.names.actor(kenya.id) == "Kenya"
