"""`legation read`: reports in, records out, and into a ledger if one is named."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from enum import StrEnum
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from legation.cli import console
from legation.cli.command import FAILED, STOPPED
from legation.cli.output import Format, Output
from legation.cli.run import Job, Run, count_of
from legation.errors import LegationError
from legation.export.wording import counted

if TYPE_CHECKING:
    from legation.ledger.store import Ledger

_EXAMPLE = "agency.txt"


class Engine(StrEnum):
    """What reads."""

    local = "local"
    ray = "ray"


PublishedOption = Annotated[
    str | None, typer.Option("--published", metavar="DATE", help="Date of reports that don't say, as 2016-11-16.")
]
FormatOption = Annotated[
    Format | None, typer.Option("--format", help="Brief for people (text, markdown) or records (jsonl, json).")
]
KeepOption = Annotated[
    str | None,
    typer.Option("--ledger", metavar="FILE-OR-URL", envvar="LEGATION_LEDGER", help="Keep the records in this ledger."),
]
KnowledgeOption = Annotated[
    str | None,
    typer.Option(
        "--knowledge", metavar="FILE", envvar="LEGATION_KNOWLEDGE", help="Your own actors, places, offices, in TOML."
    ),
]
WorkersOption = Annotated[int, typer.Option("--workers", min=1, max=64, help="Processes that read side by side.")]
ErrorsOption = Annotated[
    Path | None,
    typer.Option("--errors", metavar="FILE", dir_okay=False, help="Add a line of JSON here for each that failed."),
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no counts; errors only.")]


def read(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH", help="Files, folders, or - for standard input.", show_default=False),
    ] = None,
    published: PublishedOption = None,
    format_: FormatOption = None,
    ledger: KeepOption = None,
    knowledge: KnowledgeOption = None,
    workers: WorkersOption = 1,
    errors: ErrorsOption = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with a run that was stopped; without PATH, with the last one.")
    ] = False,
    stale: Annotated[bool, typer.Option("--stale", help="Read again what an older version read.")] = False,
    failed: Annotated[bool, typer.Option("--failed", help="Read again what failed before, and nothing else.")] = False,
    example: Annotated[bool, typer.Option("--example", help="Read a report that comes with Legation.")] = False,
    engine: Annotated[
        Engine, typer.Option("--engine", help="Processes of this machine (local), or a cluster (ray).")
    ] = Engine.local,
    parquet: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="With --engine ray: write records here too, as Parquet.")
    ] = None,
    quiet: QuietOption = False,
) -> None:
    """Read reports and print what they say.

    Plain text, HTML pages, feeds (RSS, Atom), web archives (WARC), JSONL and CSV with "text"; each also as gzip.

    With --ledger the records are kept. Reports in it that have not changed are not read again: with --format their
    records come from the ledger, unless --resume asks for what is new only. Without --format a single report's brief
    is printed, and several are counted.
    """
    if (resume or stale or failed) and not ledger:
        raise typer.BadParameter("name the ledger with --ledger", param_hint="--resume, --stale, --failed")
    if parquet and engine is not Engine.ray:
        raise typer.BadParameter("it goes with --engine ray", param_hint="--parquet")
    if failed and engine is Engine.ray:
        raise typer.BadParameter("it reads single files again, not on a cluster", param_hint="--failed")
    if published:
        check_date(published)
    with opened_ledger(ledger, knowledge) as opened:
        job = _job(paths, published, opened, resume=resume, failed=failed, example=example)
        job = msgspec.structs.replace(job, knowledge=knowledge or job.knowledge)
        one_only = opened is not None and format_ is None
        total, size = count_of(job.paths)
        tally = console.Tally(total=total, size=size, is_quiet=quiet, prints=not one_only)
        output = Output(format_ or Format.text, one_only=one_only)
        run = Run(opened, output, tally, job, errors=errors, goes_on=resume)
        prints_known = format_ is not None and not resume
        try:
            if engine is Engine.ray:
                with console.only_data():  # Ray prints what dies
                    run.take_all(_on_ray(job, opened, workers, parquet, stale=stale), prints_known=False)
            else:
                items = run.items(stale=stale, only=_failed_paths(opened) if failed and opened else None)
                run.go(items, workers=workers, prints_known=prints_known)
        except KeyboardInterrupt:
            run.end(is_whole=False)
            console.note(f"Stopped: {tally.line()}.")
            console.note(how_to_go_on(opened.path if opened else None))
            raise typer.Exit(STOPPED) from None
        run.end()
    _tell(tally, job, opened.path if opened else None, was_shown=not output.is_silent)
    if tally.failed or not tally.done:
        raise typer.Exit(FAILED)


def _on_ray(job: Job, ledger: Ledger | None, workers: int, parquet: Path | None, *, stale: bool) -> Any:
    from legation.cli.cluster import read_on_ray

    known: frozenset[str] = frozenset() if stale or ledger is None else ledger.journal.digests()
    return read_on_ray(
        job.paths, workers=workers, published=job.published, knowledge=job.knowledge, known=known, parquet=parquet
    )


def opened_ledger(ledger: str | None, knowledge: str | None) -> Any:
    """The ledger, which notes a user's own entries as another version of the knowledge; wrong ones raise here."""
    own = _own_digest(knowledge) if knowledge is not None else None
    if ledger is None:
        return nullcontext()
    from legation.ledger.store import Ledger
    from legation.ledger.versions import knowledge_version

    return Ledger(ledger, knowledge=f"{knowledge_version()}+{own}" if own is not None else None)


