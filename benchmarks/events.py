"""Events against two public sets: relations of given pairs (PLV) and whole sentences (re-coded PETRARCH2 records).

    python benchmarks/events.py [relation|triples] [--limit N] [--errors N] [--classes]

`relation`: the PLOVER root of each pair of actors given by their spans, macro-F1 over 15 classes (ConfliBERT .867,
ZSP .824, UniversalPetrarch .463 on the test part of the same set). `triples`: who does what to whom, found in the
bare sentence, at CAMEO roots and countries (a PETRARCH2 port .278, UniversalPetrarch .323). The scorer is
score_events.py of the shared folder; its head defines the measures.
"""

import json
import time
from collections import Counter
from itertools import permutations, product
from pathlib import Path
from typing import Any

import common
from legation.extract.actor import Actor
from legation.extract.pair_rules import told
from legation.extract.reader import Reader, Report
from legation.knowledge.events import plover_type
from legation.language import parse

FOLDS = Path(__file__).with_name("relation_folds.json")
_TOLD = frozenset({"occurred", "ongoing", "future"})  # the sets know no modality; what did not happen they leave out
_MUTUAL = frozenset({"AGREE", "ASSAULT", "CONSULT", "COOPERATE", "SUPPORT"})  # that several may do with each other
_SECTOR = 3  # letters of a PLOVER sector


def load(path: Path, limit: int | None) -> list[dict[str, Any]]:
    """The rows of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()][:limit]


def unseen(rows: list[dict[str, Any]], *, alone: bool) -> list[dict[str, Any]]:
    """What the encoder, `alone` or weighed with the rules, says of each pair without having learnt from its sentence.

    The shipped model learnt from all pairs, so it can't be scored on them. These are the answers of the five models
    that training/relation.py fits without a fifth of the sentences each; its stages `folds` and `stack` write the file.
    """
    kept = json.loads(FOLDS.read_text("utf-8"))
    by_encoder = {id_: max(zip(logs, kept["classes"], strict=True))[1] for id_, logs in kept["logs"].items()}
    found = by_encoder if alone else kept["told"]
    return [{"id": row["id"], "root": found[row["id"]]} for row in rows]


def by_rules(reader: Reader, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The trigger table's answer for each pair; none where the words tell of nothing."""
    found = []
    for row, doc in zip(rows, parse.parse(row["sentence"] for row in rows), strict=True):
        rules = told(doc, span(row, "source"), span(row, "target"), knowledge=reader.knowledge)
        best = next((one for one in rules if one.fit), None)
        if best is not None:
            found.append({"id": row["id"], "root": best.type})
    return found


def code(actor: Actor) -> str | None:
    """A party as the set writes it: country or IGO/IMG, then PLOVER's first sector; None for one without either."""
    known = {"igo": "IGO", "armed_group": "IMG"}
    sector = next((some for some in actor.sectors if len(some) == _SECTOR), "")
    place = actor.country or known.get(actor.kind) or ("IGO" if "IGO" in actor.sectors else None)
    return None if place is None and not sector else (place or "---") + sector


def span(row: dict[str, Any], party: str) -> tuple[int, int] | None:
    """Where a party stands in a row's sentence, if it does."""
    return tuple(row[f"{party}_span"]) if row[f"{party}_span"] else None


def pace(reader: Reader, rows: list[dict[str, Any]]) -> float:
    """Pairs a second of process time that the shipped model reads, parsing included."""
    asked = [(row["sentence"], span(row, "source"), span(row, "target")) for row in rows]
    reader.relate_many(asked[:10])  # loads what is loaded once
    began = time.process_time()
    reader.relate_many(asked)
    return len(asked) / (time.process_time() - began)


def triples(report: Report) -> list[list[str]]:
    """(source, target, CAMEO) of each event told as fact; only between parties that have a code, as the set has it."""
    codes = {actor.id: code(actor) for actor in report.actors}
    found = []
    for event in report.events:
        if event.modality not in _TOLD:
            continue
        cameo = event.cameo or plover_type(event.type).cameo or "---"
        sources = [known for actor in event.actors if (known := codes[actor])]
        targets = [known for actor in event.recipients if (known := codes[actor])]
        is_mutual = len(sources) > 1 and not targets and event.type in _MUTUAL
        pairs = permutations(sources, 2) if is_mutual else product(sources, targets)
        found.extend([source, target, cameo] for source, target in pairs)
    return found


def main() -> None:
    arguments = common.parser(__doc__)
    arguments.add_argument("task", nargs="?", choices=["relation", "triples"])
    arguments.add_argument("--limit", type=int, metavar="N", help="score the first N rows only")
    arguments.add_argument("--errors", type=int, default=0, metavar="N", help="list N wrong rows")
    arguments.add_argument("--classes", action="store_true", help="scores by class")
    options = arguments.parse_args()
    scorer = common.tool(options.shared, "score_events")
    folder = options.shared / "benchmarks" / "events"
    reader = Reader()
    if options.task != "triples":
        rows = load(folder / "plv_train.jsonl", options.limit)
        readers = {
            "rules alone": by_rules(reader, rows),
            "encoder alone, five-fold": unseen(rows, alone=True),
            "encoder and rules, five-fold": unseen(rows, alone=False),
        }
        for name, predicted in readers.items():
            score = scorer.relation(rows, predicted)
            print(f"relation, {name}")
            for view in ("root", "penta", "binary"):
                part = score[view]
                print(f"  {view:6} macro-F1 {part['macro_f1']:.3f} micro-F1 {part['micro_f1']:.3f}"
                      f" of {part['n']}, answered {part['answered']}")  # fmt: skip
        print(f"{pace(reader, rows):.0f} pairs a second, parse included")
        if options.classes:
            for name, part in score["root"]["per_class"].items():
                print(f"  {name:10} P {part['p']:.2f} R {part['r']:.2f} F1 {part['f1']:.2f} of {part['n']}")
        show_errors(rows, predicted, scorer.ALIAS, options.errors)
    if options.task != "relation":
        rows = load(folder / "petrarch2_gsr_dev.jsonl", options.limit)
        rows = [row for row in rows if row["text"].strip()]
        reports = [reader.read(row["text"], published=day(row), id=row["id"]) for row in rows]
        found = [{"id": row["id"], "events": triples(report)} for row, report in zip(rows, reports, strict=True)]
        score = scorer.unit(rows, found)
        for view in ("root+country", "event_root", "root_only", "dyad"):
            part = score["triples"].get(view)
            if part:
                print(f"triples {view:13} P {part['p']:.3f} R {part['r']:.3f} F1 {part['f1']:.3f}")
        for row, told in list(zip(rows, found, strict=True))[: options.errors]:
            print(" ", row["expected"], told["events"], row["text"])


def day(row: dict[str, Any]) -> str | None:
    """The ISO day of a row dated 20080806."""
    digits = row["date"] or ""
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if len(digits) == 8 and digits.isdigit() else None


def show_errors(rows: list[dict[str, Any]], predicted: list[dict[str, Any]], alias: dict[str, str], count: int) -> None:
    """The commonest confusions and the first wrong pairs."""
    by_id = {row["id"]: row["root"] for row in predicted}
    wrong = [(row, by_id.get(row["id"])) for row in rows]
    wrong = [(row, root) for row, root in wrong if alias.get(root or "", root) != row["gold_root"]]
    if count:
        print(Counter((row["gold_root"], root) for row, root in wrong).most_common(25))
    for row, root in wrong[:count]:
        print(f"  {row['gold_root']} {root}: [{row['source']}] [{row['target']}] {row['sentence']}")


if __name__ == "__main__":
    main()
