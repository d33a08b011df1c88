"""Quotation marks of every house, paired, over paragraphs too.

A quotation that runs over paragraphs opens anew at each and closes once at the end; each paragraph's part is a
`Quotation` of its own, with `continued` set on all but the first.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

_BREAK = re.compile(r"\n\s*\n")
# Opening mark to the marks that close it. ’ and ' are apostrophes too, so they pair only where they can't be one.
_CLOSERS = {
    "“": ("”",), "”": ("”",), "„": ("“", "”"), "«": ("»",), "»": ("«",), "``": ("''",), "''": ("''",), '"': ('"',),
    "‘": ("’",), "'": ("'",),
}  # fmt: skip
_OPENERS = frozenset({"“", "„", "‘", "«", "``"})  # marks that are nothing else
_STRAY_OPENERS = frozenset({"“", '"', "``", "''"})
_STRAY_CLOSERS = frozenset({"”", '"'})
_SINGLE = frozenset("‘'")
_MARK = re.compile(r"``|''|[“”„«»‘’\"']")
# Marks nested deeper than this are no quotations but noise; the cap keeps the pairing linear.
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Quotation:
    """`[start, end)` with its marks and `[inner_start, inner_end)` without, in the reading text."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    depth: int  # 0 outermost
    closed: bool
    continued: bool = False  # goes on from the paragraph before


@dataclass(frozen=True, slots=True)
class _Mark:
    """A quotation mark with the characters around it; an end of the paragraph counts as a blank."""

    sign: str
    start: int
    end: int
    before: str
    after: str

    def may_open(self) -> bool:
        """True where the mark can begin a quotation: words follow at once, and none goes before at once."""
        if self.after.isspace() or self.sign not in _CLOSERS:
            return False
        if self.sign in _OPENERS:
            return self.sign != "‘" or not self.before.isalnum()
        if self.before.isalnum() or self.before in ".,!?…%":
            return False
        # 'The '90s' opens nothing; nor does a closing mark that follows a dash or a bracket.
        return not (self.sign == "'" and self.after.isdigit()) and (
            self.after.isalnum() or self.after not in ".,;:!?)]"
        )

    def may_close(self, opened: str) -> bool:
        """True where the mark can end a quotation that `opened` began."""
        if self.before.isspace():
            return False
        if self.sign not in _CLOSERS[opened]:
            # Half of a text's typesetting gets lost: “ … " and '' … " are pairs too.
            return self.sign in _STRAY_CLOSERS and opened in _STRAY_OPENERS and not self.after.isalnum()
        return opened not in _SINGLE or not self.after.isalnum()

    def may_be_genitive(self) -> bool:
        """True for the apostrophe of "the allies’ plan"."""
        return self.sign in {"’", "'"} and self.before == "s" and self.after == " "


@dataclass(slots=True)
class _Open:
    mark: _Mark
    inner: list[Quotation]


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """The quotations of a reading text, in order of their starts; any text is valid; linear in its length."""
    found: list[Quotation] = []
    outer: Quotation | None = None
    for start, end in _paragraphs(text):
        for quotation in sorted(_pair(text, start, end), key=lambda q: (q.start, -q.end)):
            if quotation.depth == 0:
                if outer and _goes_on(text, outer, quotation):
                    quotation = replace(quotation, continued=True)
                outer = quotation
            found.append(quotation)
    return tuple(found)


def _goes_on(text: str, before: Quotation, after: Quotation) -> bool:
    """True if `before` was left open and `after` opens with the same mark right behind it."""
    same_mark = text[before.start : before.inner_start] == text[after.start : after.inner_start]
    return not before.closed and same_mark and not text[before.end : after.start].strip()


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """The stretches between empty lines, without the blanks around them."""
    at = 0
    for start, end in [m.span() for m in _BREAK.finditer(text)] + [(len(text), len(text))]:
        paragraph = text[at:start]
        if stripped := paragraph.strip():
            first = at + paragraph.index(stripped)
            yield first, first + len(stripped)
        at = end


def _marks(text: str, start: int, end: int) -> list[_Mark]:
    found = []
    for match in _MARK.finditer(text, start, end):
        at = match.start() - 1
        if at - 1 >= start and text[at] == " " and text[at - 1] in "'’" and match.group() in _STRAY_CLOSERS:
            # American houses part the end of a quotation from that of one inside it: “… ‘enough.’ ”
            at -= 1
        before = text[at] if at >= start else " "
        after = text[match.end()] if match.end() < end else " "
        found.append(_Mark(match.group(), match.start(), match.end(), before, after))
    return found


def _pair(text: str, start: int, end: int) -> Iterator[Quotation]:
    """Pair the marks of one paragraph with a stack.

    An unclosed outer quotation runs to the paragraph's end, or to where its own mark opens again: houses that set
    a text without line breaks keep the opening mark of each paragraph and no closing one.
    """
    marks = _marks(text, start, end)
    stack: list[_Open] = []
    for n, mark in enumerate(marks):
        level = _closed_level(stack, mark, marks[n + 1] if n + 1 < len(marks) else None)
        if level is not None:
            # What was opened inside and never closed was no quotation (an apostrophe, an inch sign).
            begun = stack[level]
            inner = [q for opened in stack[level:] for q in opened.inner]
            del stack[level:]
            whole = _quotation(begun.mark, mark.end, mark.start, closed=True)
            kept = [whole, *(replace(q, depth=q.depth + 1) for q in inner)]
            if stack:
                stack[-1].inner.extend(kept)
            else:
                yield from kept
        elif mark.may_open() and len(stack) < _DEEPEST:
            if reopened := _reopened(text, stack, mark):
                yield from _unclosed(stack, reopened)
                stack.clear()
            stack.append(_Open(mark, []))
    if stack:
        yield from _unclosed(stack, end)


def _closed_level(stack: list[_Open], mark: _Mark, following: _Mark | None) -> int | None:
    """How deep in the stack lies the quotation that `mark` closes; None if it closes none."""
    for level in range(len(stack) - 1, -1, -1):
        opened = stack[level].mark.sign
        if not mark.may_close(opened):
            continue
        if opened in _SINGLE and mark.may_be_genitive() and following is not None and following.may_close(opened):
            # "‘The allies’ plan is dead,’": of two marks that may close, the later one does.
            return None
        return level
    return None


def _reopened(text: str, stack: list[_Open], mark: _Mark) -> int | None:
    """Where the open outer quotation ends if `mark` opens it anew rather than a quotation inside it."""
    if not stack or mark.sign in _SINGLE or stack[0].mark.sign != mark.sign:
        return None
    before = text[stack[0].mark.end : mark.start].rstrip()
    return stack[0].mark.end + len(before) if before and before[-1] in ".!?…" else None


def _unclosed(stack: list[_Open], end: int) -> Iterator[Quotation]:
    """The outermost quotation left open, as far as `end`, and what was closed inside it."""
    outer = stack[0]
    inner = [q for opened in stack for q in opened.inner]
    if outer.mark.sign in _SINGLE or outer.mark.end >= end:
        yield from inner
        return
    yield _quotation(outer.mark, end, end, closed=False)
    yield from (replace(q, depth=q.depth + 1) for q in inner)


def _quotation(opening: _Mark, end: int, inner_end: int, *, closed: bool) -> Quotation:
    return Quotation(opening.start, end, opening.end, inner_end, 0, closed)
