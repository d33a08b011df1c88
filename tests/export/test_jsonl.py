import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import actor, commitment, conditional, document, event, place, quantity, report, shift, statement, time
from legation.errors import FormatError
from legation.export.jsonl import read_records, read_reports
from legation.record import to_jsonl

TEXT = "Malta 🚢 will pay Cyprus €2m on 4 May if “the ferry” sails, Ivo Brand said in Riga."


def of_every_kind(id_="r1"):
    about = document(TEXT, id=id_, title="Ferry", links=())
    malta, brand = actor(about, "Malta", country="MLT"), actor(about, "Ivo Brand", kind="person", office="envoy")
    said = statement(about, "Malta", brand, cue="said", to=(malta,), channel="op-ed")
    money = quantity(about, 2e6, "EUR", "€2m", high=3e6, per="year")
    paid = event(about, "AID", "pay", by=(malta,), modality="future", quantities=(money.id,), claimed_by=said.id)
    stands = commitment(about, "payment", "pay", (malta, "payer"))
    return report(
        about, malta, brand, place(about, "Riga", lat=56.9, geonames=1), time(about, "2020-05-04", "on 4 May"), money,
        said, paid, stands, conditional(about, "the ferry", "pay", consequence_events=(paid.id,)),
        shift(about, brand, about=(stands.id,)),
    )  # fmt: skip


def test_what_goes_out_comes_in_again_ids_included():
    records = of_every_kind().records()
    assert list(read_records(to_jsonl(records).splitlines())) == records


def test_reports_come_in_again_and_into_a_ledger(ledger):
    reports = [of_every_kind("r1"), of_every_kind("r2")]
    lines = b"\n".join(to_jsonl(made.records()) for made in reports).splitlines()  # blank lines between them
    back = list(read_reports(lines))
    assert [made.records() for made in back] == [made.records() for made in reports]
    for made in back:
        ledger.add(made)
    stored = [record for made in reports for record in ledger.records(made.document.document)]
    assert to_jsonl(stored) == to_jsonl(record for made in reports for record in made.records())


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_any_text_comes_in_again(text):
    record = document(text, title=text, id=text)
    assert list(read_records(to_jsonl([record]).split(b"\n"))) == [record]


def test_nothing_gives_no_report():
    assert list(read_reports([])) == []


@pytest.mark.parametrize("line", [b"{", b"[]", b'{"record": "rumour"}', b'{"record": "document"}', b"\xff"])
def test_a_line_that_is_no_record_is_named(line):
    with pytest.raises(FormatError) as raised:
        list(read_records([b"", line], path="x.jsonl"))
    assert raised.value.path == "x.jsonl:2"


def test_a_record_out_of_range_is_no_record():
    bad = to_jsonl(of_every_kind().records()[:2]).replace(b'"confidence":0.9', b'"confidence":1.9')
    with pytest.raises(FormatError, match="is outside"):
        list(read_records(bad.splitlines()))


def test_records_before_their_document_are_refused():
    first, second = of_every_kind("r1").records(), of_every_kind("r2").records()
    for records in ([*first[1:]], [*first, *second[1:]]):
        with pytest.raises(FormatError, match="before its document"):
            list(read_reports(to_jsonl(records).splitlines()))
