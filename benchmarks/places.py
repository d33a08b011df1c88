"""Places against annotated corpora: found, and resolved to within 161 km, each report read as the command reads it.

    python benchmarks/places.py [--corpus trnews|lgl] [--errors N] [--limit N]

The scorer is score_places.py of the shared folder; its head defines detection and end to end. A gold place counts as
detected if a mention overlaps it, and end to end if that mention lies within 161 km of it.
"""

import json
from typing import Any

import common
from legation.extract.reader import Reader
from legation.report.source import RawReport


def predicted(reader: Reader, row: dict[str, Any]) -> dict[str, Any]:
    """The toponyms of one report as the scorer reads them."""
    report = common.read(reader, RawReport(text=row["text"], id=row["id"], url=row.get("url"), published_basis=None))
    return {
        "toponyms": [
            {
                "start": start,
                "end": end,
                "lat": place.lat,
                "lon": place.lon,
                "name": place.name,
                "country": reader.knowledge.states[place.country].alpha2 if place.country else None,
                "geonameid": place.geonames,
            }
            for place in report.places
            for start, end in place.mentions
        ]
    }


def main() -> None:
    arguments = common.parser(__doc__)
    arguments.add_argument("--corpus", default="trnews", choices=["trnews", "lgl"])
    arguments.add_argument("--errors", type=int, default=0, metavar="N", help="list the N worst resolved")
    arguments.add_argument("--limit", type=int, metavar="N", help="read the first N reports only")
    options = arguments.parse_args()
    scorer = common.tool(options.shared, "score_places")
    lines = (options.shared / "benchmarks" / "places" / f"{options.corpus}.jsonl").read_text("utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line.strip()][: options.limit]
    reader = Reader()
    found = {row["id"]: predicted(reader, row) for row in rows}
    scorer.show(scored := scorer.score({row["id"]: row for row in rows}, found, errs=options.errors))
    for worst in scored.get("worst", []):
        print(" ", *worst)


if __name__ == "__main__":
    main()
