"""Reading on a cluster: the same reader as a pool of Ray actors over an archive on shared storage.

Each actor loads the models once. Results come back in the order of the archive and go the way of any run: printed,
kept, noted in the journal. With a folder for Parquet the actors write there themselves, a part a batch, named by what
it was made from: a batch that is read again after an actor has died writes the same part again. Parts that no result
tells of are taken away at the end.
"""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from legation import errors as errors_module
from legation.cli.batch import Item, made, read_chunk
from legation.cli.run import digest_of_input, key_of
from legation.errors import EncodingError, InputError, LegationError
from legation.record import to_jsonl

if TYPE_CHECKING:
    from legation.record import Record
    from legation.report.document import Document
    from legation.report.raw import RawReport

_BATCH = 16
# How often a batch is begun anew whose actor has died, before the run ends.
_RETRIES = 5
# An archive of few files is cut into so many pieces a worker, so that all have something to do to the end.
_PIECES = 8
_LINES = (".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz")
_PARQUET = ".parquet"
_MANIFEST = "_parts.txt"
_UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Carried:
    """A report that was read elsewhere."""

    document: Document
    found: list[Record]

    def records(self) -> list[Record]:
        """Every record, the document's first."""
        return [self.document, *self.found]


def read_on_ray(
    paths: Sequence[str],
    *,
    workers: int,
    published: str | None,
    knowledge: str | None,
    known: frozenset[str],
    parquet: Path | None,
) -> Iterator[tuple[Item, Any]]:
    """Each report of the archives with what was read of it, in order; those whose digest is `known` are passed over.

    Raises LegationError where Ray is not installed, or for an archive that is neither JSON Lines nor Parquet.
    """
    try:
        import ray
        import ray.data
    except ModuleNotFoundError as error:
        raise LegationError("Ray is not installed", mend="pip install 'legation[ray]'") from error
    is_ours = not ray.is_initialized()
    if is_ours:
        # On the cluster that RAY_ADDRESS names, else on this machine.
        local: dict[str, Any] = {} if os.environ.get("RAY_ADDRESS") else {"num_cpus": workers + 1}
        try:
            ray.init(include_dashboard=False, log_to_driver=False, **local)
        except Exception as error:  # whatever it is, it is no mistake of ours
            said = " ".join(str(error).split())
            raise LegationError(f"Ray can't be started ({said})", mend="see whether the cluster is up") from error
    context = ray.data.DataContext.get_current()
    context.execution_options.preserve_order = True
    context.enable_progress_bars = False
    try:
        args = (published, knowledge, ray.put(known) if known else known, str(parquet) if parquet else None)
        read = _dataset(ray.data, paths, workers).map_batches(
            Worker,
            fn_constructor_args=args,
            batch_size=_BATCH,
            batch_format="pyarrow",
            concurrency=workers,
            num_cpus=1,
            max_restarts=-1,
            max_task_retries=_RETRIES,
        )
        parts: set[str] = set()
        for row in read.iter_rows():
            parts.update(row["parts"].split())
            yield _result(row)
        if parquet:
            _tidy(parquet, parts)
    except ray.exceptions.RayError as error:
        said = " ".join(str(error).split())[:200]
        raise LegationError(f"the cluster gave up ({said})", mend="go on with --resume, once it is well") from error
    finally:
        if is_ours:
            ray.shutdown()


def _dataset(data: Any, paths: Sequence[str], workers: int) -> Any:
    """The archives' rows, in order, as Ray reads them."""
    files = [file for path in paths for file in _files(path)]
    pieces = workers * _PIECES if len(files) < workers * _PIECES else None
    if all(file.endswith(_PARQUET) for file in files):
        return data.read_parquet(files, include_paths=True, override_num_blocks=pieces)
    return data.read_text(files, include_paths=True, override_num_blocks=pieces)


def _files(path: str) -> list[str]:
    if "://" in path:
        return [path]
    if not Path(path).exists():
        raise LegationError("there is no such file", path=path, mend="check the name; every node must see it")
    found = sorted(map(str, Path(path).rglob("*"))) if Path(path).is_dir() else [path]
    fitting = [str(Path(file).absolute()) for file in found if file.endswith((*_LINES, _PARQUET))]
    if not fitting:
        raise LegationError("neither JSON Lines nor Parquet", path=path, mend="read it without --engine ray")
    return fitting


