"""What the benchmarks share: where the data lie, and reading reports as the command reads them."""

import argparse
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from legation.errors import InputError
from legation.extract.reader import Reader, Report
from legation.report.source import RawReport

ROOT = Path(__file__).resolve().parent.parent


def parser(description: str | None) -> argparse.ArgumentParser:
    """Arguments that every benchmark takes."""
    arguments = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument(
        "--shared", type=Path, default=ROOT.parent / "shared", help="folder with reports, gold, benchmarks and tools"
    )
    return arguments


def tool(shared: Path, name: str) -> ModuleType:
    """A scorer of the shared folder, as a module."""
    path = shared / "tools" / f"{name}.py"
    if not path.is_file():
        sys.exit(f"{path}: no such scorer; give the folder that holds tools/ with --shared")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def gold_reports(shared: Path) -> list[tuple[str, Path, list[dict[str, Any]], str | None]]:
    """(name, text file, annotated facts, date given) of every annotated report, the model report first."""
    found = []
    for gold in [shared / "gold" / "seed.json", *sorted((shared / "gold" / "dev").glob("*.json"))]:
        data = json.loads(gold.read_text("utf-8"))
        text = gold.with_suffix(".txt") if gold.name != "seed.json" else shared / "reports" / data["report"]
        found.append((text.stem, text, data["items"], data.get("published")))
    return found


def archive(shared: Path, count: int | None = None) -> list[RawReport]:
    """The first `count` reports of the archive."""
    lines = (shared / "reports" / "archive.jsonl").read_text("utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line.strip()][:count]
    return [RawReport(**row, published_basis="given") for row in rows]


def read(reader: Reader, raw: RawReport) -> Report:
    """One report read, or its error raised."""
    (result,) = reader.read_each([raw])
    if isinstance(result, InputError):
        raise result
    return result
