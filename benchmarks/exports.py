"""Every export of a ledger of the archive, opened in a second tool.

    python benchmarks/exports.py [--ledger FILE]

Without `--ledger`, the archive is read first (some minutes). A line a format: how many things the second tool found in
it, and what it was. Fails where one can't open a file, counts another number than the manifest, or, for GDELT and
POLECAT, where a row has another number of columns than the codebook.
"""

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import followthemoney
import icalendar
import networkx
import pandas
import polars
import pyarrow.parquet
import rdflib
import shapely
from followthemoney import model

import common
from legation.export.formats import FORMATS, Manifest, export
from legation.export.polecat import COLUMNS
from legation.extract.reader import Reader
from legation.ledger.store import Ledger

GDELT = {"events.export.CSV": 61, "events.mentions.CSV": 16, "documents.gkg.csv": 27}


def jsonl(path: Path) -> tuple[int, str]:
    """Into another ledger, which then exports the same bytes."""
    from legation.export.jsonl import read_reports

    with Ledger(path.with_suffix(".db")) as second, path.open("rb") as lines:
        for report in read_reports(lines):
            second.add(report)
        export(second, "jsonl", path.with_suffix(".again"))
    assert path.with_suffix(".again").read_bytes() == path.read_bytes()
    return len(path.read_bytes().splitlines()), "a second ledger: the same bytes"


def csv(folder: Path) -> tuple[int, str]:
    return sum(len(pandas.read_csv(path, low_memory=False)) for path in folder.glob("*.csv")), _named(pandas)


def parquet(folder: Path) -> tuple[int, str]:
    tables = [pyarrow.parquet.read_table(path) for path in folder.glob("*.parquet")]
    rows = sum(len(polars.read_parquet(path)) for path in folder.glob("*.parquet"))
    assert rows == sum(table.num_rows for table in tables) == sum(len(table.to_pandas()) for table in tables)
    return rows, f"{_named(pyarrow)}, {_named(polars)}, {_named(pandas)}"


def plover(path: Path) -> tuple[int, str]:
    return len(pandas.read_json(path, lines=True)), _named(pandas)


def polecat(path: Path) -> tuple[int, str]:
    lines = path.read_text("utf-8").split("\n")[:-1]
    assert {line.count("\t") for line in lines} == {len(COLUMNS) - 1}
    table = pandas.read_csv(path, sep="\t", quoting=3, keep_default_na=False)
    assert tuple(table.columns) == COLUMNS
    return len(table), f"{_named(pandas)}: {len(COLUMNS)} columns on every row"


def gdelt(folder: Path) -> tuple[int, str]:
    rows = {}
    for name, columns in GDELT.items():
        lines = (folder / name).read_text("utf-8").split("\n")[:-1]
        assert {line.count("\t") + 1 for line in lines} == {columns}, name
        rows[name] = len(pandas.read_csv(folder / name, sep="\t", header=None, quoting=3, dtype=str))
        assert rows[name] == len(lines), name
    events, mentions, reports = rows.values()
    return reports, f"{_named(pandas)}: {events} rows of 61, {mentions} of 16, {reports} of 27 columns"


def annotations(path: Path) -> tuple[int, str]:
    collection = json.loads(path.read_bytes())
    found = collection["first"]["items"]
    # Without the W3C's context, which is fetched from the network; the tests read it with the terms that we use.
    graph = rdflib.Graph()
    for annotation in found[:500]:
        own = {"@context": {"@vocab": "urn:x:", "id": "@id", "type": "@type"}, **annotation, "body": None}
        graph.parse(data=json.dumps(own), format="json-ld")
    exact = set(graph.objects(None, rdflib.URIRef("urn:x:exact")))
    assert exact
    return len(found), f"json, {_named(rdflib)}: {len(graph)} triples of 500"