class Worker:
    """What an actor does: reads batches of rows, and writes the parts of a Parquet folder."""

    def __init__(self, published: str | None, knowledge: str | None, known: Any, parquet: str | None) -> None:
        import ray

        self._reader = made(knowledge)
        self._published = published
        self._known: frozenset[str] = ray.get(known) if isinstance(known, ray.ObjectRef) else known
        self._parquet = Path(parquet) if parquet else None

    def __call__(self, batch: Any) -> Any:
        """The results of a table of rows, in their order."""
        import pyarrow

        inputs = [self._input(row) for row in batch.to_pylist()]
        todo = [raw for raw, digest in inputs if not isinstance(raw, InputError) and digest not in self._known]
        results = iter(list(read_chunk(self._reader, todo)))
        rows: list[dict[str, Any]] = []
        reports: list[Any] = []
        for raw, digest in inputs:
            row: dict[str, Any] = dict.fromkeys(("path", "digest", "records", "error", "reason", "mend", "parts"), "")
            row |= {"path": raw.path or "", "digest": digest, "records": b""}
            result = raw if isinstance(raw, InputError) else None if digest in self._known else next(results)
            if isinstance(result, InputError):
                row |= {"error": type(result).__name__, "reason": result.reason, "mend": result.mend or ""}
            elif result is not None:
                row["records"] = to_jsonl(result.records())
                reports.append(result)
            rows.append(row)
        if self._parquet and reports:
            rows[0]["parts"] = " ".join(_write_parts(self._parquet, reports))
        return pyarrow.Table.from_pylist(rows)

    def _input(self, row: dict[str, Any]) -> tuple[RawReport | InputError, str]:
        """The report of a row, under the file's name and its own digest: a row has no number here."""
        from legation.report.rows import read_line, to_report

        file = row.pop("path")
        try:
            path = f"{file}#{hashlib.sha256(msgspec.json.encode(row, enc_hook=str)).hexdigest()[:16]}"
            whole = read_line(row["text"].encode(), path) if row.keys() == {"text"} else to_report(row, path)
            if whole is None:
                return InputError("a blank line", path=path), ""
            if isinstance(whole, InputError):
                return whole, ""
            if self._published and not whole.published:
                whole = replace(whole, published=self._published, published_basis="given")
            digest = digest_of_input(whole)
        except UnicodeEncodeError:
            return EncodingError("half a character", path=file, mend="write it anew, as UTF-8"), ""
        except InputError as error:
            return error, ""
        return replace(whole, path=f"{file}#{digest[:16]}"), digest


def _result(row: dict[str, Any]) -> tuple[Item, Any]:
    """What a row tells, as any engine tells it."""
    from legation.ledger.journal import Entry
    from legation.ledger.rows import to_record

    if row["error"]:
        kind = getattr(errors_module, row["error"], InputError)
        error: InputError = kind(row["reason"], path=row["path"], mend=row["mend"] or None)
        return Item(path=row["path"], digest=row["digest"] or None, error=error), error
    if not row["records"]:
        key, digest = key_of(row["path"]), row["digest"]
        entry = Entry(path=key, status="ok", digest=digest, document="", program="", knowledge="", at="")
        return Item(path=row["path"], digest=row["digest"], known=entry), None
    document, *found = map(to_record, row["records"].splitlines())
    return Item(path=row["path"], digest=row["digest"]), Carried(document, found)  # type: ignore[arg-type]  # comes first


def _write_parts(folder: Path, reports: Sequence[Any]) -> Iterator[str]:
    """Write the records of a batch, by kind and month of publication; gives the parts' names."""
    import pyarrow
    import pyarrow.parquet

    parts: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    digest = hashlib.sha256()
    for report in reports:
        document = report.document
        for record in report.records():
            json = msgspec.json.encode(record)
            digest.update(json)
            row = {"document": record.document, "id": record.id, "published": document.published,
                   "confidence": record.confidence, "json": json.decode()}  # fmt: skip
            parts[record.kind_name(), (document.published or _UNDATED)[:7]].append(row)
    name = f"part-{digest.hexdigest()[:24]}.parquet"
    words = [(column, pyarrow.string()) for column in ("document", "id", "published", "json")]
    schema = pyarrow.schema([*words, ("confidence", pyarrow.float64())])
    for (kind, month), rows in sorted(parts.items()):
        part = Path(f"record={kind}", f"month={month}", name)
        place = folder / part
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = place.with_suffix(f".{os.getpid()}.writing")
        pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows, schema), beside, compression="zstd")
        beside.replace(place)
        yield part.as_posix()


def _tidy(folder: Path, parts: set[str]) -> None:
    """Note which parts count, those of earlier runs among them, and take away what was left half-way."""
    manifest = folder / _MANIFEST
    folder.mkdir(parents=True, exist_ok=True)
    counted = parts | (set(manifest.read_text("utf-8").split()) if manifest.exists() else set())
    beside = manifest.with_suffix(".writing")
    beside.write_text("".join(f"{part}\n" for part in sorted(counted)), "utf-8")
    beside.replace(manifest)
    for found in folder.glob("record=*/month=*/*"):
        if found.relative_to(folder).as_posix() not in counted:
            found.unlink()
