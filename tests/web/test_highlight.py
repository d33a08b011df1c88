"""Runs of words: whatever the spans, joined they are the text, and each lists what stands on it."""

from hypothesis import given
from hypothesis import strategies as st

import factories
from legation.report.document import Block, Link
from legation.web.highlight import passages

TEXT = "Tanaka met Moreau <https://news.example/a> on Monday."


def document_with(text: str, links: tuple[Link, ...] = ()) -> factories.Document:
    blocks = (Block(kind="paragraph", start=0, end=len(text)),) if text else ()
    return factories.document(text, blocks=blocks, links=links)


def test_overlapping_marks_are_cut_into_runs() -> None:
    (passage,) = passages(document_with("Tanaka met Moreau."), {"event": [(0, 17)], "actor": [(0, 6)]})
    assert [(run.words, run.records) for run in passage.runs] == [
        ("Tanaka", ("event", "actor")),
        (" met Moreau", ("event",)),
        (".", ()),
    ]


def test_a_record_whose_spans_overlap_is_listed_once_and_to_its_end() -> None:
    (passage,) = passages(document_with("Tanaka met Moreau."), {"event": [(0, 10), (7, 17)]})
    assert [run.records for run in passage.runs] == [("event",), ("event",), ("event",), ()]


def test_an_inline_link_becomes_a_run_with_its_address() -> None:
    link = Link(url="https://news.example/a", kind="inline", start=18, end=42)
    (passage,) = passages(document_with(TEXT, (link,)), {})
    assert [run.url for run in passage.runs] == [None, "https://news.example/a", None]


def test_marks_reach_over_blocks() -> None:
    text = "One two\n\nthree four"
    blocks = (Block(kind="paragraph", start=0, end=7), Block(kind="paragraph", start=9, end=19))
    first, second = passages(factories.document(text, blocks=blocks), {"s": [(4, 14)]})
    assert [run.words for run in first.runs if run.records] == ["two"]
    assert [run.words for run in second.runs if run.records] == ["three"]


@given(st.text(min_size=1, max_size=80), st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=12))
def test_runs_joined_are_the_text(text: str, pairs: list[tuple[int, int]]) -> None:
    spans = {
        f"record-{n}": [(min(a, b), max(a, b))]
        for n, (a, b) in enumerate(pairs)
        if min(a, b) < min(max(a, b), len(text))
    }
    found = passages(document_with(text), spans)
    runs = [run for passage in found for run in passage.runs]
    assert "".join(run.words for run in runs) == text
    for run in runs:
        expected = {
            name for name, [(start, end)] in spans.items() if start <= run.start and run.end <= min(end, len(text))
        }
        assert set(run.records) == expected
