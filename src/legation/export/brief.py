"""The brief: what an analyst wants of one report, or of all that a ledger holds on somebody.

Built once, as sections of lines with the words that bear each out; the terminal, the page, Markdown and plain text
render the same lines.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, Unpack

import msgspec

from legation.export.across import history_lines, merged_lines, turn_lines
from legation.export.describe import IntroducingNames, Names
from legation.export.lines import TITLES, Key, Line, Section, sections
from legation.export.reports import Reports
from legation.export.reports import title_of as title_of  # pages ask the brief for it
from legation.export.wording import counted, date_in_words, in_marks, listed, printable
from legation.knowledge.labels import labels
from legation.report.document import READ_BLOCKS, Document

if TYPE_CHECKING:
    from legation.ledger.query import FilterArguments
    from legation.ledger.store import Ledger
    from legation.record import Record

Part: TypeAlias = Literal["title", "about", "note", "section", "group", "line", "quote"]

_WIDTH = 100


class Brief(msgspec.Struct, frozen=True, kw_only=True):
    """A brief. `note` says why there is nothing, where there is nothing."""

    title: str
    about: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    note: str | None = None


def brief_of(records: Iterable[Record]) -> Brief:
    """The brief of one report from all its records, the document's among them."""
    found = list(records)
    document = next(record for record in found if isinstance(record, Document))
    names = IntroducingNames(found, document)
    made = sections(found, lambda _: names, published=document.published)
    return Brief(
        title=title_of(document), about=about(document), sections=made, note=None if made else why_empty(document)
    )


def brief_on(ledger: Ledger, *who: str, **filters: Unpack[FilterArguments]) -> Brief:
    """The brief of all that a ledger holds on one actor, or on what is between two.

    `filters`: `as_of`, as it was known on a day; `since`, `until` and `source`.
    """
    as_of = filters.get("as_of")
    asked: dict[str, Any] = {"between": who[:2]} if len(who) > 1 else {"actor": who[0]}
    asked |= filters
    answers = (ledger.events, ledger.commitments, ledger.statements, ledger.conditionals, ledger.shifts)
    found: list[Record] = list(chain.from_iterable(answer(**asked) for answer in answers))
    reports = Reports(ledger)
    names, sources, told = _told(reports, found)
    made = sections(found, lambda record: names[record.document], published=as_of, sources=sources)
    if sources:
        made = _across(ledger, reports, made, asked)
    when = date_in_words(as_of)
    return Brief(
        title=" and ".join(who),
        about=((f"as published by {when}",) if when else ()) + told,
        sections=made,
        note=None if made else why_nothing_on(ledger, who, as_of),
    )


def _across(ledger: Ledger, reports: Reports, made: Sequence[Section], asked: dict[str, Any]) -> tuple[Section, ...]:
    """The sections with what several reports tell told once: events as happenings, commitments as histories."""
    lines: dict[str, Sequence[Line]] = {
        "acts": merged_lines(ledger.happenings(**asked), reports),
        "stands": list(history_lines(ledger.history(**asked), ledger, reports)),
    }
    made = tuple(msgspec.structs.replace(s, lines=tuple(lines.get(s.key, s.lines))) for s in made)
    return with_turns(made, turn_lines(ledger.turns(**asked), ledger, reports))


def with_turns(made: Sequence[Section], turns: Iterable[Line]) -> tuple[Section, ...]:
    """The sections, with who has moved from one report to another beside the shifts that reports tell of."""
    added = tuple(turns)
    if not added:
        return tuple(made)
    by_key = {section.key: section for section in made}
    told = by_key["shifted"].lines if "shifted" in by_key else ()
    by_key["shifted"] = Section("shifted", TITLES["shifted"], (*told, *added))
    return tuple(by_key[key] for key in TITLES if key in by_key)


def brief_list(ledger: Ledger, found: Sequence[Record], *, title: str, only: Key, as_of: str | None = None) -> Brief:
    """A list of records of one kind as a brief of one section; `found` may be of many reports."""
    names, sources, told = _told(Reports(ledger), found)
    made = sections(found, lambda record: names[record.document], published=as_of, sources=sources, only=only)
    return Brief(title=title, about=(counted(len(found), "record"), *told), sections=made)


