"""The ledger's tables: one a kind of record, the links between records, and the journal.

`json` holds each record whole and is the source of truth; the other columns repeat from it what queries filter and
sort by, so that a ledger can be read with any SQL tool. Lists without a link table (`evidence`, `sectors` …) are JSON.
Days are ISO dates as text, which sort as dates do; `9999-12-31` is the end of what is open.
"""

from typing import Any

from sqlalchemy import (
    DDL,
    Column,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    event,
)

# The newest revision under migrations/; a ledger that stands at another one is migrated or refused.
REVISION = "0003"

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
    }
)

documents = Table(
    "documents",
    metadata,
    Column("document", Text, primary_key=True),  # the id that the input gave, else a digest of the text
    Column("id", Text, nullable=False, index=True),
    Column("url", Text),
    Column("host", Text, index=True),  # of the url, without www
    Column("title", Text),
    Column("publisher", Text),
    Column("publisher_key", Text, index=True),  # folded, for looking up
    Column("byline", Text),
    Column("published", Text, index=True),
    Column("published_basis", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("digest", Text, nullable=False),  # of all records of the report, to tell whether anything changed
    Column("program", Text, nullable=False),  # version that read it
    Column("knowledge", Text, nullable=False),  # version of the tables it was read with
    Column("json", LargeBinary, nullable=False),
)


def _kind(name: str, *columns: Column[Any], indexes: tuple[tuple[str, ...], ...] = ()) -> Table:
    """The table of one kind of record: what all kinds share, then the kind's own fields."""
    return Table(
        name,
        metadata,
        Column("document", Text, primary_key=True),
        Column("id", Text, primary_key=True),
        Column("position", Integer, nullable=False),  # in the report's records of this kind, from 0
        *columns,
        Column("evidence", Text, nullable=False),
        Column("confidence", Float, nullable=False),
        Column("json", LargeBinary, nullable=False),
        ForeignKeyConstraint(["document"], ["documents.document"], ondelete="CASCADE"),
        Index(f"ix_{name}_id", "id"),
        *(Index(f"ix_{name}_{'_'.join(names)}", *names) for names in indexes),
    )


def _link(name: str, owner: str, *columns: str) -> Table:
    """A link from the records of one kind to others, in order; `owner` names the column with the id of the first."""
    return Table(
        name,
        metadata,
        Column("document", Text, primary_key=True),
        Column(owner, Text, primary_key=True),
        Column("position", Integer, primary_key=True),
        *(Column(column, Text, nullable=False) for column in columns),
        ForeignKeyConstraint(["document"], ["documents.document"], ondelete="CASCADE"),
        Index(f"ix_{name}_{columns[0]}", "document", columns[0]),
    )


actors = _kind(
    "actors",
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),  # folded, for looking up
    Column("kind", Text, nullable=False),
    Column("country", Text),
    Column("sectors", Text, nullable=False),
    Column("wikidata", Text),
    Column("office", Text),  # the title of a person's first office, folded
    Column("appearance", Text),  # what the record calls itself across reports; None for whoever has no name
    indexes=(("country", "kind"), ("name_key",), ("wikidata",), ("appearance", "office")),
)
places = _kind(
    "places",
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("lat", Float),
    Column("lon", Float),
    Column("country", Text),
    Column("geonames", Integer),
    indexes=(("country",), ("geonames",)),
)
times = _kind(
    "times",
    Column("value", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Column("first_day", Text),
    Column("last_day", Text),
    indexes=(("first_day",),),
)
quantities = _kind(
    "quantities",
    Column("value", Float, nullable=False),
    Column("high", Float),
    Column("unit", Text, nullable=False),
    Column("of", Text),
    Column("qualifier", Text, nullable=False),
    Column("per", Text),
    indexes=(("unit",),),
)
# `first_day` and `last_day` bound when a thing happened or was said: its own date, else that of the report.
statements = _kind(
    "statements",
    Column("act", Text, nullable=False),
    Column("directness", Text, nullable=False),
    Column("channel", Text),
    Column("outlet", Text),
    Column("date", Text),
    Column("first_day", Text),
    Column("last_day", Text),
    indexes=(("act",), ("first_day",)),
)
events = _kind(
    "events",
    Column("type", Text, nullable=False),
    Column("mode", Text),
    Column("cameo", Text),
    Column("place", Text),
    Column("date", Text),
    Column("date_basis", Text),
    Column("modality", Text, nullable=False),
    Column("claimed_by", Text),
    Column("first_day", Text),
    Column("last_day", Text),
    indexes=(("type", "mode"), ("modality", "first_day"), ("first_day",)),
)
commitments = _kind(
    "commitments",
    Column("kind", Text, nullable=False),
    Column("name", Text),
    Column("status", Text, nullable=False),
    Column("as_of", Text),
    Column("claimed_by", Text),
    Column("first_day", Text),
    Column("last_day", Text),
    indexes=(("kind",), ("first_day",)),
)
conditionals = _kind(
    "conditionals",
    Column("form", Text, nullable=False),
    Column("claimed_by", Text),
)
shifts = _kind(
    "shifts",
    Column("speaker", Text, nullable=False),
    Column("before", Text),
    Column("after", Text),
    Column("direction", Text, nullable=False),
    indexes=(("document", "speaker"),),
)

# Each word of an actor's name, folded: how "Abe" finds Shinzo Abe without reading the whole table.
actor_words = _link("actor_words", "actor", "word")
Index("ix_actor_words_by_word", actor_words.c.word)
event_actors = _link("event_actors", "event", "actor", "role")  # actor, recipient
event_contexts = _link("event_contexts", "event", "context")
event_quantities = _link("event_quantities", "event", "quantity")
statement_actors = _link("statement_actors", "statement", "actor", "role")  # speaker, addressee, outlet, about
commitment_parties = _link("commitment_parties", "commitment", "actor", "role")
commitment_quantities = _link("commitment_quantities", "commitment", "quantity")
conditional_events = _link("conditional_events", "conditional", "event", "role")  # condition, consequence
shift_subjects = _link("shift_subjects", "shift", "subject")  # actor and commitment ids

# One row a name under which actors appear, with the actor over all reports that it stands for: made from the records
# and the judgements, and made anew where either changes.
appearances = Table(
    "appearances",
    metadata,
    Column("appearance", Text, primary_key=True),
    Column("family", Text, nullable=False),  # person, state, people, body
    Column("name", Text, nullable=False),  # folded
    Column("block", Text, nullable=False, index=True),  # what two must share to be compared: a surname, a whole name
    Column("country", Text),
    Column("wikidata", Text, index=True),
    Column("canonical", Text, nullable=False, index=True),
)
# What people have judged of two appearances; never overwritten: `undone_at` takes one back.
judgements = Table(
    "judgements",
    metadata,
    Column("judgement", Integer, primary_key=True),
    Column("one", Text, nullable=False, index=True),
    Column("other", Text, nullable=False, index=True),
    Column("verdict", Text, nullable=False),  # same, apart
    Column("author", Text, nullable=False),
    Column("at", Text, nullable=False),  # UTC, ISO 8601, to the second
    Column("undone_at", Text),
)
# What people have said of single records; rows are only ever added. It refers to no other table: a review outlives its
# report, and meets the record again when the report comes back (`legation.ledger.reconcile`).
reviews = Table(
    "reviews",
    metadata,
    Column("review", Integer, primary_key=True),
    Column("document", Text, nullable=False),
    Column("record", Text, nullable=False, index=True),  # the record's id at that time
    Column("thread", Text, nullable=False),  # the record's id when it was first reviewed
    Column("kind", Text, nullable=False),
    Column("verdict", Text, nullable=False),  # confirm, correct, reject, withdraw
    Column("author", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Text, nullable=False),  # UTC, ISO 8601, to the second
    Column("changes", Text, nullable=False),  # JSON: the person's values of the fields that are not the machine's
    Column("passage", Text, nullable=False),  # the report's words from the first to the last of its evidence
    Column("machine", LargeBinary, nullable=False),  # the record as the machine had it
    Column("mentioned", LargeBinary, nullable=False),  # JSON: the records that the person's refers to
    Index("ix_reviews_document", "document"),
)
# Where a review meets a record of a report that is here; made from the records and the reviews.
reviewed = Table(
    "reviewed",
    metadata,
    Column("document", Text, primary_key=True),
    Column("id", Text, primary_key=True),  # as the record is called now
    Column("thread", Text, nullable=False),
    Column("verdict", Text, nullable=False, index=True),
    Column("machine", LargeBinary),  # the machine's record; None where it no longer reads one there
    ForeignKeyConstraint(["document"], ["documents.document"], ondelete="CASCADE"),
)
# The words that can be searched, one row a paragraph, statement or other record; each database indexes them its own
# way (`legation.ledger.search`).
passages = Table(
    "passages",
    metadata,
    Column("passage", Integer, primary_key=True),
    Column("document", Text, nullable=False),
    Column("kind", Text, nullable=False),  # report, or the kind of record
    Column("id", Text),  # of the record; None for the report's own text
    Column("start", Integer, nullable=False),  # where its words begin in the document's text
    Column("end", Integer, nullable=False),
    Column("words", Text, nullable=False),
    ForeignKeyConstraint(["document"], ["documents.document"], ondelete="CASCADE"),
    Index("ix_passages_document", "document"),
)
# Triggers keep the index in step, also where a report's rows go with it.
FULL_TEXT = {
    "sqlite": (
        "CREATE VIRTUAL TABLE passages_index USING fts5(words, content='passages', content_rowid='passage', "
        "tokenize='porter unicode61 remove_diacritics 2')",
        "CREATE TRIGGER passages_added AFTER INSERT ON passages BEGIN "
        "INSERT INTO passages_index(rowid, words) VALUES (new.passage, new.words); END",
        "CREATE TRIGGER passages_removed AFTER DELETE ON passages BEGIN "
        "INSERT INTO passages_index(passages_index, rowid, words) VALUES ('delete', old.passage, old.words); END",
    ),
    "postgresql": ("CREATE INDEX passages_index ON passages USING gin (to_tsvector('english', words))",),
}
for _dialect, _commands in FULL_TEXT.items():
    for _command in _commands:
        _create_index = DDL(_command)  # type: ignore[no-untyped-call]  # SQLAlchemy's own lacks its types
        event.listen(passages, "after_create", _create_index.execute_if(dialect=_dialect))

runs = Table(
    "runs",
    metadata,
    Column("run", Integer, primary_key=True),
    Column("started", Text, nullable=False),  # UTC, ISO 8601, to the second
    Column("ended", Text),  # None: stopped half-way, or still going on
    Column("inputs", Text, nullable=False),  # JSON: the paths and options it was given
    Column("read", Integer, nullable=False, default=0),
    Column("unchanged", Integer, nullable=False, default=0),
    Column("failed", Integer, nullable=False, default=0),
)
journal = Table(
    "journal",
    metadata,
    Column("entry", Integer, primary_key=True),
    Column("run", Integer),
    Column("path", Text, nullable=False),  # the file, and the place in it: `archive.jsonl:12`
    Column("digest", Text),  # of what was supplied; None where that could not be read
    Column("document", Text),  # None: failed before there was one
    Column("status", Text, nullable=False),  # ok, failed
    Column("reason", Text),
    Column("mend", Text),
    Column("program", Text, nullable=False),
    Column("knowledge", Text, nullable=False),
    Column("at", Text, nullable=False),  # UTC, ISO 8601, to the second
    Index("ix_journal_path_entry", "path", "entry"),
    Index("ix_journal_document", "document"),
)