def _own_digest(knowledge: str) -> str:
    from legation.knowledge.own import Own

    return Own(Path(knowledge)).digest[:16]


def _job(
    paths: list[str] | None, published: str | None, ledger: Ledger | None, *, resume: bool, failed: bool, example: bool
) -> Job:
    """What is to be read. Raises a usage error where nothing is named."""
    if example:
        return Job(paths=(str(resources.files("legation").joinpath("examples", _EXAMPLE)),), published=published)
    if paths:
        return Job(paths=tuple(paths), published=published)
    if failed and ledger:
        return Job(paths=tuple(dict.fromkeys(map(_file_of, _failed_paths(ledger)))), published=published)
    if resume and ledger:
        last = next(iter(ledger.journal.runs()), None)
        if last is None or last.ended is not None:
            raise LegationError("the last run was not stopped half-way", path=ledger.path, mend="name what to read")
        return msgspec.convert(last.inputs, Job)
    raise typer.BadParameter("name a file or folder, - for standard input, or --example", param_hint="PATH")


def _failed_paths(ledger: Ledger) -> list[str]:
    return [entry.path for entry in ledger.journal.failures()]


def _file_of(path: str) -> str:
    """The file of `archive.jsonl:12`."""
    file, colon, place = path.rpartition(":")
    return file if colon and place.isdigit() and not Path(path).exists() else path


def check_date(published: str) -> None:
    """Raises a usage error for what is no ISO day."""
    from datetime import date

    try:
        date.fromisoformat(published)
    except ValueError:
        raise typer.BadParameter(f"{published!r} is no date; write 2016-11-16", param_hint="--published") from None


def how_to_go_on(ledger: str | None) -> str:
    if ledger is None:
        return "Nothing was to be kept. With --ledger FILE a run that is stopped can be gone on with."
    return f"All that was read is kept. Go on with: legation read --resume --ledger {ledger}"


def _tell(tally: console.Tally, job: Job, ledger: str | None, *, was_shown: bool) -> None:
    """The counts at the end, and where to look."""
    if not tally.done:
        console.note(f"legation: {', '.join(job.paths) or 'nothing'}: there is no report to read")
    elif not tally.is_quiet and (ledger or tally.done > 1):
        console.note(f"{tally.line()}.")
        if ledger and not was_shown and sys.stderr.isatty():
            console.note(f"See {counted(tally.read + tally.unchanged, 'report')}: legation serve --ledger {ledger}")
