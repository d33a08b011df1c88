"""Every address of the page, made here and nowhere else."""

from collections.abc import Mapping
from urllib.parse import quote, urlencode


def desk() -> str:
    """The list of the reports in the ledger."""
    return "/"


def report(document: str, *, record: str | None = None, at: int | None = None, kinds: tuple[str, ...] = ()) -> str:
    """A report with its records marked.

    `record` puts that record's words forward and leads to them; `at`, an offset into the text, lists what stands on
    the words there; `kinds` shows records of these kinds alone.
    """
    query: list[tuple[str, str | int]] = [("kind", kind) for kind in kinds]
    anchor = ""
    if record is not None:
        query.append(("record", record))
        anchor = "#words"
    if at is not None:
        query.append(("at", at))
        anchor = "#records"
    return f"/report/{quote(document, safe='')}" + (f"?{urlencode(query)}" if query else "") + anchor


def record(record_id: str) -> str:
    """One record by itself, which leads on to its report."""
    return f"/record/{quote(record_id, safe='')}"


def review(record_id: str) -> str:
    """The page where a person says what they think of a record."""
    return f"{record(record_id)}/review"


def upload(job: str | None = None) -> str:
    """The page to send reports in; with `job`, how far those are that were sent."""
    return "/upload" if job is None else f"/upload/{quote(job, safe='')}"


def as_json(path: str, query: Mapping[str, str] | None = None) -> str:
    """The JSON form of a page: its own address with `.json`."""
    return f"{path.rstrip('/') or '/reports'}.json" + (f"?{urlencode(query)}" if query else "")
