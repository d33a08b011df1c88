"""Whole reports: each example is read end to end and held against what a careful reader finds in it.

`reports/NAME.toml` lists facts that must be among the records and facts that must not. A fact names its kind, the
words that it stands on, and whatever fields matter; actors are given by name, a list of alternatives by `any`.
"""

import tomllib
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from legation.extract.reader import Reader, Report
from legation.record import Record
from legation.report.source import RawReport, read_inputs

EXAMPLES = Path(str(resources.files("legation").joinpath("examples")))
FACTS = sorted((Path(__file__).parent / "reports").glob("*.toml"))
ACTOR_FIELDS = {"speakers", "addressees", "actors", "recipients", "speaker", "outlet"}


@cache
def reader() -> Reader:
    return Reader()


@cache
def read(name: str) -> Report:
    (path,) = EXAMPLES.glob(f"{name}.*")
    (raw,) = read_inputs([path])
    assert isinstance(raw, RawReport)
    (report,) = reader().read_each([raw])
    assert isinstance(report, Report)
    return report


def facts(side: str) -> list[Any]:
    rows = []
    for path in FACTS:
        for number, fact in enumerate(tomllib.loads(path.read_text("utf-8")).get(side, []), 1):
            label = f"{path.stem}-{side}-{number}-{fact['record']}"
            rows.append(pytest.param(path.stem, fact, id=label))
    return rows


def words_of(report: Report, record: Record) -> str:
    """The words that a record stands on: for a statement its content, for an actor all mentions."""
    spans = list(record.evidence)
    for name in ("content", "condition", "consequence", "mentions"):
        spans.extend(getattr(record, name, ()))
    return " … ".join(" ".join(report.document.text[start:end].split()) for start, end in spans)


def names(report: Report, ids: Any) -> set[str]:
    known = {actor.id: actor for actor in report.actors}
    wanted = [ids] if isinstance(ids, str) else list(ids or ())
    return {value for i in wanted for value in (known[i].name, known[i].country) if value}


def fits(report: Report, record: Record, fact: dict[str, Any]) -> bool:
    if record.kind_name() != fact["record"] or fact.get("words", "") not in words_of(report, record):
        return False
    for field, wanted in fact.items():
        if field in {"record", "words"}:
            continue
        if field == "parties":
            parties = getattr(record, "parties", ())
            if not all(
                any(party.role == role and name in names(report, party.actor) for party in parties)
                for role, name in wanted
            ):
                return False
        elif field in ACTOR_FIELDS:
            if not set(wanted) <= names(report, getattr(record, field)):
                return False
        elif field == "offices":
            titles = {office.title for office in getattr(record, field)}
            if not set(wanted) <= titles:
                return False
        else:
            value = getattr(record, field)
            if value not in (wanted["any"] if isinstance(wanted, dict) else [wanted]):
                return False
    return True


@pytest.mark.parametrize(("name", "fact"), facts("must"))
def test_what_a_reader_finds_is_found(name: str, fact: dict[str, Any]) -> None:
    report = read(name)
    assert any(fits(report, record, fact) for record in report.records()), [
        (record.to_dict(), words_of(report, record))
        for record in report.records()
        if record.kind_name() == fact["record"]
    ]


@pytest.mark.parametrize(("name", "fact"), facts("must_not"))
def test_what_is_not_said_is_not_found(name: str, fact: dict[str, Any]) -> None:
    report = read(name)
    assert not [record.to_dict() for record in report.records() if fits(report, record, fact)]


@pytest.mark.parametrize("name", [path.stem for path in FACTS])
def test_every_record_stands_on_words_of_the_text(name: str) -> None:
    report = read(name)
    text = report.document.text
    for record in report.records():
        assert record.evidence, record.to_dict()
        for start, end in record.evidence:
            assert 0 <= start < end <= len(text)
            assert text[start:end].strip(), record.to_dict()


@pytest.mark.parametrize("name", [path.stem for path in FACTS])
def test_nothing_is_taken_from_promos_bylines_and_boilerplate(name: str) -> None:
    report = read(name)
    passed_over = [b for b in report.document.blocks if b.kind in {"promo", "byline", "boilerplate"}]
    for record in report.records()[1:]:
        for start, end in (*record.evidence, *getattr(record, "mentions", ())):
            assert not any(start < b.end and b.start < end for b in passed_over), record.to_dict()


@pytest.mark.parametrize("name", [path.stem for path in FACTS])
def test_every_id_that_a_record_names_is_there(name: str) -> None:
    report = read(name)
    ids = [record.id for record in report.records()]
    assert len(ids) == len(set(ids))
    for record in report.records()[1:]:
        named = [getattr(record, "claimed_by", None), getattr(record, "place", None), getattr(record, "outlet", None)]
        for field in ("speakers", "addressees", "actors", "recipients", "quantities", "condition_events", "about"):
            named.extend(getattr(record, field, ()))
        named.extend(party.actor for party in getattr(record, "parties", ()))
        assert {i for i in named if i} <= set(ids), record.to_dict()


def test_the_same_report_gives_the_same_bytes() -> None:
    (path,) = EXAMPLES.glob("agency.*")
    raws = list(read_inputs([path]))
    first, second = (next(iter(Reader().read_each(raws))) for _ in range(2))
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert first.to_jsonl() == second.to_jsonl()