def ftm(path: Path) -> tuple[int, str]:
    entities = [json.loads(line) for line in path.read_text("utf-8").split("\n")[:-1]]
    by_id = {entity["id"]: entity for entity in entities}
    assert len(by_id) == len(entities)
    for entity in entities:
        proxy = model.get_proxy(entity, cleaned=False)
        for name in entity["properties"]:
            assert name in proxy.schema.properties or name == "proof", (entity["schema"], name)
        for prop, value in proxy.itervalues():
            assert prop.type.clean(value, proxy=proxy) is not None, (prop.qname, value)
            assert prop.type.name != "entity" or value in by_id, (prop.qname, value)
    return len(entities), _named(followthemoney)


def geojson(path: Path) -> tuple[int, str]:
    features = json.loads(path.read_bytes())["features"]
    points = [shapely.from_geojson(json.dumps(f["geometry"])) for f in features if f["geometry"]]
    assert all(point.is_valid and abs(point.x) <= 180 and abs(point.y) <= 90 for point in points)
    return len(features), f"{_named(shapely)}: {len(points)} valid points"


def icalendar_(path: Path) -> tuple[int, str]:
    data = path.read_bytes()
    assert max(map(len, data.split(b"\r\n"))) <= 75
    entries = list(icalendar.Calendar.from_ical(data).walk("VEVENT"))
    assert all(entry["DTSTART"].dt < entry["DTEND"].dt for entry in entries)
    return len(entries), _named(icalendar)


def graphml(path: Path) -> tuple[int, str]:
    graph = networkx.read_graphml(path, force_multigraph=True)
    kept = {id_ for *_, about in graph.edges(data=True) for id_ in about["commitments"].split()}
    return len(kept), f"{_named(networkx)}: {len(graph)} nodes, {graph.number_of_edges()} edges"


def html(path: Path) -> tuple[int, str]:
    from lxml import etree

    tree = etree.parse(path, etree.HTMLParser(recover=False, huge_tree=True))
    return int(tree.xpath("count(//article)")), "lxml"


def markdown(path: Path) -> tuple[int, str]:
    from markdown_it import MarkdownIt

    tokens = MarkdownIt().parse(path.read_text("utf-8"))
    return sum(token.type == "heading_open" and token.tag == "h1" for token in tokens), "markdown-it"


# How each is opened: how many things are found in it, and by what.
OPENED: dict[str, Callable[[Path], tuple[int, str]]] = {
    "annotations": annotations, "brief": html, "csv": csv, "ftm": ftm, "gdelt": gdelt, "geojson": geojson,
    "graphml": graphml, "icalendar": icalendar_, "jsonl": jsonl, "markdown": markdown, "parquet": parquet,
    "plover": plover, "polecat": polecat,
}  # fmt: skip
# Formats whose things are reports, or more than the records they come from.
_COUNTED: dict[str, Callable[[Manifest], int | None]] = {
    "ftm": lambda _: None,
    "gdelt": lambda manifest: manifest.reports,
}


def main() -> None:
    arguments = common.parser(__doc__)
    arguments.add_argument("--ledger", type=Path, help="a ledger of the archive that was read before")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder, _ledger(options, Path(folder)) as ledger:
        print("| format | written | left out | opened by | found |\n|---|---|---|---|---|")
        for name in FORMATS:
            manifest = export(ledger, name, Path(folder) / name)
            if name not in OPENED:  # gold: nobody has reviewed the archive
                print(f"| {name} | {_count(manifest):,} | | no other tool | |")
                continue
            found, how = OPENED[name](Path(folder) / name)
            expected = _COUNTED.get(name, _count)(manifest)
            if expected is not None and found != expected:
                sys.exit(f"{name}: {found} opened, {expected} written")
            left_out = sum(manifest.left_out.values())
            print(f"| {name} | {_count(manifest):,} | {left_out:,} | {how} | {found:,} |")


def _ledger(options: Any, folder: Path) -> Ledger:
    if options.ledger:
        return Ledger(options.ledger, create=False)
    ledger = Ledger(folder / "archive.db")
    reader = Reader()
    for raw in common.archive(options.shared):
        ledger.add(common.read(reader, raw))
    return ledger


def _count(manifest: Manifest) -> int:
    return sum(manifest.records.values())


def _named(module: Any) -> str:
    return f"{module.__name__} {module.__version__}"


if __name__ == "__main__":
    main()
