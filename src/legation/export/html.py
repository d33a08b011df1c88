"""Briefs as HTML: a page of its own to read, print and send, and the part of one that a notebook shows.

Everything is in the file: no script, no font, nothing from elsewhere. In dark and light the page follows the reader's
choice; a notebook's part takes the colours that stand around it. On paper addresses are written out.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from legation.export.brief import brief_of, brief_on
from legation.export.wording import in_marks, printable

if TYPE_CHECKING:
    from legation.export.brief import Brief
    from legation.export.lines import Line, Section
    from legation.export.selection import Selection

NAME = "brief.html"

PART_STYLE = """
.legation { font: 1rem/1.5 Georgia, "Times New Roman", serif; color: inherit; }
.legation { max-width: 46rem; overflow-wrap: anywhere; }
.legation h1 { font-size: 1.4em; margin: 0 0 .2em; }
.legation h2 { font: 600 .95em system-ui, sans-serif; margin: 1.2em 0 .3em; border-bottom: 1px solid; }
.legation h3 { font-size: 1em; margin: .8em 0 .2em; }
.legation ul { margin: 0; padding-left: 1.2em; }
.legation li { margin: .25em 0; }
.legation .about, .legation .notes { opacity: .75; font: .85em system-ui, sans-serif; }
.legation blockquote { margin: .15em 0 .15em .8em; padding-left: .6em; border-left: 2px solid; font-style: italic; }
.legation table { border-collapse: collapse; font-size: .9em; color: inherit; }
.legation th, .legation td { text-align: left; vertical-align: top; padding: .25em .8em .25em 0; }
.legation tr { border-bottom: 1px solid; }
""".strip()
_PAGE_STYLE = """
:root { color-scheme: light dark; --paper: #fdfdfb; --ink: #1b1f23; }
@media (prefers-color-scheme: dark) { :root { --paper: #14181c; --ink: #e6e8ea; } }
body { background: var(--paper); color: var(--ink); margin: 2rem auto; padding: 0 1rem; max-width: 46rem; }
a { color: inherit; }
article + article { margin-top: 3rem; }
@media print {
  :root { --paper: #fff; --ink: #000; }
  body { margin: 0; max-width: none; font-size: 10.5pt; }
  .legation { max-width: none; }
  .legation h1, .legation h2, .legation h3 { break-after: avoid; }
  .legation li { break-inside: avoid; }
  article + article { break-before: page; margin-top: 0; }
  a[href]::after { content: " (" attr(href) ")"; font-size: .8em; overflow-wrap: anywhere; }
}
@page { margin: 2cm; }
""".strip()


def pieces(selection: Selection) -> Iterator[tuple[str, bytes]]:
    """One page: the brief on the actor asked for, else that of each report, one after the other."""
    title = f"Brief on {selection.filters.actor}" if selection.filters.actor else "Brief"
    yield NAME, _head(title).encode()
    for brief, url in briefs(selection):
        yield NAME, f"<article>\n{part(brief, url=url)}\n</article>\n".encode()
    yield NAME, b"</body>\n</html>\n"


def briefs(selection: Selection) -> Iterator[tuple[Brief, str | None]]:
    """The briefs that were asked for, each with the address of its report."""
    asked = selection.filters.asked()
    who = asked.pop("actor", None)
    if who:
        selection.counts["brief"] += 1
        yield brief_on(selection.ledger, who, **asked), None
        return
    for told in selection.reports():
        selection.count(told.document)
        yield brief_of(told.records), told.document.url


def part(brief: Brief, *, url: str | None = None) -> str:
    """A brief as an element of class `legation`, without its style."""
    return "\n".join(_part(brief, url))


def _part(brief: Brief, url: str | None) -> Iterator[str]:
    yield '<div class="legation">'
    yield f"<h1>{_text(brief.title)}</h1>"
    about = _text(" · ".join(brief.about))
    if url and url.startswith(("https://", "http://")):
        about += f'{" · " if about else ""}<a href="{escape(url)}">{_text(url)}</a>'
    if about:
        yield f'<p class="about">{about}</p>'
    if brief.note:
        yield f"<p>{_text(brief.note)}</p>"
    for section in brief.sections:
        yield from _section(section)
    yield "</div>"


def _section(section: Section) -> Iterator[str]:
    yield f"<h2>{_text(section.title)}</h2>"
    group = None
    for line in section.lines:
        if line.group != group:
            if group is not None:
                yield "</ul>"
            group = line.group
            if group:
                yield f"<h3>{_text(group)}</h3>"
            yield "<ul>"
        yield _line(line)
    if group is not None:
        yield "</ul>"


def _line(line: Line) -> str:
    notes = f' <span class="notes">{_text(" · ".join(line.notes))}</span>' if line.notes else ""
    quotes = "".join(
        f"<blockquote>{_text(' — '.join(part for part in (in_marks(quote.words), quote.source) if part))}</blockquote>"
        for quote in line.quotes
        if quote.words != line.text
    )
    return f"<li>{_text(line.text)}{notes}{quotes}</li>"


def _head(title: str) -> str:
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{_text(title)}</title>\n<style>\n{PART_STYLE}\n{_PAGE_STYLE}\n</style>\n</head>\n<body>\n"
    )


def _text(words: str) -> str:
    """Words as HTML shows them: nothing in a report is read as markup, or turns the direction of what follows."""
    return escape(printable(words))
