"""Every address of the site, made here and nowhere else.

A view's filters are its query, so that a view can be kept and sent; ids that hold slashes or colons are quoted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

Query: TypeAlias = "Mapping[str, str | int | None] | Iterable[tuple[str, str | int | None]]"

# What each form of a view is called where it is offered.
FORM_NAMES = {
    "json": "JSON",
    "csv": "CSV",
    "jsonl": "JSON Lines",
    "ics": "iCalendar",
    "geojson": "GeoJSON",
    "graphml": "GraphML",
    "md": "Markdown",
}


def desk(**query: str | int | None) -> str:
    """What is new, due and contradicted; `since`: new from that day on."""
    return with_query("/", query)


def reports(**query: str | int | None) -> str:
    """The list of the reports in the ledger."""
    return with_query("/reports", query)


def report(document: str, *, record: str | None = None, at: int | None = None, kinds: tuple[str, ...] = ()) -> str:
    """A report with its records marked.

    `record` puts that record's words forward and leads to them; `at`, an offset into the text, lists what stands on
    the words there; `kinds` shows records of these kinds alone.
    """
    query: list[tuple[str, str | int | None]] = [("kind", kind) for kind in kinds]
    anchor = ""
    if record is not None:
        query.append(("record", record))
        anchor = "#words"
    if at is not None:
        query.append(("at", at))
        anchor = "#records"
    return with_query(f"/report/{_quoted(document)}", query) + anchor


def record(record_id: str) -> str:
    """One record by itself."""
    return f"/record/{_quoted(record_id)}"


def actors(**query: str | int | None) -> str:
    """The actors over all reports; `name` finds some."""
    return with_query("/actors", query)


def actor(who: str, **query: str | int | None) -> str:
    """One actor: a state by its code, anybody else by the id over all reports, or by a name."""
    return with_query(f"/actor/{_quoted(who)}", query)


def pair(one: str, other: str, **query: str | int | None) -> str:
    """What stands and happens between two actors."""
    # A slash inside an id is quoted twice: the server undoes the first, and one slash parts the two.
    parts = (_quoted(who.replace("%", "%25").replace("/", "%2F")) for who in (one, other))
    return with_query(f"/pair/{'/'.join(parts)}", query)


def events(**query: str | int | None) -> str:
    """The happenings that fit."""
    return with_query("/events", query)


def event_address(addresses: Addresses, actor: str, other: str | None) -> Callable[[Any], str]:
    """For a column of a drawing, the events of its time that `actor` has a part in, with `other` if one is given."""
    return lambda column: addresses.events(
        **{"actor": actor, "with": other, "since": column.since, "until": column.until}
    )


def happening(happening_id: str) -> str:
    """One happening with all accounts of it."""
    return f"/happening/{_quoted(happening_id)}"


def statements(**query: str | int | None) -> str:
    """The statements that fit."""
    return with_query("/statements", query)


def commitments(**query: str | int | None) -> str:
    """The arrangements that fit."""
    return with_query("/commitments", query)


def history(history_id: str) -> str:
    """One arrangement with every report's entry."""
    return f"/commitment/{_quoted(history_id)}"


def calendar(**query: str | int | None) -> str:
    """What is due."""
    return with_query("/calendar", query)


def map_(**query: str | int | None) -> str:
    """Where it happens."""
    return with_query("/map", query)


def graph(**query: str | int | None) -> str:
    """What stands between states."""
    return with_query("/graph", query)


def search(**query: str | int | None) -> str:
    """What is found in the words of reports and records."""
    return with_query("/search", query)


def review(record_id: str) -> str:
    """The page where a person says what they think of a record."""
    return f"{record(record_id)}/review"


def upload(job: str | None = None) -> str:
    """The page to send reports in; with `job`, how far those are that were sent."""
    return "/upload" if job is None else f"/upload/{quote(job, safe='')}"


def as_json(path: str, query: Mapping[str, str] | None = None) -> str:
    """The JSON form of a page: its own address with `.json`."""
    return in_form(path, "json", query or {})


def in_form(path: str, form: str, query: Query = ()) -> str:
    """A view in another form: its own address with that ending. The desk, whose address is a slash, is `/desk`."""
    return with_query(f"{path.rstrip('/') or '/desk'}.{form}", query)


def with_query(path: str, query: Query) -> str:
    """A path with what is set of a query."""
    pairs = query.items() if isinstance(query, Mapping) else query
    asked = [(name, value) for name, value in pairs if value is not None and value != ""]
    return f"{path}?{urlencode(asked)}" if asked else path


def _quoted(part: str) -> str:
    return quote(part, safe="")


class Addresses:
    """The same addresses, each with the day as of which everything is asked: it travels with every link."""

    def __init__(self, as_of: str | None = None) -> None:
        self.as_of = as_of

    def __getattr__(self, name: str) -> Callable[..., str]:
        make: Callable[..., str] | None = globals().get(name)
        if name.startswith("_") or make is None:
            raise AttributeError(name)

        def address(*given: Any, **query: Any) -> str:
            return self.at(make(*given, **query))

        return address

    def at(self, address: str) -> str:
        """An address with the day added."""
        if self.as_of is None or address.startswith("#"):
            return address
        parts = urlsplit(address)
        query = "&".join(part for part in (parts.query, urlencode({"as_of": self.as_of})) if part)
        return urlunsplit(parts._replace(query=query))