def _told(reports: Reports, found: Iterable[Record]) -> tuple[dict[str, Names], dict[str, str], tuple[str, ...]]:
    """For each report among the records what its actors are called; what it is called itself, to stand behind each
    line; and what is told of them at the head. One report alone is named at the head and not behind each line.
    """
    names: dict[str, Names] = {}
    sources: dict[str, str] = {}
    for id_ in dict.fromkeys(record.document for record in found):
        names[id_] = reports.names(id_)
        sources[id_] = reports.source(id_)
    number = counted(len(sources), "report")
    if len(sources) == 1:
        return names, {}, (f"{number}: {next(iter(sources.values()))}",)
    return names, sources, (number,) if sources else ()


def about(document: Document) -> tuple[str, ...]:
    """Who published the report, who wrote it, and when, with how that is known."""
    basis = labels().basis[document.published_basis]
    day = date_in_words(document.published)
    return tuple(part for part in (document.publisher, document.byline, f"{day}, {basis}" if day else basis) if part)


def why_empty(document: Document) -> str:
    """Why nothing was found in a report."""
    read = sum(block.kind in READ_BLOCKS for block in document.blocks)
    if document.blocks and not read:
        kinds = listed(sorted({block.kind for block in document.blocks}))
        return f"Nothing to record: the whole text is {kinds}."
    return f"Nothing to record: {counted(read, 'paragraph')} read, none says who did, said or promised what."


def why_nothing_on(ledger: Ledger, who: Sequence[str], as_of: str | None) -> str:
    """Why a ledger has no answer about these actors; with none named, about anything."""
    total = len(ledger.documents())
    if not total:
        return "Nothing on record: the ledger holds no report yet."
    if as_of and not ledger.documents(as_of=as_of):
        return f"Nothing on record: no report was published by {date_in_words(as_of) or as_of}."
    unknown = [name for name in who if not ledger.actors(name=name)]
    if unknown:
        return f"Nothing on record: {counted(total, 'report')} in the ledger, none names {listed(unknown)}."
    asked = f"{listed(who)} with that" if who else "that"
    return f"Nothing on record: {counted(total, 'report')} in the ledger, none tells of {asked}."


def to_text(brief: Brief, *, width: int = _WIDTH) -> str:
    """The brief as plain text, lines no longer than `width` where words allow it."""
    return "\n".join(text for _, text in to_text_lines(brief, width=width)) + "\n"


def to_text_lines(brief: Brief, *, width: int = _WIDTH) -> Iterator[tuple[Part, str]]:
    """The same line by line, each with the part of the brief that it is, for a terminal to set off."""
    yield from _parts("title", textwrap.wrap(brief.title, width) or [brief.title])
    yield from _parts("about", textwrap.wrap(" · ".join(brief.about), width))
    if brief.note:
        yield from _parts("note", ["", *textwrap.wrap(brief.note, width)])
    for section in brief.sections:
        yield from _parts("section", ["", section.title.upper()])
        group = ""
        for line in section.lines:
            if line.group != group:
                group = line.group
                yield from _parts("group", _wrapped(group, width, "  "))
            text = " · ".join((line.text, *line.notes))
            yield from _parts("line", _wrapped(text, width, "    - " if group else "  - "))
            for quote in line.quotes:
                if quote.words != line.text:
                    words = " — ".join(part for part in (in_marks(quote.words), quote.source) if part)
                    yield from _parts("quote", _wrapped(words, width, "      " if group else "    "))


def _parts(part: Part, lines: Iterable[str]) -> Iterator[tuple[Part, str]]:
    return ((part, printable(line)) for line in lines)


def _wrapped(words: str, width: int, indent: str) -> list[str]:
    hang = " " * len(indent)
    return textwrap.wrap(
        words, max(width, 40), initial_indent=indent, subsequent_indent=hang, break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip


def to_markdown(brief: Brief) -> str:
    """The brief as Markdown."""
    return "\n".join(_markdown_lines(brief)).rstrip() + "\n"


def _markdown_lines(brief: Brief) -> Iterator[str]:
    yield from (f"# {_escaped(brief.title)}", "")
    if brief.about:
        yield from (_escaped(" · ".join(brief.about)), "")
    if brief.note:
        yield from (_escaped(brief.note), "")
    for section in brief.sections:
        yield from (f"## {section.title}", "")
        group = ""
        for line in section.lines:
            if line.group != group:
                group = line.group
                yield from ("", f"**{_escaped(group)}**", "")
            yield f"- {_escaped(' · '.join((line.text, *line.notes)))}"
            for quote in line.quotes:
                if quote.words != line.text:
                    yield f"  > {_escaped(' — '.join(part for part in (quote.words, quote.source) if part))}"
        yield ""


_MARKDOWN = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>#|"})


def _escaped(words: str) -> str:
    """The words with what Markdown would read as marks kept as it is."""
    return words.translate(_MARKDOWN)
