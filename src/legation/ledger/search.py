"""Full text: reports found by the words in them, with the passage where each stands.

Words are found in their regular forms ("withdraws" and "withdrawing", not "withdrew"), accents aside; all of them must
stand in one passage. Quotation marks keep words together, an asterisk stands for any ending. SQLite answers with FTS5,
PostgreSQL with its own text search; whatever is typed is a question and never a mistake.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import msgspec
from sqlalchemy import ColumnElement, Select, and_, column, func, literal_column, or_, select, table, tuple_

from legation.errors import LegationError
from legation.ledger import schema
from legation.ledger.passages import KINDS, REPORT
from legation.ledger.query import Filters, matching_actors, select_records
from legation.ledger.rows import TABLES

if TYPE_CHECKING:
    from sqlalchemy import Connection

ALL = "all"
# What stands around a word that was found; passages hold no control characters.
_OPEN, _CLOSE = "\x02", "\x03"
_SNIPPET_WORDS = 40
# A rank's last digits hang on the order of adding up.
_DIGITS = 6
_TERM = re.compile(r'"([^"]*)"?|(\S+)')
_WORD = re.compile(r"\w+")
_MARKED = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")


class Piece(msgspec.Struct, frozen=True):
    """A stretch of a snippet; `is_found` where it is what was asked for."""

    words: str
    is_found: bool = False


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """One passage with the words: its report, the record that it is of (None: the report's own text), and where."""

    document: str
    title: str | None
    publisher: str | None
    published: str | None
    kind: str
    id: str | None
    start: int  # in the document's text; a title has none and is 0, 0
    end: int
    snippet: tuple[Piece, ...]

    @property
    def words(self) -> str:
        """The snippet without marks."""
        return "".join(piece.words for piece in self.snippet)


class Term(NamedTuple):
    """A word or several that stand together; with `is_prefix`, the last may go on."""

    words: tuple[str, ...]
    is_prefix: bool = False


def parse_terms(question: str) -> list[Term]:
    """The terms of a question as typed; [] where there is not one word in it.

    >>> parse_terms('"host nation" troop*')
    [Term(words=('host', 'nation'), is_prefix=False), Term(words=('troop',), is_prefix=True)]
    """
    terms = []
    for found in _TERM.finditer(question):
        phrase, word = found.groups()
        words = tuple(_WORD.findall(phrase if word is None else word))
        if words:
            terms.append(Term(words, word is not None and word.endswith("*")))
    return terms


class _Dialect(Protocol):
    """How one database finds words: a query over passages with its rank, the lower the better, and a marked snippet."""

    def find(self, terms: Sequence[Term]) -> Select[Any]:
        """Passages with all terms, the columns `rank` and `snippet` beside theirs."""


class _Fts5:
    """SQLite's FTS5, over the index that the schema's triggers keep in step."""

    def find(self, terms: Sequence[Term]) -> Select[Any]:
        """Passages with all terms."""
        index = table("passages_index", column("rowid"))
        whole: ColumnElement[Any] = literal_column("passages_index")
        # Each term stands in quotation marks, so that nothing in it is an operator.
        asked = " AND ".join(f'"{" ".join(term.words)}"{" *" if term.is_prefix else ""}' for term in terms)
        return (
            select(
                schema.passages,
                func.round(func.bm25(whole), _DIGITS).label("rank"),
                func.snippet(whole, 0, _OPEN, _CLOSE, " … ", _SNIPPET_WORDS).label("snippet"),
            )
            .join(index, index.c.rowid == schema.passages.c.passage)
            .where(whole.op("MATCH")(asked))
        )


class _TextSearch:
    """PostgreSQL's text search, over the index on the words' tsvector; the schema says what it takes for one word."""

    def find(self, terms: Sequence[Term]) -> Select[Any]:
        """Passages with all terms."""
        words = schema.passages.c.words
        stems: ColumnElement[Any] = literal_column("'legation'::regconfig")
        vector = func.to_tsvector(stems, words)
        asked = func.to_tsquery(stems, " & ".join(self._term(term) for term in terms))
        marks = f"StartSel={_OPEN}, StopSel={_CLOSE}, MaxWords={_SNIPPET_WORDS}, MinWords={_SNIPPET_WORDS // 2}"
        return select(
            schema.passages,
            (-func.ts_rank(vector, asked)).label("rank"),
            func.ts_headline(stems, words, asked, marks).label("snippet"),
        ).where(vector.op("@@")(asked))

    @staticmethod
    def _term(term: Term) -> str:
        return f"({' <-> '.join(term.words)}{':*' if term.is_prefix else ''})"


_DIALECTS: dict[str, _Dialect] = {"sqlite": _Fts5(), "postgresql": _TextSearch()}


def find_passages(connection: Connection, question: str, filters: Filters, *, limit: int) -> list[Hit]:
    """The passages with all the words of the question, the best first; [] where it holds no word.

    `filters`: `as_of`, `since` and `until` by day of publication, `source`, `actor` (of a report: who is named in it),
    and `kind`: "report" (the default: the report's own text), a kind of record, or "all". Raises LegationError for
    another kind, for a filter that doesn't fit, and on a database that can't be searched.
    """
    terms = parse_terms(question)
    if not terms:
        return []
    dialect = _DIALECTS.get(connection.dialect.name)
    if dialect is None:
        raise LegationError(f"{connection.dialect.name} can't be searched", mend="keep the ledger in SQLite")
    documents, passages = schema.documents.c, schema.passages.c
    query = dialect.find(terms).join(schema.documents, documents.document == passages.document)
    query = query.add_columns(documents.title, documents.publisher, documents.published)
    query = query.where(*_conditions(filters))
    order = ("rank", documents.published.is_(None), documents.published.desc(), passages.document, passages.start)
    rows = connection.execute(query.order_by(*order, passages.kind, passages.id).limit(limit))
    return [_hit(row) for row in rows]


def _conditions(filters: Filters) -> Iterator[ColumnElement[bool]]:
    asked = filters.asked()
    kind = asked.pop("kind", REPORT)
    actor = asked.pop("actor", None)
    passages = schema.passages.c
    if kind not in (ALL, REPORT, *KINDS):
        raise LegationError(f"{kind!r} can't be searched", mend=f"kinds are {', '.join((REPORT, *KINDS, ALL))}")
    if kind != ALL:
        yield passages.kind == kind
    if asked:
        reports = select_records(schema.documents, Filters(**asked)).with_only_columns(schema.documents.c.document)
        yield passages.document.in_(reports.order_by(None))
    if actor:
        yield or_(*(_has_part(each, actor) for each in ((REPORT, *KINDS) if kind == ALL else (kind,))))


def _has_part(kind: str, actor: str) -> ColumnElement[bool]:
    passages = schema.passages.c
    if kind == REPORT:
        named = matching_actors(actor).with_only_columns(schema.actors.c.document)
        return and_(passages.kind == REPORT, passages.document.in_(named))
    of_kind = next(found for record, found in TABLES.items() if record.kind_name() == kind)
    taking_part = select_records(of_kind, Filters(actor=actor)).with_only_columns(of_kind.c.document, of_kind.c.id)
    return and_(passages.kind == kind, tuple_(passages.document, passages.id).in_(taking_part.order_by(None)))


def _hit(row: Any) -> Hit:
    return Hit(
        document=row.document, title=row.title, publisher=row.publisher, published=row.published, kind=row.kind,
        id=row.id, start=row.start, end=row.end, snippet=tuple(_pieces(row.snippet)),
    )  # fmt: skip


def _pieces(marked: str) -> Iterable[Piece]:
    """A snippet in stretches, every other one found."""
    for number, words in enumerate(_MARKED.split(marked)):
        if words:
            yield Piece(words, number % 2 == 1)
