"""Where a review meets a record that is called otherwise, or stands elsewhere, than when it was made."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET

from factories import HandReport, actor, document, event, report
from legation.ledger.reconcile import Standing, Thread, passage_of, reconcile
from legation.record import Record, Review

TEXT = "Peru thanked Cuba. Chile thanked Peru and Cuba. Chile blamed Peru."


def reading(text: str = TEXT, **fields: object) -> HandReport:
    """A report of three events; `fields` are set in each, for another reading of it."""
    about = document(text)
    peru, chile, cuba = (actor(about, name) for name in ("Peru", "Chile", "Cuba"))
    found = [
        event(about, "SUPPORT", "Peru thanked Cuba", by=(peru,), to=(cuba,), **fields),
        event(about, "SUPPORT", "Chile thanked Peru", by=(chile,), to=(peru,), **fields),
        event(about, "ACCUSE", "Chile blamed Peru", by=(chile,), to=(peru,), **fields),
    ]
    return report(about, peru, chile, cuba, *found)


def thread(of: Record, text: str = TEXT, *, verdict: str = "confirm", **changes: object) -> Thread:
    """One review."""
    review = Review(verdict=verdict, by="A", reason="so", at="2020-01-01T00:00:00+00:00")  # type: ignore[arg-type]
    return Thread((of.id,), review, of, dict(changes), passage_of(text, of.evidence), ())


def events(found: HandReport) -> list[Record]:
    return [record for record in found.records() if record.kind_name() == "event"]


def reviewed(standing: Standing) -> dict[str, str]:
    """The words that each review is of now, by the id of the record that it was made of."""
    text = next(record for record in standing.records if record.kind_name() == "document").text  # type: ignore[attr-defined]
    return {each.thread.ids[-1]: " ".join(each.record.quotes(text)) for each in standing.reviewed}


def test_without_reviews_all_stands_as_it_was_read() -> None:
    assert reconcile(reading().records(), []) == Standing(reading().records(), [])


MOVES = [
    TEXT,
    f"LIMA, Monday. {TEXT}",  # moved as a whole
    TEXT.replace("Chile thanked", "On Tuesday Chile thanked"),  # moved in part
    TEXT.replace("Peru thanked Cuba. ", "") + " Peru thanked Cuba.",  # put in another order
    f"{TEXT} {TEXT}",  # told twice: the nearest is meant
]


@pytest.mark.parametrize("text", MOVES)
def test_reviews_go_with_their_words(text: str) -> None:
    before = events(reading())
    standing = reconcile(reading(text, mode="other").records(), [thread(each) for each in before])
    assert reviewed(standing) == {each.id: " ".join(each.quotes(TEXT)) for each in before}
    assert all(each.machine is not None for each in standing.reviewed)


def test_no_record_is_of_two_reviews() -> None:
    about = document(TEXT)
    one = event(about, "SUPPORT", "Peru thanked Cuba", modality="occurred")
    other = event(about, "AID", "Peru thanked Cuba", modality="occurred")
    only = event(about, "AID", "Peru thanked Cuba", modality="occurred", mode="x")
    standing = reconcile([about, only], [thread(one), thread(other)])
    met = {each.thread.machine.type: each.machine for each in standing.reviewed}  # type: ignore[attr-defined]
    assert sum(machine is not None for machine in met.values()) == 1
    assert len({each.record.id for each in standing.reviewed}) == 2


def test_of_several_on_the_same_words_the_one_that_says_the_same_is_met() -> None:
    about = document(TEXT)
    one = event(about, "SUPPORT", "Peru thanked Cuba", modality="occurred")
    alike = event(about, "SUPPORT", "Peru thanked Cuba", modality="occurred", cameo="050")
    other = event(about, "ACCUSE", "Peru thanked Cuba", modality="negated", cameo="110")
    for records in ([about, alike, other], [about, other, alike]):
        (met,) = reconcile(records, [thread(one)]).reviewed
        assert met.machine == alike


def test_where_a_few_words_changed_only_what_was_set_is_kept() -> None:
    old = event(document(TEXT), "SUPPORT", "Chile thanked Peru and Cuba", modality="occurred")
    text = TEXT.replace("Chile thanked Peru and Cuba", "Chile praised Peru and Cuba")
    new = event(document(text), "AID", "Chile praised Peru and Cuba", modality="future")
    (met,) = reconcile([document(text), new], [thread(old, date="2016-11-16")]).reviewed
    assert met.record.modality == "future"  # type: ignore[attr-defined]
    assert met.record.type == "AID"  # type: ignore[attr-defined]
    assert met.record.date == "2016-11-16"  # type: ignore[attr-defined]
    assert met.record.review.was == {"date": None}  # type: ignore[union-attr]


def test_words_that_are_others_are_not_met() -> None:
    old = events(reading())[0]
    text = "Brazil left Lima!!" + TEXT[18:]
    new = event(document(text), "RETREAT", "Brazil left Lima!!", modality="occurred")
    for verdict in ("confirm", "reject"):
        standing = reconcile([document(text), new], [thread(old, verdict=verdict)])
        assert standing == Standing([document(text), new], [])


def test_what_is_rejected_and_no_longer_read_leaves_nothing() -> None:
    about = document(TEXT)
    assert reconcile([about], [thread(events(reading())[0], verdict="reject")]) == Standing([about], [])


def test_a_record_of_another_kind_on_the_words_is_another_record() -> None:
    old = events(reading())[0]
    about = document(TEXT)
    standing = reconcile([about, actor(about, "Peru thanked Cuba")], [thread(old)])
    assert [each.machine for each in standing.reviewed] == [None]
    assert standing.records[1].review is UNSET


@given(
    order=st.permutations(range(3)), verdicts=st.lists(st.sampled_from(["confirm", "reject"]), min_size=3, max_size=3)
)
def test_the_order_of_reviews_does_not_show(order: list[int], verdicts: list[str]) -> None:
    threads = [thread(each, verdict=verdict) for each, verdict in zip(events(reading()), verdicts, strict=True)]
    records = reading(f"So: {TEXT}", mode="other").records()
    straight, mixed = reconcile(records, threads), reconcile(records, [threads[at] for at in order])
    assert straight.records == mixed.records
    assert {each.record.id: each for each in straight.reviewed} == {each.record.id: each for each in mixed.reviewed}


@given(text=st.text(min_size=0, max_size=200))
def test_whatever_the_text_becomes_no_record_points_outside_of_it(text: str) -> None:
    old = reading()
    threads = [thread(each)._replace(mentioned=tuple(old.found[:3])) for each in events(old)]
    standing = reconcile([document(text)] if text else [document(" ")], threads)
    for record in standing.records[1:]:
        spans = [span for name in ("evidence", "mentions") for span in getattr(record, name, ())]
        assert all(0 <= start < end <= len(text) for start, end in spans)


def test_reviews_of_a_record_are_msgspec_all_the_way() -> None:
    (met, *_) = reconcile(reading().records(), [thread(events(reading())[0])]).reviewed
    assert msgspec.json.decode(msgspec.json.encode(met.record), type=type(met.record)) == met.record
